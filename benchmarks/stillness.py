"""Pages that do not hold still, checked again and again: ``python -m benchmarks.stillness``.

Each page is recorded once, in Chromium, when all of it is there. Then it is opened and checked at
once, as often as ``--rounds`` says.
Nothing changed, so a check that does not pass is a false alarm.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, NamedTuple

from benchmarks.table import Table
from examples.browser import NO_BROWSER, find_browser
from examples.restless import PAGES, Restless, served
from pytest_visualdiff.baseline import BaselineStore
from pytest_visualdiff.capture import CaptureOptions, capture
from pytest_visualdiff.execution.local import LocalExecutor
from pytest_visualdiff.model import Capture, Policy, Settings
from pytest_visualdiff.trial import Trial

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_WIDTH, _HEIGHT = 640, 480
_SETTLED = 2500
"""Milliseconds after which all that came late is there: then a page is recorded."""
_SCALES = (1, 0.5, 2, 3)


class Figures(NamedTuple):
    """Of one page at one scale: how many checks did not pass, and the seconds that each took."""

    alarms: int
    seconds: list[float]


def rounds_of(browser: Browser, url: str, page: Restless, scale: float, rounds: int) -> Figures:
    """Record a page, then check it as often as that; each time it is opened anew."""
    executor, alarms, seconds = LocalExecutor(), 0, []
    with tempfile.TemporaryDirectory() as folder:
        store = BaselineStore(Path(folder))
        path = store.path("page", None)
        for number in range(rounds + 1):
            trial = Trial(store.find("page", None), Settings(), Policy(), lambda: executor)
            taken, took = _taken(browser, url, page, scale, trial, 0 if number else _SETTLED)
            if number == 0:
                if not taken.still:
                    return Figures(rounds, [took])
                store.write(path, taken, overwrite=True)
                continue
            alarms += not trial.ends(taken)
            seconds.append(took)
    executor.close()
    return Figures(alarms, seconds)


def _taken(
    browser: Browser, url: str, page: Restless, scale: float, trial: Trial, after: int
) -> tuple[Capture, float]:
    options: dict[str, Any] = {"recapture": 0, **page.options}
    context = browser.new_context(
        viewport={"width": _WIDTH, "height": _HEIGHT}, device_scale_factor=scale
    )
    opened = context.new_page()
    opened.goto(url, wait_until="commit")
    opened.wait_for_timeout(after)
    source = opened.locator(page.element) if page.element else opened
    start = perf_counter()
    taken = capture(source, CaptureOptions(**options, scale="device"), frozenset(), lambda _: trial)
    took = perf_counter() - start
    context.close()
    return taken, took


def measure(rounds: int, names: Sequence[str]) -> Iterator[tuple[str, float, Figures]]:
    """Yield the figures of each page at each scale, as they come."""
    from playwright.sync_api import sync_playwright

    choice = find_browser()
    if choice is None:
        raise SystemExit(NO_BROWSER)
    with (
        served() as address,
        sync_playwright() as playwright,
        playwright.chromium.launch(**choice.launch_options()) as browser,
    ):
        for name in names:
            for scale in _SCALES if name == "endless spinner" else _SCALES[:1]:
                url = f"{address}/{name}"
                yield name, scale, rounds_of(browser, url, PAGES[name], scale, rounds)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark and return the exit status: 1 if there was a false alarm."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.stillness", description="Pages that do not hold still."
    )
    parser.add_argument("--rounds", type=int, default=50, metavar="N")
    parser.add_argument("--pages", default=",".join(PAGES), metavar="NAME,NAME")
    options = parser.parse_args(arguments)
    rows: list[tuple[str, ...]] = []
    total = 0
    for name, scale, figures in measure(options.rounds, options.pages.split(",")):
        total += figures.alarms
        asked = _asked(PAGES[name].options)
        median = f"{statistics.median(figures.seconds):.2f}"
        most = f"{max(figures.seconds):.2f}"
        rows.append((name, f"{scale:g}", asked, f"{figures.alarms}", median, most))
        print(*rows[-1], sep="  ", file=sys.stderr, flush=True)
    columns = ("page", "scale", "asked for", "false alarms", "median s", "most s")
    print(Table(f"{options.rounds} checks of each page, nothing changed", columns, rows).text())
    return 1 if total else 0


def _asked(options: Mapping[str, object]) -> str:
    return ", ".join(f"{name}={value}" for name, value in options.items()) or "nothing"


if __name__ == "__main__":
    sys.exit(main())
