"""How a line of text drawn with other advances is laid over another.

With full hinting every glyph's advance is a whole number of pixels, so letters drift along a line,
by a pixel here and there. A line of one picture is laid over the other's by dynamic time warping
over its columns (H. Sakoe, S. Chiba, "Dynamic programming algorithm optimization for spoken word
recognition", IEEE Trans. ASSP 26(1), 1978).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias, cast

import cv2
import numpy as np
import numpy.typing as npt

from pytest_visualdiff.imaging.arrays import Grey
from pytest_visualdiff.model import Box

Path: TypeAlias = npt.NDArray[np.int64]

_EMPTY = 16
"""Levels that a column between letters differs by at most."""

_DRIFT = 0.1
"""Share of a line's width that letters may drift by; 0.08 was the most seen."""

_FARTHEST = 64
"""Most pixels that they may."""

_AT_A_TIME = 24
"""Lines that are aligned at once: more are faster, and need more memory."""

_RIGID = 9
"""Columns, about a letter's, of which the middle one decides."""

_IN_GAP, _IN_LETTER = 2.0, 12.0
"""What a drift by a pixel costs, in levels for each row of the line: letters keep their shape."""


def align(baseline: Grey, actual: Grey, lines: Sequence[Box]) -> list[Path]:
    """Return for each line how far each of its columns has drifted to the right.

    Parameters
    ----------
    baseline, actual : ndarray of shape (height, width), uint8
        Of one shape, slightly blurred.
    lines : sequence of Box

    Returns
    -------
    list of ndarray of shape (line.w,), int
        The column ``x`` of the actual picture shows what the baseline has at ``x - drift[x]``.
    """
    found: list[Path] = []
    reaches = [min(_FARTHEST, 4 + int(_DRIFT * _row_width(line, lines))) for line in lines]
    for start in range(0, len(lines), _AT_A_TIME):
        some = slice(start, start + _AT_A_TIME)
        found += _align_some(baseline, actual, lines[some], reaches[some])
    return found


def _align_some(
    baseline: Grey, actual: Grey, lines: Sequence[Box], reaches: Sequence[int]
) -> list[Path]:
    most, longest = max(reaches), max(line.w for line in lines)
    costs = np.zeros((longest, len(lines), 2 * most + 1), np.float32)
    drift_costs = np.zeros((longest, len(lines), 1), np.float32)
    wide = cast("Grey", cv2.copyMakeBorder(baseline, 0, 0, most, most, cv2.BORDER_REPLICATE))
    for number, (line, reach) in enumerate(zip(lines, reaches, strict=True)):
        now = actual[line.y : line.bottom, line.x : line.right]
        before = wide[line.y : line.bottom, line.x : line.right + 2 * most]
        costs[: line.w, number] = _costs(before, now, reach, most)
        empty = np.ptp(now, axis=0) < _EMPTY
        drift_costs[: line.w, number, 0] = np.where(empty, _IN_GAP, _IN_LETTER) * line.h
    path = _cheapest(costs, drift_costs).astype(np.uint8)
    return [
        _rigid(path[: line.w, number]).astype(np.int64) - most for number, line in enumerate(lines)
    ]


def _row_width(line: Box, lines: Sequence[Box]) -> int:
    """Return how wide all is that stands beside a line: each may push the next."""
    row = [it for it in lines if max(it.y, line.y) < min(it.bottom, line.bottom)]
    return max(it.right for it in row) - min(it.x for it in row)


def _rigid(path: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Return a path along which letters keep their shape: each column goes with those around."""
    rows = np.repeat(path[np.newaxis], _RIGID, axis=0)
    return cast("npt.NDArray[np.uint8]", cv2.medianBlur(rows, _RIGID)[_RIGID // 2])


def _costs(before: Grey, now: Grey, reach: int, most: int) -> npt.NDArray[np.float32]:
    """Return what each column costs at each drift: (width, 2 * most + 1)."""
    width = now.shape[1]
    costs = np.full((width, 2 * most + 1), 1e6, np.float32)
    for drift in range(-reach, reach + 1):
        there = before[:, most - drift : most - drift + width]
        apart = cv2.reduce(cv2.absdiff(now, there), 0, cv2.REDUCE_SUM, dtype=cv2.CV_32S)
        costs[:, most + drift] = apart[0]
    return costs


def _cheapest(
    costs: npt.NDArray[np.float32], drift_costs: npt.NDArray[np.float32]
) -> npt.NDArray[np.int64]:
    """Return the index of the drift of each column along the cheapest path: (columns, lines)."""
    columns, lines, states = costs.shape
    came_from = np.zeros(costs.shape, np.int8)
    # Of equal paths the one that drifts least.
    total = costs[0] + 0.3 * np.abs(np.arange(states) - states // 2, dtype=np.float32)
    for column in range(1, columns):
        best, step = total.copy(), came_from[column]
        for other, way in ((total[:, :-1], 1), (total[:, 1:], -1)):
            target = np.s_[:, 1:] if way == 1 else np.s_[:, :-1]
            price = other + drift_costs[column]
            cheaper = price < best[target]
            best[target] = np.where(cheaper, price, best[target])
            step[target] = np.where(cheaper, -way, step[target])
        total = best + costs[column]
    path = np.zeros((columns, lines), np.int64)
    state, numbers = total.argmin(axis=1), np.arange(lines)
    for column in range(columns - 1, -1, -1):
        path[column] = state
        state = state + came_from[column, numbers, state]
    return path
