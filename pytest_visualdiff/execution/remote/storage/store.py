"""What workers and clients tell each other beside the messages: answers, notes, who is there."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, cast

from pytest_visualdiff.execution.remote.connection import (
    PREFIX,
    Client,
    PoolError,
    connect,
    reaching,
)
from pytest_visualdiff.execution.remote.wire.codec import decode
from pytest_visualdiff.execution.remote.wire.events import Event, channel, to_wire

if TYPE_CHECKING:
    from redis.client import Pipeline

KEPT = 7 * 24 * 3600
"""Seconds that an answer is kept after it was written, or a worker last found it there."""

_NOTE_KEPT = 3600
"""Seconds that a note of a task, and the count of its attempts, are kept."""

_DAY = 24 * 3600
"""Seconds of a day, over which tasks are counted."""

_RUN_KEPT = 24 * 3600
"""Seconds that the mark of a client, and the cancelling of a run, are kept."""

PRESENT_FOR = 15
"""Seconds that a worker counts as present after it last said so."""

MOST_RUNS = 3
"""So often a task is begun: pictures that end the process which compares them end no more."""

DIED = "the process that compared it died"

_WORKERS = f"{PREFIX}workers"
_WHAT = "the store of results"

State = Literal["started", "refused", "missing", "lost", "skew", "cancelled"]


@dataclass(frozen=True, slots=True)
class Note:
    """What a worker says of one task.

    Attributes
    ----------
    state : str
        ``started``; ``refused``: it could not be done; ``missing``: a picture is not there;
        ``lost``: the process that ran it died; ``skew``: the worker is of another version;
        ``cancelled``: the run was.
    worker : str
    why : str
        Half a sentence; empty for ``started``.
    run : int
        Attempt number, counting from 1; 0 where that is not known.
    """

    state: State
    worker: str
    why: str = ""
    run: int = 0


@dataclass(frozen=True, slots=True)
class Worker:
    """A worker, as it says itself: its name, what runs there, and how many tasks at once."""

    name: str
    version: str
    model: str
    celery: str
    processes: int
    ocr: bool


def read_note(data: bytes) -> Note | None:
    """Return a note from its document; None for what this version does not know."""
    try:
        return decode(Note, json.loads(data))
    except ValueError:
        return None


def took_longer(seconds: float) -> str:
    """Return why a task that was ended for its time was refused."""
    return f"it took longer than {seconds:g} s in the pool"


class Found(NamedTuple):
    """What is there: for each task its answer and its note, and whether nothing was lost.

    Notes are for `read_note`, unless they are those of the last look.
    """

    answers: list[bytes | None]
    notes: list[bytes | None]
    whole: bool


class Record(NamedTuple):
    """What became of the tasks of the last days: how many were done, how many not, and seconds."""

    done: int
    failed: int
    seconds: float


class Begun(NamedTuple):
    """What is known of a task that begins.

    Attributes
    ----------
    cancelled : bool
        Whether its run was cancelled.
    run : int
        Attempt number, counting from 1.
    answer : bytes or None
        The answer that is there already, if it is.
    """

    cancelled: bool
    run: int
    answer: bytes | None


class Entry(NamedTuple):
    """What Celery's own tools know of a task: a key of theirs, and the JSON under it."""

    key: str
    document: str


class Answered(NamedTuple):
    """An answer to keep: its key and document, the task and worker, and the seconds it took."""

    key: str
    document: bytes
    kind: str
    worker: str
    seconds: float


class Store:
    """Answers, notes and workers in a Redis. Everything can raise `PoolError`.

    Parameters
    ----------
    url : str
    **options
        See `connect`.
    """

    def __init__(self, url: str, **options: Any) -> None:
        self.url = url
        self._redis: Client = connect(url, **options)

    def look(self, client: str, keys: Sequence[str], tasks: Sequence[str]) -> Found:
        """Return, in one round trip, what is there for these answers and tasks.

        Parameters
        ----------
        client : str
            The name under which `begin` left its mark.
        keys : sequence of str
            The keys of answers; see `Stamp.key`.
        tasks : sequence of str
            The ids of tasks.

        Returns
        -------
        Found
            ``whole`` is whether the mark that `begin` left is still there: where it is
            not, the store was emptied or started anew, and what was sent may be gone.
        """
        names = [_client(client), *map(_answer, keys), *map(_note, tasks)]
        with reaching(_WHAT, self.url):
            mark, *found = cast("list[bytes | None]", self._redis.mget(names))
        return Found(found[: len(keys)], found[len(keys) :], mark is not None)

    def begin(self, client: str, tasks: Sequence[str]) -> bool:
        """Leave the mark of a client, and forget what was said of tasks that are sent again.

        Returns whether the mark was there, as it is unless the store was emptied meanwhile.
        """
        with reaching(_WHAT, self.url):
            pipeline = self._redis.pipeline(transaction=False)
            pipeline.exists(_client(client))
            pipeline.set(_client(client), b"1", ex=_RUN_KEPT)
            pipeline.delete(*map(_note, tasks))
            return bool(pipeline.execute()[0])

    def keep(self, run: str, task: str, answer: Answered, celery: Entry) -> None:
        """Keep an answer, unless there is one: the seconds in it would be others each time.

        The task is counted as done, and Celery and whoever listens are told, all in one round trip.

        Parameters
        ----------
        run : str
            The run whose listeners are told.
        task : str
            The id of the task.
        answer : Answered
        celery : Entry
            What Celery's own tools are told.
        """
        with reaching(_WHAT, self.url):
            pipeline = self._redis.pipeline(transaction=False)
            pipeline.set(_answer(answer.key), answer.document, ex=KEPT, nx=True)
            pipeline.expire(_answer(answer.key), KEPT)
            _count(pipeline, answer.kind, answer.seconds)
            _enter(pipeline, celery)
            _tell(pipeline, run, Event("done", (task,), answer.worker))

    def forget(self, key: str) -> None:
        """Delete an answer that is none."""
        with reaching(_WHAT, self.url):
            self._redis.delete(_answer(key))

    def note(self, task: str, note: Note) -> None:
        """Leave ``note`` about the task of the id ``task``."""
        with reaching(_WHAT, self.url):
            self._redis.set(_note(task), json.dumps(asdict(note)), ex=_NOTE_KEPT)

    def tell(self, run: str, event: Event, celery: Entry | None = None) -> None:
        """Publish an event, in one round trip; a pool that cannot be reached is no error here.

        Parameters
        ----------
        run : str
            The run whose listeners are told.
        event : Event
        celery : Entry, optional
            What Celery's own tools are told.
        """
        with suppress(PoolError), reaching(_WHAT, self.url):
            pipeline = self._redis.pipeline(transaction=False)
            if celery:
                _enter(pipeline, celery)
            _tell(pipeline, run, event)

    def start(self, run: str, task: str, worker: str, key: str, celery: Entry) -> Begun:
        """Count and publish that a task begins, in one round trip, and return what is known of it.

        Parameters
        ----------
        run : str
            The run that it belongs to.
        task : str
            The id of the task.
        worker : str
            The name of the worker that begins it.
        key : str
            The key that its answer is, or will be, kept under.
        celery : Entry
            What Celery's own tools are told.
        """
        with reaching(_WHAT, self.url):
            pipeline = self._redis.pipeline(transaction=False)
            pipeline.exists(_cancelled(run), _cancelled(task))
            pipeline.incr(_runs(task))
            pipeline.get(_answer(key))
            pipeline.expire(_runs(task), _NOTE_KEPT)
            pipeline.set(_note(task), json.dumps(asdict(Note("started", worker))), ex=_NOTE_KEPT)
            _enter(pipeline, celery)
            found = _tell(pipeline, run, Event("started", (task,), worker))
        cancelled, runs, answer, *_ = found
        return Begun(bool(cancelled), int(runs), answer)

    def count_failed(self, kind: str) -> None:
        """Count a task of this name that was not done."""
        with reaching(_WHAT, self.url):
            pipeline = self._redis.pipeline(transaction=False)
            _count(pipeline, kind, None)
            pipeline.execute()

    def record(self, kind: str) -> Record:
        """Return what became of the tasks of this name today and yesterday."""
        today = int(time.time() // _DAY)
        with reaching(_WHAT, self.url):
            pipeline = self._redis.pipeline(transaction=False)
            for day in (today - 1, today):
                pipeline.hgetall(_record(kind, day))
            days: list[dict[bytes, bytes]] = pipeline.execute()
        done, failed, seconds = (
            sum(float(day.get(field, 0)) for day in days)
            for field in (b"done", b"failed", b"seconds")
        )
        return Record(int(done), int(failed), seconds)

    def runs(self, task: str) -> int:
        """Return how many runs of a task began."""
        with reaching(_WHAT, self.url):
            return int(cast("bytes | None", self._redis.get(_runs(task))) or 0)

    def cancel(self, names: Iterable[str]) -> None:
        """Have no worker begin these tasks, or any task of these runs, any more."""
        with reaching(_WHAT, self.url):
            pipeline = self._redis.pipeline(transaction=False)
            for name in names:
                pipeline.set(_cancelled(name), b"1", ex=_RUN_KEPT)
            pipeline.execute()

    def present(self, worker: Worker) -> None:
        """Report a worker as present."""
        with reaching(_WHAT, self.url):
            pipeline = self._redis.pipeline(transaction=False)
            pipeline.sadd(_WORKERS, worker.name)
            pipeline.set(_worker(worker.name), json.dumps(asdict(worker)), ex=PRESENT_FOR)
            pipeline.execute()

    def gone(self, name: str) -> None:
        """Report a worker as ended."""
        with reaching(_WHAT, self.url):
            pipeline = self._redis.pipeline(transaction=False)
            pipeline.srem(_WORKERS, name)
            pipeline.delete(_worker(name))
            pipeline.execute()

    def workers(self) -> list[Worker]:
        """Return the workers that are there."""
        with reaching(_WHAT, self.url):
            members = cast("set[bytes]", self._redis.smembers(_WORKERS))
            names = sorted(name.decode() for name in members)
            if not names:
                return []
            told = cast("list[bytes | None]", self._redis.mget(map(_worker, names)))
            if absent := [name for name, it in zip(names, told, strict=True) if it is None]:
                self._redis.srem(_WORKERS, *absent)
        return [worker for it in told if it and (worker := _read_worker(it))]


def _count(pipeline: Pipeline, kind: str, seconds: float | None) -> None:
    """Count a task of this name: the seconds that it took, or None if it was not done."""
    name = _record(kind, int(time.time() // _DAY))
    pipeline.hincrby(name, "failed" if seconds is None else "done", 1)
    pipeline.hincrbyfloat(name, "seconds", seconds or 0.0)
    pipeline.expire(name, KEPT)


def _enter(pipeline: Pipeline, celery: Entry) -> None:
    pipeline.set(celery.key, celery.document, ex=_NOTE_KEPT)


def _tell(pipeline: Pipeline, run: str, event: Event) -> list[Any]:
    """Execute what is in a pipeline and tell of it, if that is allowed; return the answers."""
    pipeline.publish(channel(run), to_wire(event))
    answers = pipeline.execute(raise_on_error=False)[:-1]
    for error in answers:
        if isinstance(error, Exception):
            raise error
    return answers


def _answer(key: str) -> str:
    return f"{PREFIX}answer:{key}"


def _note(task: str) -> str:
    return f"{PREFIX}note:{task}"


def _client(name: str) -> str:
    return f"{PREFIX}client:{name}"


def _cancelled(name: str) -> str:
    return f"{PREFIX}cancelled:{name}"


def _runs(task: str) -> str:
    return f"{PREFIX}runs:{task}"


def _record(kind: str, day: int) -> str:
    return f"{PREFIX}record:{day}:{kind}"


def _worker(name: str) -> str:
    return f"{PREFIX}worker:{name}"


def _read_worker(data: bytes) -> Worker | None:
    try:
        found: Mapping[str, Any] = json.loads(data)
        return decode(Worker, found)
    except ValueError:
        return None
