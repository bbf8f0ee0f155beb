"""Anti-aliased edges that differ slightly, in pictures that are otherwise the same.

What it decides
    Whether all that differs in a box is the smoothing of edges that both pictures have.
Why it holds
    A smoothed edge is a blend of what is on its two sides, so each of its pixels lies between the
    colours around it, in the other picture as well. What is in one picture and not in the other
    does not: it is darker or brighter than all that the other one has there.
Where it fails
    A step of up to a sixteenth of the contrast of an edge beside it passes, as does a hairline
    within two pixels of an edge that has both its colours. In a corner of up to four pixels any
    faint step does.
Source
    V. Vyšniauskas, "Anti-aliased pixel and intensity slope detector", Electronics and Electrical
    Engineering 2009, no. 7, which asks for a darker and a brighter neighbour.
"""

from __future__ import annotations

from typing import cast

import cv2
import numpy as np

from pytest_visualdiff.imaging.areas import levels_between
from pytest_visualdiff.imaging.arrays import Levels, Mask, Pixels
from pytest_visualdiff.imaging.contrast import FAINT, IMPERCEPTIBLE
from pytest_visualdiff.imaging.ground import largest
from pytest_visualdiff.model import Box, Size

_SMOOTHED_SHARE = 4
"""A quarter of the contrast of an edge is the most by which its smoothing may come out differently:
more than that is another shape, however pale it is."""

_MASKED_SHARE = 16
"""A sixteenth of an edge's contrast is not seen beside it, so a blend may lie so far outside."""

_CORNER_PIXELS = 4
"""Pixels that may differ where two borders lie over each other: two by two."""

_CORNER_FAINT = 32
"""Levels by which they may be darker or lighter."""

_CONTEXT = 2
"""Pixels around a box that are examined with it: one for the blends, one for their edges."""

_AROUND = np.ones((5, 5), np.uint8)
"""The pixels around one that show the contrast of the edge it is on."""

_NEIGHBOURS = np.ones((3, 3), np.uint8)
"""The pixels around one that it may be a blend of."""


def is_antialiasing(baseline: Pixels, actual: Pixels, box: Box) -> bool:
    """Return whether all that differs in a box is the smoothing of edges both pictures have.

    Parameters
    ----------
    baseline, actual : ndarray of shape (height, width, channels), uint8 or uint16
        Of equal shape and dtype.
    box : Box
        An area of them.
    """
    size = Size(baseline.shape[1], baseline.shape[0])
    around = box.grow(_CONTEXT).clip(size)
    one, other = _eight_bit(baseline[around.slices]), _eight_bit(actual[around.slices])
    inside = box.move(-around.x, -around.y).slices
    levels = levels_between(one, other)[inside]
    differs = levels > IMPERCEPTIBLE
    if bool((levels > _contrast(one, other)[inside] // _SMOOTHED_SHARE)[differs].any()):
        return False
    blends = (_within(one, other) & _within(other, one))[inside]
    if bool(blends[differs].all()):
        return True
    small = int(differs.sum()) <= _CORNER_PIXELS and int(levels.max()) <= _CORNER_FAINT
    return small and _is_corner(one) and _is_corner(other)


def _contrast(one: Pixels, other: Pixels) -> Levels:
    """Return the largest step, in any channel, between the pixels around each in two pictures."""
    most = cv2.dilate(cv2.max(one, other), _AROUND).reshape(one.shape)
    least = cv2.erode(cv2.min(one, other), _AROUND).reshape(one.shape)
    return largest(cv2.subtract(most, least).reshape(one.shape))


def _within(values: Pixels, other: Pixels) -> Mask:
    """Return which pixels lie between the darkest and the brightest around them in another picture.

    Beside a strong edge a small step is not seen, so they may lie a little outside.
    """
    least = cv2.erode(other, _NEIGHBOURS).reshape(values.shape)
    most = cv2.dilate(other, _NEIGHBOURS).reshape(values.shape)
    leeway = np.maximum((most - least) // _MASKED_SHARE, IMPERCEPTIBLE)
    low = cv2.add(values, leeway).reshape(values.shape) >= least
    high = cv2.subtract(values, leeway).reshape(values.shape) <= most
    return cast("Mask", (low & high).all(axis=2))


def _is_corner(picture: Pixels) -> bool:
    """Return whether edges of both directions meet in a small picture."""
    across = levels_between(picture[:, 1:], picture[:, :-1])
    down = levels_between(picture[1:], picture[:-1])
    return bool(across.max(initial=0) > FAINT and down.max(initial=0) > FAINT)


def _eight_bit(pixels: Pixels) -> Pixels:
    if pixels.dtype == np.uint8:
        return np.ascontiguousarray(pixels)
    return (pixels // 257).astype(np.uint8)
