"""Whether a defect is called what it is, on pairs small enough to judge by eye."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from benchmarks.defects.measures import Outcome, Reported
from benchmarks.defects.mutations import KINDS
from benchmarks.defects.naming import (
    Naming,
    Recolours,
    names_subject,
    naming,
    recolours,
    right_kinds,
)
from benchmarks.defects.pairs import Pair, Rectangle, Subject

LETTER = Rectangle(40, 12, 8, 14)
TEXT = Rectangle(10, 10, 100, 20)
LOWER = Rectangle(10, 40, 100, 20)
ELSEWHERE = Rectangle(300, 200, 100, 20)
HEADING = Subject("itself", {"h1": TEXT}, holds_others=False)


def pair(
    mutation: str | None = "text",
    before: Subject | None = HEADING,
    after: Subject | None = HEADING,
    plan: Mapping[str, Any] | None = None,
) -> Pair:
    return Pair(
        id="",
        baseline=Path("baseline.png"),
        actual=Path("actual.png"),
        renderings=("plain", "plain"),
        cross_rendered=False,
        mutation=mutation,
        before=LETTER if before else None,
        after=LETTER if after else None,
        subject_before=before,
        subject_after=after,
        plan=plan or {},
    )


def said(*defects: Reported) -> Outcome:
    return Outcome(bool(defects), None, defects, 0.1)


def of_page(kind: str, path: str, place: Rectangle = TEXT) -> Reported:
    """Return a defect of an element that the page tells."""
    return Reported(place, place, kind, path, place)


CHANGED_HEADING = of_page("text_changed", "h1")
CHANGED_FOOTER = of_page("style_changed", "footer", ELSEWHERE)


def test_every_mutation_has_a_kind() -> None:
    for mutation in KINDS:
        assert right_kinds(pair(mutation, plan={"told": True}))


@pytest.mark.parametrize("mutation", ["moved", "moved_2px"])
def test_only_what_holds_others_may_shift_as_a_block(mutation: str) -> None:
    assert right_kinds(pair(mutation)) == {"moved"}
    card = replace(HEADING, holds_others=True)
    assert right_kinds(pair(mutation, card)) == {"moved", "shifted"}


@pytest.mark.parametrize("mutation", ["missing", "removed"])
def test_a_part_of_a_name_that_is_gone_is_a_changed_text(mutation: str) -> None:
    assert right_kinds(pair(mutation, after=None)) == {"missing"}
    button = replace(HEADING, relation="holder")
    assert right_kinds(pair(mutation, button, None)) == {"missing", "text_changed"}


def test_a_state_that_the_page_does_not_tell_is_a_style() -> None:
    assert right_kinds(pair("state", plan={"told": True})) == {"state_changed"}
    assert right_kinds(pair("state", plan={"told": False})) == {"state_changed", "style_changed"}


@pytest.mark.parametrize(
    ("defect", "right"),
    [
        (CHANGED_HEADING, True),
        (of_page("text_changed", "h1", ELSEWHERE), True),
        (of_page("text_changed", "h2"), False),
        (Reported(TEXT, TEXT, "text_changed", "", TEXT), True),
        (Reported(LETTER, LETTER, "text_changed", "", LETTER), True),
        (Reported(LETTER, LETTER, "text_changed", "", ELSEWHERE), False),
        (Reported(LETTER, LETTER, "changed"), False),
        (Reported(LETTER, None, "missing"), True),
        (Reported(TEXT, None, "missing"), True),
        (Reported(None, LETTER, "extra"), True),
        (Reported(ELSEWHERE, None, "missing"), False),
        (Reported(ELSEWHERE, LETTER, "shifted"), True),
        (Reported(None, None, "size_changed"), False),
    ],
)
def test_an_element_is_known_by_its_path_and_without_one_by_its_place(
    defect: Reported, right: bool
) -> None:
    assert names_subject(pair(), defect) is right


def test_a_path_is_that_of_the_picture_it_was_read_from() -> None:
    """A banner takes the path of what it pushed down."""
    banner = pair("banner", None, Subject("itself", {"div:nth-of-type(1)": TEXT}, False))
    assert names_subject(banner, Reported(None, TEXT, "extra", "div:nth-of-type(1)", TEXT))
    assert not names_subject(banner, Reported(TEXT, LOWER, "moved", "div:nth-of-type(1)", TEXT))


def test_the_parts_of_a_thing_stand_for_it() -> None:
    parts = Subject("parts", {"b": TEXT, "i": LOWER}, holds_others=True)
    gone = pair("missing", parts, None)
    assert names_subject(gone, Reported(LOWER, None, "missing", "i", LOWER))


def test_counts_over_the_pairs() -> None:
    scored = [
        (pair(), said(CHANGED_HEADING)),
        (pair(), said(CHANGED_HEADING, CHANGED_FOOTER, CHANGED_FOOTER)),
        (pair(), said(of_page("style_changed", "h1"))),
        (pair(), said(of_page("text_changed", "h2", ELSEWHERE))),
        (pair(), said()),
        (pair(None, None, None), said(CHANGED_FOOTER)),
    ]
    counted = naming(scored)
    assert counted == Naming(pairs=5, found=4, kinds=3, elements=3, counts=(1, 3, 1, 1))
    assert (counted.recall, counted.right_kind, counted.right_element) == (0.8, 0.6, 0.6)
    assert (counted.median, counted.percentile_95, counted.mean) == (1, 3, 1.5)


def test_one_pair_in_twenty_may_be_above_the_95th_percentile() -> None:
    few, many = said(CHANGED_HEADING), said(*[CHANGED_HEADING] * 9)
    for outliers, percentile in ((1, 1), (2, 9)):
        counted = naming([(pair(), few)] * (20 - outliers) + [(pair(), many)] * outliers)
        assert counted
        assert counted.percentile_95 == percentile


def test_a_pair_that_is_let_pass_is_not_named() -> None:
    """A limit may let a defect pass that is listed all the same."""
    passed = Outcome(False, None, (CHANGED_HEADING,), 0.1)
    assert naming([(pair(), passed)]) == Naming(1, 0, 0, 0, ())


def test_without_mutated_pairs_there_is_nothing_to_name() -> None:
    assert naming([(pair(None, None, None), said())]) is None
    nothing = naming([(pair(), said())])
    assert nothing
    assert (nothing.median, nothing.percentile_95, nothing.mean) == (None, None, None)


def test_a_colour_is_found_with_its_kind_at_its_place() -> None:
    scored = [
        (pair("background"), said(of_page("style_changed", "h1"))),
        (pair("text_color"), said(Reported(LETTER, LETTER, "style_changed"), CHANGED_FOOTER)),
        (pair("text_color"), said(CHANGED_FOOTER)),
        (pair("background"), said(Reported(LETTER, LETTER, "changed"))),
        (pair("border"), said(CHANGED_FOOTER)),
        (pair(None, None, None), said(CHANGED_FOOTER)),
    ]
    counted = recolours(scored)
    assert counted == Recolours(pairs=4, right=2, reported=5)
    assert counted.f1 == 4 / 9


def test_without_colours_that_changed_there_is_no_f1() -> None:
    assert recolours([(pair("text"), said(CHANGED_HEADING))]).f1 is None
