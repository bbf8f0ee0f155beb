"""Parts of letters and edges that lie a few pixels beside where they lay.

What it decides
    Whether one small displacement explains all that differs in an area.
Why it holds
    What drifting text carries along goes as far as the text does: the rest of a letter, the round
    end of a badge, the edge of a button that is as wide as its text. Where blocks moved, all of a
    block lies where rounding put it. A displacement leaves nothing of the area above the limits
    only if the same is drawn there.
Where it fails
    An edge that was moved on purpose, by no more than the text beside it drifts, passes with it. So
    does one that is gone, where text drifts, if the displacement carries it out of its area.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import cv2
import numpy as np

from pytest_visualdiff.comparison.noise.line_alignment import Drift
from pytest_visualdiff.comparison.noise.pair import CONTEXT, AlignedPair
from pytest_visualdiff.comparison.noise.residual import Limits, residual_at
from pytest_visualdiff.comparison.noise.smoothing import Smoothed
from pytest_visualdiff.imaging.arrays import Levels, Mask
from pytest_visualdiff.model import Box

_VERTICAL_EDGE = 0.5
"""A vertical edge changes by less than this share up and down of what it does from side to side."""

_BESIDE_LETTERS = 2
"""Pixels by which the drift of a letter may differ from that of the letters around it."""

_EDGE_SHIFT = 16
"""Pixels by which an edge may have moved to the side where text drifts, and within which it stands
on the text's line: a button is as wide as its text."""

_LARGEST_AREA = 60_000
"""Pixels of an area up to which it may have moved; larger ones are neither letters nor edges."""

_CLOSE = np.ones((9, 9), np.uint8)
"""Pixels within which differences are in one area: those of a letter, and of letters that touch."""


def without_local_shifts(
    real: Mask, pair: AlignedPair, drifts: Mapping[Box, Drift], limits: Limits
) -> Mask:
    """Return what differs but for each area that one small displacement explains as a whole.

    Parameters
    ----------
    real : ndarray of shape (height, width), bool
        Where the difference is no noise.
    pair : AlignedPair
        Its ``vertical_slack`` is how far an area may have moved up or down.
    drifts : mapping of Box to ndarray of shape (box.w,), int64
        How far letters have drifted along lines of text; empty if none have.
    limits : Limits
        From where on a residual is real on this page.

    Returns
    -------
    ndarray of shape (height, width), bool
    """
    left = real.copy()
    for area in _areas(left, _CLOSE):
        if _is_shifted(area, left, pair, drifts, limits):
            left[area.slices] = False
        elif drifts:
            for part in _areas(left[area.slices]):  # as wide as a text of its own
                part = part.move(area.x, area.y).grow(len(_CLOSE) // 2).clip(pair.size)
                if _is_shifted(part, left, pair, drifts, limits):
                    left[part.slices] = False
    return left


def _areas(mask: Mask, close: Levels | None = None) -> Iterator[Box]:
    """Yield the boxes of connected components, joined over a neighbourhood."""
    joined = np.ascontiguousarray(mask).view(np.uint8)
    if close is not None:
        joined = cv2.dilate(joined, close)  # type: ignore[assignment]
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    for x, y, w, h in stats[1:, : cv2.CC_STAT_AREA].tolist():
        if w * h <= _LARGEST_AREA:
            yield Box(x, y, w, h)


def _is_shifted(
    area: Box, real: Mask, pair: AlignedPair, drifts: Mapping[Box, Drift], limits: Limits
) -> bool:
    """Return whether a displacement leaves nothing of what is real in an area."""
    aside, up = _reach(area, pair, drifts), pair.vertical_slack
    around = Box(area.x - aside, area.y - up, area.w + 2 * aside, area.h + 2 * up)
    around = around.grow(CONTEXT).clip(pair.size)
    one, other = (Smoothed.of_part(picture, around) for picture in pair.pictures)
    inside, there = area.move(-around.x, -around.y).slices, real[area.slices]
    return any(
        not (residual_at(one.shifted(dx, dy), other).above(limits)[inside] & there).any()
        for dy in sorted(range(-up, up + 1), key=abs)
        for dx in sorted(range(-aside, aside + 1), key=abs)
    )


def _reach(area: Box, pair: AlignedPair, drifts: Mapping[Box, Drift]) -> int:
    """Return how far to the side an area may have moved.

    A letter: as far as its line has drifted there; so does the round end of what a line stands on,
    with that of the line. An edge where text drifts: as far as the text in its rows, which may have
    pushed it, and the more so a button as wide as its text. At the rim, anything could move out of
    sight.
    """
    beside = {line: drift for line, drift in drifts.items() if line.overlap_y(area) > 0}
    reach = max(
        [
            1,
            *(
                int(np.abs(drift[_columns(area, line)]).max()) + _BESIDE_LETTERS
                for line, drift in beside.items()
                if line.overlap_x(area) > -_EDGE_SHIFT
            ),
        ]
    )
    if drifts and any(_is_vertical_edge(Smoothed.of_part(it, area).luma) for it in pair.pictures):
        pushed = (int(np.abs(drift).max()) for drift in beside.values())
        reach = max(reach, _EDGE_SHIFT, *pushed)
    return reach if area.x > reach and area.right < pair.size.width - reach else 1


def _columns(area: Box, line: Box) -> slice:
    """Return the columns of a line that are in an area, or the one that is next to it."""
    start = min(max(area.x - line.x, 0), line.w - 1)
    return slice(start, max(area.right - line.x, start + 1))


def _is_vertical_edge(luma: Levels) -> bool:
    """Return whether a part of a picture shows a vertical edge and little else."""
    # Not OpenCV's absdiff: it returns None for what is empty, as beside a single column.
    across, down = (np.abs(np.diff(luma.astype(np.int16), axis=axis)).sum() for axis in (1, 0))
    return bool(down < _VERTICAL_EDGE * across)
