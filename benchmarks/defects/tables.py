"""Tables of all tools beside each other: what they found, where, and with which threshold."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping

from benchmarks.defects.measures import (
    Hindsight,
    Scored,
    best_f1,
    detection,
    drawn,
    most_found,
    places,
)
from benchmarks.defects.tools import TOOLS
from benchmarks.table import Table, number, percent

FALSE_ALARMS = 0.05
"""The share of false alarms that the second threshold in hindsight may have."""

Results = Mapping[str, str | Scored]
"""By the tools' names: what each said of the pairs, or why it said nothing."""

_UNITS = {tool.name: tool.unit for tool in TOOLS}
_NONE = "-"


def tables(results: Results) -> list[Table]:
    """Return all tables: of pairs drawn in the same way, then of those drawn in different ways."""
    found = []
    for cross, name, how in (
        (False, "same", "drawn in the same way"),
        (True, "cross", "drawn in different ways"),
    ):
        part: Results = {
            tool: said if isinstance(said, str) else drawn(said, cross_rendered=cross)
            for tool, said in results.items()
        }
        if all(not said or isinstance(said, str) for said in part.values()):
            continue
        found += [
            Table(f"Found, {how}", _DETECTION, _rows(part, _detection), f"found-{name}"),
            Table(f"Where, {how}", _PLACES, _rows(part, _places), f"where-{name}"),
            Table(
                f"Best threshold in hindsight, chosen on these very pairs, {how}",
                _HINDSIGHT,
                _hindsight(part),
                f"hindsight-{name}",
            ),
        ]
    return found


_DETECTION = ("tool", "recall", "false alarms", "precision", "F1", "median ms")
_PLACES = (
    "tool",
    "found at its place",
    "reported per defect, median",
    "mean",
    "astray per mutated pair",
    "per harmless pair",
)
_HINDSIGHT = (
    "tool",
    "differs from",
    "recall",
    "false alarms",
    "F1",
    f"at most {FALSE_ALARMS:.0%} false alarms from",
    "recall there",
)


def _detection(scored: Scored) -> tuple[str, ...]:
    it = detection(scored)
    return (
        f"{percent(it.recall)} ({it.found}/{it.mutated})",
        f"{percent(it.false_alarm_rate)} ({it.false_alarms}/{it.harmless})",
        percent(it.precision),
        number(it.f1, 3),
        f"{1000 * statistics.median(outcome.seconds for _, outcome in scored):.0f}",
    )


def _places(scored: Scored) -> tuple[str, ...]:
    it = places(scored)
    if it is None:
        return ("reports no places",)
    return (
        percent(it.localised),
        number(it.per_defect_median, 0),
        number(it.per_defect_mean, 1),
        number(it.stray_mutated, 2),
        number(it.stray_harmless, 2),
    )


def _hindsight(results: Results) -> list[tuple[str, ...]]:
    return [
        (name, *((said,) if isinstance(said, str) else _thresholds(name, said)))
        for name, said in results.items()
    ]


def _thresholds(name: str, scored: Scored) -> tuple[str, ...]:
    best, careful = best_f1(scored), most_found(scored, FALSE_ALARMS)
    if best is None:
        return ("has no threshold here",)
    it = best.detection
    return (
        _limit(name, best),
        percent(it.recall),
        percent(it.false_alarm_rate),
        number(it.f1, 3),
        _limit(name, careful),
        percent(careful.detection.recall) if careful else _NONE,
    )


def _rows(results: Results, cells: Callable[[Scored], tuple[str, ...]]) -> list[tuple[str, ...]]:
    return [
        (name, *((said,) if isinstance(said, str) else cells(said) if said else ("no pairs",)))
        for name, said in results.items()
    ]


def _limit(name: str, hindsight: Hindsight | None) -> str:
    """Say when a pair counts as different with a threshold."""
    if hindsight is None:
        return _NONE
    if hindsight.threshold < 0:
        return "always"
    if _UNITS[name] == "1 - SSIM":
        return f"SSIM < {1 - hindsight.threshold:.6f}"
    return f"> {hindsight.threshold:,.0f} pixels"
