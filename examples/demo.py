"""The demo: write baselines, change a page, and see that exactly the change is caught.

``python -m examples.demo`` runs it in a temporary folder; only the report stays. Without a browser
it does the same with pictures of the pages, which ``--make-pictures`` draws.
"""

from __future__ import annotations

import argparse
import io
import json
import math
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from examples.browser import ENVIRONMENT, NO_BROWSER, BrowserChoice, BrowserError, find_browser

if TYPE_CHECKING:
    from playwright.sync_api import Page

HERE = Path(__file__).parent
PICTURES = HERE / "pictures"
REPORT = HERE.parent / "visual-report"

REVENUE, BUTTON = "revenue", "place-order"
"""What the demo changes on the dashboard: ``data-testid`` of a number and of a button."""

_EDITS = (
    (f'data-testid="{REVENUE}">41,410<', f'data-testid="{REVENUE}">41,510<'),
    (f'data-testid="{BUTTON}">', f'data-testid="{BUTTON}" style="visibility: hidden">'),
)
_MARGIN = 3
"""A letter may reach this many pixels out of its element's box."""


class DemoError(Exception):
    """The demo did not go as it should; the text says what was wrong."""


class Box(NamedTuple):
    """A rectangle in pixels."""

    x: int
    y: int
    w: int
    h: int

    def within(self, other: Box) -> bool:
        """Whether no part of it is outside of another, but for the margin."""
        return (
            self.x >= other.x - _MARGIN
            and self.y >= other.y - _MARGIN
            and self.x + self.w <= other.x + other.w + _MARGIN
            and self.y + self.h <= other.y + other.h + _MARGIN
        )

    def meets(self, other: Box) -> bool:
        """Whether the two have a pixel in common."""
        return (
            max(self.x, other.x) < min(self.x + self.w, other.x + other.w)
            and max(self.y, other.y) < min(self.y + self.h, other.y + other.h)
        )  # fmt: skip

    def seen_from(self, other: Box) -> Box:
        """Return the box in a picture that shows only another box."""
        return self._replace(x=self.x - other.x, y=self.y - other.y)


@dataclass(frozen=True, slots=True)
class Show:
    """One way to give the demo.

    Attributes
    ----------
    tests : str
        The test module, from the working folder.
    environment : mapping
        What pytest needs in its environment.
    change : callable
        Changes the dashboard and returns the arguments with which pytest gets to see that.
    truth : mapping
        For each check, as (test, name): where the changed elements are in its picture.
    """

    tests: str
    environment: Mapping[str, str]
    change: Callable[[], list[str]]
    truth: Mapping[tuple[str, str], Mapping[str, Box]]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run ``python -m examples.demo`` and return the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m examples.demo",
        description="Write baselines, change a page, and see that exactly the change is caught.",
    )
    parser.add_argument("--no-browser", action="store_true", help="use the pictures of the pages")
    parser.add_argument("--make-pictures", action="store_true", help="draw those pictures anew")
    options = parser.parse_args(arguments)
    try:
        choice = None if options.no_browser else find_browser()
        with tempfile.TemporaryDirectory(prefix="visualdiff-demo-") as folder:
            work = Path(folder).resolve()
            if options.make_pictures:
                make_pictures(choice, work)
            elif choice:
                print(f"Browser: {choice}")
                give(show_pages(choice, work), work)
            else:
                why = "" if options.no_browser else f" {NO_BROWSER}"
                print(f"Pictures of the pages stand in for a browser.{why}")
                give(show_pictures(work), work)
    except (BrowserError, DemoError) as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    return 0


def give(show: Show, work: Path) -> None:
    """Give the demo.

    Raises
    ------
    DemoError
        If pytest does not pass or fail where it should, or does not report the very change.
    """
    _heading("1. The first run writes the baselines")
    _expect(0, show, work, ["--visual-update=missing"])
    _heading("2. Nothing has changed, so every picture matches")
    _expect(0, show, work, [])
    _heading("3. On the dashboard one digit changes and a button goes missing, so the test fails")
    _expect(1, show, work, show.change())
    _heading("4. Is what was reported what was changed?")
    document = json.loads((REPORT / "results.json").read_text("utf-8"))
    results = {
        (result["node_id"].rpartition("::")[2], result["name"]): result
        for result in document["results"]
    }
    if results.keys() != show.truth.keys():
        raise DemoError(f"The report has other checks than the demo: {sorted(results)}.")
    wrong = []
    for check, truth in show.truth.items():
        result = results[check]
        found = _errors(result, truth)
        wrong += found
        print(f"{' '.join(check)}: {result['status']}, {'which is wrong' if found else 'rightly'}")
        for defect in result["defects"]:
            print(f"  {defect['message']}")
    if wrong:
        raise DemoError("\n".join(["The report is not what was changed:", *wrong]))
    print(f"\nThe tests caught exactly what was changed. Open the report: {REPORT / 'index.html'}")


def show_pages(choice: BrowserChoice, work: Path) -> Show:
    """Return the demo with a browser."""
    _make_project(work, "__init__.py", "browser.py", "conftest.py", "test_pages.py", "pages")
    boxes = _measure(choice)
    changed = {name: boxes[name] for name in (REVENUE, BUTTON)}

    def change() -> list[str]:
        _changed_pages(work / "changed")
        return ["--pages=changed"]

    return Show(
        "examples/test_pages.py",
        {ENVIRONMENT: choice.executable} if choice.executable else {},
        change,
        {
            ("test_login", "test_login"): {},
            ("test_settings", "test_settings"): {},
            ("test_dashboard", "test_dashboard"): changed,
            ("test_dashboard", "kpis"): {REVENUE: boxes[REVENUE].seen_from(boxes["kpis"])},
        },
    )


def show_pictures(work: Path) -> Show:
    """Return the demo without a browser."""
    _make_project(work, "test_pictures.py", "pictures")
    pictures = work / "examples" / "pictures"
    boxes = json.loads((pictures / "boxes.json").read_text("utf-8"))

    def change() -> list[str]:
        shutil.copy(pictures / "dashboard-changed.png", pictures / "dashboard.png")
        return []

    return Show(
        "examples/test_pictures.py",
        {},
        change,
        {
            ("test_login", "test_login"): {},
            ("test_dashboard", "test_dashboard"): {name: Box(*box) for name, box in boxes.items()},
        },
    )


def make_pictures(choice: BrowserChoice | None, work: Path) -> None:
    """Draw the pictures of the pages, and note where the changed elements are in them.

    Raises
    ------
    DemoError
        If there is no browser to draw them with.
    """
    if choice is None:
        raise DemoError(NO_BROWSER)
    from PIL import Image

    changed = work / "changed"
    _changed_pages(changed)
    boxes = _measure(choice)
    PICTURES.mkdir(exist_ok=True)
    with _page(choice) as page:
        for name, source in (
            ("login", HERE / "pages" / "login.html"),
            ("dashboard", HERE / "pages" / "dashboard.html"),
            ("dashboard-changed", changed / "dashboard.html"),
        ):
            page.goto(source.as_uri())
            picture = Image.open(io.BytesIO(page.screenshot(animations="disabled")))
            picture.save(PICTURES / f"{name}.png", optimize=True)
    noted = {name: boxes[name] for name in (REVENUE, BUTTON)}
    (PICTURES / "boxes.json").write_text(json.dumps(noted) + "\n", "utf-8")
    for path in sorted(PICTURES.iterdir()):
        print(f"{path.name}: {path.stat().st_size:,} bytes")


@contextmanager
def _page(choice: BrowserChoice) -> Iterator[Page]:
    """Open a page of the size that the tests use."""
    from playwright.sync_api import sync_playwright

    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(**choice.launch_options()) as browser,
        browser.new_page(viewport={"width": 1280, "height": 800}) as page,
    ):
        yield page


def _make_project(work: Path, *names: str) -> None:
    """Make a project of the working folder: these files and folders, and pytest's settings."""
    target = work / "examples"
    target.mkdir()
    (work / "pytest.ini").write_text(
        f"[pytest]\naddopts = -p no:cacheprovider\nvisual_report = {REPORT}\n", "utf-8"
    )
    for name in names:
        if (HERE / name).is_dir():
            shutil.copytree(HERE / name, target / name)
        else:
            shutil.copy(HERE / name, target / name)


def _changed_pages(folder: Path) -> None:
    """Copy the pages to a new folder, with the demo's change in the dashboard."""
    shutil.copytree(HERE / "pages", folder)
    page = folder / "dashboard.html"
    text = page.read_text("utf-8")
    for before, after in _EDITS:
        if text.count(before) != 1:
            raise DemoError(f"The demo changes {before!r} in {page.name}, which is not there once.")
        text = text.replace(before, after)
    page.write_text(text, "utf-8")


def _measure(choice: BrowserChoice) -> dict[str, Box]:
    """Ask the browser where the elements are on the unchanged dashboard, in whole pixels."""
    boxes = {}
    with _page(choice) as page:
        page.goto((HERE / "pages" / "dashboard.html").as_uri())
        for name in (REVENUE, BUTTON, "kpis"):
            box = page.get_by_test_id(name).bounding_box()
            if box is None:
                raise DemoError(f"The dashboard shows no element with data-testid={name!r}.")
            x, y = math.floor(box["x"]), math.floor(box["y"])
            right, bottom = box["x"] + box["width"], box["y"] + box["height"]
            boxes[name] = Box(x, y, math.ceil(right) - x, math.ceil(bottom) - y)
    return boxes


def _expect(status: int, show: Show, work: Path, arguments: list[str]) -> None:
    """Run pytest as a user would, and see that it passes (0) or fails (1) as it should."""
    command = ["-m", "pytest", show.tests, *arguments]
    print(f"$ python {' '.join(command)}\n", flush=True)
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in {"CI", "PYTEST_ADDOPTS"} and not name.startswith("VISUALDIFF_")
    }
    done = subprocess.run(
        [sys.executable, *command],
        cwd=work,
        env={**environment, **show.environment},
    )
    if done.returncode != status:
        raise DemoError(f"pytest ended with exit status {done.returncode} and not with {status}.")


def _errors(result: Mapping[str, Any], truth: Mapping[str, Box]) -> list[str]:
    """Return what a check reported wrongly, or did not report."""
    status = "differs" if truth else "matched"
    if result["status"] != status:
        return [f"{result['node_id']} {result['name']}: {result['status']}, and not {status}"]
    wrong = []
    seen: set[str] = set()
    for defect in result["defects"]:
        places = [Box(*box) for box in (defect["box"], defect["box_after"]) if box]
        seen |= {name for name, box in truth.items() if any(map(box.meets, places))}
        explained = [any(place.within(box) for box in truth.values()) for place in places]
        if not explained or not all(explained):
            wrong.append(f"{result['name']}: nothing was changed there: {defect['message']}")
    wrong += [f"{result['name']}: no defect at the {name}" for name in truth.keys() - seen]
    return wrong


def _heading(text: str) -> None:
    print(f"\n{text}\n{'-' * len(text)}")


if __name__ == "__main__":
    sys.exit(main())
