"""Edges and letters that lie a little beside where they lay, by no more than text drifts."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from pytest_visualdiff.comparison.noise.line_alignment import Drift
from pytest_visualdiff.comparison.noise.local_shift import without_local_shifts
from pytest_visualdiff.comparison.noise.outlier_limits import LEAST
from pytest_visualdiff.comparison.noise.pair import AlignedPair
from pytest_visualdiff.comparison.noise.residual import residual
from pytest_visualdiff.imaging.arrays import Mask
from pytest_visualdiff.model import Box
from tests.support import BLUE, Picture
from tests.support.pictures import Fill, drawn, not_settled

SIZE = (240, 120)
LINE = Box(20, 40, 160, 14)
NO_DRIFT: Mapping[Box, Drift] = {}
DRIFT: Mapping[Box, Drift] = {LINE: np.full(LINE.w, 3)}


def left(
    before: Picture, after: Picture, drifts: Mapping[Box, Drift] = NO_DRIFT, slack: int = 0
) -> Mask:
    """Return what no small displacement explains."""
    real = residual(before, after).above(LEAST)
    assert real.any()
    pair = AlignedPair(before, after, before, not_settled(after), slack)
    return without_local_shifts(real, pair, drifts, LEAST)


def bar(x: int) -> Picture:
    return drawn(Fill(x, 20, 2, 60, BLUE), size=SIZE)


def boxes(dy: int, moved: int) -> Picture:
    """Draw four boxes, so many of them further down."""
    places = ((20 + 40 * number, 30 + (dy if number < moved else 0)) for number in range(4))
    return drawn(*(Fill(x, y, 20, 20, BLUE) for x, y in places), size=SIZE)


@pytest.mark.parametrize("by", [3, 5, -7])
def test_an_edge_beside_drifting_text_may_have_been_pushed_by_it(by: int) -> None:
    assert not left(bar(60), bar(60 + by), DRIFT).any()


def test_an_edge_far_from_text_that_drifts_has_moved_as_far_as_any_text() -> None:
    far = {LINE.move(0, 70): np.full(LINE.w, 3)}
    assert not left(bar(60), bar(67), far).any()


@pytest.mark.parametrize("by", [3, 4, 5, 6, 7, 12])
def test_where_no_text_drifts_an_edge_that_moved_counts_however_far(by: int) -> None:
    assert left(bar(60), bar(60 + by)).any()


@pytest.mark.parametrize("by", [24, 28, 40, 80])
def test_an_edge_that_went_further_than_text_drifts_counts_however_far(by: int) -> None:
    assert left(bar(60), bar(60 + by), DRIFT).any()


def test_an_edge_that_is_gone_counts_where_no_text_drifts() -> None:
    assert left(bar(60), drawn(size=SIZE), slack=2).any()


@pytest.mark.xfail(
    strict=True,
    reason="only the area that differs is looked at, and an edge may move out of it altogether",
)
def test_an_edge_that_is_gone_went_nowhere() -> None:
    assert left(bar(60), drawn(size=SIZE), DRIFT).any()


def test_at_the_rim_an_edge_cannot_have_moved_out_of_sight() -> None:
    assert left(bar(4), drawn(size=SIZE), DRIFT).any()


@pytest.mark.parametrize("dy", [2, 3])
def test_a_block_whose_place_is_uncertain_may_lie_a_little_further_down(dy: int) -> None:
    assert not left(boxes(0, 4), boxes(dy, 1), slack=2).any()
    assert left(boxes(0, 4), boxes(dy, 1), slack=0).any()


@pytest.mark.parametrize("dy", [4, 5, 6, 7, 12])
def test_further_down_than_that_it_has_moved(dy: int) -> None:
    assert left(boxes(0, 4), boxes(dy, 1), slack=2).any()


@pytest.mark.parametrize("moved", [2, 3, 4])
def test_what_counts_once_counts_as_often_as_it_is_there(moved: int) -> None:
    once, often = (left(boxes(0, 4), boxes(5, number), slack=2) for number in (1, moved))
    for number in range(moved):
        part = np.s_[:, 15 + 40 * number : 45 + 40 * number]
        assert (often[part] == once[:, 15:45]).all()


def test_the_mask_of_the_caller_stays_as_it_is() -> None:
    before, after = bar(60), bar(63)
    real = residual(before, after).above(LEAST)
    kept = real.copy()
    pair = AlignedPair(before, after, before, not_settled(after))
    assert not without_local_shifts(real, pair, DRIFT, LEAST).any()
    assert (real == kept).all()
