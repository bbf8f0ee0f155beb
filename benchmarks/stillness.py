"""Pages that do not hold still, checked again and again: ``python -m benchmarks.stillness``.

Each page is recorded once, when all of it is there. Then it is opened and checked at once, as often
as ``--rounds`` says: in Chromium through Playwright, or in Firefox through Selenium.
Nothing changed, so a check that does not pass is a false alarm.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from benchmarks.pages import started_browser
from benchmarks.table import Table
from examples.browser import NO_DRIVER, BrowserError, find_gecko_driver
from examples.restless import PAGES, Restless, served
from pytest_visualdiff.baselines.store import BaselineStore
from pytest_visualdiff.capture import CaptureOptions, capture
from pytest_visualdiff.detection.select import InstalledTools
from pytest_visualdiff.execution.local import LocalExecutor
from pytest_visualdiff.model import Capture, Policy, Settings
from pytest_visualdiff.plugin.attempt import Attempt

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_WIDTH, _HEIGHT = 640, 480
_SETTLED = 2.5
"""Seconds after which all that came late is there: then a page is recorded."""
_SCALES = (1, 0.5, 2, 3)


Opens: TypeAlias = Callable[[str], AbstractContextManager[Any]]
"""Opens an address, and closes it again: a page of Playwright, or a driver of Selenium."""


class Figures(NamedTuple):
    """Of one page at one scale: how many checks did not pass, and the seconds that each took."""

    alarms: int
    seconds: list[float]


def rounds_of(opens: Opens, url: str, page: Restless, rounds: int) -> Figures:
    """Record a page, then check it as often as that; each time it is opened anew."""
    executor, alarms, seconds = LocalExecutor(InstalledTools()), 0, []
    with tempfile.TemporaryDirectory() as folder:
        store = BaselineStore(Path(folder))
        path = store.path("page", None)
        for number in range(rounds + 1):
            attempt = Attempt(store.find("page", None), Settings(), Policy(), lambda: executor)
            taken, took = _taken(opens, url, page, attempt, 0 if number else _SETTLED)
            if number == 0:
                if not taken.still:
                    return Figures(rounds, [took])
                store.write(path, taken, overwrite=True)
                continue
            alarms += not attempt.ends(taken)
            seconds.append(took)
    executor.close()
    return Figures(alarms, seconds)


def _taken(
    opens: Opens, url: str, page: Restless, attempt: Attempt, after: float
) -> tuple[Capture, float]:
    options = CaptureOptions(**{"recapture": 0, "scale": "device", **page.options})
    with opens(url) as opened:
        time.sleep(after)
        source = _element(opened, page.element) if page.element else opened
        start = time.perf_counter()
        taken = capture(source, options, frozenset(), lambda _: attempt)
        return taken, time.perf_counter() - start


def _element(opened: Any, selector: str) -> object:
    if hasattr(opened, "locator"):
        return opened.locator(selector)
    return opened.find_element("css selector", selector)


def in_contexts_of(browser: Browser, scale: float) -> Opens:
    """Return what opens pages of Playwright, each in a context of its own."""

    @contextmanager
    def opens(url: str) -> Iterator[object]:
        context = browser.new_context(
            viewport={"width": _WIDTH, "height": _HEIGHT}, device_scale_factor=scale
        )
        page = context.new_page()
        page.goto(url, wait_until="commit")
        yield page
        context.close()

    return opens


@contextmanager
def _chromium() -> Iterator[Callable[[float], AbstractContextManager[Opens]]]:
    """Start Chromium, and give what opens pages at a scale."""
    with started_browser() as browser:

        @contextmanager
        def at(scale: float) -> Iterator[Opens]:
            yield in_contexts_of(browser, scale)

        yield at


@contextmanager
def _firefox() -> Iterator[Callable[[float], AbstractContextManager[Opens]]]:
    """Give what starts a Firefox of a scale, and opens pages in it."""
    from selenium import webdriver
    from selenium.webdriver.firefox.service import Service

    choice = find_gecko_driver()
    if choice is None:
        raise BrowserError(NO_DRIVER)

    @contextmanager
    def at(scale: float) -> Iterator[Opens]:
        options = webdriver.FirefoxOptions()
        options.binary_location = choice.browser
        options.page_load_strategy = "eager"
        for argument in ("-headless", f"--width={_WIDTH}", f"--height={_HEIGHT}"):
            options.add_argument(argument)
        options.set_preference("layout.css.devPixelsPerPx", str(scale))
        driver = webdriver.Firefox(options=options, service=Service(choice.driver))

        @contextmanager
        def opens(url: str) -> Iterator[object]:
            driver.get(url)
            yield driver
            driver.get("about:blank")

        yield opens
        driver.quit()

    yield at


_BROWSERS = {"chromium": _chromium, "firefox": _firefox}


def measure(
    browser: str, rounds: int, names: Sequence[str]
) -> Iterator[tuple[str, float, Figures]]:
    """Yield the figures of each page at each scale, as they come."""
    with served() as address, _BROWSERS[browser]() as at:
        for name in names:
            for scale in _SCALES if name == "endless spinner" else _SCALES[:1]:
                with at(scale) as opens:
                    yield name, scale, rounds_of(opens, f"{address}/{name}", PAGES[name], rounds)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark and return the exit status: 1 after a false alarm, 2 without a browser."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.stillness", description="Pages that do not hold still."
    )
    parser.add_argument("--rounds", type=int, default=50, metavar="N")
    parser.add_argument("--browser", choices=_BROWSERS, default="chromium")
    parser.add_argument("--pages", default=",".join(PAGES), metavar="NAME,NAME")
    options = parser.parse_args(arguments)
    rows: list[tuple[str, ...]] = []
    total = 0
    try:
        for name, scale, figures in measure(
            options.browser, options.rounds, options.pages.split(",")
        ):
            total += figures.alarms
            asked = _asked(PAGES[name].options)
            median = f"{statistics.median(figures.seconds):.2f}"
            most = f"{max(figures.seconds):.2f}"
            rows.append((name, f"{scale:g}", asked, f"{figures.alarms}", median, most))
            print(*rows[-1], sep="  ", file=sys.stderr, flush=True)
    except BrowserError as error:
        print(error, file=sys.stderr)
        return 2
    columns = ("page", "scale", "asked for", "false alarms", "median s", "most s")
    title = f"{options.rounds} checks of each page in {options.browser}, nothing changed"
    print(Table(title, columns, rows).text())
    return 1 if total else 0


def _asked(options: Mapping[str, object]) -> str:
    return ", ".join(f"{name}={value}" for name, value in options.items()) or "nothing"


if __name__ == "__main__":
    sys.exit(main())
