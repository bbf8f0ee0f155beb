"""Comparisons by a pool that works: the same as here, byte for byte."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from pytest_visualdiff.commands.main import main
from pytest_visualdiff.errors import InvalidPictureError, OptionError
from pytest_visualdiff.execution import Execution
from pytest_visualdiff.execution.local import run
from pytest_visualdiff.execution.remote.client.client import Bounds, Client
from pytest_visualdiff.execution.remote.client.executor import RemoteExecutor
from pytest_visualdiff.model import Job, Judgement, Policy, Settings
from pytest_visualdiff.verdict.policy import judge
from tests.support import GREEN, screen, to_png
from tests.support.servers import RedisServer, WorkerProcess, free_port, wait_until
from tests.support.tools import TOOLS

pytestmark = pytest.mark.usefixtures("worker")

BEFORE, AFTER = to_png(screen()), to_png(screen(badge=True))


@pytest.fixture
def pool(redis_server: RedisServer) -> Iterator[RemoteExecutor]:
    executor = RemoteExecutor(
        Client(redis_server.places, "run", Bounds(32, 60)), TOOLS, fallback=False
    )
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
    here = [run(job, TOOLS) for job in jobs]
    assert [it.executed_on for it in there] == ["remote"] * 4
    assert [it.comparison for it in there] == [it.comparison for it in here]
    assert list(map(said, there)) == list(map(said, here))


def test_what_was_compared_before_is_not_compared_again(
    pool: RemoteExecutor, worker: WorkerProcess
) -> None:
    job = Job(BEFORE, to_png(screen(button=(1, 2, 3))))
    first = pool.submit(job).result()
    begun = worker.log.read_text().count("received")
    assert pool.submit(job).result() == first  # its seconds are those of then
    assert worker.log.read_text().count("received") == begun


def test_a_picture_is_analysed_once_for_everybody(
    redis_server: RedisServer, worker: WorkerProcess
) -> None:
    picture = to_png(screen(button=(4, 5, 6)))
    clients = [Client(redis_server.places, run, Bounds(4, 60)) for run in ("mine", "yours")]
    begun = worker.log.read_text().count("received")
    found = [client.analyse(picture, "none").result(timeout=60) for client in clients]
    assert found[0] == found[1]
    assert found[0].inventory.elements
    assert worker.log.read_text().count("received") == begun + 1
    clients[0].analyse(picture, "eng").result(timeout=60)  # that is another question
    assert worker.log.read_text().count("received") == begun + 2
    for client in clients:
        client.close()


def test_a_broken_picture_is_told_as_it_is_here(pool: RemoteExecutor) -> None:
    with pytest.raises(InvalidPictureError) as here:
        run(Job(BEFORE, b"no picture"), TOOLS)
    with pytest.raises(InvalidPictureError) as there:
        pool.submit(Job(BEFORE, b"no picture")).result()
    assert str(there.value) == str(here.value)
    with pytest.raises(OptionError, match="elements"):
        pool.submit(Job(BEFORE, AFTER, Settings("layout", model="none"))).result()


def test_more_than_may_be_under_way_wait_for_their_turn(redis_server: RedisServer) -> None:
    client = Client(redis_server.places, "run", Bounds(inflight=2, timeout=60))
    pending = [client.submit(Job(BEFORE, to_png(screen(button=(9, 9, it))))) for it in range(9)]
    assert {it.result(timeout=60).executed_on for it in pending} == {"remote"}
    client.close()


def test_pictures_can_lie_in_a_shared_folder(redis_server: RedisServer, tmp_path: Path) -> None:
    places = redis_server.places._replace(blobs=f"file://{tmp_path}/blobs")
    with WorkerProcess(tmp_path, places):
        client = Client(places, "run", Bounds(32, 60))
        asked = client.submit(Job(BEFORE, to_png(screen(button=(7, 7, 7)))))
        assert asked.result(timeout=60).executed_on == "remote"
        client.close()
    assert len(list(tmp_path.glob("blobs/*/*"))) == 3  # two pictures, and the question


SAYS_WHAT_IT_DOES = """
import os
from pytest_visualdiff.execution import local
compare_here = local.run
def run(job, *told):
    import cv2
    found = compare_here(job, *told)
    with open({log!r}, "a") as file:
        print(os.getpid(), len(job.baseline), cv2.getNumThreads(), file=file)
    return found
local.run = run
"""


def test_each_process_is_warm_before_its_first_task_and_has_its_share_of_the_cores(
    redis_server: RedisServer, tmp_path: Path
) -> None:
    log, cores = tmp_path / "log", os.cpu_count() or 1
    program = SAYS_WHAT_IT_DOES.format(log=str(log))
    with WorkerProcess(tmp_path, redis_server.places, processes=cores, program=program):
        wait_until(
            lambda: log.exists() and log.read_text().count("\n") == cores, 30, "all are warm"
        )
    lines = [line.split() for line in log.read_text().splitlines()]
    assert len({process for process, *_ in lines}) == cores
    assert all(int(size) < len(BEFORE) for _, size, _ in lines)
    assert {threads for *_, threads in lines} == {"1"}


def test_inspect_asks_the_pool_and_says_the_same(
    redis_server: RedisServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("VISUALDIFF_BROKER_URL", redis_server.url)
    picture = tmp_path / "screen.png"
    picture.write_bytes(BEFORE)
    assert main(["inspect", str(picture)]) == 0
    here = capsys.readouterr().out
    assert main(["inspect", "--mode", "remote", str(picture)]) == 0
    assert capsys.readouterr().out == here
    monkeypatch.setenv("VISUALDIFF_BROKER_URL", f"redis://127.0.0.1:{free_port()}/0")
    assert main(["inspect", "--mode", "remote", str(picture)]) == 2
    assert "The pool did not analyse it: the store of results" in capsys.readouterr().err
