"""Tells rendering noise from real change, by what the page itself shows.

Noise is spread over a page and alike everywhere; a real change is an outlier. So nothing is held
against a fixed number alone: how large the residual of harmless text is, the page says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import cast

import cv2
import numpy as np

from pytest_visualdiff.comparison.noise.drawings import difference
from pytest_visualdiff.comparison.noise.local_shift import take_out_slid
from pytest_visualdiff.comparison.noise.residual import (
    Piece,
    Plane,
    Residual,
    Softened,
    Sums,
    residual,
    unexplained_between,
    unexplained_pieces,
)
from pytest_visualdiff.comparison.noise.text_drift import Path, align
from pytest_visualdiff.comparison.noise.text_reflow import pair_words
from pytest_visualdiff.comparison.noise.text_reflow import pieces as word_pieces
from pytest_visualdiff.imaging.areas import levels_between
from pytest_visualdiff.imaging.arrays import Grey, Mask, Picture, Pixels
from pytest_visualdiff.imaging.decode import eight_bit_bgr
from pytest_visualdiff.imaging.ground import largest
from pytest_visualdiff.imaging.text_lines import find_lines, paragraphs
from pytest_visualdiff.model import Box, Size


@dataclass(frozen=True, slots=True)
class _Scale:
    """How large a residual has to be.

    Attributes
    ----------
    least : float
        Up to this it is noise on any page.
    factor : float
        An outlier is so many times the page's own 99th percentile.
    usual : float
        Peaks from this on say nothing of the page's noise.
    most : float
        From this on it is real on any page.
    """

    least: float
    factor: float
    usual: float
    most: float

    def limit(self, left: Sums) -> float:
        """Return the residual from which on a difference is an outlier of this page."""
        summits = cv2.dilate(left, np.ones((11, 11), np.uint8))
        peaks = ((left == summits) & (left > 1) & (left < self.usual)).view(np.uint8)
        places = np.flatnonzero(peaks)
        # Along an edge all are as high: they are one. Numbers of 16 bits need half of the memory.
        kind = cv2.CV_16U if len(places) <= _MOST_OF_16_BITS else cv2.CV_32S
        count, labels = cv2.connectedComponents(peaks, connectivity=8, ltype=kind)
        heights = np.zeros(count, left.dtype)
        heights[labels.ravel()[places]] = left.ravel()[places]
        highest = np.sort(heights[1:])[::-1]
        # What is seen in one or two places only is not spread over the page.
        rank = max(2, len(highest) // 100)
        usual = float(highest[rank]) if len(highest) > rank else 0.0
        return min(max(self.least, self.factor * usual), self.most)


_LETTERS = _Scale(least=110, factor=2.5, usual=400, most=500)
"""The least: a stroke of four pixels that is 27 levels lighter. The most: one that is not there."""

_LINES = _Scale(least=100, factor=2, usual=400, most=500)
"""The least: a rule one pixel wide, 22 levels darker than its ground, that is not there."""

_COLOURS = _Scale(least=180, factor=2.5, usual=300, most=450)
"""Chroma is blurred, and sub-pixel text leaves some of its fringes."""

_SCALES = _LETTERS, _LINES, _COLOURS

_MOST_OF_16_BITS = (1 << 16) - 1

_ROUNDING = 2
"""Levels that rounding makes."""

_AROUND = np.ones((5, 5), np.uint8)

_BAND = 128
"""Rows that are worked on at a time."""

_DRIFTING_LEAST = 2
"""Letters drift on a page if they do along so many of its lines."""

_NONE: Path = np.zeros(1, np.int64)

_SURROUNDINGS = 24
"""Pixels around a paragraph that its own depend on."""

_RIM = 3
"""Pixels around a line that are looked at with it."""

_MOVED = 3
"""Pixels from which on a line that starts elsewhere has moved: full hinting puts glyphs on whole
pixels, and what is centred or to the right of a text is half or all of its width away."""

_CONTEXT = 12
"""Pixels around a part of a picture that what is left of it depends on."""


@dataclass(frozen=True, slots=True)
class Noise:
    """What the noise model says of two pictures.

    Attributes
    ----------
    real : ndarray of shape (height, width), bool
        Where the difference is no noise.
    drifting : bool
        Whether letters drift along their lines.
    lines : list of Box
        Lines of text in either picture.
    reflowed : list of Box
        Paragraphs whose words stand elsewhere in the baseline as it was.
    limits : list of float
        From where on a residual is real on this page.
    """

    real: Mask
    drifting: bool
    lines: list[Box]
    reflowed: list[Box]
    limits: list[float]


def find_real(
    baseline: Picture, actual: Picture, settled: Mask, slack: int, original: Picture
) -> Noise:
    """Return where two pictures of different renderings differ by more than noise.

    Parameters
    ----------
    baseline, actual : ndarray of shape (height, width, 3), uint8
        Of one shape, laid out alike.
    settled : ndarray of shape (height, width), bool
        What not to look at.
    slack : int
        By how many pixels, up and down, a block's place is uncertain.
    original : ndarray of shape (its height, its width, 3), uint8
        The baseline as it was before blocks were moved in it.
    """
    size = Size(baseline.shape[1], baseline.shape[0])
    lines = find_lines([_grey(baseline), _grey(actual)])  # first: it needs memory itself
    luma, chroma = unexplained_between(baseline, actual)
    left = Residual.of(luma, chroma)
    _clear(left, settled)
    off = [line for line in lines if left.letters[line.slices].max() > _LETTERS.least]
    drifting = False
    drifts: dict[Box, Path] = {}
    reflowed: list[Box] = []
    if len(off) >= _DRIFTING_LEAST:
        found = align(_soft(baseline), _soft(actual), off)
        drifts = dict(zip(off, found, strict=True))
        pieces = _anchored_pieces(lines, drifts, size)
        laid = luma.copy(), chroma.copy()
        soft = Softened.of(baseline), Softened.of(actual)
        for piece, left_of in zip(pieces, unexplained_pieces(*soft, pieces), strict=True):
            for plane, of in zip(laid, left_of, strict=True):
                plane[piece.box.slices] = of
        del soft  # they are as large as six pictures
        again = Residual.of(*laid)
        fits = {line: _fitting(left, line) for line in off}
        drifting = _drifts_along(drifts, fits, again)
        if drifting:
            (luma, chroma), left = laid, again
            _clear(left, settled)
        else:
            drifts = {}
    limits = [scale.limit(of) for scale, of in zip(_SCALES, left.maps, strict=True)]
    if drifting:
        reflowed = _reflow(baseline, original, actual, lines, (luma, chroma), settled, limits)
        left = Residual.of(luma, chroma)
        _clear(left, settled)
        limits = [scale.limit(of) for scale, of in zip(_SCALES, left.maps, strict=True)]
    real = left.above(limits) | (_fills(baseline, actual) & ~settled)
    if drifting or slack:
        take_out_slid(real, (baseline, actual), drifts, limits, slack)
    return Noise(real, drifting, lines, reflowed, limits)


def _fills(baseline: Picture, actual: Picture) -> Mask:
    """Return where both pictures are filled evenly, and not alike: noise changes edges, not fills.

    Rounding in a rasteriser and in colour management changes them by a level or two.
    """
    fills = np.empty(baseline.shape[:2], bool)
    reach = len(_AROUND) // 2
    for top in range(0, len(fills), _BAND):
        first = max(top - reach, 0)
        rows, inside = slice(first, top + _BAND + reach), slice(top - first, top - first + _BAND)
        parts = baseline[rows], actual[rows]
        spread = cv2.max(
            *(cv2.subtract(cv2.dilate(it, _AROUND), cv2.erode(it, _AROUND)) for it in parts)
        )
        apart = levels_between(*parts) > 2 * _ROUNDING
        fills[top : top + _BAND] = ((largest(spread) <= _ROUNDING) & apart)[inside]
    return fills


def noise_like(baseline: Picture, actual: Picture) -> bool:
    """Return whether a small part of two pictures differs by no more than noise on any page."""
    left = residual(baseline, actual)
    return not left.above([scale.least for scale in _SCALES]).any()


def beyond_noise(baseline: Pixels, actual: Pixels, before: Box, after: Box) -> Mask:
    """Return where a part of one picture differs from a part of the other by more than noise.

    Parameters
    ----------
    baseline, actual : ndarray of shape (height, width, channels), uint8 or uint16
    before, after : Box
        Of one size, each inside its picture.

    Returns
    -------
    ndarray of shape (before.h, before.w), bool
    """
    (one, other), inside = _with_context(baseline, actual, before, after)
    real = residual(one, other).above([scale.least for scale in _SCALES])
    real |= _fills(one, other)
    return real[inside]


def redrawn(baseline: Pixels, actual: Pixels, before: Box, after: Box) -> Mask:
    """Return where a part of one picture shows another drawing than a part of the other.

    One drawing may lie up to a pixel or two further on as a whole, and its edges be smoothed
    otherwise.

    Parameters
    ----------
    baseline, actual : ndarray of shape (height, width, channels), uint8 or uint16
    before, after : Box
        Of one size, each inside its picture.

    Returns
    -------
    ndarray of shape (before.h, before.w), bool
    """
    (one, other), inside = _with_context(baseline, actual, before, after)
    return difference(one, other, inside) > _LETTERS.most


def _with_context(
    baseline: Pixels, actual: Pixels, before: Box, after: Box
) -> tuple[tuple[Picture, Picture], tuple[slice, slice]]:
    """Return two parts with what they depend on, and where they lie in there."""
    (height, width), (its_height, its_width) = baseline.shape[:2], actual.shape[:2]
    left, up = min(_CONTEXT, before.x, after.x), min(_CONTEXT, before.y, after.y)
    right = min(_CONTEXT, width - before.right, its_width - after.right)
    down = min(_CONTEXT, height - before.bottom, its_height - after.bottom)
    one, other = (
        eight_bit_bgr(picture[box.y - up : box.bottom + down, box.x - left : box.right + right])
        for picture, box in ((baseline, before), (actual, after))
    )
    return (one, other), (slice(up, up + before.h), slice(left, left + before.w))


def _clear(left: Residual, settled: Mask) -> None:
    for of in left.maps:
        of[settled] = 0


def _fitting(left: Residual, line: Box) -> float:
    """Return the residual up to which a line fits, once it is laid over the other."""
    return max(_LETTERS.least, float(left.letters[line.slices].max()) / 3)


def _drifts_along(drifts: Mapping[Box, Path], fits: Mapping[Box, float], left: Residual) -> bool:
    """Return whether letters drift: several lines fit that became longer or shorter on the way.

    A line that has moved as a whole is no sign of it, nor is one that does not fit.
    """
    stretched = [
        line
        for line, drift in drifts.items()
        if np.ptp(drift) and left.letters[line.slices].max() <= fits[line]
    ]
    return len(stretched) >= _DRIFTING_LEAST


def _anchored_pieces(lines: Sequence[Box], drifts: Mapping[Box, Path], size: Size) -> list[Piece]:
    """Return lines in pieces that have each drifted as one, but for lines that have moved."""
    pieces = []
    for line, drift in drifts.items():
        if not _is_anchored(line, lines, drifts):
            continue
        ends = [0, *(np.flatnonzero(np.diff(drift)) + 1).tolist(), line.w]
        for start, end in pairwise(ends):
            left = line.x + start - (0 if start else _RIM)
            right = line.x + end + (0 if end < line.w else _RIM)
            box = Box(left, line.y - _RIM, right - left, line.h + 2 * _RIM)
            pieces.append(Piece(box.clip(size), int(drift[start])))
    return pieces


def _is_anchored(line: Box, lines: Sequence[Box], drifts: Mapping[Box, Path]) -> bool:
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
        its = drifts.get(other, _NONE)
        ends = (its[0], drift[0])
        if max(line.y, other.y) < min(line.bottom, other.bottom):
            ends = (its[-1], drift[0]) if other.x < line.x else (its[0], drift[-1])
        elif max(line.x, other.x) >= min(line.right, other.right):
            continue
        # A line that fits as it is may still have drifted by the pixel that residuals allow.
        if abs(int(ends[0]) - int(ends[1])) < _MOVED + (its is _NONE):
            return True
    return False


def _reflow(
    baseline: Picture,
    original: Picture,
    actual: Picture,
    lines: Sequence[Box],
    planes: tuple[Plane, Plane],
    settled: Mask,
    limits: Sequence[float],
) -> list[Box]:
    """Hold words against each other where lines end elsewhere, and write down what is left.

    Returns the paragraphs whose words stand so in the original only.
    """
    reflowed: list[Box] = []
    over = Residual.of(*planes).above(limits) & ~settled
    size = Size(over.shape[1], over.shape[0])
    for paragraph in paragraphs(lines):
        if not any(over[line.slices].any() for line in paragraph):
            continue
        area = Box.around(paragraph).grow(_RIM).clip(size)
        window = area.slices
        # Where a line was taken for a block that moved, the words stand in the original alone.
        tries = (
            [baseline] if original[window].shape != actual[window].shape else [baseline, original]
        )
        read = [(it, laid) for it in tries for laid in _words_laid(it, area, actual, area)]
        for source, laid in read:
            # What fitted where it stood may fit less well as a word of its own.
            least = [np.minimum(of, plane[window]) for plane, of in zip(planes, laid, strict=True)]
            again = Residual.of(*least).above(limits)
            if again.sum() < over[window].sum() / 2:
                over[window] = again
                for plane, of in zip(planes, least, strict=True):
                    plane[window] = of
                if source is original:
                    reflowed.append(area)
    return reflowed


def reads_alike(
    baseline: Picture, before: Box, actual: Picture, after: Box, limits: Sequence[float]
) -> bool:
    """Return whether a paragraph has the same words in the same order, on more or fewer lines."""
    return any(
        not Residual.of(*laid).above(limits).any()
        for laid in _words_laid(baseline, before, actual, after)
    )


def _words_laid(
    baseline: Picture, before: Box, actual: Picture, after: Box
) -> Iterator[tuple[Plane, Plane]]:
    """Yield what is left of a paragraph, for each way to read it."""
    one, there = _crop(baseline, before)
    other, here = _crop(actual, after)
    soft = Softened.of(one), Softened.of(other)
    size = Size(other.shape[1], other.shape[0])
    for pairs in pair_words(_grey(one), there, _grey(other), here):
        pieces = [Piece(it.box.clip(size), it.dx, it.dy) for it in word_pieces(pairs)]
        laid = np.zeros((2, *other.shape[:2]), np.uint8)
        for piece, left in zip(pieces, unexplained_pieces(*soft, pieces), strict=True):
            for plane, of in zip(laid, left, strict=True):
                plane[piece.box.slices] = of
        yield laid[0][here.slices], laid[1][here.slices]


def _crop(picture: Picture, area: Box) -> tuple[Picture, Box]:
    """Return an area with what surrounds it, and its place in there."""
    around = area.grow(_SURROUNDINGS).clip(Size(picture.shape[1], picture.shape[0]))
    return picture[around.slices], area.move(-around.x, -around.y)


def _soft(picture: Picture) -> Grey:
    return cast("Grey", cv2.GaussianBlur(_grey(picture), (5, 5), 0.8))


def _grey(picture: Picture) -> Grey:
    return cast("Grey", cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY))
