"""Pictures in the store: under their digest, whole, and for as long as they are used."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from pytest_visualdiff.execution.remote import blobs
from pytest_visualdiff.execution.remote.blobs import BlobStore, MissingBlobError, open_blobs
from pytest_visualdiff.execution.remote.connection import PREFIX, PoolError
from pytest_visualdiff.execution.remote.documents import digest
from tests.execution.remote.servers import RedisServer, free_port

ONE, TWO = b"one picture", b"another picture"


@pytest.fixture(params=["redis", "file"])
def store(request: pytest.FixtureRequest, redis_server: RedisServer, tmp_path: Path) -> BlobStore:
    if request.param == "file":
        return open_blobs(f"file://{tmp_path}/blobs")
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
