"""How far each pixel is from the ground that it stands on."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pytest_visualdiff.detection.classical.borders import STEP
from pytest_visualdiff.detection.classical.ink import ink_levels
from pytest_visualdiff.detection.classical.surfaces import Areas, Surface
from pytest_visualdiff.imaging.arrays import Levels
from pytest_visualdiff.model import Box
from tests.support import Picture

WHITE, BLUE = (255, 255, 255), (208, 87, 11)
"""Colours as OpenCV has them."""

CARD = Box(20, 20, 80, 50)
MARK = Box(50, 40, 4, 6)


def page(
    *filled: tuple[Box, tuple[int, int, int]], ground: tuple[int, int, int] = WHITE
) -> Picture:
    """Return a page of 140x100 pixels with some rectangles on it, one over the other."""
    pixels = np.full((100, 140, 3), ground, np.uint8)
    for box, colour in filled:
        pixels[box.slices] = colour
    return pixels


def ink(pixels: Picture, surfaces: Sequence[Surface] = (), cells: Sequence[Box] = ()) -> Levels:
    return ink_levels(Areas(pixels), surfaces, cells)


def surface(label: int, box: Box = CARD, *, border: int = 1, radius: float = 0.0) -> Surface:
    return Surface(
        label, box, box.grow(-border), radius, bordered=True, filled=False, around=(1, 1, 1, 1)
    )


def where(levels: Levels) -> Box | None:
    """Return the box around all ink; None if there is none."""
    rows, columns = np.nonzero(levels)
    if not len(rows):
        return None
    x, y = int(columns.min()), int(rows.min())
    return Box(x, y, int(columns.max()) + 1 - x, int(rows.max()) + 1 - y)


def outlined(box: Box = CARD) -> Picture:
    """Return a page with a black line of one pixel around a box."""
    return page((box, (0, 0, 0)), (box.grow(-1), WHITE))


def test_an_empty_page_has_no_ink() -> None:
    assert not ink(page()).any()


def test_a_mark_is_as_far_from_the_page_as_its_most_different_channel() -> None:
    levels = ink(page((MARK, (250, 200, 155))))
    assert (levels[MARK.slices] == 100).all()
    assert where(levels) == MARK


def test_a_mark_on_a_card_is_measured_from_the_card() -> None:
    levels = ink(page((CARD, BLUE), (MARK, (208, 87, 61))))
    assert (levels[MARK.slices] == 50).all()


def test_a_lighter_mark_is_ink_as_a_darker_one_is() -> None:
    levels = ink(page((MARK, (60, 60, 60)), ground=(20, 20, 20)))
    assert (levels[MARK.slices] == 40).all()


@pytest.mark.parametrize(("side", "inked"), [(11, True), (12, False)])
def test_an_area_into_which_a_square_of_eleven_fits_behind_its_edges_is_ground(
    side: int, inked: bool
) -> None:
    box = Box(30, 30, side, side)
    middle = ink(page((box, BLUE)))[box.grow(-2).slices]
    assert middle.any() == inked
    assert middle.all() == inked


def test_a_surface_is_ground_however_small_it_is() -> None:
    box = Box(30, 30, 8, 8)
    pixels = page((box, BLUE))
    label = int(Areas(pixels).labels[34, 34])
    assert ink(pixels)[34, 34] == 244
    assert not ink(pixels, [surface(label, box)])[box.slices].any()


def test_what_begins_a_row_is_measured_from_its_own_first_pixel() -> None:
    at_edge = Box(0, 40, 4, 6)
    assert not ink(page((at_edge, BLUE)))[at_edge.slices].any()
    beside = at_edge.move(1, 0)
    assert ink(page((beside, BLUE)))[beside.slices].all()


def test_a_line_around_nothing_is_ink_and_the_border_of_a_surface_is_not() -> None:
    pixels = outlined()
    label = int(Areas(pixels).labels[45, 60])
    assert where(ink(pixels)) == CARD
    assert not ink(pixels, [surface(label)]).any()


def test_the_border_of_a_cell_is_no_ink() -> None:
    assert not ink(outlined(), cells=[CARD.grow(-1)]).any()


def test_what_is_in_a_surface_or_a_cell_stays_ink() -> None:
    pixels = outlined()
    pixels[MARK.slices] = 0
    label = int(Areas(pixels).labels[25, 25])
    for levels in (ink(pixels, [surface(label)]), ink(pixels, cells=[CARD.grow(-1)])):
        assert where(levels) == MARK
        assert levels[MARK.slices].all()


def test_a_surface_at_the_edge_of_the_picture_loses_the_border_that_is_in_it() -> None:
    box = Box(0, 0, 140, 100)
    pixels = outlined(box)
    label = int(Areas(pixels).labels[50, 50])
    assert not ink(pixels, [surface(label, box, radius=12)]).any()


CORNERS = [(20, 20), (97, 20), (20, 67), (97, 67)]
"""Where a mark of three pixels is in the corners of the card."""


@pytest.mark.parametrize("corner", CORNERS)
@pytest.mark.parametrize(("radius", "inked"), [(0.0, True), (12.0, False)])
def test_what_is_outside_a_round_corner_is_no_ink_and_what_is_in_a_square_one_is(
    corner: tuple[int, int], radius: float, inked: bool
) -> None:
    mark = Box(*corner, 3, 3)
    pixels = page((CARD, BLUE), (mark, WHITE), ground=BLUE)
    levels = ink(pixels, [surface(int(Areas(pixels).labels[50, 90]), border=0, radius=radius)])
    assert levels[CARD.grow(-1).slices].any() == inked


def test_round_corners_take_no_ink_from_the_middle_of_the_sides() -> None:
    pixels = page((CARD, BLUE), (Box(58, 23, 4, 6), WHITE), ground=BLUE)
    label = int(Areas(pixels).labels[50, 90])
    assert where(ink(pixels, [surface(label, border=0, radius=12)])) == Box(58, 23, 4, 6)


levels_of_grey = st.integers(0, 255)


@settings(deadline=None, max_examples=50)
@given(levels_of_grey, levels_of_grey)
def test_a_mark_has_as_much_ink_as_it_differs(ground: int, mark: int) -> None:
    levels = ink(page((MARK, (mark,) * 3), ground=(ground,) * 3))
    apart = abs(ground - mark)
    seen = where(levels) == MARK and (levels[MARK.slices] == apart).all()
    assert seen or (apart <= STEP and not levels.any())


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 12))
def test_as_many_marks_are_ink_as_are_drawn(count: int) -> None:
    marks = [Box(10 + 30 * (it % 4), 10 + 30 * (it // 4), 4, 6) for it in range(count)]
    levels = ink(page(*((it, BLUE) for it in marks)))
    assert np.count_nonzero(levels) == count * MARK.area
    assert all(levels[it.slices].all() for it in marks)
