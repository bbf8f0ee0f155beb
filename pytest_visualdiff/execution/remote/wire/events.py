"""What becomes of the tasks of a run, told to whoever listens; nobody has to."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass
from typing import Literal

from pytest_visualdiff.execution.remote.wire.codec import decode
from pytest_visualdiff.plural import plural

State = Literal["queued", "started", "progress", "done", "failed"]

_UNDER_WAY = ("queued", "started", "progress")


@dataclass(frozen=True, slots=True)
class Event:
    """What became of tasks.

    Attributes
    ----------
    state : str
        ``queued``: sent to the workers; ``started``: one has begun it; ``progress``: it is in
        another stage; ``done``: its answer is there; ``failed``: the pool has none.
    tasks : tuple of str
    worker, stage : str
        The worker that says so, and the stage of ``progress``; otherwise empty.
    """

    state: State
    tasks: tuple[str, ...]
    worker: str = ""
    stage: str = ""


def channel(run: str) -> str:
    """Return the channel of Redis on which a run is told of: each message is one event."""
    return f"visualdiff:events:{run}"


def to_wire(event: Event) -> bytes:
    """Return an event as JSON."""
    return json.dumps(asdict(event)).encode()


def from_wire(data: bytes) -> Event | None:
    """Return the event that `to_wire` wrote; None for what is no event that this version knows."""
    try:
        return decode(Event, json.loads(data))
    except ValueError:
        return None


class Tally:
    """Counts the tasks of a run by what became of them last."""

    def __init__(self) -> None:
        self._tasks: dict[str, Event] = {}

    def hear(self, event: Event) -> None:
        """Take in what became of tasks.

        What is over goes on only if it is sent again: some words come late, or twice.
        """
        for task in event.tasks:
            known = self._tasks.get(task)
            over = known is not None and known.state not in _UNDER_WAY
            if not (over and event.state in ("started", "progress")):
                self._tasks[task] = event

    def line(self, workers: int | None) -> str:
        """Return the counts in words; empty if there is nothing to count.

        Parameters
        ----------
        workers : int or None
            How many there are; None if the pool does not say.
        """
        if not self._tasks:
            return ""
        count = Counter(event.state for event in self._tasks.values())
        running = count["started"] + count["progress"]
        stages = sorted({it.stage for it in self._tasks.values() if it.state == "progress"})
        parts = [
            f"{count['queued']} queued",
            f"{running} running" + (f" ({', '.join(stages)})" if stages else ""),
            f"{count['done']} done",
        ]
        if count["failed"]:
            parts.append(f"{count['failed']} not done")
        parts.append(_of_workers(workers))
        return f"visualdiff pool: {', '.join(parts)}"


def _of_workers(count: int | None) -> str:
    if count is None:
        return "no answer from the pool"
    return f"{count} {plural(count, 'worker')}"
