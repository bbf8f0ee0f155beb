"""Letters that drift along their lines, since another rendering gives them other advances.

What it decides
    Whether letters drift on a page, by how much each column of its lines does, and what is left of
    the lines once they are laid over those of the baseline.
Why it holds
    With full hinting every glyph's advance is a whole number of pixels, so letters lie a pixel
    further on here and there, along many lines of a page and never along one alone. What moved as a
    whole does not become longer or shorter on the way.
Where it fails
    Where a page has one line of text only. A line that was moved and lies where another one's
    letters have drifted to is taken for pushed by that one.
Source
    Of the alignment: see `line_alignment`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from pytest_visualdiff.comparison.noise.line_alignment import Drift, align
from pytest_visualdiff.comparison.noise.outlier_limits import LEAST
from pytest_visualdiff.comparison.noise.pair import LINE_MARGIN, AlignedPair, luma
from pytest_visualdiff.comparison.noise.residual import (
    Piece,
    Residual,
    Unexplained,
    unexplained_pieces,
)
from pytest_visualdiff.comparison.noise.smoothing import Smoothed
from pytest_visualdiff.model import Box, Size

_FEWEST_LINES = 2
"""Letters drift on a page if they do along so many of its lines."""

_FIT = 3
"""A line fits once a third of its residual is left."""

_MOVED = 3
"""Pixels from which on a line that starts elsewhere has moved: full hinting puts glyphs on whole
pixels, and what is centred or to the right of a text is half or all of its width away."""


class TextDrift(NamedTuple):
    """How letters have drifted on a page.

    Attributes
    ----------
    drifts : mapping of Box to ndarray of shape (box.w,), int64
        For each line that differs, by how many pixels its columns lie further to the right.
    unexplained : Unexplained
        What is left of the pictures with these lines laid over those of the baseline.
    """

    drifts: Mapping[Box, Drift]
    unexplained: Unexplained


def find_text_drift(
    pair: AlignedPair, lines: Sequence[Box], unexplained: Unexplained, residual: Residual
) -> TextDrift | None:
    """Return how letters drift along the lines of a page; None if they do not.

    Parameters
    ----------
    pair : AlignedPair
    lines : sequence of Box
        Lines of text in either picture.
    unexplained, residual : Unexplained, Residual
        What is left of the pictures as they lie, and its sums but for what is settled.
    """
    differing = [line for line in lines if residual.letters[line.slices].max() > LEAST.letters]
    if len(differing) < _FEWEST_LINES:
        return None
    found = align(luma(pair.baseline), luma(pair.actual), differing)
    drifts = dict(zip(differing, found, strict=True))
    laid = _laid_over(pair, _pieces(lines, drifts, pair.size), unexplained)
    left = Residual.of(laid)
    drifting = [
        line
        for line, drift in drifts.items()
        if np.ptp(drift) and left.letters[line.slices].max() <= _fit(residual, line)
    ]
    return TextDrift(drifts, laid) if len(drifting) >= _FEWEST_LINES else None


def _laid_over(pair: AlignedPair, pieces: Sequence[Piece], unexplained: Unexplained) -> Unexplained:
    """Return what is left of two pictures once pieces are compared with where they drifted from."""
    laid = unexplained.copy()
    smoothed = Smoothed.of(pair.baseline), Smoothed.of(pair.actual)
    for piece, left in zip(pieces, unexplained_pieces(*smoothed, pieces), strict=True):
        laid.put(piece.box.slices, left)
    return laid


def _fit(residual: Residual, line: Box) -> float:
    """Return the residual up to which a line fits, once it is laid over the other."""
    return max(LEAST.letters, float(residual.letters[line.slices].max()) / _FIT)


def _pieces(lines: Sequence[Box], drifts: Mapping[Box, Drift], size: Size) -> list[Piece]:
    """Return lines in pieces that have each drifted as one, but for lines that have moved."""
    pieces = []
    for line, drift in drifts.items():
        if not _is_anchored(line, lines, drifts):
            continue
        ends = [0, *(np.flatnonzero(np.diff(drift)) + 1).tolist(), line.w]
        for start, end in pairwise(ends):
            left = line.x + start - (0 if start else LINE_MARGIN)
            right = line.x + end + (0 if end < line.w else LINE_MARGIN)
            box = Box(left, line.y - LINE_MARGIN, right - left, line.h + 2 * LINE_MARGIN)
            pieces.append(Piece(box.clip(size), int(drift[start])))
    return pieces


def _is_anchored(line: Box, lines: Sequence[Box], drifts: Mapping[Box, Drift]) -> bool:
    """Return whether a line drifts from where it stands, or together with another.

    That is one beside it, whose end it follows, or one in the same column, which is as wide as the
    widest text in it. A line that lies elsewhere all by itself has moved.
    """
    drift = drifts[line]
    if np.abs(drift).min() < _MOVED:
        return True
    for other in lines:
        if other is line:
            continue
        its = drifts.get(other)
        start, end = (0, 0) if its is None else (int(its[0]), int(its[-1]))
        if line.overlap_y(other) > 0:
            apart = end - int(drift[0]) if other.x < line.x else start - int(drift[-1])
        elif line.overlap_x(other) > 0:
            apart = start - int(drift[0])
        else:
            continue
        # A line that fits as it is may still have drifted by the pixel that residuals allow.
        if abs(apart) < _MOVED + (its is None):
            return True
    return False
