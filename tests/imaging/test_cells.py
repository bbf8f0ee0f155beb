"""Cells know what of them is set, and in which a displacement would be seen."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from skimage.measure import block_reduce

from pytest_visualdiff.imaging.cells import CELL_H, CELL_W, any_in_cell, busy, cells_of
from pytest_visualdiff.model import Box

_reduced: Any = block_reduce  # scikit-image is not typed


@given(st.integers(0, 2**16), st.integers(1, 70), st.integers(1, 70), st.sampled_from([1, 3, 4, 8]))
def test_a_cell_is_set_if_any_of_its_pixels_is(
    seed: int, height: int, width: int, values: int
) -> None:
    mask = np.random.default_rng(seed).random((height, width * values)) < 0.003
    expected = _reduced(mask, (CELL_H, CELL_W * values), np.max)
    assert (any_in_cell(mask, values) == expected).all()


@pytest.mark.parametrize(
    ("box", "rows", "columns"),
    [
        (Box(0, 0, 16, 8), slice(0, 1), slice(0, 1)),
        (Box(15, 7, 2, 2), slice(0, 2), slice(0, 2)),
        (Box(32, 16, 1, 1), slice(2, 3), slice(2, 3)),
    ],
)
def test_a_box_touches_cells(box: Box, rows: slice, columns: slice) -> None:
    assert cells_of(box) == (rows, columns)


@pytest.mark.parametrize("shape", [(1, 1), (1, 300), (300, 1)])
@pytest.mark.parametrize("axis", [0, 1])
def test_a_picture_of_one_pixel_across_shows_no_displacement_across(
    shape: tuple[int, int], axis: int
) -> None:
    picture = np.zeros(shape, np.uint8)
    picture[-1, -1] = 255
    shows = busy(picture, axis)
    assert shows.shape == any_in_cell(np.zeros(shape, bool)).shape
    assert shows.any() == (shape[axis] > 1)


def test_a_rule_shows_a_displacement_across_it_and_none_along_it() -> None:
    picture = np.full((48, 64), 255, np.uint8)
    picture[20] = 0
    assert busy(picture, axis=0)[2].all()
    assert not busy(picture, axis=1).any()


def test_plain_ground_shows_no_displacement() -> None:
    gradient = np.repeat(np.linspace(200, 255, 64).astype(np.uint8)[np.newaxis], 48, axis=0)
    assert not busy(gradient, axis=0).any()
    assert not busy(gradient, axis=1).any()
