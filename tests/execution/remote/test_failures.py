"""What can break does: each run ends in bounded time, with the right verdicts and one reason."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Timer

import pytest

from pytest_visualdiff.comparison import compare

from pytest_visualdiff.execution import Execution
from pytest_visualdiff.execution.remote.addresses import Addresses
from pytest_visualdiff.execution.remote.client import Bounds, Client
from pytest_visualdiff.execution.remote.connection import PREFIX
from pytest_visualdiff.execution.remote.executor import RemoteExecutor
from pytest_visualdiff.model import Job
from tests.execution.remote.servers import RedisServer, WorkerProcess, free_port, wait_until
from tests.support import screen, to_png

BEFORE, AFTER = to_png(screen()), to_png(screen(badge=True))
EXPECTED = compare(Job(BEFORE, AFTER))


def jobs(count: int) -> list[Job]:
    """Return comparisons of the same difference, each of pictures of its own."""
    return [
        Job(to_png(screen(button=(it, 0, 99))), to_png(screen(button=(it, 0, 99), badge=True)))
        for it in range(count)
    ]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RedisServer]:
    server = RedisServer(tmp_path)
    yield server
    server.stop()


@pytest.fixture
def ask() -> Iterator[Callable[..., RemoteExecutor]]:
    opened = []

    def open_pool(
        places: Addresses, *, fallback: bool = True, inflight: int = 32, timeout: float = 60
    ) -> RemoteExecutor:
        client = Client(places, "run", Bounds(inflight, timeout))
        opened.append(RemoteExecutor(client, fallback=fallback))
        return opened[-1]

    yield open_pool
    for executor in opened:
        executor.close()


Ask = Callable[..., RemoteExecutor]


def compared(executor: RemoteExecutor, asked: list[Job], within: float) -> list[Execution]:
    """Return what became of comparisons, all of which have to find the badge in that time."""
    start = time.monotonic()
    pending = [executor.submit(job) for job in asked]
    done = [it.result(timeout=within) for it in pending]
    took = time.monotonic() - start
    assert took < within, f"{took:.1f} s"
    assert all(it.comparison.regions == EXPECTED.regions for it in done)
    print(f"took {took:.1f} s")
    return done


def places_of(done: list[Execution]) -> set[str]:
    return {it.executed_on for it in done}


def test_redis_is_not_there(ask: Ask) -> None:
    nowhere = f"redis://127.0.0.1:{free_port()}/0"
    done = compared(ask(Addresses(nowhere, nowhere, nowhere)), jobs(5), within=3)
    assert places_of(done) == {f"local: the store of results at {nowhere} cannot be reached"}


def test_redis_is_frozen_when_a_task_is_sent(ask: Ask, server: RedisServer) -> None:
    server.freeze()
    executor = ask(server.places)
    done = compared(executor, jobs(5), within=12)
    assert places_of(done) == {f"local: the store of results at {server.url} does not answer"}
    compared(executor, jobs(5), within=3)  # that was the price, once


def test_there_is_no_worker(ask: Ask, server: RedisServer) -> None:
    executor = ask(server.places)
    assert places_of(compared(executor, jobs(5), within=15)) == {"local: no worker is there"}
    compared(executor, jobs(5), within=3)


SLOW = """
import time
from pytest_visualdiff.execution import local
compare_here = local.run
def run(job):
    time.sleep({seconds})
    return compare_here(job)
local.run = run
"""
"""Makes a worker's comparisons last that long."""


def test_redis_freezes_for_a_while_during_a_task(
    ask: Ask, server: RedisServer, tmp_path: Path
) -> None:
    with WorkerProcess(tmp_path, server.places, program=SLOW.format(seconds=2)):
        executor = ask(server.places)
        pending = executor.submit(Job(BEFORE, AFTER))
        wait_until(lambda: server.client().keys(f"{PREFIX}note:*"), 20, "the task begins")
        server.freeze()
        thaw = Timer(8, server.thaw)
        thaw.start()
        assert pending.result(timeout=40).comparison == EXPECTED
        thaw.join()
        assert places_of(compared(ask(server.places), jobs(2), within=60)) == {"remote"}


def test_redis_starts_anew_with_tasks_queued_and_running(
    ask: Ask, server: RedisServer, tmp_path: Path
) -> None:
    with WorkerProcess(tmp_path, server.places, program=SLOW.format(seconds=3)) as worker:
        executor = ask(server.places)
        pending = [executor.submit(job) for job in jobs(3)]
        wait_until(lambda: server.client().keys(f"{PREFIX}note:*"), 20, "a task begins")
        server.restart()
        begun = worker.log.read_text().count("received")
        wait_until(lambda: worker.log.read_text().count("received") > begun, 15, "it takes tasks")
        done = [it.result(timeout=60) for it in pending]
        assert places_of(done) <= {"remote"}
        assert all(it.comparison.regions == EXPECTED.regions for it in done)


def test_the_store_is_emptied_in_mid_session(ask: Ask, server: RedisServer, tmp_path: Path) -> None:
    with WorkerProcess(tmp_path, server.places, program=SLOW.format(seconds=0.5)):
        executor = ask(server.places, inflight=4)
        pending = [executor.submit(job) for job in jobs(8)]
        pending[0].result(timeout=30)
        server.client().flushall()
        done = [it.result(timeout=60) for it in pending]
        assert places_of(done) == {"remote"}
        assert all(it.comparison.regions == EXPECTED.regions for it in done)


def test_redis_has_no_room_for_pictures(ask: Ask, tmp_path: Path) -> None:
    server = RedisServer(tmp_path, "--maxmemory", "1mb", "--maxmemory-policy", "noeviction")
    done = compared(ask(server.places), jobs(5), within=12)
    server.stop()
    assert places_of(done) == {f"local: the store of results at {server.url} is full"}
