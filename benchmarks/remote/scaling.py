"""How throughput grows with the workers: everything is real, but comparisons sleep.

A machine with two cores has no place for 64 comparisons at a time. So the workers get the messages,
read the pictures, write the answers and tell of them as ever, and in between they sleep for as long
as a comparison takes.
"""

from __future__ import annotations

import json
import os
import tempfile
import time
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.remote.simulation import Costs
from pytest_visualdiff.detection.select import InstalledTools
from pytest_visualdiff.execution import Execution
from pytest_visualdiff.execution.local import run
from pytest_visualdiff.execution.remote.addresses import Addresses
from pytest_visualdiff.execution.remote.client.client import Bounds, Client
from pytest_visualdiff.execution.remote.wire.codec import encode
from pytest_visualdiff.model import Job
from tests.support.servers import RedisServer, WorkerProcess

_OF_A_WORKER = 16
"""Processes of a worker; they are many more than processors, but they sleep."""

_ROOM = ("--maxmemory", "1gb", "--maxmemory-policy", "allkeys-lru")
"""As advised: pictures of tasks that are over make room."""

_ANSWER = "answer.json"

_SECONDS = 12.0
"""That long a level lasts, at least."""

_SLEEPS = """
import json, os, time
from pytest_visualdiff.execution import Execution, local
from pytest_visualdiff.execution.remote.wire.codec import decode
from pytest_visualdiff.model import Comparison
with open(os.environ["BENCHMARK_ANSWER"]) as file:
    answer = decode(Comparison, json.load(file))
def run(job, tools, enters=None):
    time.sleep(float(os.environ["BENCHMARK_SECONDS"]))
    return Execution(answer, "local", {"total": 0.0})
local.run = run
"""


@dataclass(frozen=True, slots=True)
class Level:
    """What so many workers did.

    Attributes
    ----------
    workers, tasks : int
    seconds : float
        From the first task to the last, by the clock.
    each : float
        Seconds that a task slept.
    redis, client, mains, processes : float
        Seconds of the processor that were taken by Redis, the one client, the main processes of the
        workers, and their other processes.
    moved : int
        Bytes that went in and out of Redis.
    """

    workers: int
    tasks: int
    seconds: float
    each: float
    redis: float
    client: float
    mains: float
    processes: float
    moved: int

    @property
    def throughput(self) -> float:
        """Tasks in a second."""
        return self.tasks / self.seconds

    @property
    def efficiency(self) -> float:
        """The share of their time that the workers slept, which stands for comparing."""
        return self.throughput * self.each / self.workers

    @property
    def redis_limit(self) -> float:
        """Tasks in a second at which Redis would take a whole processor."""
        return self.tasks / self.redis if self.redis else 0.0

    @property
    def busy(self) -> float:
        """How many processors were busy in the mean with all that is not comparing."""
        return (self.redis + self.client + self.mains + self.processes) / self.seconds

    @property
    def costs(self) -> Costs:
        """What one task took in the mean."""
        return Costs(
            self.client / self.tasks,
            self.redis / self.tasks,
            self.mains / self.tasks,
            self.processes / self.tasks,
            self.each,
        )


def measure(pair: Job, each: float, counts: Sequence[int]) -> Iterator[Level]:
    """Yield what so many workers do, for each count.

    Parameters
    ----------
    pair : Job
        Pictures as large as those of the session, and an answer as long as theirs.
    each : float
        Seconds that a comparison takes.
    counts : sequence of int
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / _ANSWER).write_text(json.dumps(encode(run(pair, InstalledTools()).comparison)))
        for count in counts:
            yield _level(folder, pair, each, count)


def _level(folder: Path, pair: Job, each: float, workers: int) -> Level:
    rounds = max(round(_SECONDS / max(each, 0.01)), 4)
    tasks = workers * rounds if each else 2000
    server = RedisServer(folder, *_ROOM)
    try:
        with _sleeping(folder, server.places, each, workers) as started:
            inflight = 3 * workers + 8
            client = Client(server.places, "scaling", Bounds(inflight, 120))
            _ask(client, pair, "warm", 2 * workers, inflight)
            before, start = _taken(server, started), time.perf_counter()
            _ask(client, pair, "timed", tasks, inflight)
            seconds, after = time.perf_counter() - start, _taken(server, started)
            client.close()
    finally:
        server.stop()
    taken = _Taken(*(later - earlier for later, earlier in zip(after, before, strict=True)))
    return Level(workers, tasks, seconds, each, *taken[:-1], int(taken.moved))


def _ask(client: Client, pair: Job, name: str, count: int, inflight: int) -> None:
    """Ask for so many comparisons of pictures that nobody saw before, and wait for all."""
    pending: deque[Future[Execution]] = deque()
    for number in range(count):
        mark = f"{name} {number}".encode()  # nobody decodes them
        pending.append(client.submit(Job(pair.baseline + mark, pair.actual + mark)))
        if len(pending) > 2 * inflight:  # enough for the client to choose from
            _take(pending.popleft())
    while pending:
        _take(pending.popleft())


def _take(asked: Future[Execution]) -> None:
    assert asked.result(timeout=600).executed_on == "remote"  # noqa: S101 - or nothing was measured


class _Taken(NamedTuple):
    """What was taken so far: seconds of the processor as in `Level`, and bytes."""

    redis: float
    client: float
    mains: float
    processes: float
    moved: float


def _taken(server: RedisServer, started: Sequence[WorkerProcess]) -> _Taken:
    client: Any = server.client()  # what it tells has no types
    told = client.info("cpu") | client.info("stats")
    mains = [main for worker in started for main in _children(worker.process.pid)]
    return _Taken(
        float(told["used_cpu_sys"] + told["used_cpu_user"]),
        time.process_time(),
        sum(_own_and_ended(main)[0] for main in mains),
        sum(
            _own_and_ended(main)[1] + sum(sum(_own_and_ended(it)) for it in _children(main))
            for main in mains
        ),
        float(told["total_net_input_bytes"] + told["total_net_output_bytes"]),
    )


def _children(process: int) -> list[int]:
    return [int(it) for it in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def _own_and_ended(process: int) -> tuple[float, float]:
    """Return the seconds of processor of a process, and those of its children that ended.

    See proc_pid_stat(5), fields 14 to 17; before them are a name, in parentheses, and 11 others.
    """
    told = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    user, system, ended_user, ended_system = (int(it) / _TICKS for it in told[11:15])
    return user + system, ended_user + ended_system


_TICKS = os.sysconf("SC_CLK_TCK")
"""In a second: the unit of what Linux tells."""


@contextmanager
def _sleeping(
    folder: Path, places: Addresses, each: float, workers: int
) -> Iterator[list[WorkerProcess]]:
    """Run so many processes whose comparisons sleep, at most sixteen in a worker."""
    answer = str(folder / _ANSWER)
    variables = {"BENCHMARK_ANSWER": answer, "BENCHMARK_SECONDS": str(each)}
    started: list[WorkerProcess] = []
    with ExitStack() as stack:
        for first in range(0, workers, _OF_A_WORKER):
            share = min(_OF_A_WORKER, workers - first)
            worker = WorkerProcess(
                folder, places, processes=share, program=_SLEEPS, environment=variables
            )
            stack.callback(worker.kill)
            started.append(worker.ready(180))
        yield started
