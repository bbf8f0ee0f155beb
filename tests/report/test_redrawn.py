"""When a run offers to record baselines of another rendering anew, and with which command."""

from __future__ import annotations

from typing import Any

import pytest

from pytest_visualdiff.report.redrawn import redrawn

WHY = "the baseline was drawn by Chromium 128 on macOS, this by Chromium 129 on Linux"


def result(status: str, why: str | None = WHY) -> dict[str, Any]:
    return {"status": status, "redrawn": why}


def test_the_command_repeats_what_pytest_was_started_with() -> None:
    lines = redrawn([result("differs")], ["tests/shop dir", "-n2", "-k", "cart or pay"])
    assert lines == [
        "all that differs (1) was drawn another way than its baseline:",
        f"  {WHY} (1)",
        "  look at the report: if nothing else changed, this records these baselines anew, and no"
        " others:",
        "  pytest --visual-update=rendering 'tests/shop dir' -n2 -k 'cart or pay'",
    ]


@pytest.mark.parametrize(
    ("others", "also"), [(1, "and 1 more whose check passes"), (2, "and 2 more whose checks pass")]
)
def test_baselines_of_checks_that_pass_are_counted(others: int, also: str) -> None:
    results = [result("differs"), *[result("matched")] * others]
    assert redrawn(results, [])[2].endswith(f"these baselines, {also}, anew, and no others:")


def test_what_else_was_to_be_written_is_left_out() -> None:
    arguments = ["--visual-update=none", "--visual-prune", "tests"]
    assert redrawn([result("differs")], arguments)[-1] == (
        "  pytest --visual-update=rendering tests"
    )


def test_a_command_that_nobody_could_read_is_short() -> None:
    arguments = [f"tests/test_{number}.py::test_a" for number in range(40)]
    assert redrawn([result("differs")], arguments)[-1] == "  pytest --visual-update=rendering"


@pytest.mark.parametrize(
    "results",
    [
        [],
        [result("matched")],
        [result("differs"), result("differs", None)],
        [result("differs"), result("error", None)],
        [result("updated")],
    ],
)
def test_nothing_is_offered_where_there_is_more_to_look_at(results: list[dict[str, Any]]) -> None:
    assert redrawn(results, []) == []
