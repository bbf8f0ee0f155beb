"""Two pictures of different renderings, laid out alike: what every heuristic is given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import cv2

from pytest_visualdiff.imaging.arrays import Grey, Mask, Picture, Pixels
from pytest_visualdiff.imaging.decode import eight_bit_bgr
from pytest_visualdiff.model import Box, Size

CONTEXT = 12
"""Pixels around a part of a picture that are examined with it, as its residual depends on them:
about as far as the windows of the residual reach."""

RASTER_BLUR = 0.8
"""Standard deviation in pixels of the blur that evens out how rasterisers smooth edges: they do so
over about as much."""

LINE_MARGIN = 3
"""Pixels around a line of text that belong to it: what the blur of the residual spreads."""


@dataclass(frozen=True, slots=True)
class AlignedPair:
    """Two pictures of one shape whose blocks lie in the same places.

    Attributes
    ----------
    baseline, actual : ndarray of shape (height, width, 3), uint8
    original : ndarray of shape (its own height, its own width, 3), uint8
        The baseline before blocks were moved in it.
    settled : ndarray of shape (height, width), bool
        Pixels that are not examined, since something else explains them.
    vertical_slack : int
        By how many pixels, up and down, a block's place is uncertain.
    """

    baseline: Picture
    actual: Picture
    original: Picture
    settled: Mask
    vertical_slack: int = 0

    @property
    def size(self) -> Size:
        """Size of both pictures."""
        return Size(self.actual.shape[1], self.actual.shape[0])

    @property
    def pictures(self) -> tuple[Picture, Picture]:
        """The baseline and the actual picture."""
        return self.baseline, self.actual


def luma(picture: Picture) -> Grey:
    """Return the brightness of a picture: (height, width), uint8."""
    return cast("Grey", cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY))


def parts_in_context(
    baseline: Pixels, actual: Pixels, before: Box, after: Box
) -> tuple[tuple[Picture, Picture], tuple[slice, slice]]:
    """Return a part of each picture with `CONTEXT` around it, as far as both have that.

    Parameters
    ----------
    baseline, actual : ndarray of shape (height, width, channels), uint8 or uint16
    before, after : Box
        Of one size, each inside its picture.

    Returns
    -------
    parts : tuple of two ndarrays of one shape (height, width, 3), uint8
    inside : tuple of two slice
        Rows and columns of them that the boxes take up.
    """
    (height, width), (its_height, its_width) = baseline.shape[:2], actual.shape[:2]
    left, up = min(CONTEXT, before.x, after.x), min(CONTEXT, before.y, after.y)
    right = min(CONTEXT, width - before.right, its_width - after.right)
    down = min(CONTEXT, height - before.bottom, its_height - after.bottom)
    one, other = (
        eight_bit_bgr(picture[box.y - up : box.bottom + down, box.x - left : box.right + right])
        for picture, box in ((baseline, before), (actual, after))
    )
    return (one, other), Box(left, up, before.w, before.h).slices
