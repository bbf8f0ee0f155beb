"""Paragraphs whose lines end elsewhere: the same words in the same order, each somewhere else.

The words of one picture are paired with those of the other along both sequences, by their widths
alone (W. A. Gale, K. W. Church, "A program for aligning sentences in bilingual corpora",
Computational Linguistics 19(1), 1993); two that stand close may be one in the other picture. What
the pairs look like is then for the noise model to judge.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import cv2
import numpy as np

from pytest_visualdiff.comparison.lines import Grey, find_lines
from pytest_visualdiff.comparison.residual import Piece
from pytest_visualdiff.model import Box

_STROKE = 32
"""Levels by which a stroke differs from the ground it stands on."""

_GAP = 0.2
"""Share of a line's height from which on a gap is one between words."""

_WIDER, _PIXELS = 0.1, 2.0
"""A word may be wider by that share, and as many pixels, at the price of 1."""

_PRICE_OF_TWO = 0.5
"""What it costs to take two words for one."""

_TOO_DEAR = 1.5
"""No pair costs more than that: it is another word."""

_BAND = 8
"""By how many words the two sequences may be apart."""

_GROUPS = ((1, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1), (2, 3), (3, 2))

Pair = tuple[Box, Box]
"""Where a word is in the baseline, and in the actual picture."""


def pair_words(
    baseline: Grey, before: Box, actual: Grey, after: Box, *, rightwards: bool
) -> list[Pair] | None:
    """Return the words of a paragraph in pairs; None if it has others now.

    Parameters
    ----------
    baseline, actual : ndarray of shape (height, width), uint8
    before, after : Box
        Where the paragraph is in either.
    rightwards : bool
        Whether it is read from left to right.
    """
    return _pair(words(baseline, before, rightwards), words(actual, after, rightwards))


def words(picture: Grey, area: Box, rightwards: bool) -> list[Box]:
    """Return the words in a part of a picture, in reading order, each as its ink."""
    part = np.ascontiguousarray(picture[area.y : area.bottom, area.x : area.right])
    found: list[Box] = []
    for row in _rows(find_lines([part])):
        mine = [word for line in row for word in _words(part, line)]
        found += sorted(mine, key=lambda word: word.x if rightwards else -word.right)
    return [word.move(area.x, area.y) for word in found]


def pieces(pairs: Sequence[Pair]) -> list[Piece]:
    """Return the words in pieces; what one has become wider by is spread along it."""
    found = []
    for before, after in pairs:
        wider = after.w - before.w
        cuts = [round(after.w * number / (abs(wider) + 1)) for number in range(abs(wider) + 2)]
        dy = round((after.y + after.bottom - before.y - before.bottom) / 2)
        for number, (start, end) in enumerate(pairwise(cuts)):
            box = Box(after.x + start, after.y, end - start, after.h)
            dx = after.x - before.x + (number if wider > 0 else -number)
            found.append(Piece(box.grow(1), dx, dy))
    return found


def _rows(lines: Sequence[Box]) -> list[list[Box]]:
    """Return lines in groups that stand beside each other, from top to bottom."""
    rows: list[list[Box]] = []
    for line in sorted(lines, key=lambda line: line.y + line.h / 2):
        if rows and line.y + line.h / 2 < max(other.bottom for other in rows[-1][:1]):
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _words(picture: Grey, line: Box) -> list[Box]:
    part = picture[line.y : line.bottom, line.x : line.right]
    ink = cv2.absdiff(part, np.full_like(part, np.median(part))) > _STROKE
    columns = np.flatnonzero(ink.any(axis=0))
    if not len(columns):
        return []
    gap = max(3, int(_GAP * line.h))
    found = []
    for run in np.split(columns, np.flatnonzero(np.diff(columns) > gap) + 1):
        left, right = int(run[0]), int(run[-1]) + 1
        rows = np.flatnonzero(ink[:, left:right].any(axis=1))
        top, bottom = int(rows[0]), int(rows[-1]) + 1
        found.append(Box(line.x + left, line.y + top, right - left, bottom - top))
    return found


def _pair(before: Sequence[Box], after: Sequence[Box]) -> list[Pair] | None:
    if not before or not after or abs(len(before) - len(after)) > _BAND:
        return None
    best: dict[tuple[int, int], tuple[float, tuple[int, int]]] = {(0, 0): (0.0, (0, 0))}
    for one in range(len(before) + 1):
        for other in range(max(one - _BAND, 0), min(one + _BAND, len(after)) + 1):
            for step in _GROUPS:
                start = one - step[0], other - step[1]
                if start not in best:
                    continue
                price = _price(before[start[0] : one], after[start[1] : other])
                total = best[start][0] + price
                if price <= _TOO_DEAR and ((one, other) not in best or total < best[one, other][0]):
                    best[one, other] = total, start
    place = len(before), len(after)
    if place not in best:
        return None
    found = []
    while place != (0, 0):
        start = best[place][1]
        found.append((before[start[0] : place[0]], after[start[1] : place[1]]))
        place = start
    return [pair for ones, others in reversed(found) for pair in _one_to_one(ones, others)]


def _price(ones: Sequence[Box], others: Sequence[Box]) -> float:
    """Return what it costs to take some words for others, by their widths."""
    first, second = _wide(ones), _wide(others)
    if first is None or second is None:
        return 2 * _TOO_DEAR
    apart = abs(first - second) / (_PIXELS + _WIDER * max(first, second))
    return apart + _PRICE_OF_TWO * (len(ones) + len(others) - 2)


def _wide(words_: Sequence[Box]) -> int | None:
    """Return how wide words are that stand in one line; None if they do not."""
    if len(words_) == 1:
        return words_[0].w
    left, right = min(word.x for word in words_), max(word.right for word in words_)
    width = right - left
    beside = max(word.y for word in words_) < min(word.bottom for word in words_)
    return width if beside and width < 2 * sum(word.w for word in words_) else None


def _one_to_one(ones: Sequence[Box], others: Sequence[Box]) -> list[Pair]:
    if len(ones) == len(others):
        return list(zip(ones, others, strict=True))
    return [(Box.around(ones), Box.around(others))]
