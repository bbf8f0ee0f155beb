"""Cells match where every pixel is equal; of two renderings, where lines and words lie alike."""

from __future__ import annotations

import numpy as np
import pytest

from pytest_visualdiff.comparison.alignment.cell_match import (
    EqualPixels,
    SoftPixels,
    matched_cells,
)
from pytest_visualdiff.imaging.cells import CELL_H, CELL_W
from pytest_visualdiff.imaging.decode import grey
from tests.support import Picture
from tests.support.pictures import WORDS, drawn, other_rendering, paragraph

NOISE = np.random.default_rng(2).integers(0, 256, (6 * CELL_H, 5 * CELL_W, 3), np.uint8)


def soft(before: Picture, after: Picture) -> SoftPixels:
    return SoftPixels.of(grey(before), grey(after))


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("channels", [1, 3])
def test_one_level_in_one_pixel_is_no_match(dtype: type, channels: int) -> None:
    before: np.ndarray = NOISE[..., :channels].astype(dtype)
    after = before.copy()
    after[CELL_H, 2 * CELL_W, 0] ^= 1
    matched = matched_cells(EqualPixels(before, after), 0, 0)
    assert matched.shape == (6, 5)
    assert not matched[1, 2]
    assert matched.sum() == 29


@pytest.mark.parametrize(("dx", "dy"), [(CELL_W, 0), (0, -CELL_H), (CELL_W, 2 * CELL_H)])
def test_what_moved_matches_at_its_displacement_as_far_as_the_baseline_goes(
    dx: int, dy: int
) -> None:
    after = np.roll(NOISE, (dy, dx), axis=(0, 1))
    matched = matched_cells(EqualPixels(NOISE, after), dx, dy)
    rows, columns = 6 - abs(dy) // CELL_H, 5 - abs(dx) // CELL_W
    assert matched.sum() == rows * columns
    assert matched[-1, -1] == (dy >= 0)
    assert not matched_cells(EqualPixels(NOISE, after), 0, 0).any()


def test_beyond_the_baseline_nothing_matches() -> None:
    assert not matched_cells(EqualPixels(NOISE, NOISE), 5 * CELL_W, 0).any()
    assert not matched_cells(EqualPixels(NOISE[: 3 * CELL_H], NOISE), 0, 0)[3:].any()


def test_another_rendering_of_the_same_words_matches() -> None:
    before, after = drawn(*paragraph()), other_rendering(*paragraph())
    assert matched_cells(soft(before, after), 0, 0).all()
    assert not matched_cells(EqualPixels(before, after), 0, 0).all()


def test_other_words_of_another_rendering_do_not() -> None:
    before, after = drawn(*paragraph()), other_rendering(*paragraph(WORDS[::-1]))
    assert not matched_cells(soft(before, after), 0, 0).all()
