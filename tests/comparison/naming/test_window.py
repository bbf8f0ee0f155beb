"""A part of both pictures in which they lie on each other."""

from __future__ import annotations

import pytest

from pytest_visualdiff.comparison.naming.window import (
    corner_distance,
    edge_distance,
    window,
)
from pytest_visualdiff.detection.classical.detector import ClassicalDetector
from pytest_visualdiff.imaging.picture_pair import Decoded
from pytest_visualdiff.model import Box, Size
from tests.support.compared import button, lines
from tests.support.drawing import Drawing


def pictures(before: Drawing, after: Drawing) -> Decoded:
    one, other = before.pixels(), after.pixels()
    sizes = [Size(it.shape[1], it.shape[0]) for it in (one, other)]
    return Decoded(one, other, 0, (sizes[0], sizes[1]))


def test_what_moved_lies_at_the_same_place_of_both_views() -> None:
    both = pictures(button(lines(), y=120), button(lines(), y=130))
    moved = window(both, Box(10, 125, 150, 50), (0, 10), ClassicalDetector())
    assert moved.before.place == Box(10, 115, 150, 50)
    assert moved.after.place == Box(10, 125, 150, 50)
    assert moved.show_the_same(Box(10, 5, 120, 36), Box(10, 5, 120, 36))


@pytest.mark.parametrize("shift", [(0, 0), (0, 40), (-30, 0), (25, -60)])
def test_a_window_is_as_large_in_both_pictures_and_lies_in_both(shift: tuple[int, int]) -> None:
    both = pictures(Drawing((300, 200)), Drawing((300, 260)))
    mine = window(both, Box(-20, 120, 400, 200), shift, ClassicalDetector())
    assert mine.before.size == mine.after.size
    assert Box(0, 0, 300, 200).contains(mine.before.place)
    assert Box(0, 0, 300, 260).contains(mine.after.place)


def test_a_window_shows_what_any_pixel_of_lies_in_it() -> None:
    mine = window(pictures(lines(), lines()), Box(0, 0, 50, 40), (0, 0), ClassicalDetector())
    assert mine.shows(Box(49, 39, 10, 10))
    assert not mine.shows(Box(50, 0, 10, 10))


@pytest.mark.parametrize(
    ("other", "corners", "edges"),
    [
        (Box(10, 10, 20, 20), 0, 0),
        (Box(12, 7, 20, 20), 3, 3),
        (Box(10, 10, 25, 20), 0, 5),
        (Box(8, 10, 20, 31), 2, 11),
    ],
)
def test_boxes_are_as_far_apart_as_their_farthest_edges(
    other: Box, corners: int, edges: int
) -> None:
    box = Box(10, 10, 20, 20)
    assert corner_distance(box, other) == corner_distance(other, box) == corners
    assert edge_distance(box, other) == edge_distance(other, box) == edges
