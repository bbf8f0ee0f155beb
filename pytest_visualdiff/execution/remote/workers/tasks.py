"""The tasks that workers run: the same pure functions that run here.

Imported by workers only; ``app`` is what Celery's own commands take with ``-A``.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import celery
from celery.exceptions import SoftTimeLimitExceeded, TimeLimitExceeded, WorkerLostError
from celery.signals import (
    celeryd_after_setup,
    worker_process_init,
    worker_ready,
    worker_shutdown,
)

from pytest_visualdiff.detection import Tools
from pytest_visualdiff.detection.inventory import Analysis, analyse
from pytest_visualdiff.errors import ModelError
from pytest_visualdiff.execution import Execution, local
from pytest_visualdiff.execution.remote import configuration
from pytest_visualdiff.execution.remote.addresses import addresses
from pytest_visualdiff.execution.remote.connection import PoolError
from pytest_visualdiff.execution.remote.storage.blobs import BlobStore, MissingBlobError, open_blobs
from pytest_visualdiff.execution.remote.storage.store import (
    DIED,
    MOST_RUNS,
    Answered,
    Entry,
    Note,
    Store,
    took_longer,
)
from pytest_visualdiff.execution.remote.wire.codec import decode
from pytest_visualdiff.execution.remote.wire.documents import (
    ANALYSE,
    COMPARE,
    OF_THE_PICTURES,
    InvalidAnswerError,
    Outcome,
    Question,
    Reading,
    Stamp,
    answer,
    from_wire,
    read_answer,
)
from pytest_visualdiff.execution.remote.wire.events import Event
from pytest_visualdiff.execution.remote.workers.models import own_model
from pytest_visualdiff.execution.remote.workers.presence import Presence, worker_name
from pytest_visualdiff.execution.remote.workers.progress import Progress
from pytest_visualdiff.model import Job

_PLACES = addresses(os.environ)
_SOFT, _HARD = configuration.limits(os.environ)

app = celery.Celery("visualdiff")
app.conf.update(configuration.worker(_PLACES, _SOFT, _HARD))


@dataclass(frozen=True, slots=True)
class _Stores:
    """What a process of a worker is connected to."""

    results: Store
    blobs: BlobStore


@cache
def _stores(process: int) -> _Stores:
    """Return the connections of a process, by its id: a child must not use its parent's."""
    return _Stores(Store(_PLACES.results, patient=True), open_blobs(_PLACES.blobs, patient=True))


if TYPE_CHECKING:  # types that Celery itself does not have
    _Task = celery.Task[..., str]
else:
    _Task = celery.Task


class Task(_Task):
    """What all tasks have in common.

    One that a server kept from its work is tried again, later each time and at no round number, so
    that not all come back at once; what else it raises would be raised again. As often as that it
    may begin in all, as many runs as a task of dying processes has.
    """

    Request = "pytest_visualdiff.execution.remote.workers.watched_request:WatchedRequest"
    autoretry_for = (PoolError,)
    max_retries = MOST_RUNS - 1
    retry_backoff, retry_backoff_max, retry_jitter = 1, 8, True
    # Celery would ask Redis four times for each task; what its tools read is written with ours.
    ignore_result, store_errors_even_if_ignored = True, True

    def on_failure(
        self, exc: Exception, task_id: str, args: Any, kwargs: Mapping[str, object], einfo: object
    ) -> None:
        """Tell the client that a task is given up, and why.

        Celery gives the exception ``exc``, the ``task_id``, the ``args`` and ``kwargs`` of the
        task, and the traceback ``einfo``.
        """
        if isinstance(exc, (TimeLimitExceeded, WorkerLostError)):
            return  # its process was ended, of which `WatchedRequest` tells
        if isinstance(exc, SoftTimeLimitExceeded):
            why = took_longer(_SOFT)
        elif isinstance(exc, PoolError):
            why = exc.problem
        else:
            why = f"it broke in the pool ({type(exc).__name__}: {exc})"
        worker = worker_name(str(self.request.hostname))
        results = Store(_PLACES.results)  # not patient: it failed already
        with suppress(PoolError):
            results.note(task_id, Note("refused", worker, why))
            results.count_failed(str(self.name))
        results.tell(str(kwargs.get("run")), Event("failed", (task_id,), worker))


@app.task(name=COMPARE, bind=True, base=Task)
def compare_reference_with_actual(self: Task, /, run: str, **stamp: object) -> str:
    """Compare two pictures, keep the answer under its key, and return that.

    Where there is none, return in one word why, which the client is told as well.
    """
    return _perform(self, run, stamp, _compare)


@app.task(name=ANALYSE, bind=True, base=Task)
def generate_test_from_screenshot(self: Task, /, run: str, **stamp: object) -> str:
    """Find the elements of a picture with their texts; the rest is as above."""
    return _perform(self, run, stamp, _analyse)


_Work = Callable[[Stamp, BlobStore, Tools, Callable[[str], None]], Outcome]
"""Does what a stamp asks for with the pictures in a store, and says the name of each stage."""


def _compare(
    asked: Stamp, blobs: BlobStore, tools: Tools, enters: Callable[[str], None]
) -> Execution:
    enters("fetch")
    baseline, actual, question = blobs.get([asked.baseline, asked.actual, asked.question])
    return local.run(from_wire(Question, question).job(baseline, actual), tools, enters)


def _analyse(
    asked: Stamp, blobs: BlobStore, tools: Tools, enters: Callable[[str], None]
) -> Analysis:
    enters("fetch")
    picture, question = blobs.get([asked.baseline, asked.question])
    enters("elements")
    asked_for = from_wire(Reading, question)
    return analyse(picture, asked_for.language, tools, model=asked_for.model)


def _perform(task: Task, run: str, stamp: Mapping[str, object], work: _Work) -> str:
    """Do the work of a task, and tell the client and those who listen what came of it."""
    asked = decode(Stamp, stamp)
    results = _stores(os.getpid()).results
    name, worker = str(task.request.id), worker_name(str(task.request.hostname))
    start = time.monotonic()

    def tell(stage: str) -> None:
        entry = _entry(task, name, "PROGRESS", {"stage": stage, "worker": worker})
        results.tell(run, Event("progress", (name,), worker, stage), entry)

    with Progress(tell) as progress:
        outcome = _outcome(
            run,
            task,
            worker,
            asked,
            lambda stamp, blobs, tools: work(stamp, blobs, tools, progress.enter),
        )
    if isinstance(outcome, Note):
        results.note(name, outcome)
        if outcome.state == "missing":
            results.count_failed(asked.task)
        entry = _entry(task, name, "SUCCESS", outcome.state)
        results.tell(run, Event("failed", (name,), worker), entry)
        return outcome.state
    took = time.monotonic() - start
    key = asked.key
    entry = _entry(task, name, "SUCCESS", key)
    results.keep(run, name, Answered(key, outcome, asked.task, worker, took), entry)
    return key


def _entry(task: Task, name: str, state: str, result: object) -> Entry:
    """Return what Celery would keep of a task of that id, by the format of its own messages.

    Other threads do not know the id by themselves.
    """
    done = app.now().isoformat() if state == "SUCCESS" else None
    document = {"status": state, "result": result, "traceback": None, "children": []}
    document |= {"date_done": done, "task_id": name}
    backend: Any = task.backend  # a Redis, which has keys
    return Entry(backend.get_key_for_task(name), json.dumps(document))


def _outcome(
    run: str,
    task: Task,
    worker: str,
    asked: Stamp,
    work: Callable[[Stamp, BlobStore, Tools], Outcome],
) -> bytes | Note:
    """Return the answer to what was asked, or why there is none."""
    stores = _stores(os.getpid())
    mine = Stamp.of(asked.task, asked.baseline, asked.actual, asked.question)
    if asked != mine:
        return Note("skew", worker, _skew(asked, mine))
    name = str(task.request.id)
    entry = _entry(task, name, "STARTED", {"pid": os.getpid(), "hostname": worker})
    begun = stores.results.start(run, name, worker, asked.key, entry)
    if begun.cancelled:
        return Note("cancelled", worker, "the run was cancelled")
    if begun.run > MOST_RUNS:
        return Note("lost", worker, DIED, begun.run)
    if begun.answer:
        if _answers(begun.answer, asked):
            return begun.answer
        stores.results.forget(asked.key)
    try:
        tools = own_model(os.getpid()).tools
        return answer(asked, work(asked, stores.blobs, tools))
    except ModelError as error:
        return Note("refused", worker, f"its workers have no such model ({error.problem})")
    except MissingBlobError as error:
        return Note("missing", worker, str(error))
    except OF_THE_PICTURES as error:
        return answer(asked, error)


def _answers(found: bytes, asked: Stamp) -> bool:
    try:
        read_answer(found, asked)
    except InvalidAnswerError:
        return False
    except OF_THE_PICTURES:
        pass
    return True


def _skew(asked: Stamp, mine: Stamp) -> str:
    if asked.version != mine.version:
        return f"the workers have version {mine.version}, and this is {asked.version}"
    return "the workers have other code of the same version"


@celeryd_after_setup.connect
def _remember(instance: Any, **_: object) -> None:
    """Keep how many processes there will be for `_load`: Celery's options are not in ``conf``."""
    app.conf.worker_concurrency = instance.concurrency


@worker_process_init.connect
def _load(**_: object) -> None:
    """Load what compares before the first task comes, and give each process its share of cores."""
    import cv2
    import numpy as np

    cores, processes = os.cpu_count() or 1, app.conf.worker_concurrency or 1
    cv2.setNumThreads(max(cores // processes, 1))
    light, dark = (cv2.imencode(".png", np.full((64, 64), it, np.uint8))[1] for it in (250, 5))
    local.run(Job(light.tobytes(), dark.tobytes()), own_model(os.getpid()).tools)


_PRESENCE = Presence(_PLACES.results)


@worker_ready.connect
def _come(sender: Any, **_: object) -> None:
    _PRESENCE.begin(str(sender.hostname), sender.controller.concurrency)


@worker_shutdown.connect
def _go(**_: object) -> None:
    _PRESENCE.end()
