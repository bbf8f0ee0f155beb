"""What becomes of the tasks of a run is told while it happens."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from threading import Event as Flag
from typing import Any

import celery
import pytest

from pytest_visualdiff.execution.local import run
from pytest_visualdiff.execution.remote.client import follower as following
from pytest_visualdiff.execution.remote.client.client import Bounds, Client
from pytest_visualdiff.execution.remote.client.follower import Follower
from pytest_visualdiff.execution.remote.configuration import KEY_PREFIX
from pytest_visualdiff.execution.remote.wire.events import Event, Tally, channel, from_wire, to_wire
from pytest_visualdiff.execution.remote.workers.progress import Progress
from pytest_visualdiff.model import Job
from tests.support import screen, to_png
from tests.support.servers import RedisServer, WorkerProcess, wait_until
from tests.support.tools import TOOLS

BEFORE, AFTER = to_png(screen()), to_png(screen(badge=True))

SLOW_STAGE = """
import time
from pytest_visualdiff.execution import local
compare_here = local.run
def run(job, tools, enters=lambda _: None):
    def enter(stage):
        enters(stage)
        if stage == "analysis" and len(job.baseline) > 400:  # not what a worker warms up with
            time.sleep(1)
    return compare_here(job, tools, enter)
local.run = run
"""
"""Makes one stage of a worker's comparisons last a second."""


class Listener:
    """Keeps what is told of a run."""

    def __init__(self, server: RedisServer, run: str) -> None:
        client: Any = server.client()
        self._events = client.pubsub(ignore_subscribe_messages=True)
        self._events.subscribe(channel(run))
        self.heard: list[Event] = []

    def hears(self, state: str) -> bool:
        """Take in what came meanwhile, and say whether there is something of that state."""
        while message := self._events.get_message(timeout=0.01):
            event = from_wire(message["data"])
            assert event
            self.heard.append(event)
        return any(event.state == state for event in self.heard)


def test_each_step_of_a_task_is_told_with_its_stage(
    redis_server: RedisServer, tmp_path: Path
) -> None:
    look_on = celery.Celery(backend=redis_server.url, set_as_current=False)
    look_on.conf.result_backend_transport_options = {"global_keyprefix": KEY_PREFIX}
    listener = Listener(redis_server, "told")
    with WorkerProcess(tmp_path, redis_server.places, program=SLOW_STAGE) as worker:
        client = Client(redis_server.places, "told", Bounds(4, 60))
        pending = client.submit(Job(BEFORE, AFTER))
        wait_until(lambda: listener.hears("progress"), 20, "progress is told")
        (task,) = listener.heard[0].tasks
        result = look_on.AsyncResult(task)
        assert str(result.state) == "PROGRESS"
        assert result.info["stage"] == "analysis"
        assert pending.result(timeout=30).executed_on == "remote"
        wait_until(lambda: listener.hears("done"), 20, "its end is told")
        wait_until(lambda: result.state == "SUCCESS", 20, "Celery knows as well")
        client.close()
    states = [event.state for event in listener.heard]
    assert list(dict.fromkeys(states)) == ["queued", "started", "progress", "done"]
    assert {event.tasks for event in listener.heard} == {(task,)}
    assert next(it.stage for it in listener.heard if it.state == "progress") == "analysis"
    assert all(it.worker.startswith(worker.name) for it in listener.heard if it.state == "started")


def test_stages_are_those_of_the_timings() -> None:
    entered: list[str] = []
    assert {*entered, "total"} <= run(Job(BEFORE, AFTER), TOOLS, entered.append).timings.keys()
    assert "analysis" in entered


def test_nobody_has_to_listen_and_nobody_has_to_be_allowed_to_tell(tmp_path: Path) -> None:
    rule = ("on", ">word", "~*", "+@all", "-publish", "allchannels")
    server = RedisServer(tmp_path, "--user", "mute", *rule)
    url = server.url.replace("redis://", "redis://mute:word@")
    try:
        with WorkerProcess(tmp_path, server.places):
            client = Client(server.places._replace(broker=url, results=url), "r", Bounds(4, 60))
            assert client.submit(Job(BEFORE, AFTER)).result(timeout=30).executed_on == "remote"
            client.close()
    finally:
        server.stop()


def test_counts_go_by_the_last_word_on_each_task() -> None:
    tally = Tally()
    assert tally.line(1) == ""
    tally.hear(Event("queued", ("a", "b", "c", "d")))
    tally.hear(Event("started", ("a",), "w"))
    tally.hear(Event("progress", ("a",), "w", "text"))
    tally.hear(Event("started", ("b",), "w"))
    assert tally.line(2) == "visualdiff pool: 2 queued, 2 running (text), 0 done, 2 workers"
    tally.hear(Event("done", ("a",)))
    tally.hear(Event("progress", ("a",), "w", "late"))
    tally.hear(Event("failed", ("b", "c")))
    tally.hear(Event("queued", ("c",)))
    assert tally.line(1) == "visualdiff pool: 2 queued, 0 running, 1 done, 1 not done, 1 worker"
    assert tally.line(None).endswith("no answer from the pool")


def test_an_event_of_another_version_is_none() -> None:
    event = Event("progress", ("a", "b"), "w", "text")
    assert from_wire(to_wire(event)) == event
    for data in (b"", b"no json", b"{}", to_wire(event).replace(b"progress", b"pondered")):
        assert from_wire(data) is None


class Lines(list[str]):
    def has(self, part: str) -> Callable[[], bool]:
        return lambda: any(part in line for line in self)


def test_a_follower_outlives_its_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "_AGAIN", 0.1)
    server, lines = RedisServer(tmp_path), Lines()
    follower = Follower(server.url, "run", lines.append)
    tell = Event("queued", ("a",))
    wait_until(lambda: server.client().publish(channel("run"), to_wire(tell)), 10, "it listens")
    wait_until(lines.has("1 queued, 0 running, 0 done, 0 workers"), 10, "it tells")
    server.restart()
    wait_until(lines.has("no answer from the pool"), 10, "it notices")
    tell = Event("queued", ("b",))
    wait_until(lambda: server.client().publish(channel("run"), to_wire(tell)), 10, "it listens")
    wait_until(lines.has("2 queued"), 10, "it goes on")
    server.freeze()
    start = time.monotonic()
    follower.stop()
    assert time.monotonic() - start < 1
    server.stop()


def test_no_task_waits_for_what_is_told_of_it() -> None:
    stuck, freed = Flag(), Flag()

    def tell(stage: str) -> None:
        stuck.set()
        freed.wait(20)

    start = time.monotonic()
    with Progress(tell) as progress:
        progress.enter("text")
        assert stuck.wait(10)
        progress.enter("elements")
    assert time.monotonic() - start < 2
    freed.set()


def test_what_cannot_be_told_ends_the_telling_and_nothing_else() -> None:
    told: list[str] = []

    def tell(stage: str) -> None:
        told.append(stage)
        raise OSError("gone")

    with Progress(tell) as progress:
        progress.enter("text")
        wait_until(lambda: told, 10, "it tries")
        progress.enter("elements")
        time.sleep(0.5)
    assert told == ["text"]
