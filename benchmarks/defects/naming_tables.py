"""Tables of what pytest-visualdiff alone says: kinds, elements, and how each rendering fares."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from benchmarks.defects.measures import Scored, by_group, detection, drawn
from benchmarks.defects.mutations import KINDS
from benchmarks.defects.naming import OVERLAP, RECOLOURS, Naming, naming, recolours
from benchmarks.defects.ours import DOM, MODEL, PIXELS
from benchmarks.defects.pairs import Pair
from benchmarks.defects.renderings import ADDED
from benchmarks.defects.tables import Results
from benchmarks.table import Table, number, percent

_WAYS = {PIXELS: "pixels only", MODEL: "other model, pixels only", DOM: "with the DOM"}
"""What it is given, by the names of the tools."""

_TABLES = {_WAYS[PIXELS]: "kinds-pixels", _WAYS[MODEL]: "kinds-model", _WAYS[DOM]: "kinds-dom"}

_SAME, _CROSS = "same", "cross"
_NONE = "-"

_Asked = dict[str, dict[str, Scored]]
"""What was said, by what it was given and then by how the pairs were drawn."""


def tables(results: Results) -> list[Table]:
    """Return all of them, as far as there are results to fill them."""
    asked: _Asked = {}
    for name, way in _WAYS.items():
        said = results.get(name)
        if said and not isinstance(said, str):
            asked[way] = {
                _SAME: drawn(said, cross_rendered=False),
                _CROSS: drawn(said, cross_rendered=True),
            }
    if not asked:
        return []
    return [
        _overview(asked),
        _recolours(asked),
        *map(_kinds, asked, asked.values()),
        _by_rendering(asked),
    ]


def _overview(asked: _Asked) -> Table:
    columns = (
        "comparison",
        "recall",
        "right kind",
        "right element",
        "reported per defect, median",
        "95 %",
        "mean",
    )
    rows: list[tuple[str, ...]] = [
        (
            name,
            _part(it.found, it.pairs),
            _part(it.kinds, it.pairs),
            _part(it.elements, it.pairs),
            *_counts(it),
        )
        for name, part in _parts(asked)
        if (it := naming(part))
    ]
    return Table("Kinds and elements", columns, rows, "naming")


def _recolours(asked: _Asked) -> Table:
    rows: list[tuple[str, ...]] = []
    for name, part in _parts(asked):
        named = naming([it for it in part if it[0].mutation in RECOLOURS])
        if named:
            it = recolours(part)
            kind, place = _part(named.kinds, named.pairs), _part(it.right, it.pairs)
            rows.append((name, kind, place, number(it.f1, 3)))
    columns = ("comparison", "right kind", f"and at its place (IoU {OVERLAP:g})", "F1 of these")
    return Table("Colours that changed", columns, rows, "recolours")


def _parts(asked: _Asked) -> Iterator[tuple[str, Scored]]:
    for way, by_drawing in asked.items():
        for how, part in by_drawing.items():
            yield f"{way}, {how}-rendered", part


def _kinds(way: str, by_drawing: dict[str, Scored]) -> Table:
    """Return a table with a row for each kind of mutation, and one for all of them."""
    columns = ["mutation"]
    for how in by_drawing:
        columns += [f"{how}: found", "kind", "element", "reported"]
    groups = [by_group(part, lambda it: it.mutation) for part in by_drawing.values()]
    rows = [_of_mutation(kind, (by_kind.get(kind, []) for by_kind in groups)) for kind in KINDS]
    rows.append(_of_mutation("all", by_drawing.values()))
    name = _TABLES[way]
    return Table(f"By mutation, {way}", tuple(columns), rows, name)


def _of_mutation(kind: str, parts: Iterable[Scored]) -> tuple[str, ...]:
    cells = [kind]
    for part in parts:
        it = naming(part)
        if it is None:
            cells += [_NONE] * 4
            continue
        cells += [f"{count}/{it.pairs}" for count in (it.found, it.kinds, it.elements)]
        cells.append(" / ".join(_counts(it)))
    return tuple(cells)


def _by_rendering(asked: _Asked) -> Table:
    """Return how it does by how the two pictures of cross-rendered pairs were drawn."""
    crossed = [by_drawing[_CROSS] for by_drawing in asked.values()]
    groups = [by_group(part, _rendering) for part in crossed]
    names = sorted({name for by_name in groups for name in by_name})
    rows = [_of_rendering(it, (by_name.get(it, []) for by_name in groups)) for it in names]
    usual = ([it for it in part if it[0].renderings[1] not in ADDED] for part in crossed)
    rows += [_of_rendering("all", crossed), _of_rendering(f"all but {', '.join(ADDED)}", usual)]
    columns = ["baseline / actual"]
    for way in asked:
        columns += [f"{way}: recall", "false alarms"]
    return Table("By rendering, cross-rendered", tuple(columns), rows, "renderings")


def _rendering(pair: Pair) -> str:
    return " / ".join(pair.renderings)


def _of_rendering(name: str, parts: Iterable[Scored]) -> tuple[str, ...]:
    cells = [name]
    for part in parts:
        it = detection(part)
        cells += [_part(it.found, it.mutated), _part(it.false_alarms, it.harmless)]
    return tuple(cells)


def _counts(it: Naming) -> tuple[str, ...]:
    return number(it.median, 1), number(it.percentile_95, 0), number(it.mean, 2)


def _part(count: int, whole: int) -> str:
    return f"{percent(count / whole)} ({count}/{whole})" if whole else _NONE
