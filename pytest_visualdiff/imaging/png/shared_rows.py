"""Joint decoding of two PNG files of which many rows are equal, further up or down.

What is put in at the top of a page pushes all that follows. A row that moved is filtered as it was:
an encoder looks at it and at the one above alone. So the inflated rows tell what moved before any
filter is undone, and pixels that both pictures have are made once.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from pytest_visualdiff.imaging import png
from pytest_visualdiff.imaging.arrays import CACHED
from pytest_visualdiff.imaging.png.filters import (
    SUB,
    Rows,
    Table,
    inflate,
    readable,
    room,
    undo,
    undone,
)
from pytest_visualdiff.imaging.side_by_side import side_by_side

_FEWEST = 16
"""Rows that lie together and moved alike from which on they are a run: about a line of text."""

_DISTANCES = 4
"""Distances, those with the most votes, whose rows are compared: a page has few insertions."""


class Run(NamedTuple):
    """Rows with equal pixels in both pictures.

    Attributes
    ----------
    start, stop : int
        The first one in the actual picture, and the one below the last.
    distance : int
        How far they moved down; 0 for those that stayed, negative for those that moved up.
    """

    start: int
    stop: int
    distance: int


@dataclass(frozen=True, slots=True)
class Alignment:
    """Two pictures whose filters are not undone yet, and which of their rows are equal.

    Attributes
    ----------
    before, after : ndarray
        The filtered rows of the baseline and of the actual picture.
    width : int
        Pixels of a row.
    runs : tuple of Run
        Rows that are known to be equal, from top to bottom; no row is in two.
    """

    before: Table
    after: Table
    width: int
    runs: tuple[Run, ...]

    @property
    def first(self) -> int:
        """The first row that may differ in place."""
        return self.runs[0].stop if self.runs and self.runs[0][::2] == (0, 0) else 0

    def pixels(self, which: int, start: int, stop: int) -> Rows:
        """Return the pixels of rows ``start`` to ``stop``; ``which`` 0 is the baseline."""
        table = (self.before, self.after)[which]
        starts = np.flatnonzero(table[: start + 1, 0] <= SUB)
        top = int(starts[-1]) if len(starts) else 0
        return undone(table[top:stop], self.width)[start - top :]

    def decode(self) -> tuple[Rows, Rows]:
        """Return both pictures, decoding rows that they share once."""
        before, after, runs = self.before, self.after, self.runs
        one, other = (room(len(it), self.width, it.shape[1]) for it in (before, after))
        if 2 * sum(run.stop - run.start for run in runs) < len(after):
            side_by_side(lambda: undo(before, one), lambda: undo(after, other))
            return one, other
        middle = _middle(before)
        side_by_side(
            lambda: undo(before[:middle], one[:middle]), lambda: undo(before[middle:], one[middle:])
        )
        bottom = 0
        for start, stop, distance in (*runs, Run(len(after), len(after), 0)):
            other[start:stop] = one[start - distance : stop - distance]
            if bottom < start:
                above = other[bottom - 1] if bottom else None
                undo(after[bottom:start], other[bottom:start], above)
            bottom = stop
        return one, other


def align(baseline: png.Contents, actual: png.Contents) -> Alignment | None:
    """Return which rows the PNG files ``baseline`` and ``actual`` share; None if unknown."""
    if not readable(baseline, actual):
        return None
    before, after = side_by_side(lambda: inflate(baseline), lambda: inflate(actual))
    if before is None or after is None:
        return None
    return Alignment(before, after, baseline.size.width, find_runs(before, after))


def find_runs(before: Table, after: Table) -> tuple[Run, ...]:
    """Return the runs of rows with equal pixels in two pictures, from top to bottom.

    Equal filtered rows have equal pixels if the rows above them do, or if the filter does not use
    the row above: of a run of equal rows, those from the first such filter on count. Runs that have
    not moved may also begin at the top of both pictures.

    Parameters
    ----------
    before, after : ndarray of shape (rows, 1 + bytes per row), uint8
        Filtered rows, each after its filter type.
    """
    taken = np.zeros(len(after), bool)
    runs: list[Run] = []
    equal = {it: _equal_rows(before, after, it) for it in (0, *_distances(before, after))}
    for distance, rows in sorted(equal.items(), key=lambda it: -np.count_nonzero(it[1])):
        edges = np.flatnonzero(np.diff(rows & ~taken, prepend=False, append=False))
        anchors = np.flatnonzero(after[:, 0] <= SUB)
        if distance == 0:
            anchors = np.union1d(anchors, 0)
        for start, stop in edges.reshape(-1, 2).tolist():
            place = int(np.searchsorted(anchors, start))
            first = int(anchors[place]) if place < len(anchors) else stop
            if stop - first >= _FEWEST:
                taken[first:stop] = True
                runs.append(Run(first, stop, distance))
    return tuple(sorted(runs))


def _distances(before: Table, after: Table) -> list[int]:
    """Return the distances by which most of the distinctive rows have moved.

    Those are the rows that do not depend on the one above; there are few, and they are not plain
    ground as a rule.
    """
    places: dict[bytes, list[int]] = {}
    for row in np.flatnonzero(before[:, 0] <= SUB).tolist():
        places.setdefault(before[row].tobytes(), []).append(row)
    votes: Counter[int] = Counter()
    for row in np.flatnonzero(after[:, 0] <= SUB).tolist():
        found = places.get(after[row].tobytes(), [])
        if len(found) == 1:
            votes[row - found[0]] += 1
    del votes[0]
    return [distance for distance, count in votes.most_common(_DISTANCES) if count > 1]


def _equal_rows(before: Table, after: Table, distance: int) -> npt.NDArray[np.bool_]:
    """Return which filtered rows of the actual picture the baseline has at a distance."""
    equal = np.zeros(len(after), bool)
    bottom = min(len(before) + distance, len(after))
    band = max(CACHED // after.shape[1], 1)
    for top in range(max(distance, 0), bottom, band):
        end = min(top + band, bottom)
        there = before[top - distance : end - distance]
        equal[top:end] = (there == after[top:end]).all(axis=1)
    return equal


def _middle(table: Table) -> int:
    """Return a row near the middle at which decoding can start."""
    starts = np.flatnonzero(table[:, 0] <= SUB)
    near = int(np.searchsorted(starts, len(table) // 2))
    return int(starts[near]) if near < len(starts) else len(table)
