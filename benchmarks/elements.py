"""What a page's elements take: ``python -m benchmarks.elements``.

Prints the time that the script takes in pages of several sizes, and the bytes that an element takes
in a baseline's sidecar, on the pages of the defect benchmark. Then the time that a check of a page
that changed takes beyond its screenshot.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from benchmarks.defects.catalogue import SOURCES
from benchmarks.pages import change_button, change_texts, dashboard
from benchmarks.targets import Target
from benchmarks.timing import Times, take_turns
from examples.browser import BrowserError
from pytest_visualdiff.baselines.store import BaselineStore
from pytest_visualdiff.capture import CaptureOptions, capture, elements
from pytest_visualdiff.comparison import compare
from pytest_visualdiff.detection.select import InstalledTools
from pytest_visualdiff.model import Capture, Inventory, Job, Policy, Size, Verdict
from pytest_visualdiff.verdict.policy import judge

if TYPE_CHECKING:
    from playwright.sync_api import Page

_ROUNDS = 9
_SIZES = (100, 1_000, 5_000)
_STYLE = """<style>td { border-bottom: 1px solid #ddd; padding: 4px }
b { background: #eee; border-radius: 8px; padding: 2px 6px; font-size: 12px }</style>"""
_ROW = "<tr><td>{n}<td><a href='/{n}'>Order {n}</a><td><b>Paid</b><td><button>Open</button>"

READING = "reading the elements"
WITH_ELEMENTS = "reading and comparing with them"
PIXELS_ONLY = "comparing the pixels alone"
CHANGES = {"a changed button": change_button, "five changed texts": change_texts}


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


def beyond_screenshot(page: Page, change: Callable[[Page], None], rounds: int) -> dict[str, Times]:
    """Time what a check of a changed page takes beyond its screenshot.

    That is reading its elements, and comparing with the baseline, whose elements come out of JSON:
    all of it with elements, and from the pixels alone. The processor time is that of this process
    and of those that it starts; the browser's is left out.
    """
    baseline, before = _taken(page)
    kept = json.dumps(before.to_wire())
    change(page)
    actual, _ = _taken(page)
    asked = elements.arguments(CaptureOptions(), actual.size, actual.scale)

    tools = InstalledTools()

    def read() -> Inventory:
        answer = page.evaluate(f"options => ({elements.script()})(null, options)", asked)
        return elements.parse(answer)[0]

    def with_elements() -> Verdict:
        known = Inventory.from_wire(json.loads(kept))
        job = Job(baseline.png, actual.png, elements_before=known, elements_after=read())
        return judge(compare(job, tools), Policy())

    def pixels_only() -> Verdict:
        return judge(compare(Job(baseline.png, actual.png), tools), Policy())

    for name, work in ((WITH_ELEMENTS, with_elements), (PIXELS_ONLY, pixels_only)):
        said = work()
        print(f"  {name}: {len(said.defects)} defects, first {said.defects[0].message}")
    return take_turns(
        {READING: read, WITH_ELEMENTS: with_elements, PIXELS_ONLY: pixels_only}, rounds
    )


def _taken(page: Page) -> tuple[Capture, Inventory]:
    picture = capture(page, CaptureOptions(), frozenset())
    if picture.elements is None:
        raise SystemExit(picture.skipped[0].reason)
    return picture, picture.elements


def _print_times(rounds: int) -> dict[tuple[str, str], float]:
    """Time the pages that changed, print it, and return the medians by case and work."""
    medians: dict[tuple[str, str], float] = {}
    for case, change in CHANGES.items():
        print(f"{case}, 1280x1700, beyond the screenshot")
        with dashboard() as page:
            for name, times in beyond_screenshot(page, change, rounds).items():
                medians[case, name] = times.median
                print(
                    f"  {name:32} median {times.median:6.1f} ms, min {min(times.wall):6.1f} ms, "
                    f"CPU median {times.median_cpu:6.1f} ms, min {min(times.cpu):6.1f} ms"
                )
    return medians


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures and return the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.elements", description="Print what a page's elements take."
    )
    parser.add_argument("--rounds", type=int, default=15, metavar="N", help="default: 15")
    options = parser.parse_args(arguments)
    try:
        with dashboard() as page, tempfile.TemporaryDirectory() as folder:
            taken, size = _print_reading(page, Path(folder))
        medians = _print_times(options.rounds)
    except BrowserError as error:
        print(error)
        return 1
    button, texts = CHANGES
    targets = (
        Target("ms to read 1,000 elements", "at most", 60, taken),
        Target("bytes of the sidecar for each element", "at most", 150, size),
        Target(f"ms, {button}, {WITH_ELEMENTS}", "at most", 150, medians[button, WITH_ELEMENTS]),
        Target(f"ms, {texts}, {PIXELS_ONLY}", "at most", 750, medians[texts, PIXELS_ONLY]),
    )
    for target in targets:
        print(target.verdict)
    return 0 if all(target.met for target in targets) else 1


def _print_reading(page: Page, folder: Path) -> tuple[float, float]:
    """Print what reading takes; return the ms for 1,000 elements, and the bytes of one."""
    taken = dict(milliseconds(page, count) for count in _SIZES)
    for count, time in taken.items():
        print(f"{count:6} elements read in {time:6.1f} ms (median of {_ROUNDS})")
    total = size = 0
    for source in SOURCES:
        page.goto(source.address)
        count, length = sidecar(page, folder)
        print(f"{source.name:20} {count:4} elements, {length / count:4.0f} bytes each")
        total, size = total + count, size + length
    thousand = next(time * 1000 / count for count, time in taken.items() if count > 900)
    return thousand, size / total


if __name__ == "__main__":
    sys.exit(main())
