"""Who compares which pairs how often, and what that cost."""

from __future__ import annotations

import statistics
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial

from benchmarks.comparing import Pair
from benchmarks.speed.pictures import Size
from benchmarks.speed.process import Process
from benchmarks.speed.tools import DECODED, RefusalError, missing
from benchmarks.timing import Times, in_turns

_SECONDS, _FEWEST = 1.5, 2
"""For so long, and at least so many rounds, a tool compares one pair again and again."""

_STARTS = 5


@dataclass(frozen=True, slots=True)
class Row:
    """What a pair cost with one tool.

    Attributes
    ----------
    times : Times or None
        None where there was nothing to time.
    peak : int or None
        Bytes of memory at the most beyond what the process had before; None if not measured.
    said : str
        Why there are no times.
    """

    times: Times | None = None
    peak: int | None = None
    said: str = ""


Rows = Mapping[str, Row]
"""By the tools' names."""

Results = Mapping[tuple[Size, str], Rows]
"""By size and case."""


@dataclass(frozen=True, slots=True)
class Bench:
    """Processes that stay for all pairs, one for each tool that works.

    Attributes
    ----------
    tiny : Pair
        What each process compares first, to load all that it needs.
    rounds : int
        How often each compares a pair, where that does not take too long.
    processes : dict of str to Process
        By the tools' names.
    said : dict of str to str
        Why a tool does not work.
    """

    tiny: Pair
    rounds: int
    processes: dict[str, Process] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)

    def measure(self, pair: Pair, tools: Sequence[str]) -> Rows:
        """Let each tool compare a pair, first in a process of its own and then in turns."""
        rows = {tool: Row(said=self.said[tool]) for tool in tools if tool in self.said}
        peaks: dict[str, int] = {}
        rounds: dict[str, int] = {}
        for tool in tools:
            if tool in self.said:
                continue
            try:
                with ExitStack() as stack:
                    peaks[tool], wall = _start(stack, tool, self.tiny).peak(pair)
            except RefusalError as refusal:
                rows[tool] = Row(said=str(refusal))
            else:
                rounds[tool] = min(self.rounds, max(_FEWEST, int(1000 * _SECONDS / wall)))
        comparisons = {tool: partial(self.processes[tool].compare, pair) for tool in rounds}
        # The first comparison of a pair is slower; where that matters little it costs too much.
        in_turns(comparisons, {tool: int(rounds[tool] >= self.rounds) for tool in rounds})
        for tool, times in in_turns(comparisons, rounds).items():
            rows[tool] = Row(times, None if tool in DECODED else peaks[tool])
        return {tool: rows[tool] for tool in tools}


@contextmanager
def open_bench(tools: Sequence[str], tiny: Pair, rounds: int) -> Iterator[Bench]:
    """Start a process for each tool that works, and end them."""
    bench = Bench(tiny, rounds)
    with ExitStack() as stack:
        for tool in tools:
            try:
                if said := missing(tool):
                    raise RefusalError(said)
                bench.processes[tool] = _start(stack, tool, tiny)
            except (OSError, RefusalError) as error:
                bench.said[tool] = str(error)
        yield bench


def _start(stack: ExitStack, tool: str, tiny: Pair) -> Process:
    process = stack.enter_context(Process(tool))
    process.compare(tiny)
    return process


def loading(tiny: Pair) -> float:
    """Return how many ms more the first comparison of a fresh process takes than its second.

    Raises
    ------
    CalledProcessError
        If a process fails.
    """
    command = (sys.executable, "-m", "benchmarks.speed.first", *map(str, tiny))
    printed = [
        subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
        for _ in range(_STARTS)
    ]
    return statistics.median(map(float, printed))
