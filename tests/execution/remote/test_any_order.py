"""Whatever happens to the pool, in whatever order: nothing hangs, and nothing is falsely green."""

from __future__ import annotations

import itertools
import json
import os
import signal
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from pytest_visualdiff.execution import Execution
from pytest_visualdiff.execution.local import run
from pytest_visualdiff.execution.remote.client.client import Bounds, Client
from pytest_visualdiff.execution.remote.client.executor import RemoteExecutor
from pytest_visualdiff.execution.remote.configuration import COMPARE_QUEUE, KEY_PREFIX
from pytest_visualdiff.model import Job, Judgement, Policy
from pytest_visualdiff.verdict.policy import judge
from tests.support import screen, to_png
from tests.support.servers import RedisServer, WorkerProcess
from tests.support.tools import TOOLS

EXAMPLES = int(os.environ.get("VISUALDIFF_TEST_EXAMPLES", "6"))
"""Sequences that are tried; a machine that has an hour may be told to try more."""

SHADES = itertools.count()
"""A colour for each comparison, so that none is answered by one before it."""

QUEUE = f"{KEY_PREFIX}{COMPARE_QUEUE}"


def verdict(execution: Execution) -> str:
    """Return the verdict and all it rests on as JSON, without where and how fast it was made."""
    found = judge(execution.comparison, Policy())
    return json.dumps(Judgement(execution.comparison, found, {}, "").to_wire())


class Troubled(RuleBasedStateMachine):
    """A run of tests, and what befalls the pool meanwhile."""

    server: RedisServer
    worker: WorkerProcess
    places: Counter[str]
    """Where comparisons were made, in all sequences."""

    @initialize()
    def begin(self) -> None:
        self.executor = RemoteExecutor(
            Client(self.server.places, "run", Bounds(8, 20)), TOOLS, fallback=True
        )
        self.asked: list[tuple[Job, bool, Any]] = []
        self.submit([True, False, True])

    @rule(defects=st.lists(st.booleans(), min_size=2, max_size=5))
    def submit(self, defects: list[bool]) -> None:
        for defect in defects:
            colour = (next(SHADES) % 256, len(self.asked), 99)
            before = to_png(screen(button=colour))
            after = to_png(screen(button=colour, badge=defect), compress_level=1)
            job = Job(before, after)
            self.asked.append((job, defect, self.executor.submit(job)))

    @rule()
    def kill_a_child(self) -> None:
        for main in children(self.worker.process.pid):
            for child in children(main):
                os.kill(child, signal.SIGKILL)

    @rule()
    def kill_the_worker(self) -> None:
        for main in children(self.worker.process.pid):
            os.kill(main, signal.SIGKILL)

    @rule(seconds=st.sampled_from([0.2, 1.0]))
    def freeze(self, seconds: float) -> None:
        self.server.freeze()
        time.sleep(seconds)
        self.server.thaw()

    @rule()
    def flush(self) -> None:
        self.server.client().flushall()

    @rule()
    def restart(self) -> None:
        self.server.restart()

    @rule()
    def duplicate(self) -> None:
        client = self.server.client()
        for message in client.lrange(QUEUE, 0, -1):
            client.lpush(QUEUE, message)

    def teardown(self) -> None:
        end = time.monotonic() + 60
        for job, defect, pending in self.asked:
            execution = pending.result(timeout=max(end - time.monotonic(), 0))
            self.places[execution.executed_on] += 1
            assert verdict(execution) == verdict(run(job, TOOLS))
            assert judge(execution.comparison, Policy()).passed is not defect
        self.executor.close()


def children(process: int) -> list[int]:
    """Return the processes that one started; none where it ended meanwhile."""
    try:
        return [
            int(it) for it in Path(f"/proc/{process}/task/{process}/children").read_text().split()
        ]
    except FileNotFoundError:
        return []


def test_whatever_happens_verdicts_are_right_and_nothing_hangs(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    Troubled.places = Counter()
    Troubled.server = RedisServer(tmp_path)
    request.addfinalizer(Troubled.server.stop)
    Troubled.worker = WorkerProcess(tmp_path, Troubled.server.places)
    with Troubled.worker:
        run_state_machine_as_test(
            Troubled,
            settings=settings(
                max_examples=EXAMPLES,
                stateful_step_count=12,
                deadline=None,
                derandomize=True,
                phases=[Phase.generate],  # what fails once may not fail again, so nothing is shrunk
            ),
        )
    assert Troubled.places["remote"] >= EXAMPLES, Troubled.places  # or nothing was shown of them
