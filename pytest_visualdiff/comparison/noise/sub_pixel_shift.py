"""Things of a block that moved by a fraction of a pixel, drawn by the rendering that drew the rest.

What it decides
    Whether a displacement of up to a pixel explains what differs in a small part of two pictures.
Why it holds
    What only lies between pixels in another way is the same shape a little further on: moved
    there, most of the difference is gone. Another digit, colour or opacity stays as different as
    it was, wherever it is moved to.
Where it fails
    A rule of one pixel that has faded looks as one that lies between two rows. Two shapes that are
    almost the same, and not at the same place, may differ by less once one is moved.
"""

from __future__ import annotations

import cv2
import numpy as np

from pytest_visualdiff.comparison.noise.pair import RASTER_BLUR
from pytest_visualdiff.imaging.arrays import Picture
from pytest_visualdiff.model import Box

_STEPS = np.arange(-1, 1.01, 0.25)
"""Pixels, to the right and down, by which one of the pictures is moved to fit the other."""

_STAYS = 0.75
"""Share of the difference from which on what is left of it is not explained. Set by
benchmarks/defects: there harmless moves leave less than 0.7, and other digits more than 0.8."""


def is_shifted(baseline: Picture, actual: Picture, inside: Box) -> bool:
    """Return whether a displacement of up to a pixel explains most of a difference.

    Parameters
    ----------
    baseline, actual : ndarray of shape (height, width, 3), uint8
        Of one shape: a part of each picture, with what is around it.
    inside : Box
        Where in these the difference is.
    """
    one, other = (
        cv2.GaussianBlur(it.astype(np.float32), (0, 0), RASTER_BLUR) for it in (baseline, actual)
    )
    height, width = baseline.shape[:2]
    most = _STAYS * _difference(one, other, inside)
    for dy in _STEPS:
        for dx in _STEPS:
            by = np.array([[1, 0, dx], [0, 1, dy]], np.float32)
            moved = cv2.warpAffine(one, by, (width, height), borderMode=cv2.BORDER_REPLICATE)
            if _difference(moved, other, inside) < most:
                return True
    return False


def _difference(one: cv2.typing.MatLike, other: cv2.typing.MatLike, inside: Box) -> float:
    """Return the sum of all differences in a part, in levels."""
    return float(cv2.norm(one[inside.slices], other[inside.slices], cv2.NORM_L1))
