"""Paragraphs whose lines end elsewhere, since another rendering makes words wider or narrower.

What it decides
    Whether what differs in a paragraph is that the same words in the same order stand on other
    lines; and what is left once each word is compared with what it was.
Why it holds
    A paragraph is broken where the next word has no room. Where advances differ, a word goes to
    the next line, and all that follow it with it; they look as before but for sub-pixel noise.
Where it fails
    Words are paired by their widths, so a paragraph in which a word became another one of that
    width is compared with it word by word, and what is left is what the residual sees of it. In
    justified text gaps between words differ from line to line, and words may be cut in two.
Source
    Of the pairing: see `word_pairs`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from pytest_visualdiff.comparison.noise.pair import CONTEXT, LINE_MARGIN, AlignedPair, luma
from pytest_visualdiff.comparison.noise.residual import (
    Limits,
    Piece,
    Residual,
    Unexplained,
    unexplained_pieces,
)
from pytest_visualdiff.comparison.noise.smoothing import Smoothed
from pytest_visualdiff.comparison.noise.word_pairs import pair_words, pieces
from pytest_visualdiff.imaging.arrays import Picture
from pytest_visualdiff.imaging.text_lines import paragraphs
from pytest_visualdiff.model import Box, Size

_LESS = 2
"""A paragraph is read as words on other lines if half of what differs in it is explained so."""

_SURROUNDINGS = 2 * CONTEXT
"""Pixels around a paragraph that are examined with it: the median that finds its lines and the
windows of its residual reach so far."""


class Reflow(NamedTuple):
    """What words on other lines explain.

    Attributes
    ----------
    unexplained : Unexplained
        What is left of the pictures.
    moved_as_block : list of Box
        Paragraphs whose words stand so in the original baseline only: a line of theirs had been
        taken for a block that moved.
    """

    unexplained: Unexplained
    moved_as_block: list[Box]


def explain_reflow(
    pair: AlignedPair, lines: Sequence[Box], unexplained: Unexplained, limits: Limits
) -> Reflow:
    """Compare the words of paragraphs that differ.

    Parameters
    ----------
    pair : AlignedPair
    lines : sequence of Box
        Lines of text in either picture.
    unexplained : Unexplained
        What is left of the pictures so far.
    limits : Limits
        From where on a residual is real on this page.
    """
    moved_as_block: list[Box] = []
    left = unexplained.copy()
    real = Residual.of(left).above(limits) & ~pair.settled
    for paragraph in paragraphs(lines):
        if not any(real[line.slices].any() for line in paragraph):
            continue
        area = Box.around(paragraph).grow(LINE_MARGIN).clip(pair.size)
        window = area.slices
        sources = [pair.baseline]
        if pair.original[window].shape == pair.actual[window].shape:
            sources.append(pair.original)
        for source in sources:
            for words in _word_by_word(source, area, pair.actual, area):
                # What fitted where it stood may fit less well as a word of its own.
                least = left.part(window).least(words)
                still = Residual.of(least).above(limits)
                if still.sum() >= real[window].sum() / _LESS:
                    continue
                real[window] = still
                left.put(window, least)
                if source is pair.original:
                    moved_as_block.append(area)
    return Reflow(left, moved_as_block)


def has_same_words(
    baseline: Picture, before: Box, actual: Picture, after: Box, limits: Limits
) -> bool:
    """Return whether a paragraph has the same words in the same order, on more or fewer lines.

    Parameters
    ----------
    baseline, actual : ndarray of shape (height, width, 3), uint8
        Each of its own shape.
    before, after : Box
        Where the paragraph is in either.
    limits : Limits
        From where on a residual is real on this page.
    """
    return any(
        not Residual.of(words).above(limits).any()
        for words in _word_by_word(baseline, before, actual, after)
    )


def _word_by_word(
    baseline: Picture, before: Box, actual: Picture, after: Box
) -> Iterator[Unexplained]:
    """Yield what is left of a paragraph, of the shape of ``after``, for each way to read it."""
    one, there = _with_surroundings(baseline, before)
    other, here = _with_surroundings(actual, after)
    smoothed = Smoothed.of(one), Smoothed.of(other)
    height, width = other.shape[:2]
    for pairs in pair_words(luma(one), there, luma(other), here):
        found = [Piece(it.box.clip(Size(width, height)), it.dx, it.dy) for it in pieces(pairs)]
        laid = Unexplained(*np.zeros((2, height, width), np.uint8))
        for piece, left in zip(found, unexplained_pieces(*smoothed, found), strict=True):
            laid.put(piece.box.slices, left)
        yield laid.part(here.slices)


def _with_surroundings(picture: Picture, area: Box) -> tuple[Picture, Box]:
    """Return an area with what surrounds it, and its place in there."""
    around = area.grow(_SURROUNDINGS).clip(Size(picture.shape[1], picture.shape[0]))
    return picture[around.slices], area.move(-around.x, -around.y)
