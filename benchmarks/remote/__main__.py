"""What the pool costs and brings: a session of checks here and there, and how it grows.

``python -m benchmarks.remote`` prints it. It reports and never fails: the exit status is 0 whatever
it finds.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from benchmarks.machine import machine
from benchmarks.remote import scaling
from benchmarks.remote.pictures import AFTER, BEFORE, draw
from benchmarks.remote.scaling import Level
from benchmarks.remote.session import WITHIN_LIMITS, Cost, Session, open_pool
from benchmarks.remote.simulation import Costs, efficiency
from benchmarks.table import Table, number, percent
from benchmarks.targets import Target
from examples.browser import BrowserError
from pytest_visualdiff.model import Job

_PACKAGES = ("pytest-visualdiff", "celery", "kombu", "redis", "pytest-xdist")
_EMPTY, _HERE, _AGAIN = "no checks", "local", "remote, once more"
_FAILING_HERE, _FAILING = "local, all fail", "remote, all fail, 2 worker processes"
_PROCESSES, _TWICE = (1, 2, 4), 2
_WORKERS = (1, 2, 4, 8, 16, 32, 64)
_LARGE = 32
_HELD = 8
"""So many workers a machine with two cores can hold: what a task takes then is what it takes."""
_MB = 1e6


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and return 0."""
    options = _options(arguments)
    facts = machine(_PACKAGES)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pairs = 1 if options.only == "scaling" else options.checks
        _say(f"drawing {pairs} pairs")
        try:
            draw(folder, pairs)
        except BrowserError as error:
            print(error)
            return 0
        costs = {} if options.only == "scaling" else _sessions(folder, options.checks)
        levels = [] if options.only == "session" else _levels(folder, options.each, costs)
    print("\n".join(f"{what:18}{value}" for what, value in facts.items()))
    tables = [_of_sessions(costs)] if costs else []
    tables += [_of_levels(levels), _of_model(levels)] if levels else []
    print("\n" + "\n\n".join(table.text() for table in tables))
    expected = targets(costs, levels)
    print("\nExpected\n" + "\n".join(f"  {target.verdict}" for target in expected))
    if options.json:
        document = {
            "machine": facts,
            "sessions": {name: {**asdict(it), "verdicts": None} for name, it in costs.items()},
            "levels": [asdict(level) for level in levels],
            "expected": [{**asdict(target), "met": target.met} for target in expected],
        }
        options.json.write_text(json.dumps(document, indent=1) + "\n", "utf-8")
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.remote",
        description="Print what the remote pool costs and brings.",
    )
    parser.add_argument("--checks", type=int, default=200, metavar="N", help="default: 200")
    parser.add_argument("--only", choices=("session", "scaling"), help="only that part")
    parser.add_argument(
        "--each",
        type=float,
        metavar="SECONDS",
        help="what a comparison takes in the second part (default: what it took in the first)",
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    return parser.parse_args(arguments)


def _sessions(folder: Path, checks: int) -> dict[str, Cost]:
    session, costs = Session(folder, checks), {}

    def add(name: str, cost: Cost) -> None:
        _say(f"{name}: {cost.wall:.0f} s, {cost.cpu:.1f} s of CPU")
        costs[name] = cost

    add(_EMPTY, session.empty())
    add(_HERE, session.here(WITHIN_LIMITS))
    for processes in _PROCESSES:
        with open_pool(processes) as pool:
            add(_there(processes), session.there(pool, WITHIN_LIMITS))
            if processes == _TWICE:
                add(_AGAIN, session.there(pool, WITHIN_LIMITS))
    add(_FAILING_HERE, session.here())
    with open_pool(_TWICE) as pool:
        add(_FAILING, session.there(pool))
    return costs


def _there(processes: int) -> str:
    return f"remote, {processes} worker process{'' if processes == 1 else 'es'}"


def _levels(folder: Path, each: float | None, costs: Mapping[str, Cost]) -> list[Level]:
    before, after = ((folder / it / "0.png").read_bytes() for it in (BEFORE, AFTER))
    pair = Job(before, after)
    if each is None:
        alone = costs.get(_there(1))
        each = alone.analysis / alone.asked if alone and alone.asked else 0.5
    levels = []
    for level in scaling.measure(pair, each, _WORKERS):
        _say(f"{level.workers} workers: {level.throughput:.1f}/s, {level.efficiency:.3f}")
        levels.append(level)
    _say("64 workers that do not sleep")
    levels += scaling.measure(pair, 0.0, _WORKERS[-1:])
    return levels


def targets(costs: Mapping[str, Cost], levels: Sequence[Level]) -> list[Target]:
    """Hold the figures to what they should be."""
    less = failing = same = again = None
    if costs:
        here, there = costs[_HERE], [costs[_there(processes)] for processes in _PROCESSES]
        less = here.cpu / max(it.cpu for it in there)
        failing = costs[_FAILING_HERE].cpu / costs[_FAILING].cpu
        same = float(sum(it.verdicts != here.verdicts for it in (*there, costs[_AGAIN])))
        same += costs[_FAILING].verdicts != costs[_FAILING_HERE].verdicts
        again = 100 * costs[_AGAIN].analysis / costs[_there(_TWICE)].analysis
    asleep = [level for level in levels if level.each]
    at_large = next((it.efficiency for it in asleep if it.workers == _LARGE), None)
    held = _held(asleep)
    return [
        Target("runs with other verdicts than the local one", "at most", 0, same),
        Target("client's CPU, times less than local", "at least", 5, less),
        Target("the same where all fail, which is drawn", "at least", 5, failing),
        Target("second run's analysis, percent of the first's", "under", 10, again),
        Target(f"efficiency of {_LARGE} workers, all on this machine", "at least", 0.9, at_large),
        Target(
            "the same with processors of their own, by the model",
            "at least",
            0.9,
            efficiency(held, _LARGE, None) if held else None,
        ),
    ]


def _held(asleep: Sequence[Level]) -> Costs | None:
    """Return what one task takes of processors where there are enough of them."""
    return next((level.costs for level in asleep if level.workers == _HELD), None)


def _of_sessions(costs: Mapping[str, Cost]) -> Table:
    columns = (
        "run", "wall s", "client CPU s", "CPU ms a check", "analysis s", "asked", "from the store",
        "sent MB", "received MB",
    )  # fmt: skip
    rows: list[tuple[str, ...]] = []
    for name, cost in costs.items():
        pool = name.startswith("remote")
        rows.append(
            (
                name,
                number(cost.wall, 1),
                number(cost.cpu, 1),
                number(cost.cpu_per_check, 0),
                number(cost.analysis if pool else None, 1),
                str(cost.asked) if pool else "-",
                str(cost.remote - cost.asked) if pool else "-",
                number(cost.sent / _MB if pool else None, 1),
                number(cost.received / _MB if pool else None, 1),
            )
        )
    checks = next(iter(costs.values())).checks
    return Table(
        f"A session of {checks} checks, each of a changed page, pytest -n 2", columns, rows
    )


def _of_levels(levels: Sequence[Level]) -> Table:
    columns = (
        "workers", "a task s", "tasks", "tasks/s", "efficiency", "processors busy", "client ms",
        "Redis ms", "main ms", "process ms", "Redis full at/s", "MB a task",
    )  # fmt: skip
    rows: list[tuple[str, ...]] = [
        (
            str(it.workers),
            number(it.each, 2),
            str(it.tasks),
            number(it.throughput, 1),
            percent(it.efficiency) if it.each else "-",
            number(it.busy, 2),
            number(1000 * it.costs.client, 2),
            number(1000 * it.costs.redis, 2),
            number(1000 * it.costs.main, 2),
            number(1000 * it.costs.process, 2),
            number(it.redis_limit, 0),
            number(it.moved / it.tasks / _MB, 2),
        )
        for it in levels
    ]
    return Table("Workers that sleep for as long as a comparison takes", columns, rows)


def _of_model(levels: Sequence[Level]) -> Table:
    """Hold the model to what was measured, and let it say what could not be."""
    asleep = [level for level in levels if level.each]
    held, cores = _held(asleep), os.cpu_count() or 1
    rows: list[tuple[str, ...]] = [
        (
            str(level.workers),
            percent(level.efficiency),
            percent(efficiency(level.costs, level.workers, cores)),
            percent(efficiency(held, level.workers, None)) if held else "-",
        )
        for level in asleep
    ]
    columns = ("workers", "measured", f"model, these {cores} processors", "model, own processors")
    return Table("Efficiency, and what a model makes of the processor times above", columns, rows)


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
