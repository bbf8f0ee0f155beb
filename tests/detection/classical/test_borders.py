"""What is beyond the sides of boxes: borders, edges that are smoothed, and the picture's end."""

from __future__ import annotations

import numpy as np
import pytest

from pytest_visualdiff.detection.classical import surfaces
from pytest_visualdiff.detection.classical.borders import OUTSIDE, Rectangle, first_area, outwards
from pytest_visualdiff.detection.classical.surfaces import Areas, Surface
from pytest_visualdiff.model import Box, Size
from tests.support.drawing import BLUE, GREY, Drawing


def the_box(drawing: Drawing) -> Surface:
    """Return the smallest surface of a drawing."""
    return min(Areas(drawing.pixels()).surfaces().surfaces, key=lambda it: it.inside.area)


def test_pixels_outwards_begin_beside_the_box_and_are_counted_row_by_row() -> None:
    box = Rectangle(1, Box(30, 20, 10, 10), Box(30, 20, 10, 10), 0)
    places = outwards([box], Size(100, 60))
    assert places.shape == (1, 4, 16, 7)
    rows, columns = np.divmod(places[0], 100)
    assert rows[0, :3, 0].tolist() == [19, 18, 17]
    assert columns[1, :3, 0].tolist() == [40, 41, 42]
    assert rows[2, :3, 0].tolist() == [30, 31, 32]
    assert columns[3, :3, 0].tolist() == [29, 28, 27]
    assert (columns[0, 0].min(), columns[0, 0].max()) == (32, 37), "the middle half of the side"


def test_beyond_the_picture_stands_its_last_pixel() -> None:
    box = Rectangle(1, Box(3, 2, 90, 50), Box(3, 2, 90, 50), 0)
    rows, columns = np.divmod(outwards([box], Size(100, 60))[0], 100)
    assert rows[0, -1, 0] == 0
    assert columns[3, -1, 0] == 0
    assert columns[1, -1, 0] == 99
    assert rows[2, -1, 0] == 59


def test_the_area_that_most_of_the_nearest_pixels_are_of_is_met_first() -> None:
    assert first_area([[0, 0], [3, 4], [4, 0]], 0) == 4
    assert first_area([[0, 0], [0, 0], [0, 0], [7, 0]], 0) == 7, "no nearer one has any"
    assert first_area([[5, 5], [0, 0], [0, 0]], 1) == 0
    assert first_area([], 0) == OUTSIDE


def test_a_line_all_around_a_box_is_its_border() -> None:
    found = the_box(Drawing().box((50, 40, 120, 60), fill=(240, 240, 250), border=GREY))
    assert found.bordered
    assert found.filled
    assert found.box == Box(50, 40, 120, 60)
    assert found.inside == Box(51, 41, 118, 58)


def test_a_box_of_another_colour_without_a_line_has_no_border() -> None:
    found = the_box(Drawing().box((50, 40, 120, 60), fill=BLUE))
    assert not found.bordered
    assert found.filled
    assert found.box == found.inside == Box(50, 40, 120, 60)


def test_a_box_at_the_corner_of_the_picture_ends_there() -> None:
    found = the_box(Drawing().box((0, 0, 120, 60), fill=BLUE))
    assert found.around[0] == found.around[3] == OUTSIDE
    assert found.around[1] == found.around[2] > 0
    assert found.box == Box(0, 0, 120, 60)


def test_boxes_are_the_same_however_many_are_looked_at_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drawing = Drawing()
    for number in range(6):
        drawing.box((20 + 60 * number, 20 + 30 * number, 40, 20), BLUE, GREY, radius=number)
    together = Areas(drawing.pixels()).surfaces()
    monkeypatch.setattr(surfaces, "_BATCH", 2)
    assert Areas(drawing.pixels()).surfaces() == together
    assert len(together.surfaces) >= 6


def test_a_smoothed_edge_is_no_line() -> None:
    pixels = Drawing().box((50, 40, 120, 60), fill=BLUE).pixels()
    mixed = (np.array(BLUE[::-1]) // 2 + 127).astype(np.uint8)
    pixels[39, 50:170] = pixels[100, 50:170] = mixed
    pixels[40:100, 49] = mixed
    found = min(Areas(pixels).surfaces().surfaces, key=lambda it: it.inside.area)
    assert not found.bordered
