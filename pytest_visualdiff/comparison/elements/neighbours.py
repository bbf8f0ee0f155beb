"""Which elements stand next to each other."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

from pytest_visualdiff.model import Box

ROUNDED = 1
"""Pixels that rounding edges to whole ones makes."""

_GAPS_AT_ONCE = 1 << 17
"""Pairs of boxes compared with each other at once, so that memory grows with the boxes alone."""

_Pair: TypeAlias = tuple[int, int]


class Neighbours:
    """Which elements stand next to each other, in what they stand in.

    Parameters
    ----------
    boxes : sequence of Box
    parents : sequence of int or None
        The number of what an element stands in.
    stacks : sequence
        Equal for those that are laid out together, one after the other.

    Attributes
    ----------
    beside : list of (int, int)
        The one to the left and the one to the right of it, in the same rows.
    below : list of (int, int)
        The one above and the one below it, in the same columns.
    """

    def __init__(
        self, boxes: Sequence[Box], parents: Sequence[int | None], stacks: Sequence[Hashable]
    ) -> None:
        self.beside: list[_Pair] = []
        self.below: list[_Pair] = []
        for group in _groups(parents):
            self._add([boxes[number] for number in group], group)
        for group in _groups(stacks):
            stacked = _stacked([boxes[number] for number in group])
            self.below += [(group[one], group[other]) for one, other in stacked]

    def _add(self, boxes: Sequence[Box], group: Sequence[int]) -> None:
        import numpy as np

        places = np.array([(it.x, it.y, it.right, it.bottom) for it in boxes], np.int32)
        left, top, right, bottom = places.T
        for into, pairs in (
            (self.beside, _next(left, right, top, bottom)),
            (self.below, _next(top, bottom, left, right)),
        ):
            into += sorted({(group[one], group[other]) for one, other in pairs})


def _groups(keys: Sequence[Hashable]) -> Iterator[list[int]]:
    """Yield the numbers of those that share a key, where there are more than one."""
    groups: dict[Hashable, list[int]] = {}
    for number, key in enumerate(keys):
        groups.setdefault(key, []).append(number)
    return (group for group in groups.values() if len(group) > 1)


def _next(
    low: npt.NDArray[np.int32],
    high: npt.NDArray[np.int32],
    first: npt.NDArray[np.int32],
    last: npt.NDArray[np.int32],
) -> Iterator[_Pair]:
    """Yield for each of some boxes the nearest one behind it and the nearest one before it.

    ``low`` and ``high`` are its ends in the direction that counts; ``first`` and ``last`` those in
    the other one, in which both have to overlap.
    """
    import numpy as np

    count, far = len(low), np.int32(np.iinfo(np.int32).max)
    before = np.zeros(count, np.intp)  # of each, the nearest one before it, and how near that is
    gaps_before = np.full(count, far)
    rows = max(_GAPS_AT_ONCE // count, 1)
    for start in range(0, count, rows):
        part = np.arange(start, min(start + rows, count))
        overlap = np.minimum(last[part, None], last) > np.maximum(first[part, None], first)
        gap = np.where(overlap, low - high[part, None], far)
        gap[gap < -ROUNDED] = far
        gap[part - start, part] = far
        behind = gap.argmin(axis=1)
        found = np.flatnonzero(gap[part - start, behind] < far)
        yield from zip(part[found].tolist(), behind[found].tolist(), strict=True)
        nearest, least = gap.argmin(axis=0), gap.min(axis=0)
        nearer = least < gaps_before
        before[nearer], gaps_before[nearer] = part[nearest[nearer]], least[nearer]
    found = np.flatnonzero(gaps_before < far)
    yield from zip(before[found].tolist(), found.tolist(), strict=True)


def _stacked(boxes: Sequence[Box]) -> Iterator[_Pair]:
    """Yield the lowest of what lies above, and what begins the next row, whatever its columns.

    So stand the blocks of a page, and the lines of a chat, left and right in turns.
    """
    order = sorted(range(len(boxes)), key=lambda it: (boxes[it].y, it))
    lowest = begins = order[0]
    above: int | None = None
    for number in order[1:]:
        box = boxes[number]
        if box.y >= boxes[lowest].bottom - ROUNDED:
            above, begins = lowest, number
        if above is not None and box.y - boxes[begins].y <= ROUNDED:
            yield above, number
        if box.bottom > boxes[lowest].bottom:
            lowest = number
