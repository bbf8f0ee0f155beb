"""The rating of what ``visualdiff doctor`` examined."""

from __future__ import annotations

from typing import Literal, NamedTuple

from pytest_visualdiff.plural import plural

Level = Literal["good", "watch", "problem"]

_GOOD_SHARE = 0.95
"""Share of tasks that were done above which a pool is good; set by hand."""

_WATCHED_SHARE = 0.80
"""Share of tasks that were done below which a pool has a problem; set by hand."""

_GOOD_QUEUE = 10
"""Waiting tasks from which a pool could do with more workers; set by hand."""

_WATCHED_QUEUE = 50
"""Waiting tasks above which the workers cannot keep up; set by hand."""

COMPARISON_WITHIN = 60.0
"""Seconds for one comparison below which a pool is good; set by hand."""

ANALYSIS_WITHIN = 30.0
"""Seconds for the analysis of one picture below which a pool is good; set by hand."""


class Line(NamedTuple):
    """One thing that was examined."""

    level: Level
    text: str


def rate_level(name: str, done: int, failed: int) -> Line:
    """Rate how many tasks were done: above 95 % is good, from 80 % on worth a look.

    Parameters
    ----------
    name : str
        What the tasks are, in the plural.
    done, failed : int
    """
    share = done / (done + failed)
    level: Level = (
        "good" if share > _GOOD_SHARE else "watch" if share >= _WATCHED_SHARE else "problem"
    )
    return Line(level, f"{done:,} of {done + failed:,} {name} of the last days done ({share:.1%})")


def time_level(name: str, mean: float, within: float) -> Line:
    """Rate how long tasks take.

    Parameters
    ----------
    name : str
        What the tasks are, in the plural.
    mean, within : float
        Seconds that they take, and below which that is good.
    """
    level: Level = "good" if mean < within else "problem"
    return Line(level, f"{name} take {mean:.2f} s in the mean (good: under {within:g} s)")


def queue_level(waiting: int) -> Line:
    """Rate how many tasks wait: under 10 is good, up to 50 asks for more workers."""
    tasks = f"{waiting} {plural(waiting, 'task waits', 'tasks wait')}"
    if waiting < _GOOD_QUEUE:
        return Line("good", tasks)
    if waiting <= _WATCHED_QUEUE:
        return Line("watch", f"{tasks}: add workers")
    return Line("problem", f"{tasks}: far more than the workers can do")
