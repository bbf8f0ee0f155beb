"""``visualdiff doctor``: what is there, what is reached, how long things take, and what to do."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from pytest_visualdiff import __version__
from pytest_visualdiff.errors import OptionError, VisualDiffError
from pytest_visualdiff.execution.remote.addresses import BROKER, Addresses, addresses, shown
from pytest_visualdiff.execution.remote.wire.identity import model
from pytest_visualdiff.execution.remote.workers.models import own_model
from pytest_visualdiff.model import Job, Settings
from pytest_visualdiff.plural import plural

if TYPE_CHECKING:
    from pytest_visualdiff.execution.remote.client.client import Client
    from pytest_visualdiff.execution.remote.storage.store import Store, Worker

Level = Literal["good", "watch", "problem"]

_GOOD_SHARE, _WATCHED_SHARE = 0.95, 0.80
_GOOD_QUEUE, _WATCHED_QUEUE = 10, 50
COMPARISON_WITHIN, ANALYSIS_WITHIN = 60.0, 30.0
"""Seconds that are good."""


_BROWSERS = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge",
    "firefox",
)  # fmt: skip
_OF_PLAYWRIGHT = (
    ".cache/ms-playwright", "Library/Caches/ms-playwright", "AppData/Local/ms-playwright",
)  # fmt: skip
"""Where Playwright puts browsers in the home of Linux, macOS and Windows."""


class Line(NamedTuple):
    """One thing that was looked at."""

    level: Level
    text: str


def add_to(commands: Any) -> None:
    """Add the command to those of ``visualdiff``."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "doctor",
        help="say what works, here and in the remote pool",
        description="Say what is installed here, and whether the remote pool works: it is looked "
        "at where VISUALDIFF_BROKER_URL is set. Exit status: 0 no problem, 1 a problem.",
    )
    parser.add_argument(
        "--async", dest="pool", action="store_true", help="the pool has to be there"
    )
    parser.add_argument(
        "--example", action="store_true", help="also compare and analyse a picture of real size"
    )
    parser.set_defaults(run=_examine)


def _examine(options: argparse.Namespace) -> int:
    lines = _here()
    if options.pool or any(os.environ.get(name) for name in BROKER):
        lines = _chain(lines, _pool(options.example))
    elif options.example:
        lines = _chain(lines, _example_here())
    problems = 0
    for line in lines:
        print(f"{line.level:8}{line.text}", flush=True)
        problems += line.level == "problem"
    return 1 if problems else 0


def _chain(*parts: Iterator[Line]) -> Iterator[Line]:
    for part in parts:
        yield from part


def _here() -> Iterator[Line]:
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
    """Say what finds elements in pictures, as the variables have it."""
    try:
        tools, name = own_model(os.getpid())
        found = tools.detector(name).name
    except VisualDiffError as error:
        return Line("problem", f"detector: {error.problem} {error.remedy}")
    return Line("good", f"detector: {found[:19]}, code {model()[:12]}")


def _pool(example: bool) -> Iterator[Line]:
    try:
        places = addresses(os.environ)
    except OptionError as error:
        yield Line("problem", f"pool: {error.problem} {error.remedy}")
        return
    from pytest_visualdiff.execution.remote.client.client import Bounds, Client
    from pytest_visualdiff.execution.remote.storage.store import Store

    reached = [*_reach(places)]
    yield from reached
    if any(line.level == "problem" for line in reached):
        return
    store = Store(places.results)
    there = store.workers()
    yield from _workers(there)
    yield from _work_done(store)
    if not any((it.version, it.model) == (__version__, model()) for it in there):
        return
    client = Client(places, "doctor", Bounds(1, COMPARISON_WITHIN))
    try:
        yield _both_ways("a small comparison", _pictures(64, 64), client)
        if example:
            job = _pictures(1280, 1600)
            yield _both_ways("a comparison of real size", job, client)
            yield _analysis(job.baseline, client)
    finally:
        client.close()


def _reach(places: Addresses) -> Iterator[Line]:
    """Try each of the three places."""
    from pytest_visualdiff.execution.remote.client.publisher import Publisher
    from pytest_visualdiff.execution.remote.storage.blobs import open_blobs
    from pytest_visualdiff.execution.remote.storage.store import Store
    from pytest_visualdiff.execution.remote.wire.documents import digest

    data = os.urandom(32)

    def blobs() -> None:
        store = open_blobs(places.blobs)
        store.put({digest(data): data})
        store.get([digest(data)])

    waiting: dict[str, int] = {}

    def broker() -> None:
        publisher = Publisher(places)
        waiting.update(publisher.lengths())
        publisher.close()

    yield _timed(f"broker {shown(places.broker)}", broker)
    yield _timed(f"results {shown(places.results)}", Store(places.results).workers)
    yield _timed(f"pictures {shown(places.blobs)}", blobs)
    if waiting:
        yield queue_level(sum(waiting.values()))


def _timed(what: str, action: Callable[[], object]) -> Line:
    from pytest_visualdiff.execution.remote.connection import PoolError

    start = time.monotonic()
    try:
        action()
    except PoolError as error:
        return Line("problem", f"{what}: {error.problem}. {error.remedy}")
    return Line("good", f"{what}: reached in {1000 * (time.monotonic() - start):.0f} ms")


def _workers(there: list[Worker]) -> Iterator[Line]:
    if not there:
        yield Line("problem", "no worker is there. Start one: visualdiff worker")
    for worker in there:
        told = f"worker {worker.name}: {worker.processes} "
        told += f"{plural(worker.processes, 'process', 'processes')}, version {worker.version}, "
        told += f"code {worker.model[:12]}, Celery {worker.celery}"
        if (worker.version, worker.model) != (__version__, model()):
            yield Line("problem", f"{told}: other code than here, so its word does not count")
        elif not worker.ocr:
            yield Line("watch", f"{told}: without tesseract, it reads no texts")
        else:
            yield Line("good", told)


def _work_done(store: Store) -> Iterator[Line]:
    from pytest_visualdiff.execution.remote.wire.documents import ANALYSE, COMPARE

    for name, task, within in (
        ("comparisons", COMPARE, COMPARISON_WITHIN),
        ("analyses", ANALYSE, ANALYSIS_WITHIN),
    ):
        done, failed, seconds = store.record(task)
        if done + failed:
            yield rate_level(name, done, failed)
        if done:
            yield time_level(name, seconds / done, within)


def rate_level(name: str, done: int, failed: int) -> Line:
    """Judge how many tasks were done: above 95 % is good, from 80 % on worth a look."""
    share = done / (done + failed)
    level: Level = (
        "good" if share > _GOOD_SHARE else "watch" if share >= _WATCHED_SHARE else "problem"
    )
    return Line(level, f"{done:,} of {done + failed:,} {name} of the last days done ({share:.1%})")


def time_level(name: str, mean: float, within: float) -> Line:
    """Judge how many seconds tasks take."""
    level: Level = "good" if mean < within else "problem"
    return Line(level, f"{name} take {mean:.2f} s in the mean (good: under {within:g} s)")


def queue_level(waiting: int) -> Line:
    """Judge how many tasks wait: under 10 is good, up to 50 asks for more workers."""
    tasks = f"{waiting} {plural(waiting, 'task waits', 'tasks wait')}"
    if waiting < _GOOD_QUEUE:
        return Line("good", f"{tasks}")
    if waiting <= _WATCHED_QUEUE:
        return Line("watch", f"{tasks}: add workers")
    return Line("problem", f"{tasks}: far more than the workers can do")


def _both_ways(what: str, job: Job, client: Client) -> Line:
    """Compare here and there, and say whether both found the same."""
    from pytest_visualdiff.detection.select import InstalledTools
    from pytest_visualdiff.execution.local import run
    from pytest_visualdiff.execution.remote.connection import PoolError

    start = time.monotonic()
    here = run(job, InstalledTools()).comparison
    between = time.monotonic()
    try:
        there = client.wait(client.submit(job)).comparison
    except (PoolError, VisualDiffError) as error:
        return Line("problem", f"{what} by the pool: {error.problem}. {error.remedy}")
    took = time.monotonic() - between
    if here != there:
        return Line("problem", f"{what}: the pool found something else. Please report it.")
    level: Level = "good" if took < COMPARISON_WITHIN else "problem"
    return Line(level, f"{what}: the same, {between - start:.2f} s here, {took:.2f} s by the pool")


def _analysis(picture: bytes, client: Client) -> Line:
    from pytest_visualdiff.execution.remote.connection import PoolError

    start = time.monotonic()
    try:
        found = client.wait(client.analyse(picture, "eng"))
    except (PoolError, VisualDiffError) as error:
        return Line("problem", f"an analysis by the pool: {error.problem}. {error.remedy}")
    took = time.monotonic() - start
    level: Level = "good" if took < ANALYSIS_WITHIN else "problem"
    count = len(found.inventory.elements)
    return Line(level, f"an analysis by the pool: {count} {plural(count, 'element')}, {took:.2f} s")


def _example_here() -> Iterator[Line]:
    from pytest_visualdiff.detection.select import InstalledTools
    from pytest_visualdiff.execution.local import run

    start = time.monotonic()
    run(_pictures(1280, 1600), InstalledTools())
    yield Line("good", f"a comparison of real size: {time.monotonic() - start:.2f} s here")


def _pictures(width: int, height: int) -> Job:
    """Return pictures that nobody compared before: lines of text, and one word that changed."""
    import cv2
    import numpy as np

    name = os.urandom(4).hex()
    page = np.full((height, width, 3), 255, np.uint8)
    for top in range(40, height, 40):
        cv2.putText(page, f"{name} line {top}", (20, top), cv2.FONT_HERSHEY_SIMPLEX, 0.7, (40,) * 3)
    changed = page.copy()
    cv2.rectangle(changed, (20, 5), (60, 25), (200, 60, 20), -1)
    before, after = (cv2.imencode(".png", it)[1].tobytes() for it in (page, changed))
    return Job(before, after, Settings(ocr_language="none"))  # tesseract is looked for apart
