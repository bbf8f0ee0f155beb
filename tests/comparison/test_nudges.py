"""What lies a few pixels elsewhere is found, in whatever way it is drawn."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import cv2
import pytest

from pytest_visualdiff.comparison.nudges import nudged
from pytest_visualdiff.lines import Grey, find_lines
from pytest_visualdiff.model import Box
from tests.comparison.pictures import PAGE, Text, drawn, not_settled, other_rendering, page
from tests.support import Picture

LINE = 6
"""Which line of the page is put elsewhere, and where it is."""
PLACE = Box(10, 150, 210, 24)


def theirs(dx: int = 0, dy: int = 0) -> Picture:
    """Return the page as another machine draws it, with one line elsewhere."""
    items = page()
    line = items[LINE]
    assert isinstance(line, Text)
    items[LINE] = replace(line, x=line.x + dx, y=line.y + dy)
    return other_rendering(*items, size=PAGE)


def found(after: Picture, *, beyond: int = 1, sideways: bool = True) -> list[Box]:
    before = drawn(*page(), size=PAGE)
    one, other = (cast("Grey", cv2.cvtColor(it, cv2.COLOR_RGB2GRAY)) for it in (before, after))
    lines = find_lines([one, other])
    return nudged(one, other, lines, not_settled(after), beyond=beyond, sideways=sideways)


def test_another_rendering_puts_nothing_elsewhere() -> None:
    assert found(theirs()) == []


@pytest.mark.parametrize("way", [(0, 2), (0, -2), (2, 0), (-3, 0)])
def test_a_line_two_pixels_elsewhere_is_found_where_it_was_and_is(way: tuple[int, int]) -> None:
    places = found(theirs(*way))
    assert places
    assert PLACE.contains(Box.around(places))


def test_a_pixel_is_a_rounding() -> None:
    assert found(theirs(0, 1)) == []


def test_a_block_that_moved_may_lie_two_pixels_off() -> None:
    assert found(theirs(0, 2), beyond=2) == []
    assert found(theirs(0, 4), beyond=2)


def test_letters_that_drift_say_nothing_of_left_and_right() -> None:
    assert found(theirs(2, 0), sideways=False) == []
    assert found(theirs(0, 2), sideways=False)


def test_where_much_lies_elsewhere_the_page_is_drawn_so() -> None:
    items = [replace(it, y=it.y + 2) if isinstance(it, Text) else it for it in page()]
    assert found(other_rendering(*items, size=PAGE)) == []
