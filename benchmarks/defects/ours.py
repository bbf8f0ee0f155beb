"""What pytest-visualdiff says of a pair: from the pixels alone, and with the elements of the page.

Nothing is set but the defaults.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.defects.measures import Outcome, Reported
from benchmarks.defects.pairs import Pair, Rectangle, read_elements
from pytest_visualdiff.detection.select import InstalledTools
from pytest_visualdiff.execution.local import run
from pytest_visualdiff.model import Box, Defect, Job, Policy, Settings
from pytest_visualdiff.verdict.policy import judge

PIXELS, DOM = "pytest-visualdiff", "pytest-visualdiff-dom"
"""The two ways, as the tools are named."""

MODEL = "pytest-visualdiff-model"
"""The first one with another model that finds elements, or with none."""

_TOOLS = InstalledTools()


def pixels_only(pair: Pair) -> Outcome:
    """Compare two files, as a user does who has nothing else."""
    start = time.perf_counter()
    return _outcome(Job(pair.baseline.read_bytes(), pair.actual.read_bytes()), start)


def with_model(model: str | Path) -> Callable[[Pair], Outcome]:
    """Return what compares two files with a model: ``auto``, ``none``, or a file."""
    name = _TOOLS.add(model, {})

    def compare(pair: Pair) -> Outcome:
        start = time.perf_counter()
        settings = Settings(model=name)
        job = Job(pair.baseline.read_bytes(), pair.actual.read_bytes(), settings)
        return _outcome(job, start)

    return compare


def with_elements(pair: Pair) -> Outcome:
    """Compare two screenshots of pages, of which the elements were read as well.

    Raises
    ------
    OSError
        If the elements of one of them were not.
    """
    start = time.perf_counter()
    return _outcome(
        Job(
            pair.baseline.read_bytes(),
            pair.actual.read_bytes(),
            elements_before=read_elements(pair.baseline),
            elements_after=read_elements(pair.actual),
        ),
        start,
    )


def sources() -> list[Path]:
    """Return the files that the answers depend on."""
    import pytest_visualdiff

    package = Path(pytest_visualdiff.__file__).parent
    return [Path(__file__), *sorted(package.rglob("*.py"))]


def _outcome(job: Job, start: float) -> Outcome:
    verdict = judge(run(job, _TOOLS).comparison, Policy())
    seconds = time.perf_counter() - start
    uncaused = (defect for defect in verdict.defects if defect.caused_by is None)
    return Outcome(not verdict.passed, None, tuple(map(_reported, uncaused)), seconds)


def _reported(defect: Defect) -> Reported:
    has_place = defect.kind != "size_changed"
    return Reported(
        before=_rectangle(defect.box) if has_place else None,
        after=_rectangle(defect.box_after) if has_place else None,
        kind=defect.kind,
        path=defect.element.path if defect.element else None,
        element=_rectangle(defect.element.box) if defect.element else None,
    )


def _rectangle(box: Box | None) -> Rectangle | None:
    return Rectangle(box.x, box.y, box.w, box.h) if box else None
