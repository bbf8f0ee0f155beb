"""Small drawings laid over each other as a whole, to a fraction of a pixel.

What it decides
    Where an icon of one picture is another drawing than that of the other.
Why it holds
    Letters are put on whole pixels one by one, but a drawing keeps its shape, whatever draws it;
    once it is registered, little is left of the same one. So it is told apart where a residual,
    whose windows each move by themselves, takes one small drawing for another.
Where it fails
    A drawing that moved by more than two pixels is another one, as is one of another size; one of
    which less than a stroke has changed is the same.
"""

from __future__ import annotations

from typing import TypeAlias, cast

import cv2
import numpy as np
import numpy.typing as npt

from pytest_visualdiff.comparison.noise.outlier_limits import GREATEST
from pytest_visualdiff.comparison.noise.pair import RASTER_BLUR, parts_in_context
from pytest_visualdiff.comparison.noise.residual import PATCH
from pytest_visualdiff.imaging.arrays import Mask, Picture, Pixels
from pytest_visualdiff.model import Box

FloatSums: TypeAlias = npt.NDArray[np.float32]
"""(height, width): grey levels summed over the patch of 5x5 pixels around each, 0..6375."""

_STEPS = (1, 0.5, 0.25, 0.125)
"""Pixels that a drawing is moved by on the way to its place, from coarse to fine."""

_MARGIN = 2
"""Pixels that the steps add up to, rounded up: so far its edges are repeated."""

_NEIGHBOURS = [(dx, dy) for dy in (-1, 0, 1) for dx in (-1, 0, 1) if dx or dy]


def other_drawing(baseline: Pixels, actual: Pixels, before: Box, after: Box) -> Mask:
    """Return where a part of one picture shows another drawing than a part of the other.

    One drawing may lie up to two pixels further on as a whole, with its edges smoothed in another
    way.

    Parameters
    ----------
    baseline, actual : ndarray of shape (height, width, channels), uint8 or uint16
    before, after : Box
        Of one size, each inside its picture.

    Returns
    -------
    ndarray of shape (before.h, before.w), bool
    """
    (one, other), inside = parts_in_context(baseline, actual, before, after)
    return registered_difference(one, other, inside) > GREATEST.letters


def registered_difference(
    baseline: Picture, actual: Picture, inside: tuple[slice, slice]
) -> FloatSums:
    """Return by how much two pictures differ once one is moved to fit, as a whole.

    The place is found by pattern search, in steps that are halved: the sum of absolute differences
    falls on each.

    Parameters
    ----------
    baseline, actual : ndarray of shape (height, width, 3), uint8
        Of one shape.
    inside : tuple of two slice
        The part of them that counts; around it they are only there to be moved in.

    Returns
    -------
    ndarray of the shape of that part, float32
        Levels of the channel that differs most, summed over patches of 5x5 pixels: 0..6375.
    """
    other = _blurred(actual)
    wide = cv2.copyMakeBorder(baseline, *(_MARGIN,) * 4, cv2.BORDER_REPLICATE)
    shape = baseline.shape[1], baseline.shape[0]

    def laid(dx: float, dy: float) -> tuple[float, float, float, FloatSums]:
        # What comes from the left is moved to the right.
        """Return what remains after a shift of (``dx``, ``dy``) pixels: sum, shift, residual."""
        move = np.array([[1, 0, dx - _MARGIN], [0, 1, dy - _MARGIN]], np.float64)
        moved = _blurred(cast("Picture", cv2.warpAffine(wide, move, shape)))
        apart = np.abs(moved - other).max(axis=2)[inside]
        return float(apart.sum()), dx, dy, apart

    best = laid(0, 0)
    for step in _STEPS:
        _, x, y, _ = best
        tries = [laid(x + dx * step, y + dy * step) for dx, dy in _NEIGHBOURS]
        best = min([best, *tries], key=lambda it: it[0])
    return cast("FloatSums", cv2.boxFilter(best[3], -1, (PATCH, PATCH), normalize=False))


def _blurred(picture: Picture) -> FloatSums:
    return cast("FloatSums", cv2.GaussianBlur(picture, (0, 0), RASTER_BLUR).astype(np.float32))
