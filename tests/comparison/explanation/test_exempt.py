"""Which changes of elements do not count, and for which reason."""

from __future__ import annotations

from dataclasses import replace

from pytest_visualdiff.comparison.elements.pairs import Counterparts
from pytest_visualdiff.comparison.explanation.exempt import Sorted, sort_out
from pytest_visualdiff.comparison.explanation.ignore_rules import Ignoring
from pytest_visualdiff.model import Box, Change, Element, Inventory, Rule, Settings

BADGE = Element("badge", Box(100, 10, 50, 20), "3 new")
NAME = Element("text", Box(160, 12, 40, 16), "Ann")
BUTTON = Element("button", Box(300, 10, 80, 30), "Buy")
PAGE = (BADGE, NAME, BUTTON)
WIDER = replace(BADGE, text="12 new", box=Box(100, 10, 58, 20))


def aside(element: Element, dx: int) -> Element:
    return replace(element, box=element.box.move(dx, 0))


def sorted_out(*changes: Change, after: tuple[Element, ...], **asked: object) -> Sorted:
    known = Counterparts(Inventory(PAGE), Inventory(after), {0: 0, 1: 1, 2: 2})
    settings = Settings(**{"rules": (Rule(kind="badge"),), **asked})  # type: ignore[arg-type]
    return sort_out(changes, known, settings, Ignoring(settings.rules, known))


def test_what_an_ignored_change_pushed_does_not_count() -> None:
    now = aside(NAME, 8)
    found = sorted_out(
        Change("text_changed", BADGE, WIDER), Change("moved", NAME, now, cause=0),
        after=(WIDER, now, BUTTON),
    )  # fmt: skip
    assert found.reasons == ["ignored", "ignored"]
    assert found.kept == ()
    assert found.reason_of_push(Box(160, 10, 40, 20), 8, 0) == "ignored"
    assert found.reason_of_push(Box(160, 10, 40, 20), 20, 0) is None


def test_what_moved_further_counts_by_itself() -> None:
    now = aside(NAME, 30)
    found = sorted_out(
        Change("text_changed", BADGE, WIDER), Change("moved", NAME, now, cause=0),
        after=(WIDER, now, BUTTON),
    )  # fmt: skip
    assert found.reasons == ["ignored", None]
    assert found.kept == (Change("moved", NAME, now),)


def test_what_lies_over_something_for_that_counts_by_itself() -> None:
    long = replace(BADGE, text="1234567 new", box=Box(100, 10, 170, 20))
    now = aside(NAME, 120)
    found = sorted_out(
        Change("text_changed", BADGE, long), Change("moved", NAME, now, cause=0),
        after=(long, now, BUTTON),
    )  # fmt: skip
    assert found.reasons == ["ignored", None]


def test_what_else_follows_from_it_counts_by_itself() -> None:
    red = replace(NAME, style={"color": "#ff0000"})
    found = sorted_out(
        Change("style_changed", BADGE, WIDER), Change("style_changed", NAME, red, cause=0),
        after=(WIDER, red, BUTTON),
    )  # fmt: skip
    assert found.reasons == ["ignored", None]
    assert found.kept[0].cause is None


def test_causes_are_counted_among_those_that_count() -> None:
    taller = replace(BUTTON, text="Buy now")
    now = aside(NAME, 3)
    found = sorted_out(
        Change("text_changed", BADGE, WIDER), Change("text_changed", BUTTON, taller),
        Change("moved", NAME, now, cause=1), after=(WIDER, now, taller),
    )  # fmt: skip
    assert found.numbers == {1: 0, 2: 1}
    assert [it.cause for it in found.kept] == [None, 0]


def test_in_the_layout_words_push_and_looks_do_not() -> None:
    now = aside(NAME, 8)
    moved = Change("moved", NAME, now, cause=0)
    for kind, reasons in (
        ("text_changed", ["layout", "layout"]),
        ("style_changed", [None, None]),  # a badge that is larger for its looks is resized
    ):
        root = Change(kind, BADGE, WIDER)  # type: ignore[arg-type]
        found = sorted_out(root, moved, after=(WIDER, now, BUTTON), rules=(), level="layout")
        assert found.reasons == reasons
