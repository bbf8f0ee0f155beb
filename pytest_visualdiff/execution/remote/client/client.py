"""The client of the pool: one thread in each process sends, looks for answers, and never hangs.

Nothing in here waits without an end: every answer of a server is awaited for seconds, and a task
for as long as its user allows.
"""

from __future__ import annotations

import math
import time
import uuid
from collections import deque
from collections.abc import Sequence
from concurrent import futures
from concurrent.futures import Future
from contextlib import suppress
from threading import Condition, Thread
from typing import Any, NamedTuple, TypeVar

from pytest_visualdiff.detection.inventory import Analysis
from pytest_visualdiff.errors import VisualDiffError
from pytest_visualdiff.execution import Execution
from pytest_visualdiff.execution.remote.addresses import Addresses
from pytest_visualdiff.execution.remote.client.publisher import Publisher
from pytest_visualdiff.execution.remote.client.tickets import Ticket, analysis, comparison, poison
from pytest_visualdiff.execution.remote.connection import PoolError
from pytest_visualdiff.execution.remote.storage.blobs import open_blobs
from pytest_visualdiff.execution.remote.storage.store import MOST_RUNS, Note, Store, read_note
from pytest_visualdiff.execution.remote.wire.documents import (
    InvalidAnswerError,
    Outcome,
    read_answer,
)
from pytest_visualdiff.execution.remote.wire.events import Event, State
from pytest_visualdiff.execution.remote.wire.identity import model, version
from pytest_visualdiff.model import Job

_Found = TypeVar("_Found")

_MOST_FAILURES = 2
"""After so many the pool is left alone for the rest of the run."""

_FIRST_PAUSE = 0.01
"""Seconds between two looks for answers at first, and the least there are."""

_LONGEST_PAUSE = 0.25
"""Most seconds between two looks for answers."""

_GROWTH = 1.3
"""Factor of the pause while there are no answers; it is halved after one. So there are two or three
looks for each answer, however fast they come."""

_AFTER_FAILURE = 1.5
"""Seconds before the second attempt: a Redis that is started again is there by then."""

_LOOKS_FOR_WORKERS_EVERY = 2.0
"""Seconds between two looks for workers, while there is none."""

_WORKERS_COME_WITHIN = 8.0
"""Seconds without a worker after which nobody waits for one; they report every three."""

_STUCK_AFTER = 30.0
"""Seconds without a turn of the thread: a library in it waits for ever. It should take eight."""

_WATCHED_EVERY = 1.0
"""Seconds between two looks at whether the thread still turns."""

_PATIENCE = 5
"""A task expires after so many times the time that is allowed without a sign of the pool."""

_LAST_WORD = 1.0
"""Seconds that cancelling, and the end of the thread, may take when a run is interrupted."""


class Bounds(NamedTuple):
    """How many tasks may be under way, and seconds to wait without a sign of the pool."""

    inflight: int
    timeout: float


class Client:
    """Asks the pool; one in each process.

    Parameters
    ----------
    places : Addresses
    run : str
        The run of pytest, by which its tasks can be cancelled.
    bounds : Bounds
    """

    def __init__(self, places: Addresses, run: str, bounds: Bounds) -> None:
        self._places = places
        self._run = run
        self._id = uuid.uuid4().hex
        self._bounds = bounds
        self._wake = Condition()
        self._waiting: deque[Ticket] = deque()
        self._out: list[Ticket] = []
        self._batch: list[Ticket] = []
        self._closed = False
        self._broken: PoolError | None = None
        self._thread: Thread | None = None
        self._failures = 0
        self._sign = self._saw_workers = self._looked_for_workers = time.monotonic()
        self._turned = time.monotonic()
        self._pause = _FIRST_PAUSE
        self._over: dict[str, State] = {}

    def submit(self, job: Job) -> Future[Execution]:
        """Ask for a comparison; nothing is sent yet when this returns.

        The future ends in any case. It raises `PoolError` if the pool did not do it, and a
        `VisualDiffError` where no other computer would do it either.
        """
        return self._ask(comparison(job))

    def analyse(self, png: bytes, language: str, model: str = "auto") -> Future[Analysis]:
        """Ask for the elements of a picture and their texts, as `submit` does for a comparison.

        Parameters
        ----------
        png : bytes
        language : str
            What text is read in, by tesseract's names.
        model : str, optional
            What finds the elements, as in `Settings`.
        """
        return self._ask(analysis(png, language, model))

    def _ask(self, ticket: Ticket) -> Future[Any]:
        with self._wake:
            if self._broken:
                ticket.future.set_exception(self._broken)
                return ticket.future
            if self._thread is None:
                self._turned = time.monotonic()
                self._thread = Thread(target=self._work, name="visualdiff-remote", daemon=True)
                self._thread.start()
            self._waiting.append(ticket)
            self._wake.notify()
        return ticket.future

    def wait(self, future: Future[_Found], timeout: float | None = None) -> _Found:
        """Return what a future leads to that waits for this client, also if its thread is stuck.

        Parameters
        ----------
        future : Future
        timeout : float, optional
            Seconds after which ``concurrent.futures.TimeoutError`` is raised.
        """
        end = time.monotonic() + (math.inf if timeout is None else timeout)
        while True:
            try:
                return future.result(max(min(_WATCHED_EVERY, end - time.monotonic()), 0))
            except futures.TimeoutError:
                if time.monotonic() >= end:
                    raise
                self._watch()

    def _watch(self) -> None:
        with self._wake:
            asked = self._out or self._waiting or self._batch
        if asked and time.monotonic() - self._turned > _STUCK_AFTER:
            self._give_up(
                PoolError("the pool's servers do not answer", "Look into the logs of its servers.")
            )

    def close(self) -> None:
        """Cancel what is under way, in one call that does not take long, and end the thread."""
        with self._wake:
            self._closed = True
            names = [ticket.task for ticket in (*self._out, *self._waiting)]
            self._wake.notify()
        if self._thread is None:
            return
        end = time.monotonic() + _LAST_WORD
        if names:
            with suppress(PoolError):  # they expire anyway
                Store(self._places.results, within=_LAST_WORD).cancel(names)
        # If it waits for a server that does not answer, it ends with the process.
        self._thread.join(max(end - time.monotonic(), 0))

    def _work(self) -> None:
        try:
            self._store = Store(self._places.results)
            self._blobs = open_blobs(self._places.blobs)
            self._publisher = Publisher(self._places)
            while self._await_work():
                self._turn()
            self._publisher.close()
        except PoolError as error:
            self._give_up(error)
        except Exception as error:  # whatever it is, no test waits for ever
            self._give_up(
                PoolError(
                    f"the client of the pool broke ({type(error).__name__}: {error})",
                    "This is no fault of the test. Please report it.",
                )
            )

    def _await_work(self) -> bool:
        """Wait until there is something to do; return False when there will be nothing more."""
        with self._wake:
            if not self._waiting and not self._out:
                self._wake.wait_for(lambda: self._closed or self._waiting)
                self._pause = _FIRST_PAUSE
                self._sign = self._saw_workers = time.monotonic()
            elif not self._closed:
                self._wake.wait(self._pause)
                self._pause = min(self._pause * _GROWTH, _LONGEST_PAUSE)
            self._turned = time.monotonic()
            return not self._is_over()

    def _is_over(self) -> bool:
        return self._closed or self._broken is not None

    def _turn(self) -> None:
        """Send what there is room for, and look for answers."""
        with self._wake:
            room = max(self._bounds.inflight - len(self._out), 0)
            batch = [self._waiting.popleft() for _ in range(min(room, len(self._waiting)))]
            self._batch = batch
        try:
            if batch:
                self._send(batch)
            if self._out:
                self._look()
        except PoolError as error:
            with self._wake:
                unsent = [it for it in batch if it not in self._out and not it.future.done()]
                self._waiting.extendleft(reversed(unsent))
            self._failed(error)
            with self._wake:
                self._wake.wait_for(self._is_over, _AFTER_FAILURE)
        finally:
            with self._wake:
                self._batch = []
            if self._broken:
                for ticket in batch:
                    ticket.resolve(self._broken)
            self._tell()

    def _send(self, batch: Sequence[Ticket]) -> None:
        """Send tasks, unless their answers are there already, with the pictures that are not."""
        for ticket in batch:
            ticket.prepare()
        found = self._store.look(self._id, [it.key for it in batch], [it.task for it in batch])
        for ticket, answer in zip(batch, found.answers, strict=True):
            if answer is not None:
                self._settle(ticket, answer)
        left = [ticket for ticket in batch if not ticket.future.done()]
        if not left or self._broken:
            return
        blobs = {name: data for ticket in left for name, data in ticket.blobs.items()}
        missing = self._blobs.missing(list(blobs))
        self._blobs.put({name: blobs[name] for name in missing})
        if not self._store.begin(self._id, [ticket.task for ticket in left]):
            for ticket in list(self._out):  # the store was emptied since they were sent
                self._again(ticket)
        self._store.tell(self._run, Event("queued", tuple(it.task for it in left)))
        self._publisher.publish(
            (it.message(self._run) for it in left), _PATIENCE * self._bounds.timeout
        )
        now = time.monotonic()
        for ticket in left:
            ticket.sent, ticket.first_sent = now, ticket.first_sent or now
            ticket.note = ticket.noted = None
        with self._wake:
            self._out += left
        self._pause = _FIRST_PAUSE

    def _look(self) -> None:
        """Look for answers and notes, and whether anybody is there to write them."""
        out = list(self._out)
        found = self._store.look(self._id, [it.key for it in out], [it.task for it in out])
        for ticket, answer, noted in zip(out, found.answers, found.notes, strict=True):
            if answer is not None:
                self._settle(ticket, answer)
            elif not found.whole:  # the store was emptied, and perhaps the queues with it
                self._again(ticket)
            elif noted != ticket.noted:
                ticket.noted = noted
                if note := noted and read_note(noted):
                    ticket.note = note
                    self._hear(ticket, note)
        now = time.monotonic()
        if now - self._looked_for_workers > _LOOKS_FOR_WORKERS_EVERY:
            self._looked_for_workers = now
            self._look_for_workers(now)
        for ticket in list(self._out):
            silent = now - max(ticket.sent, self._sign) > self._bounds.timeout
            if silent or now - ticket.first_sent > _PATIENCE * self._bounds.timeout:
                self._fail(
                    ticket,
                    PoolError(
                        "the pool did not answer in time",
                        "Start more workers, or give them longer with --visual-remote-timeout.",
                    ),
                )

    def _hear(self, ticket: Ticket, note: Note) -> None:
        """Do what the note of a worker asks for."""
        self._heard()
        if note.state == "lost" and note.run < MOST_RUNS:
            self._again(ticket)
        elif note.state == "lost":
            self._end(ticket, poison(note))
        elif note.state == "missing" and not ticket.missed:
            ticket.missed = True
            self._again(ticket)
        elif note.state == "cancelled":
            self._end(ticket, VisualDiffError("The run was cancelled.", "Start it anew."))
        elif note.state == "refused":  # it says nothing of the pool
            self._end(ticket, PoolError(note.why, f"The log of the worker {note.worker} has more."))
        elif note.state in ("skew", "missing"):
            self._fail(ticket, PoolError(note.why, "Install the same version everywhere."))

    def _look_for_workers(self, now: float) -> None:
        workers = self._store.workers()
        fitting = {it.name for it in workers if (it.version, it.model) == (version(), model())}
        if fitting:
            self._saw_workers = now
            for ticket in list(self._out):
                if ticket.note and ticket.note.worker not in fitting:  # it died with its task
                    self._again(ticket)
        elif now - self._saw_workers > _WORKERS_COME_WITHIN:
            why = "the workers have other code" if workers else "no worker is there"
            raise _PoolGoneError(
                why, "Start one: visualdiff worker. It has to be of the same version."
            )

    def _settle(self, ticket: Ticket, answer: bytes) -> None:
        """Give an answer to whoever waits for it, if it is one."""
        stamp = ticket.prepare()
        try:
            outcome = read_answer(answer, stamp)
        except InvalidAnswerError as error:
            self._store.forget(stamp.key)
            self._fail(ticket, PoolError(str(error), "Look who else writes to that Redis."))
            return
        except VisualDiffError as error:
            self._end(ticket, error)
        else:
            self._end(ticket, outcome)
        self._failures = 0
        self._heard()

    def _heard(self) -> None:
        """Take a sign of the pool; the next one may come soon after it."""
        self._sign = time.monotonic()
        self._pause = max(self._pause / 2, _FIRST_PAUSE)

    def _again(self, ticket: Ticket) -> None:
        with self._wake:
            self._out.remove(ticket)
            self._waiting.appendleft(ticket)

    def _fail(self, ticket: Ticket, error: PoolError) -> None:
        """End a ticket for a reason that may befall the next one as well."""
        self._end(ticket, error)
        self._failed(error)

    def _end(self, ticket: Ticket, outcome: Outcome | Exception) -> None:
        with self._wake:
            if ticket in self._out:
                self._out.remove(ticket)
        self._over[ticket.task] = "failed" if isinstance(outcome, PoolError) else "done"
        ticket.resolve(outcome)

    def _tell(self) -> None:
        """Tell those who listen what is over, unless the servers do not answer."""
        over, self._over = self._over, {}
        if self._broken and not isinstance(self._broken, _PoolGoneError):
            return
        for state in dict.fromkeys(over.values()):
            tasks = tuple(task for task, ended in over.items() if ended == state)
            self._store.tell(self._run, Event(state, tasks))

    def _failed(self, error: PoolError) -> None:
        self._failures += 1
        if self._failures >= _MOST_FAILURES or isinstance(error, _PoolGoneError):
            self._give_up(error)

    def _give_up(self, error: PoolError) -> None:
        """Ask the pool for nothing more in this run."""
        with self._wake:
            self._broken = error
            left = [*self._out, *self._waiting, *self._batch]
            self._out.clear()
            self._waiting.clear()
        for ticket in left:
            self._over[ticket.task] = "failed"
            ticket.resolve(error)


class _PoolGoneError(PoolError):
    """There is no use in a second attempt."""
