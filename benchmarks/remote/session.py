"""A session of checks that all find a change, here and by the pool: what each costs the client."""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.remote.counting import Counting
from benchmarks.remote.pictures import AFTER, BEFORE
from pytest_visualdiff.execution.remote.storage.store import Record, Store
from pytest_visualdiff.execution.remote.wire.documents import COMPARE
from tests.support.servers import RedisServer, WorkerProcess

_ROOT = Path(__file__).parents[2]
_CHECKS_OF_A_TEST = 5
_PICTURES, _NO_CHECKS = "BENCHMARK_PICTURES", "BENCHMARK_NO_CHECKS"
WITHIN_LIMITS = "--visual-max-diff-pixel-ratio=1"
"""With it changes of pixels pass, so nobody draws a picture of the differences."""
_TEST = f"""
import os
from pathlib import Path

import pytest

PICTURES = Path(os.environ["{_PICTURES}"])

@pytest.mark.parametrize("first", range(0, COUNT, {_CHECKS_OF_A_TEST}))
def test_pages(visual_baseline, first):
    if "{_NO_CHECKS}" in os.environ:
        return
    for number in range(first, min(first + {_CHECKS_OF_A_TEST}, COUNT)):
        visual_baseline.check(PICTURES / f"{{number}}.png", f"page-{{number}}")
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a run of pytest took.

    Attributes
    ----------
    checks : int
    wall, cpu : float
        Seconds by the clock, and of the processor: pytest, its workers and their child processes.
    sent, received : int
        Bytes to and from Redis.
    asked : int
        Comparisons that workers were asked for.
    analysis : float
        Seconds that workers took for them, by the clock.
    verdicts : mapping
        Of each check, its status and defects as JSON.
    remote : int
        Checks that were compared by the pool, now or before.
    """

    checks: int
    wall: float
    cpu: float
    sent: int
    received: int
    asked: int
    analysis: float
    verdicts: dict[str, str]
    remote: int

    @property
    def cpu_per_check(self) -> float:
        """Milliseconds of the client's processor for a check."""
        return 1000 * self.cpu / self.checks


class Session:
    """A project with checks of pictures, and runs of it.

    Parameters
    ----------
    folder : Path
        Of the pictures, as `benchmarks.remote.pictures.draw` wrote them.
    checks : int
    """

    def __init__(self, folder: Path, checks: int) -> None:
        self._folder = folder
        self._checks = checks
        self._project = folder / "project"
        self._project.mkdir()
        (self._project / "pytest.ini").write_text("[pytest]\n")
        (self._project / "test_pages.py").write_text(_TEST.replace("COUNT", str(checks)))
        self._pytest(BEFORE, {}, "--visual-update=missing")

    def empty(self) -> Cost:
        """Run its tests without a check in them."""
        return self._run({_NO_CHECKS: "1"})

    def here(self, *arguments: str) -> Cost:
        """Run it without a pool."""
        return self._run({}, *arguments)

    def there(self, pool: Pool, *arguments: str) -> Cost:
        """Run it with a pool."""
        before, sent, received = pool.record(), pool.counting.sent, pool.counting.received
        broker = {"VISUALDIFF_BROKER_URL": f"redis://127.0.0.1:{pool.counting.port}/0"}
        cost = self._run(broker, "--visual-mode=remote", *arguments)
        after = pool.record()
        return Cost(
            cost.checks,
            cost.wall,
            cost.cpu,
            pool.counting.sent - sent,
            pool.counting.received - received,
            after.done + after.failed - before.done - before.failed,
            after.seconds - before.seconds,
            cost.verdicts,
            cost.remote,
        )

    def _run(self, variables: dict[str, str], *arguments: str) -> Cost:
        shutil.rmtree(self._project / "visual-report", ignore_errors=True)
        wall, cpu = time.perf_counter(), _cpu()
        self._pytest(AFTER, variables, *arguments)
        wall, cpu = time.perf_counter() - wall, _cpu() - cpu
        report = self._project / "visual-report" / "results.json"
        results = json.loads(report.read_text("utf-8"))["results"] if report.exists() else []
        verdicts = {it["name"]: json.dumps([it["status"], it["defects"]]) for it in results}
        remote = sum(it["executed_on"] == "remote" for it in results)
        return Cost(self._checks, wall, cpu, 0, 0, 0, 0.0, verdicts, remote)

    def _pytest(self, pictures: str, variables: dict[str, str], *arguments: str) -> None:
        """Run pytest in two processes; it fails where something differs."""
        environment = {
            **os.environ,
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
            "PYTHONPATH": str(_ROOT),
            _PICTURES: str(self._folder / pictures),
            **variables,
        }
        plugins = ("-p", "pytest_visualdiff.plugin", "-p", "xdist", "-p", "no:cacheprovider")
        done = subprocess.run(
            (sys.executable, "-m", "pytest", "-q", "-n2", "--tb=no", *plugins, *arguments),
            cwd=self._project,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode not in (0, 1):
            raise subprocess.CalledProcessError(done.returncode, "pytest", done.stdout, done.stderr)


@dataclass(frozen=True, slots=True)
class Pool:
    """A pool, and what counts the bytes on the way to it."""

    server: RedisServer
    counting: Counting

    def record(self) -> Record:
        """Return what its workers did so far."""
        return Store(self.server.url).record(COMPARE)


@contextmanager
def open_pool(processes: int) -> Iterator[Pool]:
    """Start a Redis of its own with one worker of so many processes, warmed up."""
    with tempfile.TemporaryDirectory() as name:
        server = RedisServer(Path(name))
        counting = Counting(server.port)
        try:
            with WorkerProcess(Path(name), server.places, processes=processes):
                yield Pool(server, counting)
        finally:
            counting.close()
            server.stop()


def _cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime
