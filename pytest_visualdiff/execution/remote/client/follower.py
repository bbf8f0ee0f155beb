"""A run as it goes on in the pool, followed from a thread for whoever watches the terminal."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from threading import Event as Flag
from threading import Thread
from time import monotonic
from typing import Any

from pytest_visualdiff.execution.remote.connection import PoolError, connect, reaching
from pytest_visualdiff.execution.remote.storage.store import Store
from pytest_visualdiff.execution.remote.wire.events import Tally, channel, from_wire

_EVERY = 0.25
"""Seconds between two lines: nobody reads faster."""

_LOOKS_FOR_WORKERS_EVERY = 2.0
"""Seconds between two counts of the workers."""

_AGAIN = 2.0
"""Seconds after which a server that went away is asked again."""

_LAST_WORD = 0.5
"""Seconds that the end of the run waits for the thread; a server may be frozen."""


class Follower:
    """Listens to what the processes of a run and its workers tell of it.

    Parameters
    ----------
    results : str
        The Redis over which they tell it.
    run : str
    show : callable
        Given a line, from the thread, several times in a second.
    """

    def __init__(self, results: str, run: str, show: Callable[[str], None]) -> None:
        self._url = results
        self._run = run
        self._show = show
        self._tally = Tally()
        self._over = Flag()
        self._thread = Thread(target=self._follow, name="visualdiff-live", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Show nothing more."""
        self._over.set()
        self._thread.join(_LAST_WORD)

    def _follow(self) -> None:
        while not self._over.is_set():
            with suppress(PoolError):
                self._listen()
            self._show_line(None)
            self._over.wait(_AGAIN)

    def _listen(self) -> None:
        """Follow the run until it is over, or the server does not answer any more."""
        with reaching("the store of results", self._url):
            redis: Any = connect(self._url)  # its pubsub has no types
            events = redis.pubsub(ignore_subscribe_messages=True)
            events.subscribe(channel(self._run))
            store, looked = Store(self._url), 0.0
            while not self._over.is_set():
                if monotonic() - looked > _LOOKS_FOR_WORKERS_EVERY:
                    workers, looked = len(store.workers()), monotonic()
                end = monotonic() + _EVERY
                while (left := end - monotonic()) > 0 and not self._over.is_set():
                    self._hear(events.get_message(timeout=left))
                self._show_line(workers)
            events.close()

    def _hear(self, message: dict[str, object] | None) -> None:
        data = message and message["data"]
        if isinstance(data, bytes) and (event := from_wire(data)):
            self._tally.hear(event)

    def _show_line(self, workers: int | None) -> None:
        if not self._over.is_set():
            self._show(self._tally.line(workers))
