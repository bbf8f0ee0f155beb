"""How large a residual has to be is told by the page, within bounds that hold for any."""

from __future__ import annotations

import numpy as np
import pytest

from pytest_visualdiff.comparison.noise.outlier_limits import GREATEST, LEAST, outlier_limits
from pytest_visualdiff.comparison.noise.residual import Residual

NOTHING = np.zeros((200, 200), np.uint16)


def page_with(heights: list[int]) -> Residual:
    """Return what is left of a page: peaks of these heights in brightness."""
    letters = NOTHING.copy()
    for number, height in enumerate(heights):
        letters[10 + 20 * (number // 9), 10 + 20 * (number % 9)] = height
    return Residual(letters, NOTHING, NOTHING)


def test_on_a_page_without_noise_the_least_limits_hold() -> None:
    assert outlier_limits(page_with([])) == LEAST


def test_an_outlier_is_a_multiple_of_what_is_usual_on_the_page() -> None:
    assert outlier_limits(page_with([80] * 30)).letters == 2.5 * 80


@pytest.mark.parametrize("height", [90, 150, 399, 2000])
def test_what_is_in_one_place_or_two_sets_no_limit(height: int) -> None:
    assert outlier_limits(page_with([60] * 30 + [height] * 2)).letters == 2.5 * 60


@pytest.mark.parametrize("height", [220, 300, 399])
def test_no_noise_makes_a_lost_stroke_harmless(height: int) -> None:
    assert outlier_limits(page_with([height] * 30)).letters == GREATEST.letters


@pytest.mark.parametrize("height", [400, 1000, 6375])
def test_what_no_rendering_leaves_is_no_noise_however_often_it_is_there(height: int) -> None:
    assert outlier_limits(page_with([height] * 30)) == LEAST


def test_a_page_with_more_noise_has_no_lower_limit() -> None:
    limits = [outlier_limits(page_with([height] * 30)).letters for height in range(2, 400, 20)]
    assert limits == sorted(limits)


@pytest.mark.xfail(
    strict=True,
    reason="the limit is a rank among all peaks, so a change that is there three times sets it",
)
@pytest.mark.parametrize("count", [3, 5, 8])
def test_a_change_that_is_there_often_is_not_taken_for_the_noise_of_its_page(count: int) -> None:
    once = page_with([60] * 30 + [350])
    assert once.above(outlier_limits(once)).any()
    often = page_with([60] * 30 + [350] * count)
    assert often.above(outlier_limits(often)).any()
