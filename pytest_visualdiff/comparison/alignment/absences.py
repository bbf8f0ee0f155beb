"""What the baseline shows and the actual picture no longer does, though nothing is held against it.

A layout gives each pixel of the actual picture one of the baseline. Pixels of the baseline that no
pixel of the actual picture has are compared the other way round: with the actual picture, laid out
as the baseline is. So what is gone from a block that moved is found even where nothing is seen now.

It fails where equal things stand at the distance of the move: one of them may be taken for another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import cv2
import numpy as np

from pytest_visualdiff.comparison.alignment.registration import RegisteredPair, registered
from pytest_visualdiff.imaging.areas import Differences, levels_between
from pytest_visualdiff.imaging.arrays import Levels, Mask, size_of
from pytest_visualdiff.imaging.cells import CELL_H, CELL_W
from pytest_visualdiff.model import Box

_WHOLE_CELL = np.ones((CELL_H, CELL_W), np.uint8)
"""Rows and columns of pixels that have to be absent together where two renderings drew them."""

_MARGIN = 3
"""Pixels around an area that is reported in which what is absent belongs to it."""


def find_absences(
    pair: RegisteredPair, said: Sequence[Box], ignore: Sequence[Box]
) -> RegisteredPair | None:
    """Return the pair the other way round, with the differences of what it does not compare.

    Parameters
    ----------
    pair : RegisteredPair
    said : sequence of Box
        Where in the actual picture it is reported already that it does not show what moved there.
    ignore : sequence of Box
        What is ignored in the actual picture.

    Returns
    -------
    RegisteredPair or None
        Its actual picture is the baseline; None if nothing is absent.
    """
    if not pair.alignment.blocks:
        return None
    shown = _compared(pair) | _pushed_out(pair)
    if pair.tolerant:  # where blocks meet, letters that drift are held against each other in part
        shown = cv2.morphologyEx(shown.view(np.uint8), cv2.MORPH_CLOSE, _WHOLE_CELL).view(bool)
    if shown.all():
        return None
    original, actual = pair.original, pair.actual
    alignment = pair.alignment.reverse(original, actual, tolerant=pair.tolerant)
    back = registered(actual, original, alignment, tolerant=pair.tolerant)
    levels = back.differences.levels
    levels[shown] = 0
    _leave_out_found_beside(levels, pair)
    for box in _accounted(pair, said, ignore):
        levels[box.clip(size_of(original)).slices] = 0
    if not levels.any():
        return None
    return replace(back, differences=Differences(size_of(original).box, levels))


def _leave_out_found_beside(levels: Levels, pair: RegisteredPair) -> None:
    """Set to 0 what is found again beside a block, which ends in whole cells."""
    before, after = pair.sizes
    for block, reach in zip(pair.alignment.blocks, pair.relayout.reaches, strict=True):
        around = Box(reach.x - CELL_W, reach.y - CELL_H, reach.w + 2 * CELL_W, reach.h + 2 * CELL_H)
        there = around.move(-block.dx, -block.dy).clip(before)
        here = there.move(block.dx, block.dy).clip(after)
        there = here.move(-block.dx, -block.dy)
        if here.area:
            found = levels_between(pair.original[there.slices], pair.actual[here.slices]) == 0
            levels[there.slices][found] = 0


def _accounted(pair: RegisteredPair, said: Sequence[Box], ignore: Sequence[Box]) -> Iterator[Box]:
    """Yield the parts of the baseline whose absence is reported already, or is to be ignored."""
    yield from ignore
    for block, band in zip(pair.alignment.blocks, pair.relayout.bands, strict=True):
        if band.removed is not None:
            yield band.removed
        for box in (*said, *ignore):
            yield box.grow(_MARGIN).move(-block.dx, -block.dy)


def _compared(pair: RegisteredPair) -> Mask:
    """Return which pixels of the baseline are compared with a pixel of the actual picture."""
    (before, after), sources = pair.sizes, pair.relayout.sources
    compared = np.zeros((before.height, before.width), bool)
    ways = [(0, 0), *((block.dx, block.dy) for block in pair.alignment.blocks)]
    for number, (dx, dy) in enumerate(ways):
        there = after.box.move(-dx, -dy).clip(before)
        if there.area:
            compared[there.slices] |= sources[there.move(dx, dy).slices] == number
    return compared


def _pushed_out(pair: RegisteredPair) -> Mask:
    """Return which pixels of the baseline a block took with it beyond the actual picture's end."""
    before, after = pair.sizes
    out = np.zeros((before.height, before.width), bool)
    for block, reach in zip(pair.alignment.blocks, pair.relayout.reaches, strict=True):
        came = reach.move(-block.dx, -block.dy)
        if block.is_upright:
            rest = Box(came.x, after.height - block.dy, came.w, before.height)
        else:
            rest = Box(after.width - block.dx, came.y, before.width, came.h)
        out[rest.clip(before).slices] = True
    return out
