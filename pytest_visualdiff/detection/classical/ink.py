"""The ink of a picture: how far each pixel is from the ground that it stands on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import cv2
import numpy as np
import numpy.typing as npt

from pytest_visualdiff.detection.classical.surfaces import Areas, Surface
from pytest_visualdiff.imaging.arrays import Levels, Picture
from pytest_visualdiff.imaging.ground import largest
from pytest_visualdiff.model import Box, Size

_GROUND_SIDE = 11
"""Side in pixels of a square that fits into a ground on which things stand, and into no stroke of a
letter."""


def ink_levels(areas: Areas, surfaces: Sequence[Surface], cells: Sequence[Box]) -> Levels:
    """Return how far each pixel is from the ground that it stands on.

    Parameters
    ----------
    areas : Areas
        Of the picture.
    surfaces : sequence of Surface
        Whose borders are no ink.
    cells : sequence of Box
        The cells of tables, whose borders are no ink either.

    Returns
    -------
    ndarray of shape (height, width), uint8
        Levels, 0..255.
    """
    square = np.ones((_GROUND_SIDE, _GROUND_SIDE), np.uint8)
    labels = areas.labels.reshape(-1)
    wide = np.flatnonzero(cv2.erode(areas.smooth, square) > 0)
    grounds = np.bincount(labels.take(wide), minlength=areas.count) > 0
    grounds[[surface.label for surface in surfaces]] = True
    grounds[0] = False
    is_ground = grounds.take(areas.labels)
    height, width = is_ground.shape
    drawn = np.flatnonzero(~is_ground)
    ink = np.zeros((height, width), np.uint8)
    if len(drawn):
        colours = cast("Picture", areas.pixels.reshape(-1, 1, 3))
        here = colours.take(drawn, axis=0)
        ground = colours.take(_left_of(drawn, width), axis=0)
        ink.reshape(-1)[drawn] = largest(cv2.absdiff(here, ground)).reshape(-1)
    size = Size(width, height)
    for surface in surfaces:
        _wipe_border(ink, surface.box.grow(1), surface.inside)
        border = (surface.box.w - surface.inside.w) / 2
        _wipe_corners(ink, surface.box.clip(size), surface.radius + border)
    for cell in cells:
        _wipe_border(ink, cell.grow(2), cell)
    return ink


def _left_of(drawn: npt.NDArray[np.intp], width: int) -> npt.NDArray[np.intp]:
    """Return the ground of what is drawn: the nearest pixel to the left that is not.

    Pixels are numbered row by row; where a row begins with what is drawn, its first one is taken.
    """
    begins = drawn % width == 0
    begins[0] = True
    begins[1:] |= np.diff(drawn) > 1
    starts = np.maximum.accumulate(np.where(begins, drawn, 0))
    return cast("npt.NDArray[np.intp]", starts - (starts % width > 0))


def _wipe_border(ink: Levels, outer: Box, inside: Box) -> None:
    """Take what is in a box, but not in another in it, out of the ink."""
    size = Size(ink.shape[1], ink.shape[0])
    # The first row and column of the inside are edges too.
    left, top, right, bottom = inside.x + 1, inside.y + 1, inside.right, inside.bottom
    for part in (
        Box(outer.x, outer.y, outer.w, top - outer.y),
        Box(outer.x, bottom, outer.w, outer.bottom - bottom),
        Box(outer.x, outer.y, left - outer.x, outer.h),
        Box(right, outer.y, outer.right - right, outer.h),
    ):
        part = part.clip(size)
        ink[part.slices] = 0


def _wipe_corners(ink: Levels, box: Box, radius: float) -> None:
    """Take what is outside round corners out of the ink."""
    corner = min(round(radius) + 2, box.w // 2, box.h // 2)
    if corner < 4:
        return
    away = np.arange(corner, 0, -1)[np.newaxis] ** 2
    beyond = away + away.T > (corner - 3) ** 2
    top, bottom = np.s_[box.y : box.y + corner], np.s_[box.bottom - corner : box.bottom]
    left, right = np.s_[box.x : box.x + corner], np.s_[box.right - corner : box.right]
    ink[top, left][beyond] = 0
    ink[top, right][beyond[:, ::-1]] = 0
    ink[bottom, left][beyond[::-1]] = 0
    ink[bottom, right][beyond[::-1, ::-1]] = 0
