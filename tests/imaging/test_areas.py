"""Differing pixels are found, counted once, and grouped in areas."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_visualdiff.imaging.areas import (
    Differences,
    extent,
    levels_between,
    region_boxes,
    regions,
)
from pytest_visualdiff.imaging.cells import any_in_cell
from pytest_visualdiff.model import Box, Size

SIZE = Size(60, 40)

boxes = st.builds(
    Box, st.integers(-9, 55), st.integers(-9, 35), st.integers(1, 20), st.integers(1, 20)
)
planes = st.builds(
    lambda seed, share: (
        (np.random.default_rng(seed).random((40, 60)) < share)
        * np.random.default_rng(seed + 1).integers(1, 256, (40, 60))
    ).astype(np.uint8),
    st.integers(0, 2**16),
    st.sampled_from([0.0, 0.01, 0.3, 1.0]),
)


def found(levels: np.ndarray) -> Differences:
    return Differences(SIZE.box, levels)


@given(planes, st.lists(boxes, max_size=4))
def test_what_lies_in_boxes_is_counted_once_and_the_rest_is_left(
    levels: np.ndarray, taken: list[Box]
) -> None:
    before = levels.copy()
    counts, left = found(levels).without(taken)
    assert sum(counts) + np.count_nonzero(left.levels) == np.count_nonzero(before)
    assert (levels == before).all()
    for box in taken:
        assert not left.levels[box.clip(SIZE).slices].any()


@given(planes, st.sampled_from([0, 2, 200]))
def test_each_pixel_above_is_in_one_area_and_no_areas_meet(levels: np.ndarray, above: int) -> None:
    areas = region_boxes(found(levels), above)
    cover = np.zeros(levels.shape, int)
    for box in areas:
        cover[box.slices] += 1
    assert cover.max() <= 1
    assert (cover[levels > above] == 1).all()
    assert areas == sorted(areas, key=lambda box: (box.y, box.x))


def test_an_area_says_how_much_differs_in_it() -> None:
    levels = np.zeros((40, 60), np.uint8)
    levels[5:8, 10:14] = 3
    levels[6, 11] = 90
    levels[30, 50] = 1
    first, second = regions(found(levels), above=0)
    assert (first.box, first.pixels, first.max_difference) == (Box(10, 5, 4, 3), 12, 90)
    assert (second.box, second.pixels, second.max_difference) == (Box(50, 30, 1, 1), 1, 1)
    assert regions(found(levels), above=1) == [first]
    assert regions(found(levels), above=90) == []


@pytest.mark.parametrize(("gap", "areas"), [(6, 1), (7, 2)])
def test_pixels_whose_neighbourhoods_meet_are_one_area(gap: int, areas: int) -> None:
    levels = np.zeros((40, 60), np.uint8)
    levels[20, [10, 11 + gap]] = 255
    assert len(region_boxes(found(levels), above=0)) == areas


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_the_extent_is_that_of_the_levels(dtype: type) -> None:
    generator = np.random.default_rng(4)
    one: np.ndarray = generator.integers(0, 256, (41, 67, 3)).astype(dtype)
    other = one.copy()
    other[7, 9] += 1
    other[30:33, 40:44, 1] ^= 7
    levels = levels_between(one, other)
    whole = extent(one, other)
    assert whole is not None
    assert whole.box == Box(9, 7, 35, 26)
    assert whole.pixels == np.count_nonzero(levels) == 13
    assert (whole.cells == any_in_cell(levels > 0)).all()


def test_equal_pictures_have_no_extent() -> None:
    one = np.zeros((9, 9, 3), np.uint8)
    assert extent(one, one.copy()) is None
