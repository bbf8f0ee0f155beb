"""Geometry of many boxes at once: their edges as one array."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from pytest_visualdiff.model import Box

Edges: TypeAlias = npt.NDArray[np.float32]
"""(N, 4): left, top, right and bottom edges of boxes, in pixels."""

Table: TypeAlias = npt.NDArray[np.float32]
"""(N, M): a number for each pair of a box of one list and a box of another."""


def edges_of(boxes: Sequence[Box]) -> Edges:
    """Return boxes as an array."""
    rows = [(box.x, box.y, box.right, box.bottom) for box in boxes]
    return np.asarray(rows, np.float32).reshape(-1, 4)


def areas(edges: Edges) -> npt.NDArray[np.float32]:
    """Return the area of each box in pixels, as an array of shape (N,)."""
    sides = np.maximum(edges[:, 2:] - edges[:, :2], 0)
    return np.asarray(sides[:, 0] * sides[:, 1], np.float32)


def intersections(ones: Edges, others: Edges) -> Table:
    """Return the area in pixels that each of N ``ones`` shares with each of M ``others``."""
    corner = np.maximum(ones[:, np.newaxis, :2], others[np.newaxis, :, :2])
    end = np.minimum(ones[:, np.newaxis, 2:], others[np.newaxis, :, 2:])
    sides = np.maximum(end - corner, 0)
    return np.asarray(sides[..., 0] * sides[..., 1], np.float32)


def ious(ones: Edges, others: Edges) -> Table:
    """Return the intersection over union, 0..1, of each of N ``ones`` with each of M ``others``."""
    both = intersections(ones, others)
    either = areas(ones)[:, np.newaxis] + areas(others)[np.newaxis] - both
    return np.asarray(both / np.maximum(either, 1e-6), np.float32)


def shares_inside(ones: Edges, others: Edges) -> Table:
    """Return the share, 0..1, of the area of each of N ``ones`` inside each of M ``others``."""
    whole = np.maximum(areas(ones), 1)[:, np.newaxis]
    return np.asarray(intersections(ones, others) / whole, np.float32)
