"""Parts of letters and edges that only lie a little beside where they lay."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import cv2
import numpy as np

from pytest_visualdiff.comparison.noise.residual import Plane, Softened, residual_at
from pytest_visualdiff.comparison.noise.text_drift import Path
from pytest_visualdiff.imaging.arrays import Mask, Picture
from pytest_visualdiff.model import Box, Size

_EDGE = 0.5
"""An upright edge changes by less than this up and down, for what it changes from side to side."""

_RIGID = 2
"""Pixels by which a letter may lie otherwise than the letters around it have drifted."""

_SIDEWAYS = 16
"""Pixels that an edge may have slid where text drifts: a button is as wide as its text."""

_LARGEST_SLIDE = 60_000
"""Pixels of an area up to which it may have slid; larger ones are no edges."""


def take_out_slid(
    real: Mask,
    pictures: tuple[Picture, Picture],
    drifts: Mapping[Box, Path],
    limits: Sequence[float],
    slack: int,
) -> None:
    """Take out of ``real``, in place, each area that one small displacement explains as a whole.

    Parameters
    ----------
    real : ndarray of shape (height, width), bool
        Where the difference is no noise.
    pictures : tuple of two ndarrays of shape (height, width, 3), uint8
        The baseline and the actual picture, laid out alike.
    drifts : mapping of Box to Path
        How far letters have drifted along lines of text; empty if none have.
    limits : sequence of float
        From where on a residual is real on this page.
    slack : int
        Pixels, up and down, by which a block's place is uncertain.
    """
    size = Size(real.shape[1], real.shape[0])
    for box in _areas(real):
        far = _reach(box, pictures, drifts)
        if not _slide(pictures, box, real, limits, far=far, up=slack) and drifts:
            for one in _areas(real[box.slices], apart=True):  # as wide as a text of its own
                one = one.move(box.x, box.y).grow(4).clip(size)
                far = _reach(one, pictures, drifts)
                _slide(pictures, one, real, limits, far=far, up=slack)


def _areas(mask: Mask, *, apart: bool = False) -> Iterator[Box]:
    """Yield the boxes of what is set; unless ``apart``, of what lies close together."""
    near = np.ascontiguousarray(mask).view(np.uint8)
    if not apart:
        near = cv2.dilate(near, np.ones((9, 9), np.uint8))  # type: ignore[assignment]
    _, _, stats, _ = cv2.connectedComponentsWithStats(near, connectivity=8)
    for x, y, w, h in stats[1:, : cv2.CC_STAT_AREA].tolist():
        if w * h <= _LARGEST_SLIDE:
            yield Box(x, y, w, h)


def _reach(box: Box, pictures: tuple[Picture, Picture], drifts: Mapping[Box, Path]) -> int:
    """Return how far to the side an area may have slid.

    A letter: as far as its line has drifted there; so does the round end of what a line stands on,
    with that of the line. An edge where text drifts: as far as the text in
    its rows, which may have pushed it, and the more so a button as wide as its text. At the rim,
    anything could slide out of sight.
    """
    beside = {
        line: drift
        for line, drift in drifts.items()
        if max(line.y, box.y) < min(line.bottom, box.bottom)
    }
    within = [
        int(np.abs(drift[_columns(box, line)]).max()) + _RIGID
        for line, drift in beside.items()
        if line.x - _SIDEWAYS < box.right and box.x < line.right + _SIDEWAYS
    ]
    far = max([1, *within])
    if drifts and any(_is_edge(Softened.of_part(it, box).luma) for it in pictures):
        far = max([far, _SIDEWAYS, *(int(np.abs(drift).max()) for drift in beside.values())])
    return far if box.x > far and box.right < pictures[0].shape[1] - far else 1


def _columns(box: Box, line: Box) -> slice:
    """Return the columns of a line that are in an area, or the one that is next to it."""
    start = min(max(box.x - line.x, 0), line.w - 1)
    return slice(start, max(box.right - line.x, start + 1))


def _is_edge(luma: Plane) -> bool:
    """Return whether a part of a picture shows an upright edge and little else."""
    upright = cv2.absdiff(luma[:, 1:], luma[:, :-1]).sum()
    level = cv2.absdiff(luma[1:], luma[:-1]).sum()
    return bool(level < _EDGE * upright)


def _slide(
    pictures: tuple[Picture, Picture],
    box: Box,
    real: Mask,
    limits: Sequence[float],
    *,
    far: int,
    up: int,
) -> bool:
    """Take an area out of ``real`` if one small displacement explains all of it."""
    size = Size(real.shape[1], real.shape[0])
    wide = Box(box.x - far, box.y - up, box.w + 2 * far, box.h + 2 * up).grow(12).clip(size)
    one, other = (Softened.of_part(picture, wide) for picture in pictures)
    inside, unexplained = box.move(-wide.x, -wide.y).slices, real[box.slices]
    for dy in sorted(range(-up, up + 1), key=abs):
        for dx in sorted(range(-far, far + 1), key=abs):
            over = residual_at(one.shifted(dx, dy), other).above(limits)
            if not (over[inside] & unexplained).any():
                unexplained[:] = False
                return True
    return False
