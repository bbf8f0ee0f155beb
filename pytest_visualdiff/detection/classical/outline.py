"""Whether a connected component has the outline of a rectangle, perhaps with round corners."""

from __future__ import annotations

from math import pi, sqrt
from typing import cast

import numpy as np
import numpy.typing as npt

from pytest_visualdiff.imaging.arrays import Mask

_CORNER_AREA = 4 - pi
"""Area outside of four round corners, in squares of their radius."""


def corner_radius(mine: Mask) -> float | None:
    """Return the radius of the corners if the outline is that of a rectangle, else None.

    The outline is taken from row to row and from column to column, so what stands on the area
    makes no hole in it.

    Parameters
    ----------
    mine : ndarray of shape (height, width), bool
        The pixels of the component, in the box around them.

    Returns
    -------
    float or None
        In pixels.
    """
    h, w = mine.shape
    # A letter's hole is seldom as wide in the middle as at its widest.
    widths = _extents(mine)
    if _median(widths[h // 4 : h - h // 4]) < 0.9 * w - 1:
        return None
    heights = _extents(mine.T)
    if _median(heights[w // 4 : w - w // 4]) < 0.9 * h - 1:
        return None
    missing = w * h - min(int(widths.sum()), int(heights.sum()))
    radius = sqrt(missing / _CORNER_AREA)
    return radius if radius <= 0.55 * min(w, h) + 1 else None


def _extents(mine: Mask) -> npt.NDArray[np.int64]:
    """Return for each row how far it is from its first pixel to behind its last one."""
    first = mine.argmax(axis=1)
    behind = mine.shape[1] - mine[:, ::-1].argmax(axis=1)
    return cast("npt.NDArray[np.int64]", behind - first)


def _median(lengths: npt.NDArray[np.int64]) -> float:
    """Return the median; NumPy's own takes several times as long for so few."""
    ordered, middle = np.sort(lengths), len(lengths) // 2
    return float(ordered[middle] + ordered[~middle]) / 2
