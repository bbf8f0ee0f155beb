"""Lines for people who read the terminal."""

from __future__ import annotations

from dataclasses import replace

from pytest_visualdiff.model import Box, Comparison, Dismissal, Policy, Region, Size
from pytest_visualdiff.report import terminal
from pytest_visualdiff.verdict import judge


def measured(count: int) -> Comparison:
    return Comparison(
        identical=False,
        ssim=0.98765432,
        changed_pixels=1234,
        changed_ratio=0.1234,
        baseline_size=Size(100, 100),
        actual_size=Size(100, 100),
        cross_rendered=False,
        regions=tuple(Region(Box(0, 10 * row, 5, 5), 25, 99) for row in range(count)),
        dismissed=(Dismissal("ignored", Box(50, 0, 9, 9), 7),),
    )


def test_the_closing_line_counts_by_status() -> None:
    assert terminal.summary(["matched", "differs", "matched", "new"]) == (
        "4 visual checks: 2 matched, 1 differ, 1 new"
    )
    assert terminal.summary(["updated"]) == (
        "1 visual check: 0 matched, 0 differ, 0 new, 1 updated"
    )
    assert terminal.summary(["error"]) == (
        "1 visual check: 0 matched, 0 differ, 0 new, 1 could not be compared"
    )


def test_findings_are_defects_then_what_was_dismissed_then_figures() -> None:
    comparison = measured(1)
    assert terminal.findings(comparison, judge(comparison, Policy(max_diff_pixels=3))) == [
        "d1 changed at (0, 0), 5x5: 25 pixels differ, by up to 99 of 255 levels",
        "25 differing pixels, beyond max_diff_pixels=3",
        "dismissed as ignored: 7 pixels at (50, 0), 9x9",
        "1,234 of 10,000 pixels differ (12.340%), SSIM 0.987654",
    ]


def test_a_page_that_is_red_all_over_does_not_flood_the_terminal() -> None:
    comparison = measured(50)
    lines = terminal.findings(comparison, judge(comparison, Policy()))
    assert len(lines) == 20 + 1 + 2
    assert lines[20] == "and 30 more, see the report"


def test_little_is_not_rounded_to_nothing() -> None:
    comparison = replace(
        measured(0), changed_pixels=1, changed_ratio=1e-7, ssim=0.99999999, dismissed=()
    )
    assert terminal.findings(comparison, judge(comparison, Policy())) == [
        "1 of 10,000 pixels differ (under 0.001%), SSIM above 0.999999"
    ]
    (line,) = terminal.findings(replace(comparison, ssim=None), judge(comparison, Policy()))
    assert line.endswith("SSIM undefined")


def test_files_stand_in_a_column_and_missing_ones_are_left_out() -> None:
    files = {"baseline": "a.png", "actual": None, "to accept": "pytest"}
    assert terminal.message("home: differs", ["d1 moved"], files).splitlines() == [
        "home: differs",
        "  d1 moved",
        "  baseline:  a.png",
        "  to accept: pytest",
    ]
