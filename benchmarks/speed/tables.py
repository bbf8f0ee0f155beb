"""Tables of what was measured."""

from __future__ import annotations

from benchmarks.speed.measuring import Results, Row, Rows
from benchmarks.speed.pictures import Size
from benchmarks.speed.tools import OURS
from benchmarks.table import Table

_COLUMNS = ("tool", "median ms", f"/ {OURS}", "CPU ms", "peak MiB", "in pictures", "rounds")
_MIB = 1 << 20
_NONE = "-"


def tables(results: Results) -> list[Table]:
    """Return a table for each size and case, with a row for each tool."""
    return [
        Table(
            f"{size}, {case}",
            _COLUMNS,
            [(tool, *_cells(row, rows, size)) for tool, row in rows.items()],
        )
        for (size, case), rows in results.items()
    ]


def _cells(row: Row, rows: Rows, size: Size) -> tuple[str, ...]:
    if row.times is None:
        return (row.said,)
    ours = rows[OURS].times if OURS in rows else None
    return (
        _number(row.times.median, 2),
        _number(row.times.over(ours), 2) if ours else _NONE,
        _number(row.times.median_cpu, 2),
        *_memory(row.peak, size),
        str(len(row.times.wall)),
    )


def _memory(peak: int | None, size: Size) -> tuple[str, str]:
    if peak is None:
        return _NONE, _NONE
    return _number(peak / _MIB, 1), _number(peak / size.decoded, 1)


def _number(value: float, digits: int) -> str:
    return f"{value:,.{digits}f}"
