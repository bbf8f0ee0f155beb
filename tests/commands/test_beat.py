"""What nobody used for too long is deleted, and it is said how much that was."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pytest_visualdiff.commands.main import main
from pytest_visualdiff.execution.remote.client.publisher import Message, Publisher
from pytest_visualdiff.execution.remote.configuration import COMPARE_QUEUE, KEY_PREFIX
from pytest_visualdiff.execution.remote.connection import PREFIX
from pytest_visualdiff.execution.remote.storage import blobs
from pytest_visualdiff.execution.remote.storage.store import Answered, Entry, Store
from pytest_visualdiff.execution.remote.wire.documents import COMPARE, digest
from tests.support.servers import RedisServer, free_port

OLD, NEW = b"o" * 2_000_000, b"new"


@pytest.fixture(autouse=True)
def pool(redis_server: RedisServer, monkeypatch: pytest.MonkeyPatch) -> None:
    redis_server.client().flushall()
    monkeypatch.setenv("VISUALDIFF_BROKER_URL", redis_server.url)


def test_old_pictures_in_a_folder_are_deleted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"file://{tmp_path}/blobs"
    monkeypatch.setenv("VISUALDIFF_BLOBS", url)
    store = blobs.open_blobs(url)
    store.put({digest(OLD): OLD, digest(NEW): NEW})
    then = time.time() - blobs.KEPT - 1
    os.utime(tmp_path / "blobs" / digest(OLD)[:2] / digest(OLD), (then, then))
    assert main(["beat", "--once"]) == 0
    assert f"{url}: deleted 1 picture, 2.0 MB\n" in capsys.readouterr().out
    assert store.missing([digest(OLD), digest(NEW)]) == {digest(OLD)}


def test_messages_that_expired_are_deleted_and_others_are_not(
    redis_server: RedisServer, capsys: pytest.CaptureFixture[str]
) -> None:
    client, queue = redis_server.client(), f"{KEY_PREFIX}{COMPARE_QUEUE}"
    client.lpush(queue, "no message")
    publisher = Publisher(redis_server.places)
    for name, expires in (("a", 0.1), ("b", 60), ("c", 0.1)):
        publisher.publish([Message(name, COMPARE, COMPARE_QUEUE, {"run": name})], expires)
    publisher.close()
    time.sleep(0.2)
    assert main(["beat", "--once"]) == 0
    said = capsys.readouterr().out
    assert f"{redis_server.url}: deleted 2 messages that had expired\n" in said
    assert client.llen(queue) == 2
    assert publisher.lengths()[COMPARE_QUEUE] == 2


def test_it_says_what_redis_keeps_and_deletes_itself(
    redis_server: RedisServer, capsys: pytest.CaptureFixture[str]
) -> None:
    client, store = redis_server.client(), Store(redis_server.url)
    blobs.open_blobs(redis_server.url).put({digest(OLD): OLD, digest(NEW): NEW})
    entry = Entry(f"{KEY_PREFIX}celery-task-meta-t", "{}")
    store.keep("run", "t", Answered("key", b"answer", COMPARE, "worker", 1.0), entry)
    client.set("not ours", "x")
    assert main(["beat", "--once"]) == 0
    said = capsys.readouterr().out
    # Of history there is what became of the task, and the count of the day.
    assert "keeps 2 pictures (2.1 MB), 1 result (0.0 MB), 2 entries of history (0.0 MB)" in said
    before = int(re.findall(r"has deleted (\d+) keys?", said)[0])
    assert all(client.ttl(key) > 0 for key in client.scan_iter(f"{PREFIX}*"))  # all by itself
    client.pexpire(f"{PREFIX}blob:{digest(OLD)}", 1)
    time.sleep(0.01)
    assert main(["beat", "--once"]) == 0
    said = capsys.readouterr().out
    assert "keeps 1 picture (0.0 MB)" in said
    keys = f"{before + 1} key{'' if before == 0 else 's'}"
    assert f"since it was started it has deleted {keys} that expired and 0 to free memory" in said


def test_a_place_that_cannot_be_reached_is_named_and_the_others_are_purged(
    redis_server: RedisServer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VISUALDIFF_BLOBS", "nonsense://somewhere")
    assert main(["beat", "--once"]) == 2
    said = capsys.readouterr()
    assert "visualdiff: the store of pictures at nonsense://somewhere cannot be opened" in said.err
    assert f"{redis_server.url}: deleted 0 messages" in said.out
    monkeypatch.setenv("VISUALDIFF_BLOBS", redis_server.url)
    monkeypatch.setenv("VISUALDIFF_BROKER_URL", f"redis://:secret@127.0.0.1:{free_port()}/0")
    assert main(["beat", "--once"]) == 2
    said = capsys.readouterr()
    assert "visualdiff: the broker at redis://:***@127.0.0.1:" in said.err


class EnoughError(Exception):
    """Ends what goes on for ever."""


def test_it_is_done_again_every_hour_whatever_happens(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VISUALDIFF_BLOBS", "nonsense://somewhere")

    def hours() -> Iterator[None]:
        yield
        raise EnoughError

    slept, hour = [], hours()

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        next(hour)

    monkeypatch.setattr(time, "sleep", sleep)
    with pytest.raises(EnoughError):
        main(["beat"])
    assert slept == [3600, 3600]
    assert capsys.readouterr().out.count("messages that had expired") == 2
