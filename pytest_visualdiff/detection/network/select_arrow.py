"""Select boxes told apart from other fields by the arrow at their right end.

A network sees a wide field from its middle, and knows that it is one sooner than which.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from pytest_visualdiff.imaging.arrays import Picture
from pytest_visualdiff.imaging.ground import ground_of, ink_on
from pytest_visualdiff.model import Box

_LEAST_FIELD = 12
"""Least height of a field in pixels: the arrow of a lower one has too few."""

_END_WIDTH = 1.6
"""Width of the right end of the field that is searched, in heights of the field."""

_BORDER_SHARE = 0.12
"""Width of the field's border, in heights of the field."""

_TEXT_GAP = 0.12
"""Least gap between the text and the arrow, in heights of the field."""

_LEAST_WIDTH = 0.12
"""Least width of an arrow, in heights of the field."""

_MOST_WIDTH = 0.55
"""Most width of an arrow, in heights of the field."""

_LEAST_HEIGHT = 0.06
"""Least height of an arrow, in heights of the field: that of a flat chevron."""

_MOST_HEIGHT = 0.6
"""Most height of an arrow, in heights of the field: that of a double arrow."""

_OFF_CENTRE = 0.15
"""Distance of the arrow's middle from that of the field, in heights of the field, at most."""

_LEAST_ASPECT = 1.15
"""Width over height of an arrow, at least: that of a calendar or a cross is less."""

_SYMMETRY = 0.75
"""Share of the pixels of an arrow that are the same when it is mirrored."""

_INK = 48
"""Levels by which a pixel of the arrow differs from its ground, 0..255."""


def has_arrow(box: Box, pixels: Picture) -> bool:
    """Return whether a field has an arrow at its right end, as a list to choose from has.

    Parameters
    ----------
    box : Box
        The field, which lies in the picture.
    pixels : ndarray of shape (height, width, 3), uint8
    """
    if box.h < _LEAST_FIELD or box.w < box.h:
        return False
    end = _end(box)
    part = pixels[end.slices]
    drawn = ink_on(part, ground_of(part)) > _INK
    columns = np.flatnonzero(drawn.any(axis=0))
    if not len(columns):
        return False
    gaps = np.flatnonzero(np.diff(columns) > max(round(_TEXT_GAP * box.h), 2))
    first = int(columns[gaps[-1] + 1]) if len(gaps) else int(columns[0])
    rows = np.flatnonzero(drawn[:, first:].any(axis=1))
    arrow = drawn[rows[0] : rows[-1] + 1, first : columns[-1] + 1]
    aside = end.y + (rows[0] + rows[-1] + 1) / 2 - (box.y + box.h / 2)
    return first > 0 and abs(aside) <= _OFF_CENTRE * box.h and _is_arrow(arrow, box.h)


def _end(box: Box) -> Box:
    """Return the right end of a field without its border."""
    rim = max(round(_BORDER_SHARE * box.h), 2)
    left = max(box.right - round(_END_WIDTH * box.h), box.x + rim)
    return Box(left, box.y + rim, box.right - rim - left, box.h - 2 * rim)


def _is_arrow(drawn: npt.NDArray[np.bool_], side: int) -> bool:
    """Return whether what is drawn, cut to its edges, has the shape of an arrow up or down."""
    height, width = drawn.shape
    return (
        _LEAST_WIDTH * side <= width <= _MOST_WIDTH * side
        and _LEAST_HEIGHT * side <= height <= _MOST_HEIGHT * side
        and width >= _LEAST_ASPECT * height
        and float((drawn == drawn[:, ::-1]).mean()) >= _SYMMETRY
    )
