"""Lines of text, and how one drawn with other advances is laid over another.

With full hinting every glyph's advance is a whole number of pixels, so letters drift along a line,
by a pixel here and there. A line of one picture is laid over the other's by dynamic time warping
over its columns (H. Sakoe, S. Chiba, "Dynamic programming algorithm optimization for spoken word
recognition", IEEE Trans. ASSP 26(1), 1978).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TypeAlias, cast

import cv2
import numpy as np
import numpy.typing as npt

from pytest_visualdiff.model import Box, Size

Grey: TypeAlias = npt.NDArray[np.uint8]
Path: TypeAlias = npt.NDArray[np.int64]

_STROKE = 32
"""Levels by which a stroke differs from the ground it stands on."""

_GROUND = 21
"""Side in pixels of the window whose median is taken for the ground: most of it is ground."""

_RULE = 61
"""Length in pixels from which a straight stroke is a rule or a border and no part of a letter."""

_SPACE = 21
"""Gap in pixels up to which two strokes are in one line."""

_LEAST_HEIGHT, _MOST_HEIGHT = 5, 64
"""Of a line, in pixels."""

_VALLEY = 0.3
"""Between two lines there is a row with so much less ink than the rows around have."""

_LEADING = 2.2
"""Lines of a paragraph are at most so many of their heights below each other."""

_UNEVEN = 3
"""Pixels by which their distances may differ: one line has a letter that reaches further up."""

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


def find_lines(pictures: Sequence[Grey]) -> list[Box]:
    """Return where any of the pictures has lines of text, or things as small.

    Parameters
    ----------
    pictures : sequence of ndarray of shape (height, width), uint8
        Of one shape.
    """
    letters = _letters(pictures)
    joined = cv2.morphologyEx(
        np.pad(letters, ((0, 0), (_SPACE, _SPACE))),
        cv2.MORPH_CLOSE,
        np.ones((1, _SPACE), np.uint8),
    )
    _, labels, stats, _ = cv2.connectedComponentsWithStats(
        np.asarray(joined)[:, _SPACE:-_SPACE], connectivity=4
    )
    height, width = pictures[0].shape
    size = Size(width, height)
    lines = []
    for label, (x, y, w, h, _) in enumerate(stats.tolist()[1:], 1):
        if w < _LEAST_HEIGHT or h < _LEAST_HEIGHT:
            continue
        window = np.s_[y : y + h, x : x + w]
        mine = cast("Grey", np.where(labels[window] == label, letters[window], 0))
        lines += [line.move(x, y).grow(1).clip(size) for line in _apart(mine)]
    return lines


def _letters(pictures: Sequence[Grey]) -> Grey:
    """Return where any of the pictures has strokes, but for rules and borders: 0 or 1."""
    ink = np.zeros(pictures[0].shape, np.uint8)
    for picture in pictures:
        ink |= (cv2.absdiff(picture, cv2.medianBlur(picture, _GROUND)) > _STROKE).view(np.uint8)
    rules = cv2.max(
        cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, _RULE), np.uint8)),
        cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((_RULE, 1), np.uint8)),
    )
    return cast("Grey", cv2.subtract(ink, rules))


def _apart(ink: Grey) -> Iterator[Box]:
    """Yield the boxes of lines that touch each other, cut where there is hardly any ink."""
    cuts = [0, *_cuts(ink.sum(axis=1, dtype=np.int64), 0), len(ink)]
    for top, bottom in pairwise(cuts):
        columns = np.flatnonzero(ink[top:bottom].any(axis=0))
        if _LEAST_HEIGHT <= bottom - top <= _MOST_HEIGHT and len(columns) >= _LEAST_HEIGHT:
            left, right = int(columns[0]), int(columns[-1]) + 1
            yield Box(left, top, right - left, bottom - top)


def _cuts(ink: npt.NDArray[np.int64], first: int) -> list[int]:
    """Return the rows, counted from ``first``, at which lines are to be cut apart."""
    rows = range(_LEAST_HEIGHT + 1, len(ink) - _LEAST_HEIGHT - 1)
    if not rows:
        return []
    above = np.maximum.accumulate(ink)
    below = np.maximum.accumulate(ink[::-1])[::-1]
    row = min(rows, key=lambda row: ink[row] / max(min(above[row - 1], below[row + 1]), 1))
    if ink[row] >= _VALLEY * min(above[row - 1], below[row + 1]):
        return []
    return [*_cuts(ink[:row], first), first + row, *_cuts(ink[row:], first + row)]


def paragraphs(lines: Sequence[Box]) -> list[list[Box]]:
    """Return lines that stand evenly below each other, from two on: they may wrap otherwise."""
    groups: list[list[Box]] = []
    for line in sorted(lines, key=lambda line: (line.y, line.x)):
        above = [group for group in groups if _follows(line, group[-1])]
        if not above:
            groups.append([line])
            continue
        group = above[-1]
        if len(group) < 2 or abs(_pitch(group[-2], group[-1]) - _pitch(group[-1], line)) <= _UNEVEN:
            group.append(line)
        else:  # the last line above may be a heading's, or the first of what follows
            groups.append([group[-1], line])
    return [group for group in groups if len(group) > 1]


def _follows(line: Box, above: Box) -> bool:
    beside = max(line.x, above.x) < min(line.right, above.right)
    return beside and 0 < _pitch(above, line) <= _LEADING * max(line.h, above.h)


def _pitch(above: Box, line: Box) -> float:
    """Return how far the middle of a line is below that of another."""
    return line.y + line.h / 2 - above.y - above.h / 2


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
        empty = np.ptp(now, axis=0) < _STROKE // 2
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
