"""Where a picture shows a given patch: template matching."""

from __future__ import annotations

from typing import NamedTuple

import cv2

from pytest_visualdiff.imaging.arrays import Grey, Picture
from pytest_visualdiff.model import Box, Size


class Match(NamedTuple):
    """The place at which a picture is most like a patch, and how much it is: -1..1."""

    box: Box
    score: float


def locate(patch: Picture | Grey, picture: Picture | Grey, near: Box) -> Match | None:
    """Return the place in a part of a picture that is most like a patch; None if it has no room.

    Likeness is the normalised cross-correlation of both about their means (J. P. Lewis, "Fast
    template matching", Vision Interface 1995), so a change of brightness or contrast as a whole
    makes no difference.

    Parameters
    ----------
    patch, picture : ndarray of shape (height, width) or (height, width, 3), uint8
        Of equal channels.
    near : Box
        The part of the picture that is searched; what of it lies beyond the picture is left out.

    Returns
    -------
    Match or None
        Of several places that are as alike, the uppermost, and of these the one furthest left.
    """
    near = near.clip(Size(picture.shape[1], picture.shape[0]))
    height, width = patch.shape[:2]
    if near.h < height or near.w < width:
        return None
    score = cv2.matchTemplate(picture[near.slices], patch, cv2.TM_CCOEFF_NORMED)
    _, most, _, (x, y) = cv2.minMaxLoc(score)
    return Match(Box(near.x + x, near.y + y, width, height), most)
