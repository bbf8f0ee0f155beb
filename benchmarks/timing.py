"""Times taken side by side: the contenders take turns, so that a slow moment hits all alike."""

from __future__ import annotations

import resource
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

_WARM_UP = 3


@dataclass(frozen=True, slots=True)
class Times:
    """What a contender took, round by round, in milliseconds.

    Attributes
    ----------
    wall : list of float
        By the clock.
    cpu : list of float
        Of the processor: all threads of this process, and the child processes that ended.
    """

    wall: list[float]
    cpu: list[float]

    @property
    def median(self) -> float:
        """Median of the wall times."""
        return statistics.median(self.wall)

    @property
    def median_cpu(self) -> float:
        """Median of the CPU times."""
        return statistics.median(self.cpu)

    def over(self, other: Times) -> float:
        """Return how many times as long as another's this took: the median of the rounds.

        One that took part in fewer rounds took part in the first ones.
        """
        return statistics.median(
            mine / its for mine, its in zip(self.wall, other.wall, strict=False)
        )

    def beyond(self, other: Times) -> tuple[float, float]:
        """Return how much longer than another this took, wall and CPU: medians of the rounds."""
        wall = (mine - its for mine, its in zip(self.wall, other.wall, strict=True))
        cpu = (mine - its for mine, its in zip(self.cpu, other.cpu, strict=True))
        return statistics.median(wall), statistics.median(cpu)


Clocked = Callable[[], tuple[float, float]]
"""Works once, and returns what it took: wall and CPU, in milliseconds."""


def take_turns(contenders: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, Times]:
    """Time every contender once in each round, in an order that changes from round to round.

    Some rounds that are not counted come first.
    """
    works: dict[str, Clocked] = {name: partial(clocked, work) for name, work in contenders.items()}
    in_turns(works, dict.fromkeys(works, _WARM_UP))
    return in_turns(works, dict.fromkeys(works, rounds))


def in_turns(contenders: Mapping[str, Clocked], rounds: Mapping[str, int]) -> dict[str, Times]:
    """Let each contender work once in as many rounds as it has, from the first round on.

    Their order shifts by one from round to round, and turns round now and then, so that none always
    comes after the same other.
    """
    times = {name: Times([], []) for name in contenders}
    order = list(contenders)
    for turn in range(max(rounds.values(), default=0)):
        if turn % len(order) == 0:
            order.reverse()
        for name in order:
            if turn < rounds[name]:
                wall, cpu = contenders[name]()
                times[name].wall.append(wall)
                times[name].cpu.append(cpu)
        order.append(order.pop(0))
    return times


def clocked(work: Callable[[], object]) -> tuple[float, float]:
    """Return what work took in this process: wall and CPU, in milliseconds."""
    cpu, wall = _cpu_seconds(), time.perf_counter()
    work()
    wall, cpu = time.perf_counter() - wall, _cpu_seconds() - cpu
    return wall * 1000, cpu * 1000


def _cpu_seconds() -> float:
    usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)
