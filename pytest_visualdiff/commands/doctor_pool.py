"""The remote pool, as ``visualdiff doctor`` looks at it: its addresses, workers and results."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from pytest_visualdiff import __version__
from pytest_visualdiff.commands.doctor_levels import (
    ANALYSIS_WITHIN,
    COMPARISON_WITHIN,
    Level,
    Line,
    queue_level,
    rate_level,
    time_level,
)
from pytest_visualdiff.commands.example import example
from pytest_visualdiff.errors import OptionError, VisualDiffError
from pytest_visualdiff.execution.remote.addresses import Addresses, addresses, shown
from pytest_visualdiff.execution.remote.wire.identity import model
from pytest_visualdiff.plural import plural

if TYPE_CHECKING:
    from pytest_visualdiff.execution.remote.client.client import Client
    from pytest_visualdiff.execution.remote.storage.store import Store, Worker
    from pytest_visualdiff.model import Job


def pool(real_size: bool) -> Iterator[Line]:
    """Look at the pool.

    Parameters
    ----------
    real_size : bool
        Whether it also compares and analyses a picture of real size.
    """
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
        yield _both_ways("a small comparison", example(64, 64), client)
        if real_size:
            job = example()
            yield _both_ways("a comparison of real size", job, client)
            yield _analysis(job.baseline, client)
    finally:
        client.close()


def _reach(places: Addresses) -> Iterator[Line]:
    """Try the broker, the store of results and the store of pictures."""
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


def _both_ways(what: str, job: Job, client: Client) -> Line:
    """Compare in this process and in the pool, and whether both find the same."""
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
