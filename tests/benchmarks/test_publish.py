"""How figures get into a page whose words are written by hand."""

from __future__ import annotations

import pytest

from benchmarks.defects.publish import PAGE, UnknownFiguresError, figures, with_figures
from benchmarks.table import Table
from tests.support.made import scores

WORDS = "Words.\n\n<!-- figures: {name} -->\n{old}<!-- end of figures -->\n\nMore words.\n"


def test_only_what_is_marked_is_replaced() -> None:
    page = WORDS.format(name="found", old="\n| old |\n\n")
    assert with_figures(page, {"found": "| new |"}) == WORDS.format(
        name="found", old="\n| new |\n\n"
    )


def test_a_page_that_has_its_figures_stays_as_it_is() -> None:
    page = WORDS.format(name="found", old="") + WORDS.format(name="where", old="")
    known = {"found": "| new |", "where": "| there |"}
    filled = with_figures(page, known)
    assert filled != page
    assert with_figures(filled, known) == filled


def test_figures_that_nobody_measured_are_asked_for_in_vain() -> None:
    with pytest.raises(UnknownFiguresError, match="no figures 'speed', only found, where"):
        with_figures(WORDS.format(name="speed", old=""), {"where": "", "found": ""})


def test_the_documentation_shows_figures_that_are_measured() -> None:
    page = PAGE.read_text("utf-8")
    asked = with_figures(page, figures(scores()))
    assert asked != page
    assert "| pixels only, cross-rendered | 100.0 % (1/1) |" in asked


def test_a_table_for_a_page() -> None:
    table = Table("Found", ("tool", "recall"), [("one", "1"), ("other", "not installed")], "found")
    assert table.untitled() == (
        "| tool | recall |\n| --- | ---: |\n| one | 1 |\n| other | not installed |"
    )
    assert table.markdown() == f"**Found**\n\n{table.untitled()}"
