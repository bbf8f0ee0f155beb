"""Comparisons with what is installed here: the detectors, and tesseract."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from pytest_visualdiff import comparison
from pytest_visualdiff.detection.select import InstalledTools
from pytest_visualdiff.model import Comparison, Job

TOOLS = InstalledTools()


def _untimed(_: str) -> AbstractContextManager[object]:
    return nullcontext()


def compare(
    job: Job, stage: Callable[[str], AbstractContextManager[object]] = _untimed
) -> Comparison:
    """Return what `pytest_visualdiff.comparison.compare` does."""
    return comparison.compare(job, TOOLS, stage)
