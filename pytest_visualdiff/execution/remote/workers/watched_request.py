"""A task as the worker's main process sees it: that one lives on where a child dies."""

from __future__ import annotations

import os
from typing import Any

from billiard.exceptions import WorkerLostError
from celery.utils.log import get_task_logger
from celery.worker.request import Request

from pytest_visualdiff.execution.remote.addresses import addresses
from pytest_visualdiff.execution.remote.connection import PoolError
from pytest_visualdiff.execution.remote.storage.store import DIED, Note, State, Store, took_longer
from pytest_visualdiff.execution.remote.wire.events import Event
from pytest_visualdiff.execution.remote.workers.presence import worker_name

_log = get_task_logger(__name__)


class WatchedRequest(Request):
    """Tells the client what the task itself cannot tell any more."""

    def on_timeout(self, soft: bool, timeout: float) -> None:
        """Report a task that was killed after ``timeout`` seconds, unless ``soft`` is true."""
        super().on_timeout(soft, timeout)
        if not soft:
            self._tell("refused", took_longer(timeout))

    def on_failure(self, exc_info: Any, *arguments: Any, **options: Any) -> None:
        """Tell of a task whose process died."""
        super().on_failure(exc_info, *arguments, **options)
        wrapped = exc_info.exception
        if isinstance(getattr(wrapped, "exc", wrapped), WorkerLostError):
            self._tell("lost", DIED)

    def _tell(self, state: State, why: str) -> None:
        try:  # all tasks of the worker wait meanwhile, so this does not try again
            results = Store(addresses(os.environ).results)
            worker = worker_name(str(self.hostname))
            results.note(self.id, Note(state, worker, why, results.runs(self.id)))
            results.count_failed(str(self.name))
            results.tell(str(self.kwargs.get("run")), Event("failed", (str(self.id),), worker))
        except PoolError as error:
            _log.warning("could not tell the client of %s: %s", self.id, error.problem)
