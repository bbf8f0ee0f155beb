"""What an attempt makes of pictures that cannot be compared."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from pytest_visualdiff.baselines.store import Baseline
from pytest_visualdiff.errors import InvalidPictureError
from pytest_visualdiff.execution import Execution
from pytest_visualdiff.model import Capture, Job, Policy, Settings, Size
from pytest_visualdiff.plugin.attempt import Attempt

ONE, OTHER = (Capture(png, Size(10, 10), 1.0, {}) for png in (b"one", b"other"))


@dataclass
class Failing:
    """An executor whose comparisons raise an error."""

    error: Exception
    submitted: int = 0

    def submit(self, job: Job) -> Failing:
        self.submitted += 1
        return self

    def result(self) -> Execution:
        raise self.error

    def close(self) -> None:
        pass


def attempt(error: Exception, baseline: Baseline | None = None) -> tuple[Attempt, Failing]:
    executor = Failing(error)
    return Attempt(baseline, Settings(), Policy(), lambda: executor), executor


def test_pictures_that_cannot_be_compared_are_not_steady() -> None:
    asked, _ = attempt(InvalidPictureError("cut off", "make it again"))
    assert not asked.steady(ONE, OTHER)


def test_a_programming_error_is_not_taken_for_unsteadiness() -> None:
    asked, _ = attempt(ZeroDivisionError("a fault in the comparison"))
    with pytest.raises(ZeroDivisionError):
        asked.steady(ONE, OTHER)


@pytest.mark.parametrize("error", [InvalidPictureError("cut", "again"), ZeroDivisionError()])
def test_a_comparison_that_fails_is_waited_for_no_longer_and_kept(
    error: Exception,
) -> None:
    baseline = Baseline(Path("cart.png"), b"baseline", False)
    asked, executor = attempt(error, baseline)
    assert asked.ends(ONE)
    with pytest.raises(type(error)):  # what concludes the check gets the error itself
        asked.submit(baseline, ONE).result()
    assert executor.submitted == 1
