"""A model of the pool, fed with what was measured: how it grows where there are processors enough.

A machine with two cores cannot hold 64 workers that ask and answer all the time, also if they sleep
instead of comparing. What it can do is measure how long each of the four who take part needs a
processor for one task. From that, this plays what happens, event by event:

- The client keeps ``3 * workers + 8`` tasks under way, as the measured one does; each answer lets
  it send another one.
- A task needs Redis, then the worker's main process, then its own process. That one sleeps for as
  long as a comparison takes, needs a processor once more, and writes to Redis. Then it takes its
  next task, and the client has one more answer.
- Each of these needs a processor for as long as was measured in the mean, Redis and the process
  half of its time before and half of it after the comparison. How long it is in a single case
  varies as times between random events do (exponentially): there is more waiting than with even
  ones.
- Who finds no processor waits, in the order of coming.

Processors are shared by all, as where it was measured, or everybody has their own: the client one,
Redis one, and each process of a worker one, on which it compares and does not sleep, and which its
main process needs, too.
"""

from __future__ import annotations

import heapq
import itertools
import random
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

_TASKS_OF_A_WORKER = 200
_SEED = 1


@dataclass(frozen=True, slots=True)
class Costs:
    """Seconds of a processor that one task takes, of each who takes part; and of a comparison."""

    client: float
    redis: float
    main: float
    process: float
    comparison: float


def efficiency(costs: Costs, workers: int, processors: int | None) -> float:
    """Return the share of their time that so many processes of workers compare, from 0 to 1.

    Parameters
    ----------
    costs : Costs
    workers : int
    processors : int or None
        How many are shared by all; None if everybody has their own.
    """
    return _Pool(costs, workers, processors).play()


@dataclass(slots=True)
class _Station:
    """Processors, and who waits for one."""

    free: int
    waiting: deque[tuple[float, Callable[[], None]]] = field(default_factory=deque)


class _Pool:
    def __init__(self, costs: Costs, workers: int, processors: int | None) -> None:
        self._costs = costs
        self._workers = workers
        self._chance = random.Random(_SEED)  # noqa: S311 - a model, and the same each time
        self._now = 0.0
        self._order = itertools.count()
        self._events: list[tuple[float, int, Callable[[], None]]] = []
        self._compares_on_it = processors is None
        if processors is None:
            self._client, self._redis = _Station(1), _Station(1)
            self._own = [_Station(1) for _ in range(workers)]
        else:
            self._client = self._redis = shared = _Station(processors)
            self._own = [shared] * workers
        self._queued = 0
        self._idle = deque(range(workers))
        self._sent = self._done = 0
        self._goal = workers * _TASKS_OF_A_WORKER
        self._begun = 0.0

    def play(self) -> float:
        """Play until all tasks are done; those of the first tenth only fill the pool."""
        for _ in range(3 * self._workers + 8):
            self._send()
        first = self._goal // 10
        while self._done < self._goal:
            self._now, _, happens = heapq.heappop(self._events)
            happens()
            if self._done <= first:
                self._begun = self._now
        spent = (self._goal - first) * self._costs.comparison
        return spent / (self._workers * (self._now - self._begun))

    def _send(self) -> None:
        self._use(self._client, self._varied(self._costs.client), self._arrive)

    def _arrive(self) -> None:
        self._queued += 1
        self._begin()

    def _begin(self) -> None:
        if self._queued and self._idle:
            self._queued -= 1
            process = self._idle.popleft()
            costs = self._costs
            half, taken = costs.process / 2, costs.redis / 2

            def fetched() -> None:
                self._use(self._own[process], self._varied(costs.main), handed_over)

            def handed_over() -> None:
                self._use(self._own[process], self._varied(half), compare)

            def compare() -> None:
                if self._compares_on_it:
                    self._use(self._own[process], costs.comparison, compared)
                else:
                    self._after(costs.comparison, compared)

            def compared() -> None:
                self._use(self._own[process], self._varied(half), answered)

            def answered() -> None:
                self._use(self._redis, self._varied(taken), kept)

            def kept() -> None:
                self._done += 1
                self._idle.append(process)
                self._begin()
                self._send()

            self._use(self._redis, self._varied(taken), fetched)

    def _varied(self, mean: float) -> float:
        return self._chance.expovariate(1 / mean) if mean else 0.0

    def _use(self, station: _Station, seconds: float, then: Callable[[], None]) -> None:
        """Take a processor for so long, once one is free."""
        if not station.free:
            station.waiting.append((seconds, then))
            return
        station.free -= 1

        def over() -> None:
            station.free += 1
            if station.waiting:
                self._use(station, *station.waiting.popleft())
            then()

        self._after(seconds, over)

    def _after(self, seconds: float, then: Callable[[], None]) -> None:
        heapq.heappush(self._events, (self._now + seconds, next(self._order), then))
