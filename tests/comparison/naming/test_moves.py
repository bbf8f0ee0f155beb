"""What is missing in one place and new in another is one thing that moved."""

from __future__ import annotations

import pytest

from pytest_visualdiff.model import Box
from pytest_visualdiff.verdict.defects import find_defects
from tests.support.compared import button, compared, kinds, lines, page
from tests.support.drawing import GREY


def test_what_is_gone_here_and_new_there_moved() -> None:
    (defect,) = find_defects(compared(page(), button(lines(), x=200, y=90)))
    assert defect.kind == "moved"
    assert (defect.box, defect.box_after) == (Box(20, 120, 120, 36), Box(200, 90, 120, 36))


@pytest.mark.parametrize(("x", "y"), [(20, 70), (60, 52)])
def test_a_text_that_stands_over_another_one_now_moved_there(x: int, y: int) -> None:
    before, after = (page().text(*at, "Between 10 and 200", GREY, 12) for at in ((20, 88), (x, y)))
    (defect,) = find_defects(compared(before, after))
    assert defect.kind == "moved"
    assert defect.box is not None
    assert defect.box_after is not None
    assert (defect.box_after.x - defect.box.x, defect.box_after.y - defect.box.y) == (
        x - 20,
        y - 88,
    )


def test_a_button_that_lies_over_the_end_of_a_text_now_moved_there() -> None:
    before, after = (
        button(lines().text(20, 88, "Two vehicles are in the workshop", GREY, 12), y=y)
        for y in (120, 101)
    )
    assert "moved" in [kind for kind, _ in kinds(before, after)]


def test_another_text_over_one_is_none_that_moved() -> None:
    before = page().text(20, 88, "Between 10 and 200", GREY, 12)
    after = page().text(20, 70, "Delivered on Monday", GREY, 12)
    assert "moved" not in [kind for kind, _ in kinds(before, after)]


def test_another_button_in_another_place_did_not_move() -> None:
    found = kinds(page(), button(lines(), x=200, y=90, said="Cancel", fill=GREY))
    assert sorted(kind for kind, _ in found) == ["extra", "missing"]
