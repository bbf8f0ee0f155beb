"""Areas that both pictures fill evenly, in different colours."""

from __future__ import annotations

import numpy as np
import pytest

from pytest_visualdiff.comparison.noise.flat_areas import recoloured_fills
from tests.support import Picture
from tests.support.pictures import drawn, paragraph

SIZE = (240, 300)


def with_areas(level: int, count: int = 1) -> Picture:
    """Return a grey page with areas of 40x40 pixels of another grey."""
    page = drawn(size=SIZE, ground=(200, 200, 200))
    for number in range(count):
        page[20 + 90 * number : 60 + 90 * number, 20:60] = level
    return page


@pytest.mark.parametrize("by", [5, 6, 10, 40, 120])
def test_an_area_of_another_grey_counts_and_the_more_so_the_other_it_is(by: int) -> None:
    found = recoloured_fills(with_areas(200), with_areas(200 - by))
    assert found[22:58, 22:58].all()
    assert found.sum() == 36 * 36


@pytest.mark.parametrize("by", [1, 2, 3, 4])
def test_what_rounding_makes_of_a_fill_does_not(by: int) -> None:
    assert not recoloured_fills(with_areas(200), with_areas(200 - by)).any()


@pytest.mark.parametrize("count", [2, 3])
def test_what_counts_once_counts_as_often_as_it_is_there(count: int) -> None:
    found = recoloured_fills(with_areas(200), with_areas(190, count))
    assert found.sum() == count * 36 * 36


def test_letters_are_no_fill() -> None:
    page = drawn(*paragraph())
    assert not recoloured_fills(page, drawn(*paragraph(), phase=(0.5, 0.5))).any()


def test_the_rim_is_looked_at_like_the_middle() -> None:
    before = drawn(size=SIZE, ground=(200, 200, 200))
    after = np.full_like(before, 180)
    assert recoloured_fills(before, after).all()
