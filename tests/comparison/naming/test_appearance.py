"""What became of an area is told by what it looks like in both pictures."""

from __future__ import annotations

from pytest_visualdiff.model import Box
from pytest_visualdiff.verdict.defects import find_defects
from tests.support.compared import compared, page
from tests.support.drawing import LIGHT

RED = (179, 38, 30)


def test_a_label_over_something_is_new_and_no_change_of_that() -> None:
    covered = page().box((120, 110, 50, 22), RED, radius=8).text(130, 113, "New", LIGHT, 12)
    (defect,) = find_defects(compared(page(), covered))
    assert defect.kind == "extra"
    assert defect.box_after == Box(120, 110, 50, 22)
