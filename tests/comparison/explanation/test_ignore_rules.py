"""Which elements a rule takes in, and what of them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_visualdiff.comparison.elements.pairs import Correspondences
from pytest_visualdiff.comparison.explanation.ignore_rules import Ignoring
from pytest_visualdiff.model import Area, Box, Change, Element, Inventory, Rule

BADGE = Element("badge", Box(300, 10, 50, 20), "3 new", path="main > span:nth-of-type(2)")
CLOCK = Element("text", Box(20, 10, 40, 16), "12:30", path="#clock")
BUTTON = Element("button", Box(20, 40, 80, 30), "Buy", path="#buy")


def ignores(rule: Rule, change: Change) -> bool:
    """Return whether a rule ignores what became of one element; none is like any other."""
    before = (change.before,) if change.before else ()
    after = (change.after,) if change.after else ()
    pairs = {0: 0} if before and after else {}
    return Ignoring([rule], Correspondences(Inventory(before), Inventory(after), pairs)).ignores(
        change
    )


def says(element: Element, text: str) -> Change:
    return Change("text_changed", element, replace(element, text=text))


def elsewhere(element: Element, dx: int, dy: int = 0) -> Change:
    return Change("moved", element, replace(element, box=element.box.move(dx, dy)))


def test_a_kind_is_that_of_both() -> None:
    assert ignores(Rule(kind="badge"), says(BADGE, "4 new"))
    assert not ignores(Rule(kind="button"), says(BADGE, "4 new"))
    became_text = Change("text_changed", BADGE, replace(BADGE, kind="text"))
    assert not ignores(Rule(kind="badge"), became_text)


@pytest.mark.parametrize(
    ("pattern", "before", "after", "ignored"),
    [
        (r"\d\d:\d\d", "12:30", "12:31", True),
        (r"\d\d:\d\d", "12:30", "Server error", False),
        (r"\d\d:\d\d", "12:30", "Server error at 12:31", False),
        (r"\d\d:\d\d", "Late", "12:30", False),
        (r"\d\d:\d\d", "Updated 12:30 by Ann", "Updated 12:31 by Ann", True),
        (r"\d\d:\d\d", "Updated 12:30 by Ann", "Updated 12:31 by Bob", False),
        (r"\d+", "1 of 20", "17 of 300", True),
        (r"\d+", "1 of 20", "17", False),
        (r"\d", "7", "1234", True),
        (r".*", "anything", "else", True),
        (r".*", "anything", "", True),
        (r"[a-z]*", "3 new", "3 old ones", False),
        (r"(?i)new", "3 NEW", "3 new", True),
    ],
)
def test_what_a_pattern_matches_may_be_other_text_that_it_matches(
    pattern: str, before: str, after: str, ignored: bool
) -> None:
    change = says(replace(CLOCK, text=before), after)
    assert ignores(Rule(text=pattern), change) is ignored


def test_what_is_gone_or_new_has_to_match_as_a_whole() -> None:
    rule = Rule(text=r"\d+ new")
    assert ignores(rule, Change("missing", BADGE, None))
    assert ignores(rule, Change("extra", None, BADGE))
    assert not ignores(rule, Change("extra", None, replace(BADGE, text="3 new errors")))


def test_a_rule_of_text_takes_in_all_that_becomes_of_the_element() -> None:
    rule = Rule(text=r"\d+ new")
    red = replace(BADGE, style={"background": "#ff0000"})
    assert ignores(rule, Change("style_changed", BADGE, red))
    assert ignores(rule, elsewhere(BADGE, 90))


@pytest.mark.parametrize(
    ("dx", "dy", "ignored"), [(4, 0, True), (-4, 4, True), (5, 0, False), (0, -5, False)]
)
def test_a_move_within_what_may_be_is_ignored(dx: int, dy: int, ignored: bool) -> None:
    assert ignores(Rule(moves_up_to=4), elsewhere(BUTTON, dx, dy)) is ignored
    assert ignores(Rule(kind="button", moves_up_to=4), elsewhere(BUTTON, dx, dy)) is ignored
    assert not ignores(Rule(kind="badge", moves_up_to=4), elsewhere(BUTTON, dx, dy))


def test_a_rule_of_moves_takes_in_nothing_else() -> None:
    rule = Rule(moves_up_to=1000)
    assert not ignores(rule, says(BADGE, "4 new"))
    assert not ignores(rule, Change("missing", BADGE, None))
    assert not ignores(rule, Change("resized", BUTTON, replace(BUTTON, box=Box(20, 40, 90, 30))))


def test_of_several_that_moved_all_have_to_fit() -> None:
    around = Element("container", Box(20, 10, 330, 60))
    before = (BADGE, CLOCK, BUTTON)
    after = tuple(replace(it, box=it.box.move(3, 0)) for it in before)
    known = Correspondences(Inventory(before), Inventory(after), {0: 0, 1: 1, 2: 2})
    block = Change("shifted", around, replace(around, box=around.box.move(3, 0)), count=3)
    assert Ignoring([Rule(moves_up_to=3)], known).ignores(block)
    assert not Ignoring([Rule(moves_up_to=2)], known).ignores(block)
    assert not Ignoring([Rule(kind="badge", moves_up_to=3)], known).ignores(block)


class TestWithin:
    """Areas: boxes in both pictures, and what a selector found in the actual page."""

    def test_a_box_holds_what_lies_in_it_before_and_after(self) -> None:
        rule = Rule(within=(Area(Box(0, 0, 120, 80)),))
        assert ignores(rule, says(CLOCK, "12:31"))
        assert not ignores(rule, says(BADGE, "4 new"))
        assert not ignores(rule, elsewhere(BUTTON, 60))

    def within(self, before: tuple[Element, ...], area: Area, pairs: dict[int, int]) -> Ignoring:
        after = tuple(before[one] for one in pairs)
        return Ignoring(
            [Rule(within=(area,))], Correspondences(Inventory(before), Inventory(after), pairs)
        )

    def test_what_a_selector_found_is_known_in_the_baseline_by_its_counterpart(self) -> None:
        area = Area(Box(0, 0, 9, 9), "main > div:nth-of-type(3)", (0,))
        ignoring = self.within((BADGE, CLOCK), area, {0: 0, 1: 1})
        assert ignoring.ignores_all_of(BADGE)
        assert not ignoring.ignores_all_of(CLOCK)

    def test_what_is_gone_from_it_is_known_by_the_path(self) -> None:
        inner = Element("text", Box(25, 45, 30, 10), "now", path="#buy > span")
        ignoring = self.within((BUTTON, inner, CLOCK), Area(BUTTON.box, "#buy", ()), {})
        assert ignoring.ignores(Change("missing", BUTTON, None))
        assert ignoring.ignores(Change("missing", inner, None))
        assert not ignoring.ignores(Change("missing", CLOCK, None))

    def test_what_is_gone_from_it_is_known_by_what_it_was_in(self) -> None:
        card = Element("container", Box(0, 0, 200, 200), path="main > div:nth-of-type(2)")
        inner = replace(BUTTON, parent=0)
        ignoring = self.within((card, inner), Area(card.box, card.path, (0,)), {0: 0})
        assert ignoring.ignores(Change("missing", inner, None))

    def test_what_is_gone_from_among_it_is_known_by_its_place(self) -> None:
        ends = (replace(CLOCK, box=Box(0, 0, 9, 9)), replace(CLOCK, box=Box(0, 90, 200, 9)))
        ignoring = self.within((*ends, BUTTON), Area(Box(0, 0, 9, 9), "p", (0, 1)), {0: 0, 1: 1})
        assert ignoring.ignores(Change("missing", BUTTON, None))

    def test_a_place_that_is_counted_names_nothing_in_the_baseline(self) -> None:
        """A banner that was put in before it makes the third of today the second of then."""
        ignoring = self.within((BADGE,), Area(BADGE.box, BADGE.path, ()), {})
        assert not ignoring.ignores(Change("missing", BADGE, None))

    def test_what_stands_elsewhere_now_is_no_part_of_it(self) -> None:
        inner = replace(BUTTON, path="#ad > button")
        ad = Area(Box(0, 0, 9, 9), "#ad", (0,))
        ignoring = self.within((CLOCK, inner), ad, {0: 0, 1: 1})
        assert not ignoring.ignores_all_of(inner)


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_what_moves_further_is_never_ignored_where_less_is_not(
    most: int, distance: int, more: int
) -> None:
    rule = Rule(moves_up_to=most)
    for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        if not ignores(rule, elsewhere(BUTTON, dx * distance, dy * distance)):
            further = distance + more
            assert not ignores(rule, elsewhere(BUTTON, dx * further, dy * further))


@given(st.integers(1, 5))
def test_a_text_that_differs_elsewhere_once_is_not_ignored_for_what_else_matches(
    times: int,
) -> None:
    rule = Rule(text=r"\d+:\d+")
    before = replace(CLOCK, text=" ".join(["12:30"] * times))
    assert ignores(rule, says(before, " ".join(["12:31"] * times)))
    assert not ignores(rule, says(before, " ".join([*["12:31"] * times, "late"])))
    assert not ignores(rule, says(before, " ".join(["late"] * times)))


@given(st.integers(2, 6))
def test_a_block_of_which_one_does_not_fit_is_not_ignored_however_many_do(count: int) -> None:
    before = (*(replace(BADGE, box=BADGE.box.move(0, 40 * it)) for it in range(count)), CLOCK)
    after = tuple(replace(it, box=it.box.move(3, 0)) for it in before)
    known = Correspondences(
        Inventory(before), Inventory(after), {it: it for it in range(count + 1)}
    )
    around = Element("container", Box.around([it.box for it in before]))
    moved = replace(around, box=around.box.move(3, 0))
    block = Change("shifted", around, moved, count=count + 1)
    assert Ignoring([Rule(moves_up_to=3)], known).ignores(block)
    assert not Ignoring([Rule(kind="badge", moves_up_to=3)], known).ignores(block)
