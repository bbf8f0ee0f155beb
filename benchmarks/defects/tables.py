"""Tables of what was measured, for the terminal and for the documentation."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.defects.measures import (
    Detection,
    Hindsight,
    Outcome,
    Scored,
    best_f1,
    by_group,
    detection,
    most_found,
    places,
)
from benchmarks.defects.pairs import Pair
from benchmarks.defects.peers import TOOLS

FALSE_ALARMS = 0.05
"""The share of false alarms that the second threshold in hindsight may have."""

Results = Mapping[str, str | Scored]
"""By the tools' names: what each said of the pairs, or why it said nothing."""

_UNITS = {tool.name: tool.unit for tool in TOOLS}
_NONE = "-"


@dataclass(frozen=True, slots=True)
class Table:
    """A title, the names of the columns, and rows; some are only a name and a sentence."""

    title: str
    columns: tuple[str, ...]
    rows: list[tuple[str, ...]]

    def text(self) -> str:
        """Return it for a terminal."""
        full = [self.columns, *(row for row in self.rows if len(row) == len(self.columns))]
        widths = [max(map(len, column)) for column in zip(*full, strict=True)]
        widths[0] = max(widths[0], *(len(row[0]) for row in self.rows))
        return "\n".join(
            [self.title, *(_aligned(row, widths) for row in [self.columns, *self.rows])]
        )

    def markdown(self) -> str:
        """Return it for a page."""
        rows = [self.columns, ("---", *["---:"] * (len(self.columns) - 1))]
        rows += [(*row, *[""] * (len(self.columns) - len(row))) for row in self.rows]
        return "\n".join([f"**{self.title}**", "", *(f"| {' | '.join(row)} |" for row in rows)])


def tables(results: Results) -> list[Table]:
    """Return all tables: of pairs drawn in the same way, then of those drawn in different ways."""
    found = []
    for cross, drawn in ((False, "drawn in the same way"), (True, "drawn in different ways")):
        part: Results = {
            name: said
            if isinstance(said, str)
            else [(pair, outcome) for pair, outcome in said if pair.cross_rendered is cross]
            for name, said in results.items()
        }
        if all(not said or isinstance(said, str) for said in part.values()):
            continue
        found += [
            _detections(part, drawn),
            _places(part, drawn),
            _hindsight(part, drawn),
            _groups(
                part, f"Recall by kind of defect, {drawn}", lambda pair: pair.mutation, _recall
            ),
            _groups(
                part,
                f"Recall / false alarms by rendering (of baseline / actual), {drawn}",
                lambda pair: " / ".join(dict.fromkeys(pair.renderings)),
                lambda it: f"{percent(it.recall)} / {percent(it.false_alarm_rate)}",
            ),
        ]
    return found


def percent(share: float | None) -> str:
    """Return a share as text."""
    return _NONE if share is None else f"{100 * share:.1f} %"


def _detections(results: Results, drawn: str) -> Table:
    def cells(scored: Scored) -> tuple[str, ...]:
        it = detection(scored)
        return (
            f"{percent(it.recall)} ({it.found}/{it.mutated})",
            f"{percent(it.false_alarm_rate)} ({it.false_alarms}/{it.harmless})",
            percent(it.precision),
            _number(it.f1, 3),
            f"{1000 * statistics.median(outcome.seconds for _, outcome in scored):.0f}",
        )

    columns = ("tool", "recall", "false alarms", "precision", "F1", "median ms")
    return Table(f"Found, {drawn}", columns, _rows(results, cells))


def _places(results: Results, drawn: str) -> Table:
    def cells(scored: Scored) -> tuple[str, ...]:
        it = places(scored)
        if it is None:
            return ("reports no places",)
        return (
            percent(it.localised),
            _number(it.per_defect_median, 0),
            _number(it.per_defect_mean, 1),
            _number(it.stray_mutated, 2),
            _number(it.stray_harmless, 2),
        )

    columns = (
        "tool",
        "found at its place",
        "reported per defect, median",
        "mean",
        "astray per mutated pair",
        "per harmless pair",
    )
    return Table(f"Where, {drawn}", columns, _rows(results, cells))


def _hindsight(results: Results, drawn: str) -> Table:
    def cells(name: str, scored: Scored) -> tuple[str, ...]:
        best, careful = best_f1(scored), most_found(scored, FALSE_ALARMS)
        if best is None:
            return ("has no threshold here",)
        it = best.detection
        return (
            _limit(name, best),
            percent(it.recall),
            percent(it.false_alarm_rate),
            _number(it.f1, 3),
            _limit(name, careful),
            percent(careful.detection.recall) if careful else _NONE,
        )

    columns = (
        "tool",
        "differs from",
        "recall",
        "false alarms",
        "F1",
        f"at most {FALSE_ALARMS:.0%} false alarms from",
        "recall there",
    )
    title = f"Best threshold in hindsight, chosen on these very pairs, {drawn}"
    rows = [
        (name, *((said,) if isinstance(said, str) else cells(name, said)))
        for name, said in results.items()
    ]
    return Table(title, columns, rows)


def _groups(
    results: Results,
    title: str,
    key: Callable[[Pair], str | None],
    cell: Callable[[Detection], str],
) -> Table:
    """Return a table with a row for each group of pairs and a column for each tool."""
    asked = {
        name: by_group(said, key) for name, said in results.items() if not isinstance(said, str)
    }
    sizes: dict[str, int] = {}
    for counts in asked.values():
        for group, it in counts.items():
            sizes[group] = max(sizes.get(group, 0), it.mutated + it.harmless)
    rows = [
        (
            f"{group} ({size})",
            *(cell(counts[group]) if group in counts else _NONE for counts in asked.values()),
        )
        for group, size in sorted(sizes.items())
    ]
    return Table(title, ("pairs", *asked), rows)


def _rows(
    results: Results, cells: Callable[[Sequence[tuple[Pair, Outcome]]], tuple[str, ...]]
) -> list[tuple[str, ...]]:
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


def _recall(it: Detection) -> str:
    return percent(it.recall)


def _number(value: float | None, digits: int) -> str:
    return _NONE if value is None else f"{value:.{digits}f}"


def _aligned(row: Sequence[str], widths: Sequence[int]) -> str:
    if len(row) < len(widths):
        return f"  {row[0]:{widths[0]}}  {' '.join(row[1:])}"
    first, *others = (
        f"{cell:{'<' if index == 0 else '>'}{width}}"
        for index, (cell, width) in enumerate(zip(row, widths, strict=True))
    )
    return "  ".join(["", first, *others]).rstrip()
