"""Edges of boxes brought to the edges that the pixels show."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from pytest_visualdiff.imaging.arrays import Picture
from pytest_visualdiff.imaging.ground import largest
from pytest_visualdiff.model import Box

_STEP = 4
"""Levels by which two pixels beside each other differ where one sees an edge, however pale."""

_EDGE_SHARE = 0.9
"""Share of a side along which its edge has to be seen: a letter is never as long."""

_CORNER_SHARE = 0.2
"""Share of a side at each end of it that is left out: corners are round."""

_REACH = 0.15
"""Share of a box's width, or height, within which a side is looked for."""

_LEAST_REACH = 6
"""Pixels within which a side of a small box is looked for."""

_MOST_REACH = 32
"""Pixels within which a side of a large box is looked for: one stride of the network."""

_BORDER_WIDTH = 3
"""Pixels that a border is thick, at most: of its two edges the outer one counts."""


def snap(box: Box, pixels: Picture) -> Box:
    """Return a box with each side at the nearest edge that runs along it, where there is one.

    Parameters
    ----------
    box : Box
        Which lies in the picture.
    pixels : ndarray of shape (height, width, 3), uint8
    """
    left, right = _sides(box.x, box.right, box.y, box.bottom, pixels)
    turned = pixels.transpose(1, 0, 2)
    top, bottom = _sides(box.y, box.bottom, box.x, box.right, turned)
    return Box(left, top, right - left, bottom - top)


def _sides(start: int, end: int, top: int, bottom: int, pixels: Picture) -> tuple[int, int]:
    """Return where the left and the right side of a box are that reaches from top to bottom."""
    corner = round(_CORNER_SHARE * (bottom - top))
    rows = pixels[top + corner : bottom - corner]
    if not len(rows):
        return start, end
    reach = min(max(round(_REACH * (end - start)), _LEAST_REACH), _MOST_REACH, (end - start) // 2)
    left = _edge(rows, start, reach, outwards=-1)
    right = _edge(rows, end, reach, outwards=1)
    return left, right


def _edge(rows: Picture, at: int, reach: int, *, outwards: int) -> int:
    """Return the first column on the right of an edge near a column, or that column."""
    first = max(at - reach, 1)
    part = rows[:, first - 1 : at + reach + 1]
    if part.shape[1] < 2:
        return at
    steps = _steps(part)
    seen = (steps >= _STEP).mean(axis=0) >= _EDGE_SHARE
    columns = (np.flatnonzero(seen) + first).tolist()
    if not columns:
        return at
    nearest = min(columns, key=lambda column: abs(column - at))
    beside = [it for it in columns if 0 <= (it - nearest) * outwards <= _BORDER_WIDTH]
    return max(beside, key=lambda column: column * outwards)


def _steps(part: Picture) -> npt.NDArray[np.uint8]:
    """Return by how many levels each pixel differs from the one on its left."""
    left, right = part[:, :-1], part[:, 1:]
    apart = np.where(left > right, left - right, right - left)
    return largest(np.ascontiguousarray(apart, np.uint8))
