"""The baseline laid out as the actual picture is: every block in its new place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from pytest_visualdiff.comparison.alignment.blocks import Alignment, Block
from pytest_visualdiff.imaging.areas import levels_between
from pytest_visualdiff.imaging.arrays import Mask, Pixels, size_of
from pytest_visualdiff.imaging.cells import CELL_H, CELL_W, any_in_cell, cells_of
from pytest_visualdiff.imaging.contrast import FAINT
from pytest_visualdiff.imaging.ink import box_of
from pytest_visualdiff.model import Box, Size

_SAME_ROW = 0.98
"""Share of the pixels of two rows that have to be alike for the rows to show the same."""

_SAME_ROW_ACROSS_RENDERINGS = 0.8
"""The same where different renderings drew them: text never quite is alike there."""

_GROUND_COLOURS = 3
"""Colours along the rim of a block, the most frequent ones, that count as the ground it stood on:
those of two fills and of a border between them."""

NOWHERE = -1
"""Number in `Sources` of a pixel that nothing of the baseline is compared with."""

Sources = npt.NDArray[np.int16]
"""(height, width) of the actual picture: see `Relayout.sources`."""

Labels = npt.NDArray[np.int32]
"""(rows, columns) of cells: the number of the block, from 1 on, that a cell moved with; or 0."""


@dataclass(frozen=True, slots=True)
class Relayout:
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
    sources : ndarray of shape (height, width), int16
        With which block, from 1 on, the pixel of the baseline moved that is compared with each
        pixel; 0 if it has stayed in place, `NOWHERE` if there is none.
    """

    baseline: Pixels
    settled: Mask
    bands: tuple[Band, ...]
    reaches: tuple[Box, ...]
    sources: Sources


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


def lay_out(baseline: Pixels, actual: Pixels, alignment: Alignment, *, tolerant: bool) -> Relayout:
    """Lay the baseline out anew.

    Parameters
    ----------
    baseline, actual : ndarray of shape (height, width, channels), uint8 or uint16
        Each with its own size; dtype and channels are equal.
    alignment : Alignment
        Of the two pictures.
    tolerant : bool
        Whether different renderings drew them.
    """
    size, blocks = size_of(actual), alignment.blocks
    beyond = np.ones(actual.shape[:2], bool)
    beyond[size_of(baseline).common(size).box.slices] = False
    reaches = tuple(_reach(alignment, block) for block in blocks)
    labels = _labels(alignment, reaches, any_in_cell(beyond))
    laid, sources = _rearranged(baseline, actual, blocks, labels, beyond)
    settled, shown = sources == NOWHERE, sources != NOWHERE
    scene = _Scene(
        baseline,
        actual,
        labels,
        tuple((block.dx, block.dy) for block in blocks),
        _SAME_ROW_ACROSS_RENDERINGS if tolerant else _SAME_ROW,
    )
    bands = tuple(
        _band(scene, number, reach)
        if block.is_upright
        else _turned_band(_band(scene.turned(), number, _turned(reach)))
        for number, (block, reach) in enumerate(zip(blocks, reaches, strict=True), 1)
    )
    unmoved = _pixels(labels == 0, size)
    for block, band in zip(blocks, bands, strict=True):
        if band.inserted:
            laid[band.after.slices] = _beside(actual, band.after, upright=block.is_upright)
            shown[band.after.slices] = False
        if band.removed is not None:
            gone = band.removed.clip(size).slices
            settled[gone] |= unmoved[gone]
        for cell in _vacated(scene, block):
            settled[cell.slices] = True
    sources[settled | ~shown] = NOWHERE
    return Relayout(laid, settled, bands, reaches, sources)


def _reach(alignment: Alignment, block: Block) -> Box:
    """Return how far the part of the actual picture goes that moved with a block.

    It extends across the direction of the move, and on along it, until something drawn has stayed.
    """
    fixed = alignment.fixed(0 if block.is_upright else 1, block)
    rows, columns = cells_of(block.box)
    if not block.is_upright:
        fixed, rows, columns = fixed.T, columns, rows
    start, stop = _until(fixed[rows], columns)
    _, end = _until(fixed[:, start:stop].T, rows)
    box = block.box
    if block.is_upright:
        box = Box(start * CELL_W, box.y, (stop - start) * CELL_W, end * CELL_H - box.y)
    else:
        box = Box(box.x, start * CELL_H, end * CELL_W - box.x, (stop - start) * CELL_H)
    return box.clip(size_of(alignment.luma))


def _until(fixed: Mask, part: slice) -> tuple[int, int]:
    """Return how far a part of the columns may grow to both sides until something is fixed."""
    taken = np.flatnonzero(fixed.any(axis=0))
    before, behind = taken[taken < part.start], taken[taken >= part.stop]
    start = int(before[-1]) + 1 if len(before) else 0
    return start, int(behind[0]) if len(behind) else fixed.shape[1]


def _labels(alignment: Alignment, reaches: Sequence[Box], beyond: Mask) -> Labels:
    """Return which block each cell moved with.

    What lies beyond the baseline's old end, and as far as a block reaches, is compared with that:
    nothing else would look at it.

    Parameters
    ----------
    alignment : Alignment
    reaches : sequence of Box
        One for each block.
    beyond : ndarray of shape (rows, columns) of cells, bool
        Which cells lie beyond the baseline.
    """
    stayed, blocks = alignment.stayed, alignment.blocks
    labels = np.zeros(stayed.shape, np.int32)
    for number, block in sorted(enumerate(blocks, 1), key=lambda it: -int(it[1].cells.sum())):
        window = cells_of(block.box)
        labels[window][block.matched[window] | ~stayed[window]] = number
    for number, block in enumerate(blocks, 1):
        labels[block.cells] = number
    for number, (block, reach) in enumerate(zip(blocks, reaches, strict=True), 1):
        window = cells_of(reach)
        alike = block.matched[window] | beyond[window]
        labels[window][alike & (labels[window] == 0)] = number
    return labels


def _rearranged(
    baseline: Pixels, actual: Pixels, blocks: Sequence[Block], labels: Labels, beyond: Mask
) -> tuple[Pixels, Sources]:
    """Return the baseline with every block in its new place, and where each pixel comes from.

    It is cut or extended to the size of the actual picture.
    """
    size, common = size_of(actual), size_of(baseline).common(size_of(actual)).box.slices
    laid, sources = actual.copy(), np.where(beyond, np.int16(NOWHERE), np.int16(0))
    laid[common] = baseline[common]
    for number, block in enumerate(blocks, 1):
        source = size.box.move(-block.dx, -block.dy).clip(size_of(baseline))
        if not source.area:
            continue
        here, there = source.move(block.dx, block.dy).slices, source.slices
        mine = _pixels(labels == number, size)[here]
        # A cell at the rim of a block holds some of what stayed as well.
        rim = mine & ~_pixels(block.matched, size)[here] & (sources[here] != NOWHERE)
        if rim.any():
            mine = mine & ~(rim & (levels_between(laid[here], actual[here]) == 0))
        cv2.copyTo(baseline[there], mine.view(np.uint8), laid[here])
        sources[here][mine] = number
    return laid, sources


@dataclass(frozen=True, slots=True)
class _Scene:
    """Two pictures and the blocks that moved in them.

    Attributes
    ----------
    baseline, actual : ndarray of shape (height, width, channels)
        Each with its own size.
    labels : ndarray of shape (rows, columns), int32
    displacements : tuple of (dx, dy)
        By how many pixels each block moved.
    alike : float
        Share of the pixels of two rows that have to be alike, 0..1.
    cell : tuple of int
        Height and width of a cell.
    """

    baseline: Pixels
    actual: Pixels
    labels: Labels
    displacements: tuple[tuple[int, int], ...]
    alike: float
    cell: tuple[int, int] = (CELL_H, CELL_W)

    def turned(self) -> _Scene:
        """Return it with rows and columns exchanged: what moved to the side moves down."""
        return _Scene(
            self.baseline.swapaxes(0, 1),
            self.actual.swapaxes(0, 1),
            self.labels.T,
            tuple((dy, dx) for dx, dy in self.displacements),
            self.alike,
            self.cell[::-1],
        )

    def is_row_alike(self, row: int, columns: slice, distance: int) -> bool:
        """Return whether a row looks like one of the baseline that lies higher.

        Parameters
        ----------
        row : int
            Row of the actual picture.
        columns : slice
            The columns that are compared.
        distance : int
            Pixels by which the row of the baseline lies higher; negative if it lies lower.
        """
        there = row - distance
        if not 0 <= there < len(self.baseline) or columns.stop > self.baseline.shape[1]:
            return False
        one, other = self.actual[row : row + 1, columns], self.baseline[there : there + 1, columns]
        return bool((levels_between(one, other) <= FAINT).mean() > self.alike)

    def distance(self, row: int, box: Box, number: int) -> int:
        """Return how far down, in pixels, most of the other content in a row has moved.

        Parameters
        ----------
        row : int
            Row of the actual picture.
        box : Box
            The columns of the block that is examined, in the actual picture.
        number : int
            Number of that block in ``labels``; its own cells do not count.
        """
        height, width = self.cell
        cells = self.labels[row // height, box.x // width : -(-box.right // width)]
        others = cells[cells != number]
        if not len(others) or not (label := int(np.bincount(others).argmax())):
            return 0
        return self.displacements[label - 1][1]


def _band(scene: _Scene, number: int, reach: Box) -> Band:
    """Return the band between a block that moved up or down and what is above it.

    Parameters
    ----------
    scene : _Scene
    number : int
        Of the block, from 1 on.
    reach : Box
        How far the part goes that moved with it.
    """
    distance, columns = scene.displacements[number - 1][1], slice(reach.x, reach.right)
    drawn = _changes(scene.actual[:, columns])
    first = next(
        (
            row
            for row in range(reach.y, reach.bottom)
            if drawn[row] and scene.is_row_alike(row, columns, distance)
        ),
        reach.y,
    )
    top = above = 0
    for row in range(first - 1, -1, -1):
        above = scene.distance(row, reach, number)
        if drawn[row] and scene.is_row_alike(row, columns, above):
            top = row + 1
            break
    start, end = max(top - above, 0), min(first - distance, len(scene.baseline))
    removed = _drawn(scene.baseline, start, end, columns)
    inserted = _drawn(scene.actual, top, first, columns)
    after = Box(reach.x, top, reach.w, first - top)
    return Band(after, None if inserted else removed, inserted is not None and removed is None)


def _changes(picture: Pixels) -> npt.NDArray[np.bool_]:
    """Return which rows of a picture differ from the row above: shape (height,)."""
    strip = np.ascontiguousarray(picture)
    changes = np.zeros(len(strip), bool)
    changes[1:] = (levels_between(strip[1:], strip[:-1]) > FAINT).any(axis=1)
    return changes


def _drawn(picture: Pixels, top: int, bottom: int, columns: slice) -> Box | None:
    """Return the box of what is drawn in a band: what the rows at its two ends do not show."""
    if bottom <= top:
        return None
    area = np.ascontiguousarray(picture[top:bottom, columns])
    drawn = np.ones(area.shape[:2], bool)
    for row in (top - 1, bottom - 1):
        if row >= 0:
            end = np.broadcast_to(picture[row : row + 1, columns], area.shape)
            drawn &= levels_between(area, end) > FAINT
    box = box_of(drawn)
    return box.move(columns.start, top) if box.area else None


def _beside(actual: Pixels, band: Box, *, upright: bool) -> Pixels:
    """Return what a band would be with nothing inserted: the row or column it begins behind."""
    rows, columns = band.slices
    if upright:
        row = band.y - 1 if band.y else band.bottom - 1
        return actual[row : row + 1, columns]
    column = band.x - 1 if band.x else band.right - 1
    return actual[rows, column : column + 1]


def _vacated(scene: _Scene, block: Block) -> Iterator[Box]:
    """Yield the cells in which a block was and nothing is drawn now: its absence differs there.

    What is left there has one of the colours that the block stood on.
    """
    actual, size = scene.actual, size_of(scene.actual)
    ground = _rim_colours(scene.baseline, block.origin.clip(size_of(scene.baseline)))
    was = block.origin.clip(size)
    rows, columns = cells_of(was)
    corners = actual[
        rows.start * CELL_H : was.bottom : CELL_H, columns.start * CELL_W : was.right : CELL_W
    ]
    plain = scene.labels[rows, columns] == 0
    plain &= np.any([(corners == colour).all(axis=2) for colour in ground], axis=0)
    for row, column in np.argwhere(plain).tolist():
        y, x = (rows.start + row) * CELL_H, (columns.start + column) * CELL_W
        cell = Box(x, y, CELL_W, CELL_H).clip(size)
        if (actual[cell.slices] == actual[y, x]).all():
            yield cell


def _rim_colours(picture: Pixels, box: Box) -> list[list[int]]:
    """Return the most frequent colours along the inner rim of a box."""
    if not box.area:
        return []
    part = picture[box.slices]
    rim = np.concatenate((part[0], part[-1], part[:, 0], part[:, -1]))
    colours, counts = np.unique(rim, axis=0, return_counts=True)
    found: list[list[int]] = colours[np.argsort(-counts)[:_GROUND_COLOURS]].tolist()
    return found


def _pixels(cells: Mask, size: Size) -> Mask:
    """Return which pixels lie in cells that are set."""
    return np.repeat(np.repeat(cells, CELL_H, 0), CELL_W, 1)[: size.height, : size.width]


def _turned(box: Box) -> Box:
    return Box(box.y, box.x, box.h, box.w)


def _turned_band(band: Band) -> Band:
    return Band(_turned(band.after), band.removed and _turned(band.removed), band.inserted)
