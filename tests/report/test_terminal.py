"""Lines for people who read the terminal."""

from __future__ import annotations

from dataclasses import replace

from pytest_visualdiff.model import Box, Comparison, Dismissal, Policy, Region, Shift, Size
from pytest_visualdiff.report import terminal
from pytest_visualdiff.verdict.policy import judge
from tests.support import changed, measured


def page(count: int) -> Comparison:
    """Return a comparison with so many changed areas, and one that was ignored."""
    return measured(
        *(changed(Box(0, 10 * row, 5, 5), 25, 99) for row in range(count)),
        ssim=0.98765432,
        changed_pixels=1234,
        changed_ratio=0.1234,
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
    comparison = page(1)
    assert terminal.findings(comparison, judge(comparison, Policy(max_diff_pixels=3))) == [
        "d1 changed at (0, 0), 5x5: 25 pixels differ, by up to 99 of 255 levels",
        "25 differing pixels, beyond max_diff_pixels=3",
        "dismissed as ignored: 7 pixels at (50, 0), 9x9",
        "1,234 of 10,000 pixels differ (12.340%), SSIM 0.987654",
    ]


def test_a_page_that_is_red_all_over_does_not_flood_the_terminal() -> None:
    comparison = page(50)
    lines = terminal.findings(comparison, judge(comparison, Policy()))
    assert len(lines) == 10 + 1 + 2
    assert lines[10] == "and 40 more, see the report"


def test_what_follows_from_a_defect_is_counted_where_there_is_no_room() -> None:
    banner = Region(None, Box(0, 20, 100, 10), 1000, 255)
    pushed = [Shift(Box(0, 20 + 5 * row, 90, 4), 0, 10, 300, cause="r0") for row in range(8)]
    few = measured(banner, changed(Box(0, 0, 5, 5), 25, 99), shifts=tuple(pushed))
    lines = terminal.findings(few, judge(few, Policy()))
    names = [line.partition(" ")[0] for line in map(str.lstrip, lines[:-1])]
    assert names == ["d2", *(f"d{number}" for number in range(3, 11)), "d1"]
    many = measured(banner, changed(Box(0, 0, 5, 5), 25, 99), shifts=tuple(pushed + pushed))
    lines = terminal.findings(many, judge(many, Policy()))
    assert len(lines) == 10 + 1 + 1
    assert lines[9] == "  and 8 more that follow from d2"


def test_what_follows_from_a_defect_stands_below_it() -> None:
    banner = Region(None, Box(0, 20, 100, 10), 1000, 255)
    comparison = measured(
        banner,
        changed(Box(0, 0, 5, 5), 25, 99),
        shifts=(Shift(Box(0, 20, 100, 80), 0, 10, 3000, cause="r0"),),
        after=Size(100, 110),
        size_explained=True,
    )
    lines = terminal.findings(comparison, judge(comparison, Policy()))
    assert lines[:-1] == [
        "d2 new at (0, 20), 100x10: 1,000 pixels are not in the baseline",
        "  d3 the picture is 10 px taller: 100x100 became 100x110 (follows from d2)",
        "  d4 everything below y=20 moved down 10 px (follows from d2)",
        "d1 changed at (0, 0), 5x5: 25 pixels differ, by up to 99 of 255 levels",
    ]


def test_what_another_machine_drew_is_said_with_the_evidence() -> None:
    comparison = replace(page(0), cross_rendered=True, evidence="edges differ, shapes do not")
    lines = terminal.findings(comparison, judge(comparison, Policy()))
    assert lines[0] == "cross-rendered: edges differ, shapes do not"
    unproved = replace(comparison, evidence="")
    assert terminal.findings(unproved, judge(unproved, Policy()))[0] == "cross-rendered"


def test_noise_all_over_a_page_is_one_line() -> None:
    noise = tuple(Dismissal("rendering_noise", Box(8, 10 * y, 4, 6), 15) for y in range(87))
    comparison = replace(page(0), dismissed=(*page(0).dismissed, *noise))
    assert terminal.findings(comparison, judge(comparison, Policy()))[:-1] == [
        "dismissed as ignored: 7 pixels at (50, 0), 9x9",
        "dismissed as rendering_noise: 1,305 pixels in 87 places, within (8, 0), 4x866",
    ]


def test_little_is_not_rounded_to_nothing() -> None:
    comparison = replace(
        page(0), changed_pixels=1, changed_ratio=1e-7, ssim=0.99999999, dismissed=()
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
