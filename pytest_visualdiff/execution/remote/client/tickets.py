"""What is asked of the pool: a task, and the future of whoever waits for it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from typing import Any

from pytest_visualdiff.errors import VisualDiffError
from pytest_visualdiff.execution.remote.client.publisher import Message
from pytest_visualdiff.execution.remote.configuration import ANALYSE_QUEUE, COMPARE_QUEUE
from pytest_visualdiff.execution.remote.storage.store import Note
from pytest_visualdiff.execution.remote.wire.documents import (
    ANALYSE,
    COMPARE,
    Outcome,
    Question,
    Reading,
    Stamp,
    digest,
    to_wire,
)
from pytest_visualdiff.model import Job


@dataclass(slots=True, eq=False)
class Ticket:
    """What is asked of the pool: a task, and what makes its pictures and the question of it.

    Once it is prepared it has the ``stamp`` and ``key`` of the answer and its ``blobs``. ``note``
    is the last word of a worker on it, and ``noted`` the document that it was read from.
    """

    task_name: str
    parts: Callable[[], tuple[bytes, bytes, bytes]]
    future: Future[Any] = field(default_factory=Future)
    task: str = field(default_factory=lambda: uuid.uuid4().hex)
    stamp: Stamp | None = None
    key: str = ""
    blobs: dict[str, bytes] = field(default_factory=dict)
    first_sent: float = 0.0
    sent: float = 0.0
    note: Note | None = None
    noted: bytes | None = None
    missed: bool = False

    def prepare(self) -> Stamp:
        """Take the digests of what is asked."""
        if self.stamp is None:
            parts = self.parts()
            names = [digest(part) if part else "" for part in parts]
            self.blobs = {name: part for name, part in zip(names, parts, strict=True) if part}
            self.stamp = Stamp.of(self.task_name, *names)
            self.key = self.stamp.key  # asked for many times a second
        return self.stamp

    def message(self, run: str) -> Message:
        """Return what is sent to the workers, for a run of pytest."""
        arguments = {"run": run, **asdict(self.prepare())}
        queue = COMPARE_QUEUE if self.task_name == COMPARE else ANALYSE_QUEUE
        return Message(self.task, self.task_name, queue, arguments)

    def resolve(self, outcome: Outcome | Exception) -> None:
        """Give whoever waits what came of it, unless the wait was ended before."""
        with suppress(InvalidStateError):
            if isinstance(outcome, Exception):
                self.future.set_exception(outcome)
            else:
                self.future.set_result(outcome)


def comparison(job: Job) -> Ticket:
    """Return what asks for a comparison."""
    return Ticket(COMPARE, lambda: (job.baseline, job.actual, to_wire(Question.of(job))))


def analysis(png: bytes, language: str, model: str) -> Ticket:
    """Ask for the elements that ``model`` finds in ``png``, with texts in ``language``."""
    return Ticket(ANALYSE, lambda: (png, b"", to_wire(Reading(language, model))))


def poison(note: Note) -> VisualDiffError:
    """Return the error of a task with which one process after the other died."""
    return VisualDiffError(
        f"The process that compared it died {note.run} times, the last one in {note.worker}.",
        "Look into the worker's log, and compare the pictures apart: visualdiff compare A B.",
    )
