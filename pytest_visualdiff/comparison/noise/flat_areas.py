"""Evenly filled areas whose colour has changed.

What it decides
    Whether a pixel lies in areas that both pictures fill evenly, in different colours.
Why it holds
    Renderings differ in how they draw edges. An even fill has none; rounding in a rasteriser and in
    colour management changes it by a level or two.
Where it fails
    It says nothing within two pixels of an edge or of the picture's rim, and nothing of gradients
    and photographs.
"""

from __future__ import annotations

import cv2
import numpy as np

from pytest_visualdiff.comparison.noise.residual import BAND, PATCH
from pytest_visualdiff.imaging.areas import levels_between
from pytest_visualdiff.imaging.arrays import Mask, Picture
from pytest_visualdiff.imaging.contrast import IMPERCEPTIBLE
from pytest_visualdiff.imaging.ground import largest

_AROUND = np.ones((PATCH, PATCH), np.uint8)
"""The pixels around one that have to be filled with it."""


def recoloured_fills(baseline: Picture, actual: Picture) -> Mask:
    """Return where both pictures are filled evenly, and not alike.

    Parameters
    ----------
    baseline, actual : ndarray of shape (height, width, 3), uint8
        Of one shape.

    Returns
    -------
    ndarray of shape (height, width), bool
    """
    fills = np.empty(baseline.shape[:2], bool)
    reach = PATCH // 2
    for top in range(0, len(fills), BAND):
        first = max(top - reach, 0)
        rows, inside = slice(first, top + BAND + reach), slice(top - first, top - first + BAND)
        parts = baseline[rows], actual[rows]
        spread = cv2.max(
            *(cv2.subtract(cv2.dilate(it, _AROUND), cv2.erode(it, _AROUND)) for it in parts)
        )
        # Each of the two fills may have been rounded.
        apart = levels_between(*parts) > 2 * IMPERCEPTIBLE
        fills[top : top + BAND] = ((largest(spread) <= IMPERCEPTIBLE) & apart)[inside]
    return fills
