"""Where a comparison runs: only this room decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from pytest_visualdiff.model import Comparison, Job


@dataclass(frozen=True, slots=True)
class Execution:
    """A finished comparison, where it ran, and how many seconds each stage took there."""

    comparison: Comparison
    executed_on: str
    timings: Mapping[str, float]


class Pending(Protocol):
    """A comparison under way."""

    def result(self) -> Execution:
        """Wait for it; raise what it raised (`InvalidPictureError`)."""
        ...


class Executor(Protocol):
    """Runs comparisons."""

    def submit(self, job: Job) -> Pending:
        """Start a comparison and return at once."""
        ...

    def close(self) -> None:
        """Give back threads or connections; what was submitted before may be dropped."""
        ...
