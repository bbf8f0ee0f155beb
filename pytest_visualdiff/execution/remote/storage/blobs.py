"""Pictures on their way to the pool, under their SHA-256; gone some time after their last use."""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, NamedTuple, Protocol, cast

from pytest_visualdiff.execution.remote.addresses import is_redis, shown
from pytest_visualdiff.execution.remote.connection import (
    PREFIX,
    Client,
    PoolError,
    connect,
    reaching,
)
from pytest_visualdiff.execution.remote.wire.documents import digest

LARGEST = 64 << 20
"""Bytes; more than any screenshot. Looked at before a blob is read."""

KEPT = 24 * 3600
"""Seconds that a blob is kept after its last use."""

_WHAT = "the store of pictures"
_GONE = f"a picture is not in {_WHAT} any more"
_DIGEST = re.compile(r"[0-9a-f]{64}")
_OURS = re.compile(r"/([0-9a-f]{2})/\1[0-9a-f]{62}(\.[0-9a-f]{32}\.tmp)?$")
"""Names that we give to files; others may lie in the same folder."""


class MissingBlobError(Exception):
    """A blob is not there, or is not what its name says; ``str()`` says which, and why."""


class Purged(NamedTuple):
    """What was deleted: how many, and how many bytes they had."""

    blobs: int
    size: int


class BlobStore(Protocol):
    """Keeps bytes under their digest. Everything can raise `PoolError`."""

    def missing(self, digests: Sequence[str]) -> set[str]:
        """Return which are not there; those that are will be kept for as long as new ones."""
        ...

    def put(self, blobs: Mapping[str, bytes]) -> None:
        """Keep blobs, all in one round trip where the store can do that."""
        ...

    def get(self, digests: Sequence[str]) -> list[bytes]:
        """Return blobs.

        Raises
        ------
        MissingBlobError
            If one is not there, too large, or damaged; a damaged one is deleted.
        """
        ...

    def purge(self) -> Purged:
        """Delete what was not used for too long, where the store does not do so by itself."""
        ...


def open_blobs(url: str, *, patient: bool = False) -> BlobStore:
    """Return the store at a URL.

    Parameters
    ----------
    url : str
        A Redis, or anything that fsspec knows (``file://``, ``s3://``).
    patient : bool, optional
        Try again while a Redis restarts, as workers do.

    Raises
    ------
    PoolError
        If nothing that is installed can open the URL.
    """
    return RedisBlobs(url, patient=patient) if is_redis(url) else FileBlobs(url)


class RedisBlobs:
    """Blobs in a Redis, which deletes them itself when their time has come."""

    def __init__(self, url: str, *, patient: bool = False) -> None:
        self._url = url
        self._redis: Client = connect(url, patient=patient)

    def missing(self, digests: Sequence[str]) -> set[str]:
        """Return which are not there; those that are will be kept for as long as new ones."""
        with reaching(_WHAT, self._url):
            pipeline = self._redis.pipeline(transaction=False)
            for name in digests:
                pipeline.expire(_key(name), KEPT)
            there = pipeline.execute()
        return {name for name, kept in zip(digests, there, strict=True) if not kept}

    def put(self, blobs: Mapping[str, bytes]) -> None:
        """Keep blobs, all in one round trip."""
        if not blobs:
            return
        with reaching(_WHAT, self._url):
            pipeline = self._redis.pipeline(transaction=False)
            for name, data in blobs.items():
                pipeline.set(_key(name), data, ex=KEPT)
            pipeline.execute()

    def get(self, digests: Sequence[str]) -> list[bytes]:
        """Return blobs, once it is known that they are not too large."""
        keys = [_key(name) for name in digests]
        with reaching(_WHAT, self._url):
            pipeline = self._redis.pipeline(transaction=False)
            for key in keys:
                pipeline.strlen(key)
                pipeline.expire(key, KEPT)
            sizes = pipeline.execute()[::2]
            _check_sizes(sizes)
            found = cast("list[bytes | None]", self._redis.mget(keys))
            if wrong := _wrong(digests, found):
                self._redis.delete(*map(_key, wrong))
                raise MissingBlobError(f"a picture in {_WHAT} was damaged")
        return [data for data in found if data is not None]

    def purge(self) -> Purged:
        """Redis deletes them itself."""
        return Purged(0, 0)


class FileBlobs:
    """Blobs as files, in a folder that all can see or in a store of objects."""

    def __init__(self, url: str) -> None:
        self._url = url
        try:
            import fsspec  # type: ignore[import-untyped] # it has no types

            # Others write and delete as well, so no listing may be one of before.
            opened = fsspec.core.url_to_fs(url, use_listings_cache=False)
            self._files, self._root = cast("tuple[Any, str]", opened)
        except (ImportError, ValueError) as error:
            raise PoolError(
                f"{_WHAT} at {shown(url)} cannot be opened ({error})",
                "Install fsspec, and for s3:// and the like what it names; see the documentation.",
            ) from None

    def missing(self, digests: Sequence[str]) -> set[str]:
        """Return which are not there, or will not be much longer: those are written anew."""
        oldest = time.time() - KEPT / 2
        with self._reaching():
            return {name for name in digests if (self._written(name) or 0.0) < oldest}

    def put(self, blobs: Mapping[str, bytes]) -> None:
        """Keep blobs; nobody sees half of one."""
        with self._reaching():
            for name, data in blobs.items():
                path = self._path(name)
                self._files.makedirs(path.rpartition("/")[0], exist_ok=True)
                temporary = f"{path}.{uuid.uuid4().hex}.tmp"
                self._files.pipe_file(temporary, data)
                self._files.mv(temporary, path)

    def get(self, digests: Sequence[str]) -> list[bytes]:
        """Return blobs, once it is known that they are not too large."""
        paths = [self._path(name) for name in digests]
        with self._reaching():
            try:
                _check_sizes([self._files.size(path) for path in paths])
                found = [cast("bytes", self._files.cat_file(path)) for path in paths]
            except FileNotFoundError:
                raise MissingBlobError(_GONE) from None
            if wrong := _wrong(digests, found):
                for name in wrong:
                    self._files.rm_file(self._path(name))
                raise MissingBlobError(f"a picture in {_WHAT} was damaged")
        return found

    def purge(self) -> Purged:
        """Delete what was not used for too long, and of what is ours only."""
        oldest, count, size = time.time() - KEPT, 0, 0
        with self._reaching():
            for path, facts in self._files.find(self._root, detail=True).items():
                if not _OURS.search(path):
                    continue
                with suppress(FileNotFoundError):  # it was written whole, or deleted by others
                    if self._files.modified(path).timestamp() < oldest:
                        self._files.rm_file(path)
                        count, size = count + 1, size + facts["size"]
        return Purged(count, size)

    def _path(self, name: str) -> str:
        if not _DIGEST.fullmatch(name):  # it came with a message, and must not leave the folder
            raise MissingBlobError(f"{name!r} is no digest")
        return f"{self._root}/{name[:2]}/{name}"

    def _written(self, name: str) -> float | None:
        """Return when a blob was written, in seconds since 1970; None if it is not there."""
        try:
            return float(self._files.modified(self._path(name)).timestamp())
        except FileNotFoundError:
            return None

    def _reaching(self) -> _Reaching:
        return _Reaching(self._url)


class _Reaching:
    """Turns what file systems raise into a `PoolError`."""

    def __init__(self, url: str) -> None:
        self._url = url

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, _: object) -> None:
        if isinstance(error, OSError):
            raise PoolError(
                f"{_WHAT} at {shown(self._url)} failed ({error.strerror or error})",
                "Check that it is there, and can be written.",
            ) from None


def _key(name: str) -> str:
    return f"{PREFIX}blob:{name}"


def _check_sizes(sizes: Sequence[int]) -> None:
    for size in sizes:
        if size == 0:
            raise MissingBlobError(_GONE)
        if size > LARGEST:
            raise MissingBlobError(f"a picture in {_WHAT} has {size:,} bytes, above {LARGEST:,}")


def _wrong(digests: Sequence[str], found: Sequence[bytes | None]) -> list[str]:
    """Return the names of those whose bytes are not what the name says."""
    return [name for name, it in zip(digests, found, strict=True) if digest(it or b"") != name]
