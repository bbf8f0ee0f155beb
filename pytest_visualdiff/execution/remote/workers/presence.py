"""The heartbeat of a worker, so that no client waits for one that is gone."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from threading import Event, Thread

import celery

from pytest_visualdiff.execution.remote.connection import PoolError
from pytest_visualdiff.execution.remote.storage.store import PRESENT_FOR, Store, Worker
from pytest_visualdiff.execution.remote.wire.identity import model, version

_EVERY = PRESENT_FOR / 5
"""Seconds; some of them may be late, where all cores are busy."""


_LAST_WORD = 2.0
"""Seconds that an ending worker takes to say so; without that it is missed some seconds later."""


_START = os.urandom(3).hex()


def worker_name(host: str) -> str:
    """Return what a worker is called: one that was started again is another one."""
    return f"{host}/{_START}"


class Presence:
    """Speaks from a thread: the pool ``solo`` works in the main one."""

    def __init__(self, results: str) -> None:
        self._results = results
        self._ended = Event()
        self._thread: Thread | None = None

    def begin(self, host: str, processes: int) -> None:
        """Report this worker, on the machine ``host``, with so many ``processes``, until `end`."""
        worker = Worker(
            worker_name(host),
            version(),
            model(),
            celery.__version__,
            processes,
            bool(shutil.which("tesseract")),
        )
        self._thread = Thread(target=self._speak, args=(worker,), daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Report it as ended."""
        self._ended.set()
        if self._thread:
            self._thread.join(_LAST_WORD)

    def _speak(self, worker: Worker) -> None:
        store = Store(self._results)
        while True:
            with suppress(PoolError):  # the worker waits for Redis as well
                store.present(worker)
            if self._ended.wait(_EVERY):
                break
        with suppress(PoolError):  # it is forgotten soon
            store.gone(worker.name)
