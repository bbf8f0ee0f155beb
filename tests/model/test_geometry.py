"""Boxes, sizes and how they become JSON."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pytest_visualdiff.model import Box, Size, pixels_in_either

BOXES = st.builds(Box, st.integers(-9, 9), st.integers(-9, 9), st.integers(0, 9), st.integers(0, 9))


def pixels(box: Box) -> set[tuple[int, int]]:
    return {(x, y) for x in range(box.x, box.right) for y in range(box.y, box.bottom)}


@given(BOXES, BOXES)
def test_two_boxes_have_the_pixels_in_common_that_are_in_both(one: Box, other: Box) -> None:
    both = pixels(one) & pixels(other)
    assert pixels(one.intersection(other)) == both
    assert one.meets(other) == bool(both)
    assert one.area == len(pixels(one))
    either = pixels(one) | pixels(other)
    assert one.iou(other) == (len(both) / len(either) if either else 0)


@given(BOXES, BOXES)
def test_the_overlap_of_two_boxes_counts_columns_and_rows(one: Box, other: Box) -> None:
    columns = set(range(one.x, one.right)) & set(range(other.x, other.right))
    rows = set(range(one.y, one.bottom)) & set(range(other.y, other.bottom))
    assert max(one.overlap_x(other), 0) == len(columns)
    assert max(one.overlap_y(other), 0) == len(rows)


def test_boxes_that_are_apart_overlap_by_less_than_nothing() -> None:
    assert Box(0, 0, 4, 4).overlap_x(Box(9, 0, 4, 4)) == -5
    assert Box(0, 9, 4, 4).overlap_y(Box(0, 0, 4, 4)) == -5


def test_a_box_reads_as_place_and_size() -> None:
    assert str(Box(287, 1421, 134, 32)) == "(287, 1421), 134x32"
    assert Box(1, 2, 3, 4).to_wire() == [1, 2, 3, 4]


def test_a_box_is_clipped_to_the_picture() -> None:
    size = Size(100, 50)
    assert Box(-5, -5, 10, 10).clip(size) == Box(0, 0, 5, 5)
    assert Box(90, 40, 50, 50).clip(size) == Box(90, 40, 10, 10)
    assert Box(200, 10, 5, 5).clip(size) == Box(100, 10, 0, 5)
    assert Box(-20, -20, 5, 5).clip(size) == Box(0, 0, 0, 0)


def test_a_box_grows_on_every_side() -> None:
    assert Box(10, 10, 4, 2).grow(3) == Box(7, 7, 10, 8)


def test_pixels_in_either_counts_the_common_part_once() -> None:
    assert pixels_in_either(Size(10, 10), Size(10, 10)) == 100
    assert pixels_in_either(Size(10, 10), Size(5, 20)) == 100 + 100 - 50
