"""What moved, because of what, and which of it another rendering moved."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from pytest_visualdiff.comparison.alignment.blocks import FEWEST_CELLS, Alignment, Block
from pytest_visualdiff.comparison.alignment.registration import RegisteredPair
from pytest_visualdiff.comparison.alignment.relayout import Band
from pytest_visualdiff.comparison.findings import COMPANION, DRIFT
from pytest_visualdiff.imaging.arrays import size_of
from pytest_visualdiff.imaging.cells import CELL_H, CELL_W, cells_of
from pytest_visualdiff.model import Box, Dismissal, Region, Shift

_BESIDE = 16
"""Pixels around a block in which a smaller one belongs to it: a cell to the side."""

_TOUCHING = 2
"""Pixels around a band in which a change lies at it."""

_REMOVED = 255
"""Levels that count for what was removed: nothing is there to be compared with it."""

_LINE_HEIGHT = 32
"""Pixels of height up to which a block is one line of text with what it stands in."""

_LINE_ASIDE = 40
"""Pixels to the side that drifting letters add up to in one line of text."""

_COLUMN_ASIDE = 16
"""Pixels to the side that drifting letters add up to in a column, which is as wide as the widest
text in it."""


@dataclass(frozen=True, slots=True)
class Reflow:
    """What another rendering did to the text of a page.

    Attributes
    ----------
    drifting : bool
        Whether letters drift along their lines.
    rewrapped : collection of Block
        Blocks that lie elsewhere because words before them wrapped differently.
    """

    drifting: bool = False
    rewrapped: Collection[Block] = ()


@dataclass(frozen=True, slots=True)
class Moves:
    """What moved between two pictures.

    Attributes
    ----------
    shifts : tuple of Shift
    dismissed : tuple of Dismissal
        What moved as well, and does not count.
    drifts : tuple of (dx, dy)
        By how many pixels another rendering moved a block.
    """

    shifts: tuple[Shift, ...]
    dismissed: tuple[Dismissal, ...]
    drifts: tuple[tuple[int, int], ...]


def removed_regions(pair: RegisteredPair, reflow: Reflow, ignore: Sequence[Box]) -> list[Region]:
    """Return what was removed beside the blocks, so that they moved.

    Parameters
    ----------
    pair : RegisteredPair
    reflow : Reflow
    ignore : sequence of Box
        What is ignored in the actual picture.
    """
    blocks = pair.alignment.blocks
    return [
        Region(band.removed, None, band.removed.area, _REMOVED)
        for block, band in zip(blocks, pair.relayout.bands, strict=True)
        if band.removed is not None
        and block not in reflow.rewrapped
        and not _is_ignored(band.removed, ignore)
        and not _is_companion(block, blocks)
    ]


def find_moves(
    pair: RegisteredPair, regions: Sequence[Region], reflow: Reflow, ignore: Sequence[Box]
) -> Moves:
    """Return what moved, and because of which region.

    Parameters
    ----------
    pair : RegisteredPair
    regions : sequence of Region
        Everything that changed, was inserted or was removed.
    reflow : Reflow
    ignore : sequence of Box
        What is ignored in the actual picture.
    """
    shifts: list[Shift] = []
    dismissed: list[Dismissal] = []
    drifts: list[tuple[int, int]] = []
    blocks, layout = pair.alignment.blocks, pair.relayout
    for block, band, reach in zip(blocks, layout.bands, layout.reaches, strict=True):
        if _is_companion(block, blocks):
            continue
        cause = _cause(regions, band)
        pixels = int(block.cells.sum()) * CELL_W * CELL_H
        if _is_ignored(block.box, ignore):
            dismissed.append(Dismissal("ignored", block.box, pixels))
        elif block in reflow.rewrapped or (
            pair.tolerant and cause is None and _is_drift(block, pair.alignment, reflow.drifting)
        ):
            dismissed.append(Dismissal("rendering_noise", reach, pixels))
            drifts.append((block.dx, block.dy))
        else:
            box = reach.move(-block.dx, -block.dy).clip(size_of(pair.original))
            number = len(shifts) + 1
            shifts.append(Shift(box, block.dx, block.dy, pixels, cause, id=f"shift:{number}"))
    return Moves(tuple(shifts), tuple(dismissed), tuple(drifts))


def _is_ignored(box: Box, ignore: Sequence[Box]) -> bool:
    return any(asked.contains(box) for asked in ignore)


def _is_companion(block: Block, blocks: Sequence[Block]) -> bool:
    """Return whether a block moved with a larger one, but for a rounding."""
    return any(
        other.box.area > block.box.area
        and other.box.grow(_BESIDE).meets(block.box)
        and abs(other.dx - block.dx) <= COMPANION
        and abs(other.dy - block.dy) <= COMPANION
        for other in blocks
    )


def _cause(regions: Sequence[Region], band: Band) -> str | None:
    """Return the id of the region that a block moved because of; None if none is beside it."""
    if band.removed is not None:
        return next((region.id for region in regions if region.box == band.removed), None)
    beside = band.after.grow(_TOUCHING)
    near = [
        region
        for region in reversed(regions)  # of several as large, the last one in reading order
        if region.box_after is not None and region.box_after.meets(beside)
    ]
    return max(near, key=lambda region: region.pixels).id if near else None


def _is_drift(block: Block, alignment: Alignment, drifting: bool) -> bool:
    """Return whether a block only lies where lines of another height or width have put it."""
    if block.dx:
        most = _LINE_ASIDE if block.box.h <= _LINE_HEIGHT else _COLUMN_ASIDE
        return drifting and abs(block.dx) <= most
    return abs(block.dy) <= 2 * DRIFT and not _stays_below(block, alignment)


def _stays_below(block: Block, alignment: Alignment) -> bool:
    """Return whether something below a block is where it was: lines push all that follows."""
    size = size_of(alignment.luma)
    below = Box(block.box.x, block.box.bottom, block.box.w, size.height).clip(size)
    fixed = alignment.fixed(0, block)
    for other in alignment.blocks:
        fixed[cells_of(other.box)] = False
    return int(fixed[cells_of(below)].sum()) >= FEWEST_CELLS
