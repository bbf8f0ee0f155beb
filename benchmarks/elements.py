"""What reading a page's elements takes: ``python -m benchmarks.elements``.

Prints the time that the script takes in pages of several sizes, and the bytes that an element takes
in a baseline's sidecar, on the pages of the defect benchmark.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from benchmarks.defects.catalogue import SOURCES
from benchmarks.targets import Target
from examples.browser import NO_BROWSER, find_browser
from pytest_visualdiff.baseline import BaselineStore
from pytest_visualdiff.capture import CaptureOptions, capture, elements
from pytest_visualdiff.model import Size

if TYPE_CHECKING:
    from playwright.sync_api import Page

_ROUNDS = 9
_SIZES = (100, 1_000, 5_000)
_STYLE = """<style>td { border-bottom: 1px solid #ddd; padding: 4px }
b { background: #eee; border-radius: 8px; padding: 2px 6px; font-size: 12px }</style>"""
_ROW = "<tr><td>{n}<td><a href='/{n}'>Order {n}</a><td><b>Paid</b><td><button>Open</button>"


def milliseconds(page: Page, count: int) -> tuple[int, float]:
    """Return how many elements a page of about so many has, and the median time to read them."""
    rows = "".join(_ROW.format(n=number) for number in range(count // 7))
    page.set_content(f"{_STYLE}<table>{rows}</table>")
    height = page.evaluate("document.documentElement.scrollHeight")
    asked = elements.arguments(CaptureOptions(full_page=True), Size(1280, height), 1.0)
    times = []
    for _ in range(_ROUNDS):
        start = perf_counter()
        answer = page.evaluate(f"options => ({elements.script()})(null, options)", asked)
        times.append(perf_counter() - start)
    return len(elements.parse(answer).elements.elements), statistics.median(times) * 1000


def sidecar(page: Page, folder: Path) -> tuple[int, int]:
    """Return how many elements the page has, and the bytes they take in its sidecar."""
    picture = capture(page, CaptureOptions(full_page=True), frozenset())
    if picture.elements is None:
        raise SystemExit(picture.skipped[0].reason)
    store = BaselineStore(folder)
    path = store.path("page", None)
    store.write(path, picture, overwrite=True)
    written = path.with_suffix(".json").read_bytes()
    return len(picture.elements.elements), len(written.partition(b'"elements"')[2])


def main() -> int:
    """Print the figures and return the exit status."""
    choice = find_browser()
    if choice is None:
        print(NO_BROWSER)
        return 1
    from playwright.sync_api import sync_playwright

    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(**choice.launch_options()) as browser,
        browser.new_page(viewport={"width": 1280, "height": 800}) as page,
        tempfile.TemporaryDirectory() as folder,
    ):
        taken = dict(milliseconds(page, count) for count in _SIZES)
        for count, time in taken.items():
            print(f"{count:6} elements read in {time:6.1f} ms (median of {_ROUNDS})")
        total = size = 0
        for source in SOURCES:
            page.goto(source.address)
            count, length = sidecar(page, Path(folder))
            print(f"{source.name:20} {count:4} elements, {length / count:4.0f} bytes each")
            total, size = total + count, size + length
    thousand = next(time * 1000 / count for count, time in taken.items() if count > 900)
    targets = (
        Target("ms to read 1,000 elements", "at most", 60, thousand),
        Target("bytes of the sidecar for each element", "at most", 150, size / total),
    )
    for target in targets:
        print(target.verdict)
    return 0 if all(target.met for target in targets) else 1


if __name__ == "__main__":
    sys.exit(main())
