"""Two small pictures laid over each other as a whole, to a fraction of a pixel."""

from __future__ import annotations

from typing import TypeAlias, cast

import cv2
import numpy as np
import numpy.typing as npt

from pytest_visualdiff.imaging.arrays import Picture

Sums: TypeAlias = npt.NDArray[np.float32]

_BLUR = 0.8
"""Standard deviation in pixels: rasterisers smooth edges over about as much."""

_PATCH = 5
"""Side of the patch that differences are added up over: about the width of a stroke, twice."""

_STEPS = 1, 0.5, 0.25, 0.125
"""Pixels that a drawing is moved by on the way to its place, from coarse to fine."""

_AROUND = [(dx, dy) for dy in (-1, 0, 1) for dx in (-1, 0, 1) if dx or dy]


def difference(baseline: Picture, actual: Picture, inside: tuple[slice, slice]) -> Sums:
    """Return by how much two pictures differ once one is moved to fit, as a whole.

    Letters are put on whole pixels one by one, but a drawing keeps its shape. The place is found by
    going downhill, in steps that get shorter: up to two pixels away.

    Parameters
    ----------
    baseline, actual : ndarray of shape (height, width, 3), uint8
    inside : tuple of two slice
        The part of them that counts; around it they are only there to be moved in.

    Returns
    -------
    ndarray of the shape of that part, float32
        Levels of the channel that differs most, added up over patches of 5x5 pixels: 0..6375.
    """
    other = _soft(actual)
    wide = cv2.copyMakeBorder(baseline, 2, 2, 2, 2, cv2.BORDER_REPLICATE)
    shape = baseline.shape[1], baseline.shape[0]

    def laid(dx: float, dy: float) -> tuple[float, float, float, Sums]:
        # What comes from the left is moved to the right.
        move = np.array([[1, 0, dx - 2], [0, 1, dy - 2]], np.float64)
        moved = _soft(cast("Picture", cv2.warpAffine(wide, move, shape)))
        apart = np.abs(moved - other).max(axis=2)[inside]
        return float(apart.sum()), dx, dy, apart

    best = laid(0, 0)
    for step in _STEPS:
        _, x, y, _ = best
        tries = [laid(x + dx * step, y + dy * step) for dx, dy in _AROUND]
        best = min([best, *tries], key=lambda it: it[0])
    sums = cv2.boxFilter(best[3], -1, (_PATCH, _PATCH), normalize=False)
    return cast("Sums", sums)


def _soft(picture: Picture) -> Sums:
    return cast("Sums", cv2.GaussianBlur(picture, (0, 0), _BLUR).astype(np.float32))
