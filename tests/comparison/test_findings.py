"""What was found in a part is told by its place in the whole, and whether it explains a size."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pytest_visualdiff.comparison.findings import COMPANION, DRIFT, Findings, in_place
from pytest_visualdiff.model import Box, Dismissal, Region, Shift, Size

PART = Box(10, 20, 300, 200)
BEFORE = Size(400, 600)

FOUND = Findings(
    cross_rendered=False,
    evidence="",
    regions=(Region(Box(1, 2, 3, 4), None, 12, 255), Region(None, Box(5, 6, 7, 8), 56, 9)),
    shifts=(Shift(Box(0, 50, 300, 100), 0, 48, 9000),),
    dismissed=(Dismissal("ignored", Box(9, 9, 9, 9), 81),),
)


def explained(findings: Findings, after: Size) -> bool:
    return in_place(findings, PART, BEFORE, after).size_explained


def test_places_are_those_in_the_whole_pictures() -> None:
    found = in_place(FOUND, PART, BEFORE, BEFORE)
    assert [(it.box, it.box_after) for it in found.regions] == [
        (Box(11, 22, 3, 4), None),
        (None, Box(15, 26, 7, 8)),
    ]
    assert [it.box for it in found.shifts] == [Box(10, 70, 300, 100)]
    assert [it.box for it in found.dismissed] == [Box(19, 29, 9, 9)]


@pytest.mark.parametrize(
    ("taller", "explains"),
    [(48, True), (48 + COMPANION, True), (48 - COMPANION, True), (51, False), (45, False)],
)
def test_a_move_explains_a_page_that_grew_by_as_much(taller: int, explains: bool) -> None:
    assert explained(FOUND, Size(400, 600 + taller)) is explains


def test_a_move_down_explains_no_other_width() -> None:
    assert not explained(FOUND, Size(448, 600))
    assert not explained(FOUND, Size(410, 648))


def test_a_drift_explains_what_a_move_does() -> None:
    drifted = Findings(cross_rendered=True, evidence="", drifts=((0, 48),))
    assert explained(drifted, Size(400, 648))
    assert not explained(drifted, Size(400, 690))


@pytest.mark.parametrize("taller", [2 * DRIFT, -2 * DRIFT])
def test_lines_of_another_rendering_explain_a_few_rows_if_nothing_changed(taller: int) -> None:
    noise = Findings(cross_rendered=True, evidence="")
    after = Size(400, 600 + taller)
    assert explained(noise, after)
    assert not explained(replace(noise, cross_rendered=False), after)
    assert not explained(replace(noise, regions=FOUND.regions), after)
    assert not explained(noise, Size(401, 600 + taller))
    assert not explained(noise, Size(400, 600 + 2 * taller))
