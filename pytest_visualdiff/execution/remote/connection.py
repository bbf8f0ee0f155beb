"""Connections to Redis whose every wait has an end, and what went wrong in words for users."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeAlias

import redis
from redis import exceptions
from redis.backoff import EqualJitterBackoff, NoBackoff
from redis.retry import Retry

from pytest_visualdiff.errors import VisualDiffError
from pytest_visualdiff.execution.remote.addresses import shown

Client: TypeAlias = redis.Redis

PREFIX = "visualdiff:v1:"
"""What the name of every key begins with that is not Celery's."""

_ANSWERS_WITHIN = 4.0
"""Seconds that a client waits for an answer; it asks twice, so a frozen Redis costs eight, once."""

_CONNECTS_WITHIN = 2.0
"""Seconds that a client waits for a connection."""

_WORKER_TRIES = 8
"""A worker has nothing else to do: it tries again while Redis restarts, later each time."""

_FIRST_PAUSE = 0.1
"""Seconds before a worker's second attempt, roughly: jitter spreads the workers."""

_LONGEST_PAUSE = 2.0
"""Most seconds between two attempts of a worker."""


class PoolError(Exception):
    """The pool did not do what was asked of it.

    Attributes
    ----------
    problem : str
        What happened, as half a sentence: it stands behind ``local:`` where a comparison was made
        here for that reason.
    remedy : str
        What the reader can do about it.
    """

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem, remedy)
        self.problem = problem
        self.remedy = remedy

    def told(self, before: str = "") -> VisualDiffError:
        """Return the error that users of a command are told, with what it kept from being done."""
        sentence = f"{before}{self.problem}."
        return VisualDiffError(sentence[0].upper() + sentence[1:], self.remedy)


def connect(url: str, *, patient: bool = False, within: float = _ANSWERS_WITHIN) -> Client:
    """Return a client of the Redis at a URL; it connects when it is first used.

    Parameters
    ----------
    url : str
    patient : bool, optional
        Try again, with longer and longer pauses, as workers do.
    within : float, optional
        Seconds to wait for each answer.
    """
    if patient:
        retry = Retry(EqualJitterBackoff(_LONGEST_PAUSE, _FIRST_PAUSE), _WORKER_TRIES)
    else:  # redis-py tries again on its own accord unless told not to
        retry = Retry(NoBackoff(), 0)
    return redis.Redis.from_url(
        url, socket_timeout=within, socket_connect_timeout=_CONNECTS_WITHIN, retry=retry
    )


@contextmanager
def reaching(what: str, url: str) -> Iterator[None]:
    """Turn what Redis's client raises into a `PoolError` that names the server.

    Parameters
    ----------
    what : str
        What the server is to the reader, as in "the store of results".
    url : str
        Where it is; its password is not shown.

    Raises
    ------
    PoolError
    """
    where = f"{what} at {shown(url)}"
    try:
        yield
    except exceptions.TimeoutError:
        raise PoolError(
            f"{where} does not answer", "Look whether it is overloaded or stopped."
        ) from None
    except exceptions.AuthenticationError as error:
        raise PoolError(
            f"{where} refused the password ({error})", "Put user and password into its URL."
        ) from None
    except exceptions.ConnectionError:
        raise PoolError(f"{where} cannot be reached", "Start it, or correct its address.") from None
    except exceptions.OutOfMemoryError:
        raise PoolError(
            f"{where} is full",
            "Raise its maxmemory, or let it evict: maxmemory-policy allkeys-lru.",
        ) from None
    except (exceptions.RedisError, OSError) as error:
        raise PoolError(f"{where} failed ({error})", "Look into its log.") from None
