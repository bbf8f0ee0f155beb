"""Which changes of elements do not count, and for which reason."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from pytest_visualdiff.comparison.elements.pairs import Correspondences
from pytest_visualdiff.comparison.explanation.exempt import Exemptions, exempt
from pytest_visualdiff.comparison.explanation.ignore_rules import Ignoring
from pytest_visualdiff.model import Box, Change, Element, Inventory, Rule, Settings

BADGE = Element("badge", Box(100, 10, 50, 20), "3 new")
NAME = Element("text", Box(160, 12, 40, 16), "Ann")
BUTTON = Element("button", Box(300, 10, 80, 30), "Buy")
PAGE = (BADGE, NAME, BUTTON)
WIDER = replace(BADGE, text="12 new", box=Box(100, 10, 58, 20))
PUSHING = Change("text_changed", BADGE, WIDER, id="badge")


def aside(element: Element, dx: int) -> Element:
    return replace(element, box=element.box.move(dx, 0))


def exempted(*changes: Change, after: tuple[Element, ...], **asked: object) -> Exemptions:
    known = Correspondences(Inventory(PAGE), Inventory(after), {0: 0, 1: 1, 2: 2})
    settings = Settings(**{"rules": (Rule(kind="badge"),), **asked})  # type: ignore[arg-type]
    return exempt(changes, known, settings, Ignoring(settings.rules, known))


def test_what_an_ignored_change_pushed_does_not_count() -> None:
    now = aside(NAME, 8)
    found = exempted(
        PUSHING, Change("moved", NAME, now, cause="badge", id="name"),
        after=(WIDER, now, BUTTON),
    )  # fmt: skip
    assert found.reasons == {"badge": "ignored", "name": "ignored"}
    assert found.counting == ()
    assert found.reason_of_push(Box(160, 10, 40, 20), 8, 0) == "ignored"
    assert found.reason_of_push(Box(160, 10, 40, 20), 20, 0) is None


def test_what_moved_further_counts_by_itself() -> None:
    now = aside(NAME, 30)
    found = exempted(
        PUSHING, Change("moved", NAME, now, cause="badge", id="name"),
        after=(WIDER, now, BUTTON),
    )  # fmt: skip
    assert found.reasons == {"badge": "ignored"}
    assert found.counting == (Change("moved", NAME, now, id="name"),)


def test_what_lies_over_something_for_that_counts_by_itself() -> None:
    long = replace(BADGE, text="1234567 new", box=Box(100, 10, 170, 20))
    now = aside(NAME, 120)
    found = exempted(
        replace(PUSHING, after=long), Change("moved", NAME, now, cause="badge", id="name"),
        after=(long, now, BUTTON),
    )  # fmt: skip
    assert found.reasons == {"badge": "ignored"}


def test_what_else_follows_from_it_counts_by_itself() -> None:
    red = replace(NAME, style={"color": "#ff0000"})
    found = exempted(
        Change("style_changed", BADGE, WIDER, id="badge"),
        Change("style_changed", NAME, red, cause="badge", id="name"),
        after=(WIDER, red, BUTTON),
    )  # fmt: skip
    assert found.reasons == {"badge": "ignored"}
    assert found.counting[0].cause is None


def test_what_follows_from_a_change_that_counts_still_does() -> None:
    taller = replace(BUTTON, text="Buy now")
    now = aside(NAME, 3)
    found = exempted(
        PUSHING, Change("text_changed", BUTTON, taller, id="button"),
        Change("moved", NAME, now, cause="button", id="name"), after=(WIDER, now, taller),
    )  # fmt: skip
    assert [(it.id, it.cause) for it in found.counting] == [("button", None), ("name", "button")]


def test_in_the_layout_words_push_and_looks_do_not() -> None:
    now = aside(NAME, 8)
    moved = Change("moved", NAME, now, cause="badge", id="name")
    for kind, reasons in (
        ("text_changed", {"badge": "layout", "name": "layout"}),
        ("style_changed", {}),  # a badge that is larger for its looks is resized
    ):
        root = Change(kind, BADGE, WIDER, id="badge")  # type: ignore[arg-type]
        found = exempted(root, moved, after=(WIDER, now, BUTTON), rules=(), level="layout")
        assert found.reasons == reasons


@given(st.integers(0, 80), st.integers(0, 80))
def test_what_moves_further_always_counts_where_less_does(distance: int, more: int) -> None:
    def counts(dx: int) -> bool:
        now = aside(NAME, dx)
        moved = Change("moved", NAME, now, cause="badge", id="name")
        return "name" not in exempted(PUSHING, moved, after=(WIDER, now, BUTTON)).reasons

    if counts(distance):
        assert counts(distance + more)


@given(st.integers(1, 8), st.sampled_from([(), (Rule(kind="badge"),)]))
def test_what_counts_once_counts_as_often_as_it_is_there(
    times: int, rules: tuple[Rule, ...]
) -> None:
    before = (BADGE, *(replace(BUTTON, box=BUTTON.box.move(0, 40 * it)) for it in range(times)))
    after = (WIDER, *(replace(it, text="Buy now") for it in before[1:]))
    known = Correspondences(
        Inventory(before), Inventory(after), {it: it for it in range(len(before))}
    )
    changes = [
        Change("text_changed", one, other, id=str(number))
        for number, (one, other) in enumerate(zip(before, after, strict=True))
    ]
    settings = Settings(rules=rules)
    found = exempt(changes, known, settings, Ignoring(rules, known))
    assert len(found.counting) == times + (not rules)
