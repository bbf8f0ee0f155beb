"""Edges of boxes, brought to where the pixels have theirs."""

from __future__ import annotations

import numpy as np
import pytest

from pytest_visualdiff.detection.network.snap import snap
from pytest_visualdiff.model import Box
from tests.support.drawing import BLUE, DARK, INK, LIGHT, PALE, Drawing

FIELD = Box(60, 80, 420, 40)


def field(border: tuple[int, int, int] = (222, 226, 230), radius: int = 6) -> Drawing:
    drawing = Drawing((600, 300))
    return drawing.box((FIELD.x, FIELD.y, FIELD.w, FIELD.h), LIGHT, border, radius)


def test_a_wide_pale_field_is_found_that_was_missed_by_many_pixels() -> None:
    pixels = field().pixels()
    assert snap(Box(84, 83, 370, 33), pixels) == FIELD
    assert snap(Box(40, 76, 455, 48), pixels) == FIELD


def test_what_fits_stays() -> None:
    assert snap(FIELD, field().pixels()) == FIELD


def test_a_filled_box_without_a_border_has_edges_too() -> None:
    drawing = Drawing((600, 300), ground=DARK)
    drawing.box((60, 80, 120, 36), BLUE)
    assert snap(Box(63, 78, 118, 41), drawing.pixels()) == Box(60, 80, 120, 36)


def test_letters_are_no_edge() -> None:
    drawing = field().text(72, 92, "Illinois, fill it in till it is full", INK, height=16)
    assert snap(Box(66, 82, 408, 36), drawing.pixels()) == FIELD


def test_where_there_is_no_edge_nothing_moves() -> None:
    plain = np.full((300, 600, 3), 240, np.uint8)
    assert snap(Box(84, 83, 370, 33), plain) == Box(84, 83, 370, 33)


@pytest.mark.parametrize("box", [Box(0, 0, 600, 300), Box(0, 0, 1, 1), Box(599, 299, 1, 1)])
def test_at_the_edge_of_the_picture_it_stays_in_it(box: Box) -> None:
    found = snap(box, Drawing((600, 300), ground=PALE).pixels())
    assert found == box


def test_an_edge_further_away_is_another_things() -> None:
    drawing = field().box((10, 10, 580, 280), None, INK)
    assert snap(Box(62, 82, 416, 36), drawing.pixels()) == FIELD
