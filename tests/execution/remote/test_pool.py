"""Comparisons by a pool that works: the same as here, byte for byte."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from pytest_visualdiff.cli import main
from pytest_visualdiff.errors import InvalidPictureError, OptionError
from pytest_visualdiff.execution import Execution
from pytest_visualdiff.execution.local import run
from pytest_visualdiff.execution.remote.client import Bounds, Client
from pytest_visualdiff.execution.remote.executor import RemoteExecutor
from pytest_visualdiff.model import Job, Judgement, Policy, Settings
from pytest_visualdiff.verdict import judge
from tests.execution.remote.servers import RedisServer, WorkerProcess, free_port
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


def test_what_was_compared_before_is_not_compared_again(
    pool: RemoteExecutor, worker: WorkerProcess
) -> None:
    job = Job(BEFORE, to_png(screen(button=(1, 2, 3))))
    first = pool.submit(job).result()
    begun = worker.log.read_text().count("received")
    assert pool.submit(job).result() == first  # its seconds are those of then
    assert worker.log.read_text().count("received") == begun


def test_a_broken_picture_is_told_as_it_is_here(pool: RemoteExecutor) -> None:
    with pytest.raises(InvalidPictureError) as here:
        run(Job(BEFORE, b"no picture"))
    with pytest.raises(InvalidPictureError) as there:
        pool.submit(Job(BEFORE, b"no picture")).result()
    assert str(there.value) == str(here.value)
    with pytest.raises(OptionError, match="elements"):
        pool.submit(Job(BEFORE, AFTER, Settings("layout"))).result()


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
