"""Fields told apart by what is at their right end: a list to choose from has an arrow there.

A network sees a wide field from its middle, and knows that it is one sooner than which.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from pytest_visualdiff.imaging.arrays import Picture
from pytest_visualdiff.imaging.ground import ground_of, ink_on
from pytest_visualdiff.model import Box

_LEAST = 12
"""Height of a field in pixels, at least."""

_END = 1.6
"""Part of the field that is looked at: so many of its heights wide. It and the rest are shares of
the height of the field."""

_BORDER = 0.12
"""What the border takes."""

_GAP = 0.12
"""What is between the arrow and the text before it, at least."""

_WIDE, _HIGH = (0.12, 0.55), (0.06, 0.6)
"""Sides of an arrow, at least and at most."""

_ASIDE = 0.15
"""How far above or below the middle of the field the middle of the arrow is, at most."""

_FLAT = 1.15
"""Width over height of an arrow, at least: that of a calendar or a cross is less."""

_MIRRORED = 0.75
"""Share of the pixels of an arrow that are the same when it is mirrored."""

_STROKE = 48
"""Levels by which the arrow differs from its ground."""


def has_arrow(box: Box, pixels: Picture) -> bool:
    """Return whether a field has an arrow at its right end, as a list to choose from has.

    Parameters
    ----------
    box : Box
        The field, which lies in the picture.
    pixels : ndarray of shape (height, width, 3), uint8
    """
    if box.h < _LEAST or box.w < box.h:
        return False
    end = _end(box)
    part = pixels[end.slices]
    drawn = ink_on(part, ground_of(part)) > _STROKE
    columns = np.flatnonzero(drawn.any(axis=0))
    if not len(columns):
        return False
    gaps = np.flatnonzero(np.diff(columns) > max(round(_GAP * box.h), 2))
    first = int(columns[gaps[-1] + 1]) if len(gaps) else int(columns[0])
    rows = np.flatnonzero(drawn[:, first:].any(axis=1))
    arrow = drawn[rows[0] : rows[-1] + 1, first : columns[-1] + 1]
    aside = end.y + (rows[0] + rows[-1] + 1) / 2 - (box.y + box.h / 2)
    return first > 0 and abs(aside) <= _ASIDE * box.h and _is_arrow(arrow, box.h)


def _end(box: Box) -> Box:
    """Return the right end of a field without its border."""
    rim = max(round(_BORDER * box.h), 2)
    left = max(box.right - round(_END * box.h), box.x + rim)
    return Box(left, box.y + rim, box.right - rim - left, box.h - 2 * rim)


def _is_arrow(drawn: npt.NDArray[np.bool_], side: int) -> bool:
    """Return whether what is drawn, cut to its edges, has the shape of an arrow up or down."""
    height, width = drawn.shape
    return (
        _WIDE[0] * side <= width <= _WIDE[1] * side
        and _HIGH[0] * side <= height <= _HIGH[1] * side
        and width >= _FLAT * height
        and float((drawn == drawn[:, ::-1]).mean()) >= _MIRRORED
    )
