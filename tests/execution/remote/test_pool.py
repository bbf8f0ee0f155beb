"""Comparisons by a pool that works: the same as here, byte for byte."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from pytest_visualdiff.execution import Execution
from pytest_visualdiff.execution.local import run
from pytest_visualdiff.execution.remote.client import Bounds, Client
from pytest_visualdiff.execution.remote.executor import RemoteExecutor
from pytest_visualdiff.model import Job, Judgement, Policy, Settings
from pytest_visualdiff.verdict import judge
from tests.execution.remote.servers import RedisServer
from tests.support import GREEN, screen, to_png

pytestmark = pytest.mark.usefixtures("worker")

BEFORE, AFTER = to_png(screen()), to_png(screen(badge=True))


@pytest.fixture
def pool(redis_server: RedisServer) -> Iterator[RemoteExecutor]:
    executor = RemoteExecutor(Client(redis_server.places, "run", Bounds(32, 60)), fallback=False)
    yield executor
    executor.close()


def said(execution: Execution) -> str:
    """Return all that users are told of a comparison, without the seconds it took."""
    verdict = judge(execution.comparison, Policy())
    return json.dumps(Judgement(execution.comparison, verdict, {}, "").to_wire())


def test_a_comparison_by_the_pool_is_the_one_made_here(pool: RemoteExecutor) -> None:
    jobs = [
        Job(BEFORE, AFTER),
        Job(AFTER, BEFORE),
        Job(BEFORE, to_png(screen(button=GREEN)), Settings("exact")),
        Job(BEFORE, to_png(screen(size=(160, 140))), same_environment=True),
    ]
    there = [it.result() for it in [pool.submit(job) for job in jobs]]
    here = [run(job) for job in jobs]
    assert [it.executed_on for it in there] == ["remote"] * 4
    assert [it.comparison for it in there] == [it.comparison for it in here]
    assert list(map(said, there)) == list(map(said, here))
