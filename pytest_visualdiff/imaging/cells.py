"""The grid of cells over a picture: which cells have a pixel that is set, and which a drawing."""

from __future__ import annotations

from typing import cast

import cv2
import numpy as np
import numpy.typing as npt

from pytest_visualdiff.imaging.arrays import Grey, Mask
from pytest_visualdiff.imaging.contrast import FAINT
from pytest_visualdiff.model import Box

CELL_W = 16
"""Width of a cell in pixels: two letters of running text."""

CELL_H = 8
"""Height of a cell in pixels: low enough to tell lines of text apart."""


def any_in_cell(mask: Mask | npt.NDArray[np.uint8], values: int = 1) -> Mask:
    """Return which cells have a pixel that is set: (rows, columns) of cells.

    Parameters
    ----------
    mask : ndarray of shape (height, width * values), bool or uint8
    values : int
        Values side by side that belong to one pixel.
    """
    height, width = mask.shape
    high, wide = -(-height // CELL_H), -(-width // (CELL_W * values))
    if (height, width) != (high * CELL_H, wide * CELL_W * values):
        part, mask = mask, np.zeros((high * CELL_H, wide * CELL_W * values), np.uint8)
        mask[:height, :width] = part
    # Eight bytes at a time: it only matters whether any of them is set.
    words = np.ascontiguousarray(mask).view(np.uint64)
    rows = np.bitwise_or.reduce(words.reshape(high, CELL_H, -1), axis=1)
    return cast("Mask", np.bitwise_or.reduce(rows.reshape(high, wide, -1), axis=2) != 0)


def cells_of(box: Box) -> tuple[slice, slice]:
    """Return the rows and columns of cells that a box touches."""
    rows = slice(box.y // CELL_H, -(-box.bottom // CELL_H))
    return rows, slice(box.x // CELL_W, -(-box.right // CELL_W))


def busy(picture: Grey, axis: int) -> Mask:
    """Return which cells show something that a displacement along an axis would change.

    Parameters
    ----------
    picture : ndarray of shape (height, width), uint8
    axis : int
        0 for a displacement up and down, 1 for one to the left and right.

    Returns
    -------
    ndarray of shape (rows, columns) of cells, bool
    """
    change = np.zeros(picture.shape, bool)
    if picture.shape[axis] == 1:  # nothing beside it, and OpenCV returns None for what is empty
        return any_in_cell(change)
    if axis == 0:
        change[1:] = cv2.absdiff(picture[1:], picture[:-1]) > FAINT
    else:
        change[:, 1:] = cv2.absdiff(picture[:, 1:], picture[:, :-1]) > FAINT
    return any_in_cell(change)
