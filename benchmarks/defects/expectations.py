"""What is expected of pytest-visualdiff, held against what was measured."""

from __future__ import annotations

import statistics
from collections.abc import Iterator

from benchmarks.defects.measures import Scored, detection, drawn, places, strays_in
from benchmarks.defects.naming import RECOLOURS, Naming, naming
from benchmarks.defects.ours import DOM, PIXELS
from benchmarks.defects.renderings import ADDED
from benchmarks.defects.tables import Results
from benchmarks.table import Table
from benchmarks.targets import Target

_BLOCKS = ("banner", "removed")


def targets(results: Results, *, added: bool = False) -> list[Target]:
    """Return all targets for which there are results.

    They were set for some renderings; with ``added`` all others count as well.
    """
    found: list[Target] = []
    for tool, of in ((PIXELS, _of_pixels), (DOM, _of_elements)):
        said = results.get(tool)
        if said is None or isinstance(said, str):
            continue
        counted = [it for it in said if added or it[0].renderings[1] not in ADDED]
        found += of(drawn(counted, cross_rendered=False), drawn(counted, cross_rendered=True))
    return found


def table(results: Results) -> Table:
    """Return the targets beside what was measured, also with the added renderings."""
    said = {True: "met", False: "NOT MET", None: "not measured"}
    rows: list[tuple[str, ...]] = [
        (
            it.text,
            f"{it.bound} {it.limit:.4g}",
            "-" if it.value is None else f"{it.value:.3f}",
            said[it.met],
            "-" if with_added.value is None else f"{with_added.value:.3f}",
        )
        for it, with_added in zip(targets(results), targets(results, added=True), strict=True)
    ]
    columns = ("figure", "expected", "measured", "", f"with {', '.join(ADDED)}")
    return Table("Expected and measured", columns, rows, "expected")


def _of_pixels(same: Scored, cross: Scored) -> Iterator[Target]:
    found, crossed = detection(same), detection(cross)
    yield Target("pixels only, same-rendered: recall", "at least", 0.99, found.recall)
    yield Target("pixels only, same-rendered: false alarms", "at most", 0, found.false_alarm_rate)
    yield Target("pixels only, cross-rendered: recall", "at least", 0.95, crossed.recall)
    yield Target(
        "pixels only, cross-rendered: false alarms", "at most", 0.02, crossed.false_alarm_rate
    )
    for how, part in _parts(same, cross):
        where, named = places(part), naming(part)
        recoloured = naming([it for it in part if it[0].mutation in RECOLOURS])
        blocks = naming([it for it in part if it[0].mutation in _BLOCKS])
        way = f"pixels only, {how}-rendered"
        yield Target(
            f"{way}: found at its place", "at least", 0.95, where.localised if where else None
        )
        yield Target(
            f"{way}: reported for a banner or removed block, median",
            "at most",
            2,
            blocks.median if blocks else None,
        )
        yield Target(f"{way}: reported astray, per pair", "under", 0.2, _astray(part))
        yield Target(f"{way}: right kind", "at least", 0.85, _kind(named))
        yield Target(f"{way}: right kind of a changed colour", "at least", 0.97, _kind(recoloured))


def _of_elements(same: Scored, cross: Scored) -> Iterator[Target]:
    for how, part in _parts(same, cross):
        it, named = detection(part), naming(part)
        way = f"with the DOM, {how}-rendered"
        yield Target(f"{way}: recall", "at least", 0.99, it.recall)
        yield Target(f"{way}: precision", "at least", 0.99, it.precision)
        yield Target(f"{way}: right kind", "at least", 0.95, _kind(named))
        median, most = (named.median, named.percentile_95) if named else (None, None)
        yield Target(f"{way}: reported per defect, median", "at most", 1, median)
        yield Target(f"{way}: reported per defect, 95th percentile", "at most", 2, most)
    one_pair = 1 / max(detection(cross).mutated, 1)  # no smaller difference can be told
    recalls = detection(same).recall, detection(cross).recall
    kinds = _kind(naming(same)), _kind(naming(cross))
    for what, (asked, measured) in (("recall", recalls), ("right kind", kinds)):
        if asked is not None and measured is not None:
            text = f"with the DOM, {what}: cross-rendered as good as same-rendered, to one pair"
            yield Target(text, "at least", asked - one_pair, measured)


def _parts(same: Scored, cross: Scored) -> list[tuple[str, Scored]]:
    return [(how, part) for how, part in (("same", same), ("cross", cross)) if part]


def _kind(named: Naming | None) -> float | None:
    return named.right_kind if named else None


def _astray(part: Scored) -> float:
    return statistics.mean(strays_in(pair, outcome.defects or ()) for pair, outcome in part)
