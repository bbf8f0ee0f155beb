"""A line whose letters drift is laid over the other."""

from __future__ import annotations

from typing import cast

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from pytest_visualdiff.comparison.noise.line_alignment import align
from pytest_visualdiff.imaging.arrays import Grey
from pytest_visualdiff.imaging.text_lines import find_lines
from pytest_visualdiff.model import Box
from tests.support import Picture
from tests.support.pictures import WORDS, Item, Text, drawn, paragraph


def grey(picture: Picture) -> Grey:
    return cast("Grey", cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY))


def stretched(words: list[str], x: int, gap: int) -> list[Item]:
    """Return words, each so many pixels further away from the one before."""
    items: list[Item] = []
    for word in words:
        items.append(Text(x, 12, word))
        x += 50 + gap
    return items


STEPS = ["Order", "paid", "sent", "seen", "done"]


def drift_of(before: list[Item], after: list[Item]) -> tuple[Box, npt.NDArray[np.int64]]:
    pictures = [grey(drawn(*items, size=(300, 44))) for items in (before, after)]
    line = Box(8, 8, 284, 28)
    (drift,) = align(pictures[0], pictures[1], [line])
    assert drift.shape == (line.w,)
    return line, drift


@pytest.mark.parametrize("gap", [1, -1, 3, -3])
def test_each_word_is_found_where_it_drifted_to(gap: int) -> None:
    line, drift = drift_of(stretched(STEPS, 16, 0), stretched(STEPS, 16, gap))
    for number in range(len(STEPS)):
        middle = 16 + (50 + gap) * number + 14
        assert drift[middle - line.x] == gap * number


@pytest.mark.parametrize("gap", [2, -2])
def test_a_line_that_ends_at_the_right_drifts_to_the_left(gap: int) -> None:
    before = stretched(STEPS, 40, 0)
    after = stretched(STEPS, 40 - 4 * gap, gap)  # the last word stays, the first goes farthest
    line, drift = drift_of(before, after)
    for number in range(len(STEPS)):
        middle = 40 - 4 * gap + (50 + gap) * number + 14
        assert drift[middle - line.x] == gap * (number - 4)


def test_an_unchanged_line_does_not_drift() -> None:
    _, drift = drift_of(stretched(STEPS, 16, 0), stretched(STEPS, 16, 0))
    assert not drift.any()


def test_a_line_laid_over_the_other_shows_the_same() -> None:
    before, after = stretched(STEPS, 16, 0), stretched(STEPS, 16, 2)
    line, drift = drift_of(before, after)
    one, other = (grey(drawn(*items, size=(300, 44))) for items in (before, after))
    window = np.s_[line.y : line.bottom, line.x : line.right]
    columns = np.arange(line.x, line.right) - drift
    laid = one[line.y : line.bottom, columns]
    apart, laid_apart = (np.abs(it.astype(int) - other[window]) for it in (one[window], laid))
    assert laid_apart.sum() < 0.1 * apart.sum()


def test_another_word_is_not_explained_by_a_drift() -> None:
    before, after = stretched(STEPS, 16, 0), stretched([*STEPS[:2], "lost", *STEPS[3:]], 16, 0)
    line, drift = drift_of(before, after)
    one, other = (grey(drawn(*items, size=(300, 44))) for items in (before, after))
    laid = one[line.y : line.bottom, np.arange(line.x, line.right) - drift]
    apart = np.abs(laid.astype(int) - other[line.y : line.bottom, line.x : line.right])
    assert apart[:, 100:150].max() > 150


def test_lines_of_different_lengths_are_laid_over_each_other_at_once() -> None:
    items = paragraph([WORDS[0], WORDS[1][:9], WORDS[2][:30]])
    page = grey(drawn(*items, size=(400, 90)))
    lines = find_lines([page])
    drifts = align(page, page, lines)
    assert [len(drift) for drift in drifts] == [line.w for line in lines]
    assert not any(drift.any() for drift in drifts)


def test_no_lines_no_drifts() -> None:
    page = grey(drawn(size=(60, 20)))
    assert align(page, page, []) == []
