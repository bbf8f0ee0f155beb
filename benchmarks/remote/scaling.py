"""How throughput grows with the workers: everything is real, but comparisons sleep.

A machine with two cores has no place for 64 comparisons at a time. So the workers get the messages,
read the pictures, write the answers and tell of them as ever, and in between they sleep for as long
as a comparison takes.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pytest_visualdiff.execution.local import run
from pytest_visualdiff.execution.remote.addresses import Addresses
from pytest_visualdiff.execution.remote.client import Bounds, Client
from pytest_visualdiff.execution.remote.codec import encode
from pytest_visualdiff.model import Job
from tests.execution.remote.servers import RedisServer, WorkerProcess

_OF_A_WORKER = 16
"""Processes of a worker; they are many more than processors, but they sleep."""

_ANSWER = "answer.json"

_SECONDS = 12.0
"""That long a level lasts, at least."""

_SLEEPS = """
import json, os, time
from pytest_visualdiff.execution import Execution, local
from pytest_visualdiff.execution.remote.codec import decode
from pytest_visualdiff.model import Comparison
with open(os.environ["BENCHMARK_ANSWER"]) as file:
    answer = decode(Comparison, json.load(file))
def run(job, enters=None):
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
    redis : float
        Seconds of the processor that Redis took.
    moved : int
        Bytes that went in and out of Redis.
    client : float
        Seconds of the processor that the one client took.
    """

    workers: int
    tasks: int
    seconds: float
    each: float
    redis: float
    moved: int
    client: float

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
        (folder / _ANSWER).write_text(json.dumps(encode(run(pair).comparison)))
        for count in counts:
            yield _level(folder, pair, each, count)


def _level(folder: Path, pair: Job, each: float, workers: int) -> Level:
    rounds = max(round(_SECONDS / max(each, 0.01)), 4)
    tasks = workers * rounds if each else 2000
    server = RedisServer(folder)
    try:
        with _sleeping(folder, server.places, each, workers):
            client = Client(server.places, "scaling", Bounds(3 * workers + 8, 120))
            _ask(client, pair, "warm", 2 * workers)
            before, used, start = _redis(server), time.process_time(), time.perf_counter()
            _ask(client, pair, "timed", tasks)
            seconds, used = time.perf_counter() - start, time.process_time() - used
            after = _redis(server)
            client.close()
    finally:
        server.stop()
    cpu, moved = (later - earlier for later, earlier in zip(after, before, strict=True))
    return Level(workers, tasks, seconds, each, cpu, int(moved), used)


def _ask(client: Client, pair: Job, name: str, count: int) -> None:
    """Ask for so many comparisons of pictures that nobody saw before, and wait for all."""
    pending = []
    for number in range(count):
        mark = f"{name} {number}".encode()  # nobody decodes them
        pending.append(client.submit(Job(pair.baseline + mark, pair.actual + mark)))
    for it in pending:
        assert it.result(timeout=600).executed_on == "remote"  # noqa: S101 - or nothing was measured


def _redis(server: RedisServer) -> tuple[float, float]:
    """Return the seconds of processor that a Redis took, and the bytes in and out."""
    client: Any = server.client()  # what it tells has no types
    told = client.info("cpu") | client.info("stats")
    cpu = told["used_cpu_sys"] + told["used_cpu_user"]
    return float(cpu), float(told["total_net_input_bytes"] + told["total_net_output_bytes"])


@contextmanager
def _sleeping(folder: Path, places: Addresses, each: float, workers: int) -> Iterator[None]:
    """Run so many processes whose comparisons sleep, at most sixteen in a worker."""
    answer = str(folder / _ANSWER)
    variables = {"BENCHMARK_ANSWER": answer, "BENCHMARK_SECONDS": str(each)}
    with ExitStack() as stack:
        for first in range(0, workers, _OF_A_WORKER):
            share = min(_OF_A_WORKER, workers - first)
            worker = WorkerProcess(
                folder, places, processes=share, program=_SLEEPS, environment=variables
            )
            stack.callback(worker.kill)
            worker.ready(180)
        yield
