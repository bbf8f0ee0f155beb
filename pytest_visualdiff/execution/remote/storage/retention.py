"""What is kept for the pool in Redis, and what there is that Redis does not delete by itself."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Any, NamedTuple, cast

from pytest_visualdiff.execution.remote.addresses import is_redis
from pytest_visualdiff.execution.remote.configuration import (
    ANALYSE_QUEUE,
    COMPARE_QUEUE,
    KEY_PREFIX,
)
from pytest_visualdiff.execution.remote.connection import PREFIX, connect, reaching

_AT_ONCE = 1000
"""Keys, or messages, that are examined in one round trip."""

_KINDS: Mapping[str, tuple[str, ...]] = {
    "pictures": (f"{PREFIX}blob:",),
    "results": (f"{PREFIX}answer:",),
    # What became of tasks, of runs, and of all tasks of a day.
    "entries of history": (
        *(f"{PREFIX}{it}:" for it in ("record", "note", "runs", "cancelled", "client")),
        f"{KEY_PREFIX}celery-task-meta-",
    ),
}


class Kept(NamedTuple):
    """How many entries there are, and how many bytes of memory they take."""

    entries: int
    size: int


class Deleted(NamedTuple):
    """How many keys a Redis deleted since it was started: by their age, and for want of room."""

    expired: int
    evicted: int


def kept(url: str) -> dict[str, Kept]:
    """Return what a Redis keeps for the pool: by kind.

    To look at a key whose time has come deletes it, so this frees what Redis did not get to yet.

    Raises
    ------
    PoolError
    """
    counts: dict[str, int] = defaultdict(int)
    sizes: dict[str, int] = defaultdict(int)
    with reaching("the Redis", url):
        redis: Any = connect(url)  # what it finds has no types
        cursor = -1
        while cursor:
            cursor, keys = redis.scan(max(cursor, 0), match="visualdiff:*", count=_AT_ONCE)
            found = [(kind, key) for key in keys if (kind := _kind(key.decode()))]
            pipeline = redis.pipeline(transaction=False)
            for _, key in found:
                pipeline.memory_usage(key)
            for (kind, _), size in zip(found, pipeline.execute(), strict=True):
                if size is not None:  # it is still there
                    counts[kind] += 1
                    sizes[kind] += size
    return {kind: Kept(counts[kind], sizes[kind]) for kind in _KINDS}


def _kind(key: str) -> str:
    return next((kind for kind, starts in _KINDS.items() if key.startswith(starts)), "")


def deleted(url: str) -> Deleted:
    """Return what a Redis deleted by itself, whoever's it was.

    Raises
    ------
    PoolError
    """
    with reaching("the Redis", url):
        told = cast("dict[str, int]", connect(url).info("stats"))
    return Deleted(told["expired_keys"], told["evicted_keys"])


def purge_messages(broker: str) -> int:
    """Delete messages that expired before a worker took them, and return how many there were.

    Workers throw them away when they come to them; where there is no worker, nobody does. RabbitMQ
    lets nobody delete single messages, so there they wait for a worker.

    Raises
    ------
    PoolError
    """
    if not is_redis(broker):
        return 0
    count, now = 0, datetime.now(timezone.utc)
    with reaching("the broker", broker):
        redis: Any = connect(broker)
        for queue in (COMPARE_QUEUE, ANALYSE_QUEUE):
            name = f"{KEY_PREFIX}{queue}"
            expired = []
            for first in range(0, redis.llen(name), _AT_ONCE):
                messages = redis.lrange(name, first, first + _AT_ONCE - 1)
                expired += [it for it in messages if _is_expired(it, now)]
            for message in expired:  # one by one, as others take and send messages meanwhile
                count += redis.lrem(name, 1, message)
    return count


def _is_expired(message: bytes, now: datetime) -> bool:
    """Return whether a message of Celery expired; what is none is left to the workers."""
    try:
        return datetime.fromisoformat(json.loads(message)["headers"]["expires"]) < now
    except (ValueError, KeyError, TypeError):
        return False
