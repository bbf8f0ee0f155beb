"""How a line of text drawn with other advances is laid over another: dynamic time warping.

The columns of a line in one picture are paired with those of the other in order, at the least cost
(H. Sakoe, S. Chiba, "Dynamic programming algorithm optimization for spoken word recognition", IEEE
Trans. ASSP 26(1), 1978). The cost of a drift by another pixel depends on where that happens, as
letters keep their shape; all lines are aligned at once, column by column.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias, cast

import cv2
import numpy as np
import numpy.typing as npt

from pytest_visualdiff.comparison.noise.pair import RASTER_BLUR
from pytest_visualdiff.imaging.arrays import Grey
from pytest_visualdiff.model import Box

Drift: TypeAlias = npt.NDArray[np.int64]
"""(line.w,): by how many pixels each column of a line has drifted to the right."""

Costs: TypeAlias = npt.NDArray[np.float32]

_BLUR_KERNEL = (5, 5)
"""Width and height in pixels of the blur before: up to three standard deviations to each side."""

_EMPTY = 16
"""Levels within which a column stays that lies between letters."""

_DRIFT = 0.1
"""Share of a line's width that its letters may drift by; 0.08 was the most that hinting made."""

_LEAST_DRIFT = 4
"""Pixels that they may drift by in any case, however short the line is."""

_MOST_DRIFT = 64
"""Pixels that they may drift by at most: time and memory go with it."""

_BATCH = 24
"""Lines that are aligned at once: more are faster, and need more memory."""

_LETTER = 9
"""Columns that drift as one, about a letter's: the median of them decides."""

_COST_IN_GAP = 2.0
"""What a drift by a pixel costs between letters, in levels for each row of the line."""

_COST_IN_LETTER = 12.0
"""What it costs within a letter, which keeps its shape."""

_COST_OF_START = 0.3
"""What each pixel costs by which a line starts elsewhere, in levels: of equal paths the one that
drifts least is taken."""

_UNREACHABLE = 1e6
"""A cost that no path takes."""


def align(baseline: Grey, actual: Grey, lines: Sequence[Box]) -> list[Drift]:
    """Return for each line how far each of its columns has drifted to the right.

    Parameters
    ----------
    baseline, actual : ndarray of shape (height, width), uint8
        Of one shape.
    lines : sequence of Box
        Lines of text; they may differ in length.

    Returns
    -------
    list of ndarray of shape (line.w,), int64
        The column ``x`` of the actual picture shows what the baseline has at ``x - drift[x]``.
    """
    if not lines:
        return []
    one, other = (
        cast("Grey", cv2.GaussianBlur(it, _BLUR_KERNEL, RASTER_BLUR)) for it in (baseline, actual)
    )
    found: list[Drift] = []
    reaches = [
        min(_MOST_DRIFT, _LEAST_DRIFT + int(_DRIFT * _row_width(line, lines))) for line in lines
    ]
    for start in range(0, len(lines), _BATCH):
        some = slice(start, start + _BATCH)
        found += _align_batch(one, other, lines[some], reaches[some])
    return found


def _align_batch(
    baseline: Grey, actual: Grey, lines: Sequence[Box], reaches: Sequence[int]
) -> list[Drift]:
    most, longest = max(reaches), max(line.w for line in lines)
    costs = np.zeros((longest, len(lines), 2 * most + 1), np.float32)
    drift_costs = np.zeros((longest, len(lines), 1), np.float32)
    wide = cast("Grey", cv2.copyMakeBorder(baseline, 0, 0, most, most, cv2.BORDER_REPLICATE))
    for number, (line, reach) in enumerate(zip(lines, reaches, strict=True)):
        now = actual[line.slices]
        before = wide[line.y : line.bottom, line.x : line.right + 2 * most]
        costs[: line.w, number] = _costs(before, now, reach, most)
        empty = np.ptp(now, axis=0) < _EMPTY
        drift_costs[: line.w, number, 0] = np.where(empty, _COST_IN_GAP, _COST_IN_LETTER) * line.h
    path = _cheapest(costs, drift_costs).astype(np.uint8)
    return [
        _by_letters(path[: line.w, number]).astype(np.int64) - most
        for number, line in enumerate(lines)
    ]


def _row_width(line: Box, lines: Sequence[Box]) -> int:
    """Return how wide all is that stands beside a line: each may push the next."""
    return Box.around([it for it in lines if it.overlap_y(line) > 0]).w


def _by_letters(path: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Return a path along which letters keep their shape: each column goes with those around."""
    rows = np.repeat(path[np.newaxis], _LETTER, axis=0)
    return cast("npt.NDArray[np.uint8]", cv2.medianBlur(rows, _LETTER)[_LETTER // 2])


def _costs(before: Grey, now: Grey, reach: int, most: int) -> Costs:
    """Return what each column costs at each drift: (width, 2 * most + 1)."""
    width = now.shape[1]
    costs = np.full((width, 2 * most + 1), _UNREACHABLE, np.float32)
    for drift in range(-reach, reach + 1):
        there = before[:, most - drift : most - drift + width]
        apart = cv2.reduce(cv2.absdiff(now, there), 0, cv2.REDUCE_SUM, dtype=cv2.CV_32S)
        costs[:, most + drift] = apart[0]
    return costs


def _cheapest(costs: Costs, drift_costs: Costs) -> npt.NDArray[np.int64]:
    """Return the index of the drift of each column along the cheapest path: (columns, lines).

    Parameters
    ----------
    costs : ndarray of shape (columns, lines, drifts), float32
        What a column costs at a drift.
    drift_costs : ndarray of shape (columns, lines, 1), float32
        What it costs that a column drifts by a pixel more or less than the one before.
    """
    columns, lines, states = costs.shape
    came_from = np.zeros(costs.shape, np.int8)
    # Of equal paths the one that drifts least.
    total = costs[0] + _COST_OF_START * np.abs(np.arange(states) - states // 2, dtype=np.float32)
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
