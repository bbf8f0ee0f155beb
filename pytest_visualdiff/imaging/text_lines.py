"""Lines of text in a picture, and the paragraphs that they form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import cast

import cv2
import numpy as np
import numpy.typing as npt

from pytest_visualdiff.imaging.arrays import Grey, size_of
from pytest_visualdiff.imaging.contrast import STROKE
from pytest_visualdiff.imaging.ground import SAMPLE_STEP
from pytest_visualdiff.model import Box

GROUND = 21
"""Side in pixels of the window whose median is taken for the ground: most of it is ground."""

_RULE = 61
"""Length in pixels from which a straight stroke is a rule or a border and no part of a letter."""

_SPACE = 21
"""Gap in pixels up to which two strokes are in one line: the widest spaces of justified text."""

_LEAST_SIDE = 5
"""Pixels of height and of width that a line has at least: the smallest letters on pages."""

_MOST_HEIGHT = 64
"""Pixels of height that a line has at most: the largest headings, with room to spare."""

_VALLEY = 0.3
"""Share of the ink of the rows around that a row between two lines has less than. Set by
benchmarks/defects."""

_LEADING = 2.2
"""Heights of a line that the next line of its paragraph is below it at most: twice the usual
leading."""

_UNEVEN = 3
"""Pixels by which the distances of lines may differ: one line has a letter that reaches further up.
"""


def find_lines(pictures: Sequence[Grey]) -> list[Box]:
    """Return the lines of text, or objects as small, in any of the pictures.

    Parameters
    ----------
    pictures : sequence of ndarray of shape (height, width), uint8
        Of one shape.
    """
    ink = _ink(pictures)
    corner, drawn = part_with(ink)
    letters = _without_rules(drawn)
    joined = cv2.morphologyEx(
        cv2.copyMakeBorder(letters, 0, 0, _SPACE, _SPACE, cv2.BORDER_CONSTANT, value=(0,)),
        cv2.MORPH_CLOSE,
        np.ones((1, _SPACE), np.uint8),
    )
    _, labels, stats, _ = cv2.connectedComponentsWithStats(
        np.asarray(joined)[:, _SPACE:-_SPACE], connectivity=4
    )
    size = size_of(ink)
    lines = []
    for label, (x, y, w, h, _) in enumerate(stats.tolist()[1:], 1):
        if w < _LEAST_SIDE or h < _LEAST_SIDE:
            continue
        window = np.s_[y : y + h, x : x + w]
        mine = cast("Grey", np.where(labels[window] == label, letters[window], 0))
        x, y = x + corner[0], y + corner[1]
        lines += [line.move(x, y).grow(1).clip(size) for line in _apart(mine)]
    return lines


def _ink(pictures: Sequence[Grey]) -> Grey:
    """Return where any of the pictures has strokes: 0 or 1."""
    ink = np.zeros(pictures[0].shape, np.uint8)
    for picture in pictures:
        ink |= (cv2.absdiff(picture, ground_around(picture)) > STROKE).view(np.uint8)
    return ink


def part_with(mask: Grey) -> tuple[tuple[int, int], Grey]:
    """Return the part that contains all set pixels, and its corner.

    A row and a column that are empty belong to it, if there are such. What is found in it is found
    in the same order as in the whole, as the corner's coordinates are even.
    """
    x, y, w, h = cv2.boundingRect(mask)
    left, top = max(x - 1, 0) // 2 * 2, max(y - 1, 0) // 2 * 2
    return (left, top), mask[top : y + h + 1, left : x + w + 1]


def _without_rules(ink: Grey) -> Grey:
    """Return strokes but for rules and borders: 0 or 1."""
    rules = np.zeros_like(ink)
    for along, shape in ((1, (1, _RULE)), (0, (_RULE, 1))):
        longest = cv2.reduce(ink, along, cv2.REDUCE_SUM, dtype=cv2.CV_32S).max()
        # Half of a rule is one too where the picture ends, and what goes through a narrow one.
        if longest >= min(_RULE // 2 + 1, ink.shape[along]):
            found = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones(shape, np.uint8))
            rules = cast("Grey", cv2.max(rules, found))
    return cast("Grey", cv2.subtract(ink, rules))


def ground_around(picture: Grey) -> Grey:
    """Return the median of the square around each pixel.

    In most squares of most pictures one level has more than half of the pixels, and so is the
    median. To count them takes a tenth of the time of a median filter, which the rest is left to.
    """
    usual = int(np.bincount(picture.reshape(-1)[::SAMPLE_STEP]).argmax())
    rest = _where_others_prevail(picture, usual)
    ground = np.full_like(picture, usual)
    if rest.w:
        size = size_of(picture)
        seen = rest.grow(GROUND // 2).clip(size)
        median = cv2.medianBlur(np.ascontiguousarray(picture[seen.slices]), GROUND)
        ground[rest.slices] = median[rest.move(-seen.x, -seen.y).slices]
    return ground


def _where_others_prevail(picture: Grey, usual: int) -> Box:
    """Return the box of all pixels in whose squares a level has no more than half of the pixels."""
    others = cv2.boxFilter(
        (picture != usual).view(np.uint8),
        cv2.CV_16U,
        (GROUND, GROUND),
        normalize=False,
        borderType=cv2.BORDER_REPLICATE,
    )
    return Box(*cv2.boundingRect((others > GROUND**2 // 2).view(np.uint8)))


def _apart(ink: Grey) -> Iterator[Box]:
    """Yield the boxes of lines that touch each other, cut where there is hardly any ink."""
    cuts = [0, *_cuts(ink.sum(axis=1, dtype=np.int64), 0), len(ink)]
    for top, bottom in pairwise(cuts):
        columns = np.flatnonzero(ink[top:bottom].any(axis=0))
        if _LEAST_SIDE <= bottom - top <= _MOST_HEIGHT and len(columns) >= _LEAST_SIDE:
            left, right = int(columns[0]), int(columns[-1]) + 1
            yield Box(left, top, right - left, bottom - top)


def _cuts(ink: npt.NDArray[np.int64], first: int) -> list[int]:
    """Return the rows, counted from ``first``, at which lines are to be cut apart."""
    rows = range(_LEAST_SIDE + 1, len(ink) - _LEAST_SIDE - 1)
    if not rows:
        return []
    above = np.maximum.accumulate(ink)
    below = np.maximum.accumulate(ink[::-1])[::-1]
    around = np.minimum(above[:-2], below[2:])[rows.start - 1 : rows.stop - 1]
    number = int((ink[rows.start : rows.stop] / np.maximum(around, 1)).argmin())
    row = rows[number]
    if ink[row] >= _VALLEY * around[number]:
        return []
    return [*_cuts(ink[:row], first), first + row, *_cuts(ink[row:], first + row)]


def paragraphs(lines: Sequence[Box]) -> list[list[Box]]:
    """Return groups of two or more evenly spaced lines: paragraphs, which may wrap differently."""
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
