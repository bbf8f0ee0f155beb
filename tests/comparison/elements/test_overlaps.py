"""Elements that lie over each other now, and did not."""

from __future__ import annotations

from dataclasses import replace

from pytest_visualdiff.comparison.elements.overlaps import new_overlaps
from pytest_visualdiff.model import Box, Element

SAVE = Element("button", Box(20, 20, 80, 32), "Save")
HELP = Element("link", Box(120, 20, 60, 32), "Help")
CARD = Element("container", Box(0, 0, 400, 80))
BOTH = {0: 0, 1: 1}


def at(element: Element, x: int) -> Element:
    return replace(element, box=replace(element.box, x=x))


def test_one_that_moved_onto_another_lies_over_it() -> None:
    assert new_overlaps([SAVE, HELP], [at(SAVE, 60), HELP], BOTH) == {0: 1}


def test_one_that_is_new_may_lie_over_another() -> None:
    assert new_overlaps([HELP], [at(SAVE, 60), HELP], {0: 1}) == {0: 1}


def test_what_lay_over_another_before_is_not_told() -> None:
    assert new_overlaps([at(SAVE, 50), HELP], [at(SAVE, 60), HELP], BOTH) == {}


def test_edges_that_touch_are_no_overlap() -> None:
    assert new_overlaps([SAVE, HELP], [at(SAVE, 42), HELP], BOTH) == {}


def test_what_holds_others_lies_over_nothing() -> None:
    inside = replace(HELP, parent=0)
    moved = replace(inside, box=inside.box.move(9, 0))
    assert new_overlaps([CARD, inside], [at(CARD, 30), moved], BOTH) == {}


def test_no_elements_at_all() -> None:
    assert new_overlaps([], [], {}) == {}
