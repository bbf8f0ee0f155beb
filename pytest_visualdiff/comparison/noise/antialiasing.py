"""Smoothed edges that came out a little differently, in pictures that are the same otherwise."""

from __future__ import annotations

from typing import cast

import cv2
import numpy as np
import numpy.typing as npt

from pytest_visualdiff.imaging.areas import levels_between
from pytest_visualdiff.imaging.arrays import Pixels
from pytest_visualdiff.model import Box, Size

FAINT = 64
"""Levels, a quarter of the range, by which a smoothed edge may come out differently."""

_ROUNDING = 2

_MASKED = 16
"""A sixteenth of an edge's contrast is not seen beside it."""

_CORNER, _CORNER_FAINT = 4, 32
"""Pixels of a corner at which two borders lie over each other, two by two, and by how many levels
it may be darker or lighter."""

_EDGE = 8
"""Levels from which on there is an edge."""


def is_antialiasing(baseline: Pixels, actual: Pixels, box: Box) -> bool:
    """Return whether all that differs in a box is the smoothing of edges both pictures have.

    Each pixel that differs, by at most `FAINT` levels, has to lie between the colours that the
    other picture has around it, both ways round: a smoothed edge is a blend of what is on its two
    sides (after V. Vyšniauskas, "Anti-aliased pixel and intensity slope detector", Electronics and
    Electrical Engineering 2009, no. 7, which asks for a darker and a brighter neighbour). A corner
    of up to 2x2 pixels, where two borders lie over each other, may be darker or lighter.

    Parameters
    ----------
    baseline, actual : ndarray of shape (height, width, channels), uint8 or uint16
        Of equal shape and dtype.
    box : Box
        An area of them.
    """
    size = Size(baseline.shape[1], baseline.shape[0])
    around = box.grow(2).clip(size)
    window = np.s_[around.y : around.bottom, around.x : around.right]
    one, other = _eight_bit(baseline[window]), _eight_bit(actual[window])
    levels = levels_between(one, other)
    inner = np.zeros_like(levels)
    inside = box.move(-around.x, -around.y)
    inner[inside.y : inside.bottom, inside.x : inside.right] = 1
    levels *= inner
    if levels.max() > FAINT:
        return False
    differs = levels > _ROUNDING
    blends = _within(one, other) & _within(other, one)
    if bool(blends[differs].all()):
        return True
    small = int(differs.sum()) <= _CORNER and levels.max() <= _CORNER_FAINT
    return bool(small) and _is_corner(one) and _is_corner(other)


def _within(values: Pixels, other: Pixels) -> npt.NDArray[np.bool_]:
    """Return which pixels lie between the darkest and the brightest around them in another picture.

    Beside a strong edge a small step is not seen, so they may lie a little outside.
    """
    kernel = np.ones((3, 3), np.uint8)
    least = cv2.erode(other, kernel).reshape(values.shape)
    most = cv2.dilate(other, kernel).reshape(values.shape)
    leeway = np.maximum((most - least) // _MASKED, _ROUNDING)
    low = cv2.add(values, leeway).reshape(values.shape) >= least
    high = cv2.subtract(values, leeway).reshape(values.shape) <= most
    return cast("npt.NDArray[np.bool_]", (low & high).all(axis=2))


def _is_corner(picture: Pixels) -> bool:
    """Return whether edges of both directions meet in a small picture."""
    across = levels_between(picture[:, 1:], picture[:, :-1])
    down = levels_between(picture[1:], picture[:-1])
    return bool(across.max(initial=0) > _EDGE and down.max(initial=0) > _EDGE)


def _eight_bit(pixels: Pixels) -> Pixels:
    if pixels.dtype == np.uint8:
        return np.ascontiguousarray(pixels)
    return (pixels // 257).astype(np.uint8)
