"""Template matching: where a picture shows a given patch."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from pytest_visualdiff.imaging.arrays import Grey, Picture, size_of
from pytest_visualdiff.model import Box

Plane: TypeAlias = Picture | Grey | npt.NDArray[np.float32]
"""(height, width) or (height, width, 3), 0..255; uint8 or float32."""


class Match(NamedTuple):
    """The place at which a picture is most like a patch, and how much it is: -1..1."""

    box: Box
    score: float


def locate(patch: Plane, picture: Plane, near: Box) -> Match | None:
    """Return the place in a part of a picture that is most like a patch; None if it has no room.

    Likeness is the normalised cross-correlation of both about their means (J. P. Lewis, "Fast
    template matching", Vision Interface 1995), so a change of brightness or contrast as a whole
    makes no difference. An empty patch is nowhere.

    Parameters
    ----------
    patch, picture : ndarray of shape (height, width) or (height, width, 3), uint8 or float32
        Of equal channels and dtype.
    near : Box
        The part of the picture that is searched; what of it lies beyond the picture is left out.

    Returns
    -------
    Match or None
        Of several places that are as alike, the uppermost, and of these the one furthest left.
    """
    near = near.clip(size_of(picture))
    height, width = patch.shape[:2]
    if not patch.size or near.h < height or near.w < width:
        return None
    score = cv2.matchTemplate(picture[near.slices], patch, cv2.TM_CCOEFF_NORMED)
    _, most, _, (x, y) = cv2.minMaxLoc(score)
    return Match(Box(near.x + x, near.y + y, width, height), most)
