"""``visualdiff doctor``: what is installed, whether the pool works, and what to do."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import time
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from typing import Any

from pytest_visualdiff import __version__
from pytest_visualdiff.commands.doctor_levels import Line
from pytest_visualdiff.commands.example import example
from pytest_visualdiff.errors import VisualDiffError
from pytest_visualdiff.execution.remote.addresses import BROKER
from pytest_visualdiff.execution.remote.wire.identity import model
from pytest_visualdiff.execution.remote.workers.models import own_model

HEALTHY = 0
"""Exit status if there is no problem."""

UNHEALTHY = 1
"""Exit status if there is one."""

_BROWSERS = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge",
    "firefox",
)  # fmt: skip
"""Names of browsers in the search path."""

_OF_PLAYWRIGHT = (
    ".cache/ms-playwright", "Library/Caches/ms-playwright", "AppData/Local/ms-playwright",
)  # fmt: skip
"""Where Playwright puts browsers in the home of Linux, macOS and Windows."""


def add_to(commands: Any) -> None:
    """Add the command to those of ``visualdiff``."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "doctor",
        help="check the installation and the remote pool",
        description="List what is installed here, and check the remote pool if "
        "VISUALDIFF_BROKER_URL is set. Exit status: 0 no problem, 1 a problem.",
    )
    parser.add_argument(
        "--async", dest="pool", action="store_true", help="it is a problem if there is no pool"
    )
    parser.add_argument(
        "--example", action="store_true", help="also compare and analyse a picture of real size"
    )
    parser.set_defaults(run=_examine)


def _examine(options: argparse.Namespace) -> int:
    lines: Iterator[Line] = _installed()
    if options.pool or any(os.environ.get(name) for name in BROKER):
        from pytest_visualdiff.commands.doctor_pool import pool

        lines = chain(lines, pool(options.example))
    elif options.example:
        lines = chain(lines, _example())
    problems = 0
    for line in lines:
        print(f"{line.level:8}{line.text}", flush=True)
        problems += line.level == "problem"
    return UNHEALTHY if problems else HEALTHY


def _installed() -> Iterator[Line]:
    """Look at what is installed on this machine."""
    yield Line("good", f"pytest-visualdiff {__version__}, Python {sys.version.split()[0]}")
    yield _detector()
    if found := shutil.which("tesseract"):
        yield Line("good", f"texts are read with {found}")
    else:
        yield Line("watch", "texts are not read: tesseract is not installed")
    if browsers := [name for name in ("playwright", "selenium") if find_spec(name)]:
        yield Line("good", f"browsers are driven by {' and '.join(browsers)}")
    else:
        yield Line("watch", "no browser is driven: neither Playwright nor Selenium is installed")
    if there := browsers_here(os.environ):
        yield Line("good", f"browsers: {', '.join(there)}")
    else:
        yield Line("watch", "no browser was found. Install one, as: playwright install chromium")


def browsers_here(environment: Mapping[str, str]) -> list[str]:
    """Return the browsers in the search path, and those that Playwright installed.

    Nothing is started and nothing of a driver is imported; a browser elsewhere is not found.
    """
    found = [it for name in _BROWSERS if (it := shutil.which(name, path=environment.get("PATH")))]
    given = environment.get("PLAYWRIGHT_BROWSERS_PATH")
    folders = [Path(given)] if given else [Path.home() / it for it in _OF_PLAYWRIGHT]
    patterns = ("chromium*-*", "firefox-*", "webkit-*")
    found += [str(it) for folder in folders for kind in patterns for it in folder.glob(kind)]
    return found


def _detector() -> Line:
    """Look at what finds elements in pictures, as the environment variables have it."""
    try:
        tools, name = own_model(os.getpid())
        found = tools.detector(name).name
    except VisualDiffError as error:
        return Line("problem", f"detector: {error.problem} {error.remedy}")
    return Line("good", f"detector: {found[:19]}, code {model()[:12]}")


def _example() -> Iterator[Line]:
    """Compare pictures of real size in this process."""
    from pytest_visualdiff.detection.select import InstalledTools
    from pytest_visualdiff.execution.local import run

    start = time.monotonic()
    run(example(), InstalledTools())
    yield Line("good", f"a comparison of real size: {time.monotonic() - start:.2f} s here")
