"""Whether the border of something has changed: a line that goes all around it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from pytest_visualdiff.comparison.naming.area import ALL_AROUND, Area, StyleChange, style_change
from pytest_visualdiff.comparison.naming.view import CORNER, VISIBLE
from pytest_visualdiff.imaging.arrays import Colour

BORDER = 3
"""Pixels at an edge that may be its border; wider ones are boxes of their own."""


def border_change(area: Area) -> StyleChange | None:
    """Return the border's colours if it has changed, or is in one picture only; None if not.

    On each of the four sides a line of one colour has to become a line of another colour.
    """
    if area.has_other_ground:
        return None
    before, after = (view.cut(area.box).astype(np.int16) for view in area.window)
    if min(after.shape[:2]) <= 4 * BORDER:
        return None
    lines = [_line_colours(*sides) for sides in _each_side_on_top(before, after)]
    colours = [it for it in lines if it is not None]
    if len(colours) < len(lines):
        return None
    return style_change("border", *(np.median([it[side] for it in colours], 0) for side in (0, 1)))


def _each_side_on_top(before: Colour, after: Colour) -> Iterator[tuple[Colour, Colour]]:
    for turn in range(4):
        yield np.rot90(before, turn), np.rot90(after, turn)


def _line_colours(before: Colour, after: Colour) -> tuple[Colour, Colour] | None:
    """Return the colours of a line along the upper side that has another one now."""
    for row in range(BORDER + 1):
        corner = min(before.shape[1] // 4, CORNER)
        one, other = before[row, corner:-corner], after[row, corner:-corner]
        if (np.abs(one - other).max(axis=-1) > VISIBLE).mean() < ALL_AROUND:
            continue
        lines = np.median(one, axis=0), np.median(other, axis=0)
        if all(
            (np.abs(it - line).max(axis=-1) <= VISIBLE).mean() >= ALL_AROUND
            for it, line in zip((one, other), lines, strict=True)
        ):
            return lines[0].astype(np.int16), lines[1].astype(np.int16)
    return None
