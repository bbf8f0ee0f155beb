"""Whether two pieces of picture show the same drawing."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np

from pytest_visualdiff.comparison.naming.view import VISIBLE
from pytest_visualdiff.imaging.arrays import Picture
from pytest_visualdiff.imaging.ground import largest
from pytest_visualdiff.imaging.ink import are_alike, looks

ROUNDING = 1
"""Pixels by which the edges of one thing differ where they are rounded to whole pixels."""

LEAST_ALIKE = 0.9
"""Normalised cross-correlation from which on a piece of one picture is found in the other."""

_DEVIATING = 0.01
"""Share of the pixels of a piece that may differ although it is the same."""

_SAMPLED_ROWS = 8
"""Rows that are compared before all are, as two pieces that differ mostly do so everywhere."""


def show_the_same(before: Picture, after: Picture) -> bool:
    """Return whether two pieces look the same, of one size but for a rounding.

    Parameters
    ----------
    before, after : ndarray of shape (height, width, 3), uint8
        BGR; the shapes may differ.
    """
    height, width = (min(a, b) for a, b in zip(before.shape[:2], after.shape[:2], strict=True))
    apart = max(abs(a - b) for a, b in zip(before.shape, after.shape, strict=True))
    if apart > ROUNDING or not height or not width:
        return False
    if have_same_pixels(before, after):
        return True
    return any(
        are_alike(looks(one), looks(other))
        for one in _pieces(before, height, width)
        for other in _pieces(after, height, width)
    )


def have_same_pixels(before: Picture, after: Picture) -> bool:
    """Return whether two pieces have the same pixels, but for a few.

    Parameters
    ----------
    before, after : ndarray of shape (height, width, 3), uint8
        BGR; pieces of different shapes are not the same.
    """
    if before.shape != after.shape or not before.size:
        return False
    step = max(len(after) // _SAMPLED_ROWS, 1)
    some = slice(len(after) // _SAMPLED_ROWS, None, step)
    return all(
        np.count_nonzero(largest(cv2.absdiff(one, other)) > VISIBLE)
        <= _DEVIATING * one[..., 0].size
        for one, other in ((before[some], after[some]), (before, after))
    )


def _pieces(pixels: Picture, height: int, width: int) -> Iterator[Picture]:
    """Yield all parts of one size: the rounding may be on either side."""
    for top in range(len(pixels) - height + 1):
        for left in range(pixels.shape[1] - width + 1):
            yield pixels[top : top + height, left : left + width]
