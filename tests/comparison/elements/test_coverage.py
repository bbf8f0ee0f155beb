"""How many of the baseline's elements were found again."""

from __future__ import annotations

import pytest

from pytest_visualdiff.model import Box, Coverage, Element, Inventory, Job
from tests.support import screen, to_png
from tests.support.tools import compare

TITLE = Element("text", Box(10, 25, 92, 7), "Orders", "#title")
NOTE = Element("text", Box(10, 37, 92, 7), "12 of them are new", "#note")
BUTTON = Element("button", Box(20, 70, 60, 20), "Buy", "#buy")
PAGE = Inventory((TITLE, NOTE, BUTTON))
PLAIN, WITH_BADGE = to_png(screen()), to_png(screen(badge=True))


@pytest.mark.parametrize("again", [PLAIN, to_png(screen(), compress_level=0)])
def test_equal_pictures_cover_all_there_is(again: bytes) -> None:
    found = compare(Job(PLAIN, again, elements_before=PAGE))
    assert found.coverage == (Coverage("button", 1, 1), Coverage("text", 2, 2))
    assert (found.elements, found.matched) == (3, 3)


def test_what_is_not_found_again_is_counted_by_kind() -> None:
    less = Inventory((TITLE, BUTTON))
    found = compare(Job(PLAIN, WITH_BADGE, elements_before=PAGE, elements_after=less))
    assert found.coverage == (Coverage("button", 1, 1), Coverage("text", 2, 1))


def test_where_no_elements_are_known_there_is_no_coverage() -> None:
    assert compare(Job(PLAIN, PLAIN)).coverage == ()
    assert compare(Job(PLAIN, WITH_BADGE, elements_before=PAGE)).coverage == ()
