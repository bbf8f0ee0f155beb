"""Noise that is spread over two pictures tells that different renderings drew them."""

from __future__ import annotations

import pytest

from pytest_visualdiff.comparison.noise.spread import spread_noise
from pytest_visualdiff.imaging.areas import Differences, levels_between
from pytest_visualdiff.model import Box, Size
from tests.support import BLUE, Picture
from tests.support.pictures import PAGE, drawn, other_rendering, page

OURS = drawn(*page(), size=PAGE)
WHOLE = Size(*PAGE).box


def spread(before: Picture, after: Picture, blocks: list[Box] | None = None) -> str | None:
    found = Differences(Size(after.shape[1], len(after)).box, levels_between(before, after))
    return spread_noise(before, after, found, blocks or [])


def test_edges_that_differ_all_over_a_page_are_spread() -> None:
    told = spread(OURS, other_rendering(*page(), size=PAGE))
    assert told is not None
    assert "of what is drawn differs" in told


def test_a_picture_of_a_few_words_differs_by_little_in_most_of_them() -> None:
    words = page()[:6]
    told = spread(drawn(*words, size=PAGE), other_rendering(*words, size=PAGE))
    assert told is not None


@pytest.mark.parametrize("places", [1, 3])
def test_a_few_changes_are_not(places: int) -> None:
    after = OURS.copy()
    for number in range(places):
        after[100 * number + 20 : 100 * number + 40, 40:90] = BLUE
    assert spread(OURS, after) is None


def test_equal_pictures_have_none() -> None:
    assert spread(OURS, OURS.copy()) is None


def test_the_corners_of_one_box_are_not_spread() -> None:
    after = OURS.copy()
    for y, x in ((100, 60), (100, 300), (140, 60), (140, 300)):
        after[y : y + 2, x : x + 2] = 215
    assert spread(OURS, after) is None


def test_what_moved_by_a_fraction_of_a_pixel_is_not_looked_at() -> None:
    after = OURS.copy()
    for row in range(20, 380, 40):
        after[row : row + 2, 20:460:90] = 200
    assert spread(OURS, after) is not None
    assert spread(OURS, after, [WHOLE]) is None
