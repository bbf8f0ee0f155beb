"""The tasks that workers run: the same pure functions that run here.

Imported by workers only; ``app`` is what Celery's own commands take with ``-A``.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import celery
from celery.exceptions import SoftTimeLimitExceeded
from celery.signals import worker_process_init, worker_ready, worker_shutdown

from pytest_visualdiff.comparison.inventory import Analysis, analyse
from pytest_visualdiff.errors import ModelError
from pytest_visualdiff.execution import Execution, local
from pytest_visualdiff.execution.remote import configuration
from pytest_visualdiff.execution.remote.addresses import addresses
from pytest_visualdiff.execution.remote.blobs import BlobStore, MissingBlobError, open_blobs
from pytest_visualdiff.execution.remote.codec import decode
from pytest_visualdiff.execution.remote.connection import PoolError
from pytest_visualdiff.execution.remote.documents import (
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
from pytest_visualdiff.execution.remote.models import own_model
from pytest_visualdiff.execution.remote.presence import Presence, worker_name
from pytest_visualdiff.execution.remote.store import DIED, MOST_RUNS, Note, Store, took_longer
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
    """What all tasks have in common."""

    Request = "pytest_visualdiff.execution.remote.watching:WatchedRequest"


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


def _compare(asked: Stamp, blobs: BlobStore) -> Execution:
    baseline, actual, question = blobs.get([asked.baseline, asked.actual, asked.question])
    return local.run(from_wire(Question, question).job(baseline, actual))


def _analyse(asked: Stamp, blobs: BlobStore) -> Analysis:
    picture, question = blobs.get([asked.baseline, asked.question])
    asked_for = from_wire(Reading, question)
    return analyse(picture, asked_for.language, model=asked_for.model)


def _perform(
    task: Task, run: str, stamp: Mapping[str, object], work: Callable[[Stamp, BlobStore], Outcome]
) -> str:
    """Do the work of a task, and tell the client what came of it."""
    asked = decode(Stamp, stamp)
    results = _stores(os.getpid()).results
    name, worker = str(task.request.id), worker_name(str(task.request.hostname))
    start = time.monotonic()
    try:
        outcome = _outcome(run, name, worker, asked, work)
    except PoolError:
        raise
    except Exception as error:
        why = f"it broke in the pool ({type(error).__name__}: {error})"
        results.note(name, Note("refused", worker, why))
        results.count(asked.task, None)
        raise
    if isinstance(outcome, Note):
        results.note(name, outcome)
        if outcome.state in ("refused", "missing"):
            results.count(asked.task, None)
        return outcome.state
    results.keep(asked.key, outcome)
    results.count(asked.task, time.monotonic() - start)
    return asked.key


def _outcome(
    run: str, task: str, worker: str, asked: Stamp, work: Callable[[Stamp, BlobStore], Outcome]
) -> bytes | Note:
    """Return the answer to what was asked, or why there is none."""
    stores = _stores(os.getpid())
    mine = Stamp.of(asked.task, asked.baseline, asked.actual, asked.question)
    if asked != mine:
        return Note("skew", worker, _skew(asked, mine))
    begun = stores.results.start(run, task, worker, asked.key)
    if begun.cancelled:
        return Note("cancelled", worker, "the run was cancelled")
    if begun.run > MOST_RUNS:
        return Note("lost", worker, DIED, begun.run)
    if begun.answer and _answers(begun.answer, asked):
        return begun.answer
    try:
        own_model(os.getpid())
        return answer(asked, work(asked, stores.blobs))
    except ModelError as error:
        return Note("refused", worker, f"{error.problem} {error.remedy}")
    except MissingBlobError as error:
        return Note("missing", worker, str(error))
    except SoftTimeLimitExceeded:
        return Note("refused", worker, took_longer(_SOFT))
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


@worker_process_init.connect
def _load(**_: object) -> None:
    """Load what compares before the first task comes, and give each process its share of cores."""
    import cv2
    import numpy as np

    cores, processes = os.cpu_count() or 1, app.conf.worker_concurrency or 1
    cv2.setNumThreads(max(cores // processes, 1))
    light, dark = (cv2.imencode(".png", np.full((64, 64), it, np.uint8))[1] for it in (250, 5))
    local.run(Job(light.tobytes(), dark.tobytes()))


_PRESENCE = Presence(_PLACES.results)


@worker_ready.connect
def _come(sender: Any, **_: object) -> None:
    _PRESENCE.begin(str(sender.hostname), sender.controller.concurrency)


@worker_shutdown.connect
def _go(**_: object) -> None:
    _PRESENCE.end()
