"""What is left between two pictures when sub-pixel differences of drawing are taken out.

What it decides
    How much of each pixel's difference sampling does not explain. A pixel is explained if its
    value lies within those that the other picture has around it, both ways round, so that what is
    in one and not in the other counts. That is tried with the other picture moved by up to a pixel,
    each pixel in the window around it that fits best.
Why it holds
    Another rasteriser places the same outline elsewhere between pixels, and blends it with the
    ground; the blend lies between the values around it.
Where it fails
    Another digit in small, grey text may leave less than bolder letters do. At the rim of a picture
    nothing is left, as what is drawn there may lie in part beyond it.
Sources
    S. Birchfield, C. Tomasi, "A pixel dissimilarity measure that is insensitive to image sampling",
    IEEE PAMI 20(4), 1998; A. F. Bobick, S. S. Intille, "Large occlusion stereo", IJCV 33(3), 1999,
    section 4 (shiftable windows).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias, cast

import cv2
import numpy as np
import numpy.typing as npt

from pytest_visualdiff.comparison.noise.pair import CONTEXT
from pytest_visualdiff.comparison.noise.smoothing import BLUR_REACH, Smoothed, shifted
from pytest_visualdiff.imaging.arrays import Levels, Mask, Picture
from pytest_visualdiff.imaging.ground import largest
from pytest_visualdiff.model import Box

Sums: TypeAlias = npt.NDArray[np.uint16]
"""(height, width): grey levels summed over the patch of 5x5 pixels around each, 0..6375."""

PATCH = 5
"""Side in pixels of the patch that residuals are summed over: twice the width of a stroke."""

BAND = 128
"""Rows that are worked on at a time; it bounds the memory, not the result."""

_WINDOW = (15, 11)
"""Width and height in pixels of the window whose pixels are moved together: two letters."""

_WINDOWS_AROUND = (13, 9)
"""Width and height in pixels within which the window that fits a pixel best may be centred: it
still contains the pixel."""

_LINE = 25
"""Length in pixels from which on what is left is a line: a border, a rule, the edge of a box."""

_BATCH_HEIGHT = 16
"""Pieces whose heights differ by fewer pixels are worked on together; it changes no result."""


class Limits(NamedTuple):
    """The residual from which on a difference is real, for each map of a `Residual`.

    The unit is that of `Sums`: grey levels summed over 5x5 pixels, 0..6375.
    """

    letters: float
    lines: float
    colour: float


class Unexplained(NamedTuple):
    """By how many levels each pixel lies beyond explanation.

    Attributes
    ----------
    luma, chroma : ndarray of shape (height, width), uint8
        Of brightness, and the larger one of the two chroma planes: 0..255.
    """

    luma: Levels
    chroma: Levels

    def part(self, window: tuple[slice, slice]) -> Unexplained:
        """Return a view of a part."""
        return Unexplained(self.luma[window], self.chroma[window])

    def copy(self) -> Unexplained:
        """Return one that can be written to without changing this one."""
        return Unexplained(self.luma.copy(), self.chroma.copy())

    def put(self, window: tuple[slice, slice], other: Unexplained) -> None:
        """Copy ``other`` into the rows and columns of ``window``."""
        self.luma[window] = other.luma
        self.chroma[window] = other.chroma

    def least(self, other: Unexplained) -> Unexplained:
        """Return the smaller of the two for each pixel."""
        return Unexplained(np.minimum(self.luma, other.luma), np.minimum(self.chroma, other.chroma))


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the actual picture; the baseline has it ``dx`` further left, ``dy`` further up."""

    box: Box
    dx: int
    dy: int = 0


@dataclass(frozen=True, slots=True)
class Residual:
    """What the pixels around each differ by beyond explanation, summed.

    Attributes
    ----------
    letters, lines : ndarray of shape (height, width), uint16
        `Sums` of brightness: of straight lines, and of everything else.
    colour : ndarray of shape (height, width), uint16
        `Sums` of the larger of the two chroma planes.
    """

    letters: Sums
    lines: Sums
    colour: Sums

    @property
    def maps(self) -> tuple[Sums, ...]:
        """All three."""
        return self.letters, self.lines, self.colour

    def above(self, limits: Limits) -> Mask:
        """Return where any of the three is above its limit: (height, width), bool."""
        over = np.zeros(self.letters.shape, bool)
        for of, limit in zip(self.maps, limits, strict=True):
            over |= of > int(limit)  # they are whole numbers
        return over

    def without(self, settled: Mask) -> Residual:
        """Return it with nothing left where a mask of its shape is set."""
        kept = ~settled
        return Residual(*(of * kept for of in self.maps))

    @classmethod
    def of(cls, unexplained: Unexplained) -> Residual:
        """Sum up what is left of brightness and of colour."""
        luma, chroma = unexplained
        lines = cv2.max(
            cv2.morphologyEx(luma, cv2.MORPH_OPEN, np.ones((1, _LINE), np.uint8)),
            cv2.morphologyEx(luma, cv2.MORPH_OPEN, np.ones((_LINE, 1), np.uint8)),
        )
        letters = cv2.subtract(luma, lines)
        return cls(*(_summed(cast("Levels", plane)) for plane in (letters, lines, chroma)))


def residual(baseline: Picture, actual: Picture) -> Residual:
    """Return what sub-pixel differences of drawing do not explain, over the whole pictures.

    Parameters
    ----------
    baseline, actual : ndarray of shape (height, width, 3), uint8
        Of one shape.
    """
    return Residual.of(unexplained_between(baseline, actual))


def unexplained_between(baseline: Picture, actual: Picture) -> Unexplained:
    """Return what `unexplained` says of two pictures, smoothed in bands: that needs less memory.

    Parameters
    ----------
    baseline, actual : ndarray of shape (height, width, 3), uint8
        Of one shape.
    """
    height, width = baseline.shape[:2]
    found = Unexplained(*np.empty((2, height, width), np.uint8))
    for top in range(0, height, BAND):
        bottom = min(top + BAND, height)
        first, last = max(top - 2 * CONTEXT, 0), min(bottom + 2 * CONTEXT, height)
        parts = (Smoothed.of(picture[first:last]) for picture in (baseline, actual))
        inside = np.s_[top - first : bottom - first, :]
        found.put(np.s_[top:bottom, :], unexplained(*parts).part(inside))
    return found


def unexplained(baseline: Smoothed, actual: Smoothed) -> Unexplained:
    """Return what sub-pixel differences do not explain of each pixel's brightness and colour.

    What is new and what is lost are told apart first, so that both count alike.

    Parameters
    ----------
    baseline, actual : Smoothed
        Of one shape.
    """
    luma = cv2.max(_best_shift(actual, baseline), _best_shift(baseline, actual))
    return Unexplained(cast("Levels", luma), _chroma_at(baseline, actual))


def unexplained_pieces(
    baseline: Smoothed, actual: Smoothed, pieces: Sequence[Piece]
) -> list[Unexplained]:
    """Return the same of pieces, each compared with the baseline at a displacement of its own.

    Parameters
    ----------
    baseline, actual : Smoothed
        Each of its own shape.
    pieces : sequence of Piece

    Returns
    -------
    list of Unexplained
        For each piece, of the shape of its box.
    """
    found: dict[int, Unexplained] = {}
    heights: dict[int, list[int]] = {}
    for number, piece in enumerate(pieces):
        heights.setdefault(-(-piece.box.h // _BATCH_HEIGHT), []).append(number)
    for numbers in heights.values():
        # All of about one height side by side, each with its surroundings: that is many times
        # faster than one after the other.
        high = max(pieces[number].box.h for number in numbers) + 2 * CONTEXT
        wide = sum(pieces[number].box.w + 2 * CONTEXT for number in numbers)
        sheets = baseline.blank(high, wide), actual.blank(high, wide)
        left = 0
        for number in numbers:
            piece = pieces[number]
            area = piece.box.grow(CONTEXT)
            target = Box(left, 0, area.w, area.h).slices
            sheets[0].put(target, baseline, area.move(-piece.dx, -piece.dy))
            sheets[1].put(target, actual, area)
            left += area.w
        whole = unexplained(*sheets)
        left = CONTEXT
        for number in numbers:
            box = pieces[number].box
            found[number] = whole.part(Box(left, CONTEXT, box.w, box.h).slices)
            left += box.w + 2 * CONTEXT
    return [found[number] for number in range(len(pieces))]


def residual_at(baseline: Smoothed, actual: Smoothed) -> Residual:
    """Return the residual of the pictures as they lie, without a search.

    Parameters
    ----------
    baseline, actual : Smoothed
        Of one shape.
    """
    return Residual.of(Unexplained(_luma_at(baseline, actual), _chroma_at(baseline, actual)))


def _best_shift(one: Smoothed, other: Smoothed) -> Levels:
    """Return by how much a picture's brightness lies beyond that of another, moved to fit."""
    best: npt.NDArray[np.int32] | None = None
    for dy in (-1, 0, 1):
        for dx in (-1, 0, 1):
            lowest, highest = (shifted(it, dx, dy) for it in (other.luma_least, other.luma_most))
            outside = _outside(one.luma, lowest, highest)
            cost = cv2.boxFilter(outside, cv2.CV_16U, _WINDOW, normalize=False)
            # The least cost decides, and of equal ones the least that is left.
            ranked = cv2.erode(cost, np.ones(_WINDOWS_AROUND[::-1], np.uint8)).astype(np.int32)
            ranked <<= 8
            ranked |= outside
            best = ranked if best is None else np.minimum(best, ranked, out=best)
    return (cast("npt.NDArray[np.int32]", best) & 255).astype(np.uint8)


def _luma_at(one: Smoothed, other: Smoothed) -> Levels:
    return cv2.max(
        _outside(other.luma, one.luma_least, one.luma_most),
        _outside(one.luma, other.luma_least, other.luma_most),
    )  # type: ignore[return-value]


def _chroma_at(one: Smoothed, other: Smoothed) -> Levels:
    both = cv2.max(
        _outside(other.chroma, one.chroma_least, one.chroma_most),
        _outside(one.chroma, other.chroma_least, other.chroma_most),
    )
    return largest(both)


def _outside(values: Levels, least: Levels, most: Levels) -> Levels:
    """Return by how much values lie outside a range, and nothing at the rim.

    The blur carries what lies beyond the picture as far as into it.
    """
    outside = cv2.max(cv2.subtract(values, most), cv2.subtract(least, values))
    outside[:BLUR_REACH] = outside[-BLUR_REACH:] = 0
    outside[:, :BLUR_REACH] = outside[:, -BLUR_REACH:] = 0
    return cast("Levels", outside)


def _summed(plane: Levels) -> Sums:
    return cast("Sums", cv2.boxFilter(plane, cv2.CV_16U, (PATCH, PATCH), normalize=False))
