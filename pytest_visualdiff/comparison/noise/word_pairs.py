"""Which word of a paragraph is which where its lines end elsewhere: sequence alignment by widths.

The words of one picture are paired with those of the other along both sequences, by their widths
alone; two that stand close may be one in the other picture. What the pairs look like is not looked
at here.

Where it fails: words of about equal widths are paired whatever they say; text in which words are
not apart, and text that runs from top to bottom, is not paired.

Source: W. A. Gale, K. W. Church, "A program for aligning sentences in bilingual corpora",
Computational Linguistics 19(1), 1993, whose sentences are words here, and whose lengths are widths.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from pytest_visualdiff.comparison.noise.residual import Piece
from pytest_visualdiff.imaging.arrays import Grey, Mask
from pytest_visualdiff.imaging.contrast import STROKE
from pytest_visualdiff.imaging.text_lines import find_lines
from pytest_visualdiff.model import Box

_GAP = 0.2
"""Share of a line's height from which on a gap is usually one between words."""

_LEAST_GAP = 3
"""Pixels that it has in any case: letters of small print are as far apart as one or two."""

_WIDENING = 0.1
"""Share of its width that a word may become wider by at the price of 1; hinting makes 0.08."""

_WIDENING_PIXELS = 2.0
"""Pixels that it may become wider by on top of that at the same price: its ends are rounded."""

_PRICE_OF_JOINING = 0.5
"""What it costs to take two words for one, in the unit of that price."""

_MOST = 1.5
"""No pair costs more than that: it is another word."""

_BAND = 8
"""By how many words the two sequences may be apart; time and memory go with it."""

_GROUPS = ((1, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1), (2, 3), (3, 2))
"""How many words of the baseline may stand for how many of the actual picture."""

Pair: TypeAlias = tuple[Box, Box]
"""Where a word is in the baseline, and in the actual picture."""


def pair_words(baseline: Grey, before: Box, actual: Grey, after: Box) -> Iterator[list[Pair]]:
    """Yield the words of a paragraph in pairs, in every way that it can be read.

    It may be read from left to right or from right to left, and which gaps are those between words
    is not certain. Where it has other words now, nothing is yielded.

    Parameters
    ----------
    baseline, actual : ndarray of shape (height, width), uint8
    before, after : Box
        Where the paragraph is in either.
    """
    texts = _Text.of(baseline, before), _Text.of(actual, after)
    for rightwards in (True, False):
        for spaces in dict.fromkeys(zip(*(text.spaces() for text in texts), strict=True)):
            first, second = (
                text.words(space, rightwards=rightwards)
                for text, space in zip(texts, spaces, strict=True)
            )
            if pairs := _pair(first, second):
                yield pairs


@dataclass(frozen=True, slots=True)
class _Text:
    """A paragraph of a picture.

    Attributes
    ----------
    area : Box
        Its place in the picture.
    rows : list of list of Box
        The lines of each row, by their places in the area.
    inks : dict of Box to ndarray of shape (line.h, line.w), bool
        Where each line has strokes.
    """

    area: Box
    rows: list[list[Box]]
    inks: dict[Box, Mask]

    @classmethod
    def of(cls, picture: Grey, area: Box) -> _Text:
        """Find the lines of text in the ``area`` of a ``picture``."""
        part = np.ascontiguousarray(picture[area.slices])
        rows = _rows(find_lines([part]))
        return cls(area, rows, {line: _ink(part, line) for row in rows for line in row})

    def words(self, space: int, *, rightwards: bool) -> list[Box]:
        """Return the words in reading order, each as the box of its ink.

        Parameters
        ----------
        space : int
            Pixels of the narrowest space between words.
        rightwards : bool
            Whether lines are read from left to right.
        """
        found: list[Box] = []
        for row in self.rows:
            mine = [word for line in row for word in _words(line, self.inks[line], space)]
            found += sorted(mine, key=lambda word: word.x if rightwards else -word.right)
        return [word.move(self.area.x, self.area.y) for word in found]

    def spaces(self) -> tuple[int, int]:
        """Return two widths from which on a gap may be one between words.

        The one is usual for text of that height. The other is where the paragraph's own gaps fall
        into two classes (N. Otsu, "A threshold selection method from gray-level histograms", IEEE
        Trans. SMC 9(1), 1979); where lines are justified those may be two kinds of words' gaps.
        """
        most = max((line.h for line in self.inks), default=1)
        usual = max(_LEAST_GAP, int(_GAP * most))
        gaps = np.sort(np.concatenate([[], *(_gaps(ink) for ink in self.inks.values())]))
        gaps = gaps[gaps <= most]
        best, space = 0.0, usual
        for count in np.flatnonzero(np.diff(gaps)) + 1:
            share = count / len(gaps)
            apart = float(gaps[count:].mean() - gaps[:count].mean())
            if (variance := share * (1 - share) * apart**2) > best:
                best, space = variance, int(gaps[count])
        return usual, space


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
        if rows and line.y + line.h / 2 < rows[-1][0].bottom:
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _ink(picture: Grey, line: Box) -> Mask:
    part = picture[line.slices]
    ground = np.full_like(part, np.median(part))
    return np.asarray(cv2.absdiff(part, ground) > STROKE)


def _gaps(ink: Mask) -> npt.NDArray[np.int64]:
    """Return how many columns are empty between each two that are not."""
    between = np.diff(np.flatnonzero(ink.any(axis=0))) - 1
    return between[between > 0]


def _words(line: Box, ink: Mask, space: int) -> list[Box]:
    columns = np.flatnonzero(ink.any(axis=0))
    found = []
    for run in np.split(columns, np.flatnonzero(np.diff(columns) > space) + 1):
        if not len(run):
            continue
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
                if price <= _MOST and ((one, other) not in best or total < best[one, other][0]):
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
    first, second = _width(ones), _width(others)
    if first is None or second is None:
        return 2 * _MOST
    apart = abs(first - second) / (_WIDENING_PIXELS + _WIDENING * max(first, second))
    return apart + _PRICE_OF_JOINING * (len(ones) + len(others) - 2)


def _width(words: Sequence[Box]) -> int | None:
    """Return how wide words are that stand in one line; None if they do not."""
    if len(words) == 1:
        return words[0].w
    width = Box.around(words).w
    beside = max(word.y for word in words) < min(word.bottom for word in words)
    return width if beside and width < 2 * sum(word.w for word in words) else None


def _one_to_one(ones: Sequence[Box], others: Sequence[Box]) -> list[Pair]:
    if len(ones) == len(others):
        return list(zip(ones, others, strict=True))
    return [(Box.around(ones), Box.around(others))]
