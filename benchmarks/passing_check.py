"""A test that times checks which pass; ``benchmarks.compare`` copies it and runs it with pytest.

It runs twice: first to write the baselines, then to be timed.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import asdict
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from benchmarks.pages import dashboard
from benchmarks.timing import take_turns
from pytest_visualdiff import VisualBaseline

if TYPE_CHECKING:
    from playwright.sync_api import Page

FIGURES, ROUNDS = "BENCHMARK_FIGURES", "BENCHMARK_ROUNDS"
"""Environment variables: the file to write, and how many rounds to time."""

SHOT, CHECK, OTHER_BYTES = "page.screenshot", "check", "check-other-bytes"


def test_passing_check(visual_baseline: VisualBaseline) -> None:
    """Time a bare screenshot and checks of the same page, each check awaited at once."""
    with dashboard() as page:
        options = _screenshot_options(page, visual_baseline)
        times = take_turns(
            {
                SHOT: lambda: page.screenshot(**options),
                CHECK: _checks(page, visual_baseline, CHECK),
                OTHER_BYTES: _checks(page, visual_baseline, OTHER_BYTES),
            },
            int(os.environ[ROUNDS]),
        )
    figures = {name: asdict(measured) for name, measured in times.items()}
    Path(os.environ[FIGURES]).write_text(json.dumps(figures))


def _checks(page: Page, visual_baseline: VisualBaseline, name: str) -> Callable[[], object]:
    """Return what makes one more check and awaits it; every check of a test has its own name."""
    numbers = count()
    return lambda: visual_baseline.check(page, f"{name}-{next(numbers)}").result()


def _screenshot_options(page: Page, visual_baseline: VisualBaseline) -> dict[str, Any]:
    """Return the very options with which a check takes its screenshot."""
    options: dict[str, Any] = {}
    screenshot = page.screenshot

    def remember(**given: Any) -> bytes:
        options.update(given)
        return screenshot(**given)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(page, "screenshot", remember)
        visual_baseline.check(page, "options")
    return options
