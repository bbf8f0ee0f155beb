"""What counts as good, as worth a look and as a problem."""

from __future__ import annotations

import pytest

from pytest_visualdiff.commands.doctor_levels import (
    ANALYSIS_WITHIN,
    COMPARISON_WITHIN,
    queue_level,
    rate_level,
    time_level,
)


@pytest.mark.parametrize(
    ("waiting", "level"), [(0, "good"), (9, "good"), (10, "watch"), (50, "watch"), (51, "problem")]
)
def test_levels_of_the_queue(waiting: int, level: str) -> None:
    assert queue_level(waiting).level == level


@pytest.mark.parametrize(
    ("done", "level"),
    [(1000, "good"), (951, "good"), (950, "watch"), (800, "watch"), (799, "problem")],
)
def test_levels_of_success(done: int, level: str) -> None:
    assert rate_level("comparisons", done, 1000 - done).level == level


@pytest.mark.parametrize(
    ("name", "within", "mean", "level"),
    [
        ("comparisons", COMPARISON_WITHIN, 59.9, "good"),
        ("comparisons", COMPARISON_WITHIN, 60.0, "problem"),
        ("analyses", ANALYSIS_WITHIN, 29.9, "good"),
        ("analyses", ANALYSIS_WITHIN, 30.0, "problem"),
    ],
)
def test_levels_of_time(name: str, within: float, mean: float, level: str) -> None:
    assert time_level(name, mean, within).level == level


def test_one_task_that_waits_is_told_in_the_singular() -> None:
    assert queue_level(1).text == "1 task waits"
