"""Pictures in the store: under their digest, whole, and for as long as they are used."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any, cast

import pytest
from fsspec.implementations.local import (  # type: ignore[import-untyped] # it has no types
    LocalFileSystem,
)

from pytest_visualdiff.execution.remote.connection import PREFIX, PoolError
from pytest_visualdiff.execution.remote.storage import blobs
from pytest_visualdiff.execution.remote.storage.blobs import BlobStore, MissingBlobError, open_blobs
from pytest_visualdiff.execution.remote.wire.documents import digest
from tests.support.servers import RedisServer, free_port

ONE, TWO = b"one picture", b"another picture"


@pytest.fixture(params=["redis", "file", "memory"])
def store(request: pytest.FixtureRequest, redis_server: RedisServer, tmp_path: Path) -> BlobStore:
    if request.param != "redis":
        return open_blobs(f"{request.param}://{tmp_path}/blobs")
    redis_server.client().flushall()
    return open_blobs(redis_server.url)


def test_what_is_put_comes_back_in_the_order_asked_for(store: BlobStore) -> None:
    names = [digest(ONE), digest(TWO)]
    assert store.missing(names) == set(names)
    store.put({digest(TWO): TWO})
    assert store.missing(names) == {digest(ONE)}
    store.put({digest(ONE): ONE})
    assert store.get(names) == [ONE, TWO]
    store.put({})


def test_what_is_not_there_is_said(store: BlobStore) -> None:
    with pytest.raises(MissingBlobError, match="not in the store"):
        store.get([digest(ONE)])


def test_a_damaged_one_is_deleted_so_that_it_is_put_again(store: BlobStore) -> None:
    flipped = bytes([ONE[0] ^ 1]) + ONE[1:]
    store.put({digest(ONE): flipped, digest(TWO): TWO})
    with pytest.raises(MissingBlobError, match="damaged"):
        store.get([digest(ONE), digest(TWO)])
    assert store.missing([digest(ONE), digest(TWO)]) == {digest(ONE)}


def test_one_that_is_too_large_is_not_read(
    store: BlobStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.put({digest(ONE): ONE})
    monkeypatch.setattr(blobs, "LARGEST", len(ONE) - 1)
    with pytest.raises(MissingBlobError, match="has 11 bytes, above 10"):
        store.get([digest(ONE)])


def test_a_redis_forgets_what_is_not_used_and_use_renews_it(redis_server: RedisServer) -> None:
    store, client = open_blobs(redis_server.url), redis_server.client()
    key = f"{PREFIX}blob:{digest(ONE)}"
    store.put({digest(ONE): ONE})
    for use in (store.missing, store.get):
        client.expire(key, 5)
        use([digest(ONE)])
        assert client.ttl(key) > 3600
    assert store.purge() == (0, 0)


def test_files_are_written_anew_when_half_their_time_is_over_and_purged_after_it(
    tmp_path: Path,
) -> None:
    store = open_blobs(f"file://{tmp_path}")
    store.put({digest(ONE): ONE, digest(TWO): TWO})
    path = tmp_path / digest(ONE)[:2] / digest(ONE)
    assert path.read_bytes() == ONE
    then = time.time() - blobs.KEPT * 0.6
    os.utime(path, (then, then))
    assert store.purge() == (0, 0)
    assert store.missing([digest(ONE), digest(TWO)]) == {digest(ONE)}
    then = time.time() - blobs.KEPT - 1
    os.utime(path, (then, then))
    assert store.purge() == (1, len(ONE))
    assert not path.exists()


def test_a_purge_deletes_nothing_that_is_not_ours(tmp_path: Path) -> None:
    store = open_blobs(f"file://{tmp_path}")
    left_over = tmp_path / "ab" / f"ab{digest(ONE)[2:]}.{'0' * 32}.tmp"  # its writer was killed
    others = [tmp_path / "photo.png", tmp_path / "ab" / "notes.txt", tmp_path / digest(ONE)]
    for path in (left_over, *others):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"mine")
        os.utime(path, (0, 0))
    assert store.purge() == (1, len(b"mine"))
    assert not left_over.exists()
    assert all(path.exists() for path in others)


def test_a_purge_does_not_stumble_over_what_others_delete_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_blobs(f"file://{tmp_path}")
    store.put({digest(ONE): ONE, digest(TWO): TWO})
    paths = [tmp_path / digest(it)[:2] / digest(it) for it in (ONE, TWO)]
    for path in paths:
        os.utime(path, (0, 0))
    listed = LocalFileSystem.find

    def find(self: LocalFileSystem, *arguments: Any, **options: Any) -> Any:
        found = listed(self, *arguments, **options)
        paths[0].unlink()
        return found

    monkeypatch.setattr(LocalFileSystem, "find", find)
    assert store.purge() == (1, len(TWO))
    assert not paths[1].exists()


def test_what_is_deleted_while_it_is_fetched_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_blobs(f"file://{tmp_path}")
    store.put({digest(ONE): ONE})
    measure = LocalFileSystem.size

    def size(self: LocalFileSystem, path: str) -> Any:
        found = measure(self, path)
        self.rm_file(path)
        return found

    monkeypatch.setattr(LocalFileSystem, "size", size)
    with pytest.raises(MissingBlobError, match="not in the store"):
        store.get([digest(ONE)])


def test_a_batch_is_one_round_trip(redis_server: RedisServer) -> None:
    store, client = open_blobs(redis_server.url), redis_server.client()
    pictures = {digest(it): it for it in (bytes([number]) * 9 for number in range(20))}
    store.missing(list(pictures))  # it is connected
    reads = "total_reads_processed"  # of the sockets of its clients
    before = int(cast("Any", client.info("stats"))[reads])
    store.missing(list(pictures))
    store.put(pictures)
    assert int(cast("Any", client.info("stats"))[reads]) - before == 3  # and the one that asks
    assert store.missing(list(pictures)) == set()


def test_a_name_from_a_message_does_not_leave_the_folder(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_text("mine")
    store = open_blobs(f"file://{tmp_path}/blobs")
    with pytest.raises(MissingBlobError, match="is no digest"):
        store.get(["../../outside"])
    assert outside.read_text() == "mine"


def test_an_address_that_nothing_knows_is_said() -> None:
    with pytest.raises(PoolError, match="cannot be opened"):
        open_blobs("nonsense://somewhere")


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "blobs").write_text("a file")
    store = open_blobs(f"file://{tmp_path}/blobs")
    with pytest.raises(PoolError, match="failed"):
        store.put({digest(ONE): ONE})


def test_a_redis_that_is_not_there_is_said() -> None:
    store = open_blobs(f"redis://:secret@127.0.0.1:{free_port()}/0")
    with pytest.raises(PoolError, match="cannot be reached") as raised:
        store.missing([digest(ONE)])
    assert "secret" not in raised.value.problem
