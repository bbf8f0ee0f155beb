"""Pictures without most of the rows that are known to be equal: a long page costs no more for it.

Rows that moved with those around them are left out of both pictures, all but some at either end.
What is found in the rest is then said with its place in the whole pictures.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pytest_visualdiff.comparison.findings import MARGIN, Findings
from pytest_visualdiff.imaging.arrays import Mask
from pytest_visualdiff.imaging.cells import CELL_H, CELL_W
from pytest_visualdiff.imaging.png.shared_rows import Run
from pytest_visualdiff.model import Box, Shift

_HEAD = 96
"""Rows that are kept at the beginning of a run: two pieces that are searched for, to see how far it
moved."""

_FEWEST = 64
"""Rows from which on leaving them out takes less time than looking at them."""


@dataclass(frozen=True, slots=True)
class Cut:
    """Rows that are left out.

    Attributes
    ----------
    before, after : int
        The first one in the baseline and in the actual picture.
    length : int
        How many.
    pixels : int
        How many pixels of them the moving accounts for.
    """

    before: int
    after: int
    length: int
    pixels: int


@dataclass(frozen=True, slots=True)
class Shortening:
    """What is left out of a part of two pictures; places are those in the part."""

    cuts: tuple[Cut, ...]

    def baseline(self, height: int) -> Iterator[slice]:
        """Yield the rows that are kept of the baseline, of which the part has so many."""
        return _kept([(cut.before, cut.length) for cut in self.cuts], height)

    def actual(self, height: int) -> Iterator[slice]:
        """Yield the rows that are kept of the actual picture, of which the part has so many."""
        return _kept([(cut.after, cut.length) for cut in self.cuts], height)

    def shortened(self, box: Box) -> Box:
        """Return where a box of the actual picture is once the rows are left out."""
        y, bottom = (
            row - sum(min(max(row - cut.after, 0), cut.length) for cut in self.cuts)
            for row in (box.y, box.bottom)
        )
        return Box(box.x, y, box.w, bottom - y)

    def restored(self, findings: Findings) -> Findings | None:
        """Return findings with their places in the whole part.

        None if what was left out is not all seen to have moved, or other things have as well: then
        it matters what else is in the pictures.
        """
        shifts = tuple(self._shift(it) for it in findings.shifts)
        known = {(0, cut.after - cut.before) for cut in self.cuts}
        if not known.issuperset((it.dx, it.dy) for it in shifts):
            return None
        if not all(any(_spans(shift, cut) for shift in shifts) for cut in self.cuts):
            return None
        regions = tuple(
            replace(
                it,
                box=it.box and self._before(it.box),
                box_after=it.box_after and self._after(it.box_after),
            )
            for it in findings.regions
        )
        dismissed = tuple(replace(it, box=self._after(it.box)) for it in findings.dismissed)
        return replace(findings, regions=regions, shifts=shifts, dismissed=dismissed)

    def _shift(self, shift: Shift) -> Shift:
        whole = replace(shift, box=self._before(shift.box))
        more = sum(cut.pixels for cut in self.cuts if _spans(whole, cut))
        return replace(whole, pixels=shift.pixels + more)

    def _before(self, box: Box) -> Box:
        return _stretched(box, [(cut.before, cut.length) for cut in self.cuts])

    def _after(self, box: Box) -> Box:
        return _stretched(box, [(cut.after, cut.length) for cut in self.cuts])


def shorten(
    runs: Sequence[Run], part: Box, ignore: Sequence[Box], cells: Mask | None = None
) -> Shortening | None:
    """Return what may be left out of a part of two pictures; None if that is nothing.

    At the end of a run, and beside an edge of an ignored box, as many rows are kept as are looked
    at around all that differs, and as many more as the run moved: where rows are left out, others
    lie at the same place of the two pictures.

    Parameters
    ----------
    runs : sequence of Run
        Rows that are known to be equal.
    part : Box
        What is examined of both pictures.
    ignore : sequence of Box
        What is ignored in the actual picture.
    cells : ndarray of shape (rows, columns), bool, optional
        Which cells of both pictures differ in place; without it all pixels are said to have moved.
    """
    cuts = []
    edges = sorted({edge for box in ignore for edge in (box.y, box.bottom)})
    for start, stop, distance in runs:
        above, below = max(distance, 0) + MARGIN, max(-distance, 0) + MARGIN
        top, bottom = max(start, part.y, part.y + distance), min(stop, part.bottom)
        inside = [edge for edge in edges if top < edge < bottom]
        firsts = [top + max(_HEAD, above), *(edge + above for edge in inside)]
        ends = [*(edge - below for edge in inside), bottom - below]
        for first, end in zip(firsts, ends, strict=True) if distance else ():
            # Whole rows of cells, so that the cells below hold the same pixels.
            length = (end - first) // CELL_H * CELL_H
            if length < _FEWEST:
                continue
            pixels = length * part.w
            if cells is not None:
                here = cells[first // CELL_H : (first + length) // CELL_H]
                pixels = int(here.sum()) * CELL_H * CELL_W
            cuts.append(Cut(first - distance - part.y, first - part.y, length, pixels))
    return Shortening(tuple(cuts)) if cuts else None


def _kept(left_out: Sequence[tuple[int, int]], height: int) -> Iterator[slice]:
    top = 0
    for start, length in left_out:
        yield slice(top, start)
        top = start + length
    yield slice(top, height)


def _stretched(box: Box, rows: Sequence[tuple[int, int]]) -> Box:
    """Return a box of a shortened picture with the rows that are left out in it or above it."""
    top, last = box.y, box.bottom - 1
    for start, length in rows:
        top += length * (top >= start)
        last += length * (last >= start)
    return Box(box.x, top, box.w, last + 1 - top)


def _spans(shift: Shift, cut: Cut) -> bool:
    """Return whether the rows that are left out are of a part that moved as they did."""
    return (
        (shift.dx, shift.dy) == (0, cut.after - cut.before)
        and shift.box.y <= cut.before
        and cut.before + cut.length <= shift.box.bottom
    )
