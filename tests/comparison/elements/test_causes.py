"""Which changes only follow from others, where only what changed is known."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pytest_visualdiff.comparison.elements.causes import gone_together, open_changes, pushed_by
from pytest_visualdiff.model import Box, Change, ChangeKind, Element, Region, Shift

CARD = Box(20, 120, 60, 30)


def region(id_: str, kind: ChangeKind, before: Box | None, after: Box | None) -> Region:
    was, now = (Element("container", it, source="pixels") if it else None for it in (before, after))
    return Region(before, after, 100, 255, change=Change(kind, was, now), id=id_)


WIDER = region("wider", "resized", CARD, Box(20, 120, 110, 30))
TALLER = region("taller", "resized", CARD, Box(20, 120, 60, 50))


def moved(id_: str, box: Box, dx: int, dy: int = 0) -> Region:
    return region(id_, "moved", box, box.move(dx, dy))


@pytest.mark.parametrize(
    ("by", "pushed"), [(25, True), (50, True), (90, True), (4, False), (91, False)]
)
def test_what_is_beside_moves_by_half_the_growth_or_by_all_of_it_with_spacing(
    by: int, pushed: bool
) -> None:
    found = pushed_by([WIDER, moved("button", Box(160, 120, 60, 30), by)], [])
    assert found == ({"button": "wider"} if pushed else {})


def test_what_stands_in_other_rows_or_columns_is_not_pushed() -> None:
    assert pushed_by([WIDER, moved("button", Box(160, 10, 60, 30), 50)], []) == {}
    assert pushed_by([TALLER, moved("button", Box(160, 220, 60, 30), 0, 20)], []) == {}
    assert pushed_by([TALLER, moved("button", Box(20, 220, 60, 30), 0, 20)], []) == {
        "button": "taller"
    }


def test_a_block_is_pushed_as_an_element_is_unless_its_cause_is_known() -> None:
    block = Shift(Box(0, 200, 300, 90), 0, 20, 900, id="block")
    assert pushed_by([TALLER], [block]) == {"block": "taller"}
    assert pushed_by([TALLER], [replace(block, cause="other")]) == {}


def test_of_what_moved_alike_in_one_row_the_largest_is_the_cause() -> None:
    small, large = moved("small", Box(20, 20, 30, 20), 6), moved("large", Box(90, 20, 60, 20), 6)
    far = moved("far", Box(20, 200, 30, 20), 6)
    assert pushed_by([small, large, far], []) == {"small": "large"}


@pytest.mark.parametrize("times", [1, 3, 6])
def test_what_moved_by_itself_is_a_cause_as_often_as_it_is_there(times: int) -> None:
    apart = [moved(str(it), Box(20, 100 * it, 30, 20), 6) for it in range(times)]
    assert pushed_by(apart, []) == {}


def test_the_lines_of_a_paragraph_went_with_the_largest_of_them() -> None:
    lines = [region(str(it), "missing", Box(20, 20 + 24 * it, 90, 14), None) for it in range(3)]
    far = region("far", "missing", Box(20, 300, 90, 14), None)
    longest = replace(lines[1], pixels=200)
    assert gone_together([lines[0], longest, lines[2], far], []) == {"0": "1", "2": "1"}


def test_what_is_new_did_not_go_with_what_is_missing() -> None:
    gone, new = region("gone", "missing", CARD, None), region("new", "extra", None, CARD)
    assert gone_together([gone, new], []) == {}


def test_what_follows_from_something_already_is_not_open() -> None:
    assert [it.id for it in open_changes([WIDER, replace(TALLER, cause="wider")])] == ["wider"]
