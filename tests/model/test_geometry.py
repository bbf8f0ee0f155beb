"""Boxes, sizes and how they become JSON."""

from __future__ import annotations

from pytest_visualdiff.model import Box, Size, pixels_in_either


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
