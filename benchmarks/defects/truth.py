"""Truth in pixels of the pictures, and whether the pictures bear it out."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.defects.mutations import Area, Named, Outcome

Box = tuple[int, int, int, int]
"""Left, top, width and height in pixels of a picture."""

Picture = NDArray[np.uint8]

CLEAR = 48
"""A pixel differs clearly if a channel of it differs by as many levels."""

_FEWEST = 10
"""So many pixels of a defect, counted without the device's scale, must differ clearly."""

_MARGIN = 3
"""Ink goes beyond the boxes that a browser tells by no more CSS pixels than these."""

_CELL = 8
"""What is affected is told by cells of so many CSS pixels."""

_LOOSE = 1.2
"""Two boxes of what is affected are one where that is no larger than so many times both."""


@dataclass(frozen=True, slots=True)
class Truth:
    """A defect in two pictures, as it goes into the list of pairs.

    Attributes
    ----------
    before, after : Box or None
        Where it is in the picture without it and in the one with it.
    affected : tuple of Box
        What differs in its consequence, in the picture with it.
    named_before, named_after : Named or None
        What stands for it among the elements of either picture.
    """

    before: Box | None
    after: Box | None
    affected: tuple[Box, ...]
    named_before: Named | None
    named_after: Named | None


def in_pixels(
    outcome: Outcome, named: Named | None, scale: int, old: Picture, new: Picture
) -> Truth:
    """Return where a defect is in the picture without it and in the one with it.

    ``named`` is what stands for it among the elements of the one with it.
    """
    return Truth(
        before=_box(outcome.before, scale, old),
        after=_box(outcome.after, scale, new),
        affected=_affected(outcome.affected, scale, old, new),
        named_before=outcome.named,
        named_after=named,
    )


def objection(truth: Truth, scale: int, old: Picture, new: Picture) -> str | None:
    """Return why the pictures, drawn by the same rendering, do not bear out the truth; or None."""
    if truth.before is None and truth.after is None:
        return "it is nowhere in the picture"
    both = tuple(min(sizes) for sizes in zip(old.shape[:2], new.shape[:2], strict=True))
    height, width = both
    levels = np.abs(old[:height, :width].astype(np.int16) - new[:height, :width]).max(axis=2)
    own = _mask((truth.before, truth.after), both, _MARGIN * scale)
    if np.count_nonzero(levels[own] >= CLEAR) < _FEWEST * scale**2:
        return "it is hardly seen"
    known = own | _mask(truth.affected, both, _MARGIN * scale)
    if stray := np.count_nonzero(levels[~known]):
        return f"{stray} pixels differ elsewhere"
    return None


def _box(area: Area | None, scale: int, picture: Picture) -> Box | None:
    """Return the whole pixels that an area touches; None if none of them is in the picture."""
    if area is None:
        return None
    height, width = picture.shape[:2]
    left, top = (max(math.floor(value * scale + 0.01), 0) for value in area[:2])
    right = min(math.ceil((area[0] + area[2]) * scale - 0.01), width)
    bottom = min(math.ceil((area[1] + area[3]) * scale - 0.01), height)
    if right <= left or bottom <= top:
        return None
    return left, top, right - left, bottom - top


def _affected(areas: Iterable[Area], scale: int, old: Picture, new: Picture) -> tuple[Box, ...]:
    """Return a few boxes of the new picture that hold what is affected."""
    height, width = new.shape[:2]
    boxes = [box for area in areas if (box := _box(area, scale, new))]
    if height > old.shape[0]:
        boxes.append((0, old.shape[0], width, height - old.shape[0]))
    if not boxes:
        return ()
    size = _CELL * scale
    cells = np.zeros((-(-height // size), -(-width // size)), dtype=bool)
    for left, top, wide, high in boxes:
        right, bottom = -(-(left + wide) // size), -(-(top + high) // size)
        cells[top // size : bottom, left // size : right] = True
    return tuple(_clip(box, size, width, height) for box in _fewer(_bands(cells)))


def _clip(cells: Box, size: int, width: int, height: int) -> Box:
    left, top, wide, high = (value * size for value in cells)
    return left, top, min(wide, width - left), min(high, height - top)


def _bands(cells: NDArray[np.bool_]) -> list[Box]:
    """Return boxes of exactly the cells that are set; rows that are alike share theirs."""
    found: list[Box] = []
    open_runs: dict[tuple[int, int], int] = {}
    for y, row in enumerate([*cells, np.zeros(cells.shape[1], dtype=bool)]):
        ends = np.flatnonzero(np.diff(np.concatenate(([False], row, [False])).astype(np.int8)))
        runs = {(int(start), int(end)) for start, end in zip(ends[::2], ends[1::2], strict=True)}
        for start, end in [run for run in open_runs if run not in runs]:
            top = open_runs.pop((start, end))
            found.append((start, top, end - start, y - top))
        for run in runs:
            open_runs.setdefault(run, y)
    return found


def _fewer(boxes: Sequence[Box]) -> list[Box]:
    """Return fewer boxes that hold these and little else: those that make a good one are one."""
    left = list(boxes)
    done: list[Box] = []
    while left:
        box = left.pop()
        for other in (*left, *done):
            joined = _join(box, other)
            if _size(joined) <= _LOOSE * (_size(box) + _size(other)):
                (left if other in left else done).remove(other)
                left.append(joined)
                break
        else:
            done.append(box)
    return sorted(done, key=lambda box: (box[1], box[0]))


def _join(one: Box, other: Box) -> Box:
    left, top = min(one[0], other[0]), min(one[1], other[1])
    right = max(one[0] + one[2], other[0] + other[2])
    bottom = max(one[1] + one[3], other[1] + other[3])
    return left, top, right - left, bottom - top


def _size(box: Box) -> int:
    return box[2] * box[3]


def _mask(boxes: Iterable[Box | None], shape: tuple[int, ...], margin: int) -> NDArray[np.bool_]:
    mask = np.zeros(shape, dtype=bool)
    for box in boxes:
        if box is not None:
            left, top, width, height = box
            rows = slice(max(top - margin, 0), top + height + margin)
            mask[rows, max(left - margin, 0) : left + width + margin] = True
    return mask
