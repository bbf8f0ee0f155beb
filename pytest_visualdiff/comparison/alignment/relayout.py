"""The baseline laid out as the actual picture is: every block in its new place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from pytest_visualdiff.comparison.alignment.blocks import Block, Matcher
from pytest_visualdiff.imaging.areas import levels_between
from pytest_visualdiff.imaging.arrays import Mask, Pixels
from pytest_visualdiff.imaging.cells import CELL_H, CELL_W, any_in_cell, busy, cells_of
from pytest_visualdiff.model import Box, Size

_FAINT = 8
"""Levels by which a pixel has to differ from the one beside it to be something that is drawn."""

_ALIKE, _ALIKE_ACROSS = 0.98, 0.8
"""Two rows show the same if so many of their pixels do; between renderings, text never quite does.
"""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """A baseline as it would look if nothing but the blocks had changed.

    Attributes
    ----------
    baseline : ndarray of shape (height, width, channels)
        As large as the actual picture; the parts of the baseline in their new places.
    settled : ndarray of shape (height, width), bool
        Where the baseline has nothing to hold against the actual picture, and what is seen there
        follows from a block's moving or from the changed size.
    bands : tuple of Band
        One for each block.
    reaches : tuple of Box
        How far the part goes that moved with each block, in the actual picture.
    """

    baseline: Pixels
    settled: Mask
    bands: tuple[Band, ...]
    reaches: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """What lies between a block and what did not move with it: there the cause is.

    Attributes
    ----------
    after : Box
        Its place in the actual picture.
    removed : Box or None
        What the baseline had drawn there and the actual picture has not; its place in the baseline.
    inserted : bool
        Whether the actual picture has something drawn there, and the baseline had not.
    """

    after: Box
    removed: Box | None = None
    inserted: bool = False


def arrange(
    baseline: Pixels, actual: Pixels, match: Matcher, blocks: Sequence[Block]
) -> Arrangement:
    """Lay the baseline out anew.

    Parameters
    ----------
    baseline, actual : ndarray of shape (height, width, channels)
        Each with its own size; dtype and channels are equal.
    match : Matcher
        Of the two pictures.
    blocks : sequence of Block
        What moved.
    """
    laid, settled = _stayed(baseline, actual)
    reaches = tuple(_reach(match, block) for block in blocks)
    labels = _labels(match, blocks, reaches, any_in_cell(settled))
    for number, block in enumerate(blocks, 1):
        _take(block, number, labels, baseline, actual, laid, settled)
    bands = []
    for number, block in enumerate(blocks, 1):
        upright = block.dy != 0
        view = _View(
            baseline if upright else baseline.swapaxes(0, 1),
            actual if upright else actual.swapaxes(0, 1),
            laid if upright else laid.swapaxes(0, 1),
            labels if upright else labels.T,
            [block.dy if upright else block.dx for block in blocks],
            CELL_H if upright else CELL_W,
            CELL_W if upright else CELL_H,
            _ALIKE_ACROSS if match.tolerant else _ALIKE,
        )
        box = reaches[number - 1]
        band = view.band(number, box if upright else _turned(box))
        band = band if upright else _turned_band(band)
        bands.append(band)
        if band.removed is not None:
            gone = band.removed.clip(match.size).slices
            settled[gone] |= _pixels(labels == 0, match.size)[gone]
        _settle_vacated(block, baseline, actual, labels, settled)
    return Arrangement(laid, settled, tuple(bands), reaches)


def _reach(match: Matcher, block: Block) -> Box:
    """Return how far the part of the actual picture goes that moved with a block.

    It goes on across the way it moved, and on along it, until something drawn has not moved.
    """
    upright = block.dy != 0
    drawn = busy(match.greys[1], axis=0 if upright else 1)
    fixed = match.stayed & drawn & ~block.matched
    rows, columns = cells_of(block.box)
    if not upright:
        fixed, rows, columns = fixed.T, columns, rows
    left, right = _until(fixed[rows], columns)
    _, bottom = _until(fixed[:, left:right].T, rows)
    if upright:
        box = Box(left * CELL_W, block.box.y, (right - left) * CELL_W, bottom * CELL_H)
        box = Box(box.x, box.y, box.w, box.h - box.y)
    else:
        box = Box(block.box.x, left * CELL_H, bottom * CELL_W, (right - left) * CELL_H)
        box = Box(box.x, box.y, box.w - box.x, box.h)
    return box.clip(match.size)


def _until(fixed: Mask, part: slice) -> tuple[int, int]:
    """Return how far a part of the columns may grow to both sides until something is fixed."""
    taken = np.flatnonzero(fixed.any(axis=0))
    before, behind = taken[taken < part.start], taken[taken >= part.stop]
    start = int(before[-1]) + 1 if len(before) else 0
    return start, int(behind[0]) if len(behind) else fixed.shape[1]


def _stayed(baseline: Pixels, actual: Pixels) -> tuple[Pixels, Mask]:
    """Return the baseline, cut or extended to the actual picture, and where it has nothing."""
    height, width = (min(sizes) for sizes in zip(baseline.shape[:2], actual.shape[:2], strict=True))
    laid = actual.copy()
    laid[:height, :width] = baseline[:height, :width]
    absent = np.ones(actual.shape[:2], bool)
    absent[:height, :width] = False
    return laid, absent


def _take(
    block: Block,
    number: int,
    labels: npt.NDArray[np.int32],
    baseline: Pixels,
    actual: Pixels,
    laid: Pixels,
    settled: Mask,
) -> None:
    """Put a block of the baseline in its new place."""
    before = Size(baseline.shape[1], baseline.shape[0])
    whole = Box(0, 0, actual.shape[1], actual.shape[0])
    source = whole.move(-block.dx, -block.dy).clip(before)
    if not source.w or not source.h:
        return
    target = source.move(block.dx, block.dy)
    here, there = target.slices, source.slices
    size = Size(actual.shape[1], actual.shape[0])
    mine = _pixels(labels == number, size)[here]
    # A cell at the rim of a block holds some of what stayed as well.
    rim = mine & ~_pixels(block.matched, size)[here] & ~settled[here]
    if rim.any():
        mine = mine & ~(rim & (levels_between(laid[here], actual[here]) == 0))
    cv2.copyTo(baseline[there], mine.view(np.uint8), laid[here])
    settled[here] &= ~mine


def _labels(
    match: Matcher, blocks: Sequence[Block], reaches: Sequence[Box], beyond: Mask
) -> npt.NDArray[np.int32]:
    """Return for each cell the number of its block, counted from 1; 0 for none.

    What lies beyond the baseline's old end, and as far as a block reaches, is held against that:
    nothing else would look at it.
    """
    stayed = match.stayed
    labels = np.zeros(stayed.shape, np.int32)
    for number, block in sorted(enumerate(blocks, 1), key=lambda it: -int(it[1].cells.sum())):
        window = cells_of(block.box)
        labels[window][block.matched[window] | ~stayed[window]] = number
    for number, block in enumerate(blocks, 1):
        labels[block.cells] = number
    for number, block in enumerate(blocks, 1):
        window = cells_of(reaches[number - 1])
        alike = block.matched[window] | beyond[window]
        labels[window][alike & (labels[window] == 0)] = number
    return labels


@dataclass(frozen=True, slots=True)
class _View:
    """The pictures turned so that blocks move up and down."""

    baseline: Pixels
    actual: Pixels
    laid: Pixels
    labels: npt.NDArray[np.int32]
    distances: Sequence[int]
    along: int
    across: int
    alike: float

    def band(self, number: int, box: Box) -> Band:
        """Return the band above a block, or the one below if nothing is drawn in that."""
        distance = self.distances[number - 1]
        columns = slice(box.x, box.right)
        change = self._change(columns)
        first = next(
            (
                row
                for row in range(box.y, box.bottom)
                if change[row] and self._equal(row, columns, distance)
            ),
            box.y,
        )
        row, above = first - 1, 0
        while row >= 0:
            above = self._distance(row, box, number)
            if change[row] and self._equal(row, columns, above):
                break
            row -= 1
        top = row + 1
        after = Box(box.x, top, box.w, first - top)
        start, end = max(top - above, 0), min(first - distance, len(self.baseline))
        removed = _drawn(self.baseline, start, end, columns)
        inserted = _drawn(self.actual, top, first, columns)
        if inserted and not removed:
            reference = (
                self.actual[max(top - 1, 0), columns] if top else self.actual[first - 1, columns]
            )
            self.laid[top:first, columns] = reference
        return Band(after, removed if not inserted else None, bool(inserted) and not removed)

    def _change(self, columns: slice) -> Mask:
        """Return which rows of the actual picture differ from the row above."""
        strip = np.ascontiguousarray(self.actual[:, columns])
        change = np.zeros(len(strip), bool)
        change[1:] = (levels_between(strip[1:], strip[:-1]) > _FAINT).any(axis=1)
        return change

    def _equal(self, row: int, columns: slice, distance: int) -> bool:
        there = row - distance
        if not 0 <= there < len(self.baseline) or columns.stop > self.baseline.shape[1]:
            return False
        one, other = self.actual[row : row + 1, columns], self.baseline[there : there + 1, columns]
        return bool((levels_between(one, other) <= _FAINT).mean() > self.alike)

    def _distance(self, row: int, box: Box, number: int) -> int:
        """Return how far what is in a row beside or above a block has moved."""
        cells = self.labels[row // self.along, box.x // self.across : -(-box.right // self.across)]
        others = cells[cells != number]
        if not len(others) or not (label := int(np.bincount(others).argmax())):
            return 0
        return self.distances[label - 1]


def _drawn(picture: Pixels, top: int, bottom: int, columns: slice) -> Box | None:
    """Return the box of what is drawn in a band: what the rows at its two ends do not show."""
    if bottom <= top:
        return None
    area = np.ascontiguousarray(picture[top:bottom, columns])
    ends = [row for row in (top - 1, bottom - 1) if row >= 0]
    drawn = np.ones(area.shape[:2], bool)
    for row in ends:
        end = np.broadcast_to(picture[row : row + 1, columns], area.shape)
        drawn &= levels_between(area, end) > _FAINT
    rows, places = np.flatnonzero(drawn.any(axis=1)), np.flatnonzero(drawn.any(axis=0))
    if not len(rows):
        return None
    return Box(
        columns.start + int(places[0]),
        top + int(rows[0]),
        int(places[-1] - places[0]) + 1,
        int(rows[-1] - rows[0]) + 1,
    )


def _settle_vacated(
    block: Block, baseline: Pixels, actual: Pixels, labels: npt.NDArray[np.int32], settled: Mask
) -> None:
    """Where a block was and nothing is drawn now, it is its absence that differs.

    What is left there has one of the colours that the block stood on.
    """
    was = block.box.move(-block.dx, -block.dy)
    ground = _frame(baseline, was.clip(Size(baseline.shape[1], baseline.shape[0])))
    was = was.clip(Size(actual.shape[1], actual.shape[0]))
    rows, columns = cells_of(was)
    corners = actual[
        rows.start * CELL_H : was.bottom : CELL_H, columns.start * CELL_W : was.right : CELL_W
    ]
    plain = labels[rows, columns] == 0
    plain &= np.any([(corners == colour).all(axis=2) for colour in ground], axis=0)
    for row, column in zip(*np.nonzero(plain), strict=True):
        y, x = (rows.start + row) * CELL_H, (columns.start + column) * CELL_W
        cell = np.s_[y : y + CELL_H, x : x + CELL_W]
        if (actual[cell] == actual[y, x]).all():
            settled[cell] = True


def _frame(picture: Pixels, box: Box) -> list[list[int]]:
    """Return the most frequent colours along the inner rim of a box."""
    if not box.w or not box.h:
        return []
    part = picture[box.slices]
    rim = np.concatenate((part[0], part[-1], part[:, 0], part[:, -1]))
    colours, counts = np.unique(rim, axis=0, return_counts=True)
    found: list[list[int]] = colours[np.argsort(-counts)[:3]].tolist()
    return found


def _pixels(cells: Mask, size: Size) -> Mask:
    return np.repeat(np.repeat(cells, CELL_H, 0), CELL_W, 1)[: size.height, : size.width]


def _turned(box: Box) -> Box:
    return Box(box.y, box.x, box.h, box.w)


def _turned_band(band: Band) -> Band:
    return Band(_turned(band.after), _turned(band.removed) if band.removed else None, band.inserted)
