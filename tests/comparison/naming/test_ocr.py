"""Texts of what changed are read in the pixels."""

from __future__ import annotations

from pytest_visualdiff.model import Skipped
from pytest_visualdiff.verdict.defects import find_defects
from tests.support.compared import compared, lines, page


def test_no_text_is_read_where_nobody_wants_it() -> None:
    comparison = compared(page(), lines(), "none")
    assert Skipped("text", "no text is read: ocr_language is none") in comparison.skipped
    (defect,) = find_defects(comparison)
    assert defect.element is not None
    assert (defect.kind, defect.element.kind, defect.element.text) == ("missing", "button", "")
