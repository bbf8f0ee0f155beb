"""Which of two changes is that of the selected element."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_visualdiff.comparison.elements.selection import only_selection, selections
from pytest_visualdiff.model import Box, Change, Element, State, Style

PLAIN: Style = {"color": "#333333"}
MARKED: Style = {"color": "#ffffff", "background": "#1a56c4"}
TAB = Element("link", Box(0, 0, 60, 20), parent=0)


def restyled(id_: str, before: Style, after: Style, element: Element = TAB) -> Change:
    pair = replace(element, style=before), replace(element, style=after)
    return Change("style_changed", *pair, id=id_)


def set_to(id_: str, before: State, after: State, element: Element = TAB) -> Change:
    pair = replace(element, state=before), replace(element, state=after)
    return Change("state_changed", *pair, id=id_)


def ids(changes: list[Change], *others: Element) -> list[tuple[str, str]]:
    after = [it.after for it in changes if it.after]
    return [(now.id, then.id) for now, then in selections(changes, [*after, *others])]


def test_of_two_that_exchanged_their_looks_the_one_is_selected_that_looks_like_no_other() -> None:
    changes = [restyled("home", MARKED, PLAIN), restyled("bills", PLAIN, MARKED)]
    assert ids(changes, replace(TAB, style=PLAIN)) == [("bills", "home")]
    assert ids(changes, replace(TAB, style=MARKED)) == [("home", "bills")]
    assert ids(changes) == []


@pytest.mark.parametrize("name", ["selected", "checked"])
def test_of_two_that_exchanged_their_state_the_page_says_which_is_selected(name: str) -> None:
    element = replace(TAB, kind="radio" if name == "checked" else "link")
    on, off = {name: "true"}, {name: "false"}
    changes = [set_to("home", on, off, element), set_to("bills", off, on, element)]  # type: ignore[arg-type]
    assert ids(changes) == [("bills", "home")]


def test_two_in_different_groups_are_two_changes() -> None:
    elsewhere = replace(TAB, parent=7)
    changes = [restyled("home", MARKED, PLAIN), restyled("bills", PLAIN, MARKED, elsewhere)]
    assert ids(changes, replace(TAB, style=PLAIN)) == []


@given(st.lists(st.booleans(), max_size=12), st.integers(0, 2), st.integers(0, 2))
def test_each_change_is_in_one_pair_at_most_and_the_first_fits_are_taken(
    marked: list[bool], plain_ones: int, marked_ones: int
) -> None:
    changes = [
        restyled(str(it), *((MARKED, PLAIN) if was else (PLAIN, MARKED)))
        for it, was in enumerate(marked)
    ]
    others = [replace(TAB, style=PLAIN)] * plain_ones + [replace(TAB, style=MARKED)] * marked_ones
    found = ids(changes, *others)
    assert {frozenset(pair) for pair in found} == _pair_by_pair(changes, others)


def _pair_by_pair(changes: list[Change], others: list[Element]) -> set[frozenset[str]]:
    """Return the pairs as each change held against each later one gives them."""
    shown = [it.after.style for it in changes if it.after] + [it.style for it in others]
    taken: set[str] = set()
    pairs = set()
    for place, one in enumerate(changes):
        for other in changes[place + 1 :]:
            if taken & {one.id, other.id} or not (one.before and other.after and one.after):
                continue
            exchanged = one.before.style == other.after.style != one.after.style
            if exchanged and any(shown.count(it.style) > 1 for it in (one.after, other.after)):
                taken |= {one.id, other.id}
                pairs.add(frozenset({one.id, other.id}))
    return pairs


def test_in_pixels_a_selection_is_told_if_there_is_only_one() -> None:
    now = set_to("now", {"selected": "false"}, {"selected": "true"})
    then = set_to("then", {"selected": "true"}, {"selected": "false"})
    assert only_selection([then, now]) == (now, then)
    assert only_selection([then, now, replace(now, id="another")]) is None
    assert only_selection([now]) is None
