"""Which element of the baseline is which of the actual picture."""

from __future__ import annotations

from dataclasses import replace

from pytest_visualdiff.comparison.elements.pairs import Correspondences
from pytest_visualdiff.model import Box, Change, Element, Inventory

CARD = Element("container", Box(0, 0, 200, 100))
TITLE = Element("text", Box(10, 10, 80, 16), "Orders", parent=0)
BUTTON = Element("button", Box(10, 40, 80, 30), "Buy", parent=0)
ICON = Element("icon", Box(14, 44, 16, 16), parent=2)
PAGE = (CARD, TITLE, BUTTON, ICON)


def moved(element: Element, dx: int, dy: int = 0) -> Element:
    return replace(element, box=element.box.move(dx, dy))


def known(*after: Element) -> Correspondences:
    """Return the counterparts of the page and of one with these elements, in the same order."""
    pairs = {number: number for number in range(len(after))}
    return Correspondences(Inventory(PAGE), Inventory(after), pairs)


def test_an_element_of_either_picture_has_a_counterpart() -> None:
    now = moved(TITLE, 3)
    found = known(CARD, now)
    assert found.both(TITLE) == found.both(now) == (TITLE, now)
    assert found.both(BUTTON) == (BUTTON, None)
    assert found.number(now) is None
    assert found.number_after(now) == 1


def test_several_that_moved_as_one_are_found_again_without_what_is_in_them() -> None:
    found = known(CARD, moved(TITLE, 5), moved(BUTTON, 5), moved(ICON, 5))
    around = Element("container", Box(10, 10, 80, 60))
    block = Change("shifted", around, moved(around, 5), count=2)
    assert found.elements_of(block) == [1, 2]
    assert found.elements_of(Change("moved", BUTTON, found.after[2])) == [2]
    assert found.elements_of(Change("extra", None, found.after[2])) == []


def test_a_move_is_one_within_what_is_around() -> None:
    found = known(moved(CARD, 0, 48), moved(TITLE, 0, 48), moved(BUTTON, 3, 48), moved(ICON, 3, 48))
    assert [found.offset_in_parent(one) for one in range(4)] == [(0, 48), (0, 0), (3, 0), (0, 0)]
