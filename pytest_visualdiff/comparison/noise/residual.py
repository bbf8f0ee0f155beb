"""What is left between two pictures when sub-pixel differences of drawing are taken out.

A pixel is explained if its value lies within those that the other picture has around it (S.
Birchfield, C. Tomasi, "A pixel dissimilarity measure that is insensitive to image sampling", IEEE
PAMI 20(4), 1998), both ways round, so that what is in one and not in the other counts. That is
tried with the other picture moved by up to a pixel, each pixel in the window around it that fits
best (A. F. Bobick, S. S. Intille, "Large occlusion stereo", IJCV 33(3), 1999, section 4).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias, cast

import cv2
import numpy as np
import numpy.typing as npt

from pytest_visualdiff.imaging.arrays import Picture
from pytest_visualdiff.imaging.ground import largest
from pytest_visualdiff.model import Box, Size

Plane: TypeAlias = npt.NDArray[np.uint8]
Sums: TypeAlias = npt.NDArray[np.uint16]

_BLUR = 1.1
"""Standard deviation in pixels: a stem one pixel wide and dark looks as one two wide and grey."""

_WINDOW = (15, 11)
"""Width and height of the window that a pixel's neighbours are taken together in: two letters."""

_PATCH = 5
"""Side of the patch that residuals are added up over: about the width of a stroke, twice."""

_LINE = 25
"""Length in pixels from which on what is left is a line: a border, a rule, the edge of a box."""

_BAND, _OVERLAP = 128, 28
"""Rows that are worked on at a time, and how many more are looked at: the windows reach so far."""

_RIM = 3
"""Pixels along the picture's rim: as far as the blur carries what lies half beyond it."""

_NEAR = np.ones((3, 3), np.uint8)

_SOFTENED = 4
"""Pixels around one that it depends on once it is softened, the range around it included."""

_AROUND = 12
"""Pixels around a piece that its own depend on: the windows reach so far."""

_SHEET = 16
"""Pieces whose heights differ by less are looked at together."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the actual picture; the baseline has it ``dx`` further left, ``dy`` further up."""

    box: Box
    dx: int
    dy: int = 0


@dataclass(frozen=True, slots=True)
class Residual:
    """What the pixels of a 5x5 patch differ by beyond explanation, added up.

    Attributes
    ----------
    letters, lines, colour : ndarray of shape (height, width), uint16
        0..6375 levels; of brightness, in straight lines and in everything else, and of the larger
        of the two chroma planes.
    """

    letters: Sums
    lines: Sums
    colour: Sums

    @property
    def maps(self) -> tuple[Sums, ...]:
        """All three."""
        return self.letters, self.lines, self.colour

    def above(self, limits: Sequence[float]) -> npt.NDArray[np.bool_]:
        """Return where any of the three is above its limit: (height, width), bool."""
        over = np.zeros(self.letters.shape, bool)
        for of, limit in zip(self.maps, limits, strict=True):
            over |= of > int(limit)  # they are whole numbers
        return over

    @classmethod
    def of(cls, luma: Plane, chroma: Plane) -> Residual:
        """Add up what is left of brightness and of colour."""
        lines = cv2.max(
            cv2.morphologyEx(luma, cv2.MORPH_OPEN, np.ones((1, _LINE), np.uint8)),
            cv2.morphologyEx(luma, cv2.MORPH_OPEN, np.ones((_LINE, 1), np.uint8)),
        )
        letters = cv2.subtract(luma, lines)
        return cls(*(_added_up(cast("Plane", plane)) for plane in (letters, lines, chroma)))


@dataclass(frozen=True, slots=True)
class Softened:
    """A picture ready to be held against another: blurred, with the range around each pixel."""

    luma: Plane
    luma_least: Plane
    luma_most: Plane
    chroma: Plane
    chroma_least: Plane
    chroma_most: Plane

    @classmethod
    def of(cls, picture: Picture) -> Softened:
        """Soften a picture. Chroma is blurred further: sub-pixel text has coloured fringes."""
        planes = cv2.cvtColor(picture, cv2.COLOR_BGR2YCrCb)
        luma = cv2.GaussianBlur(planes[:, :, 0], (7, 7), _BLUR)
        chroma = cv2.blur(np.ascontiguousarray(planes[:, :, 1:]), (5, 3))
        return cls(*_with_range(luma), *_with_range(chroma))

    @classmethod
    def of_part(cls, picture: Picture, box: Box) -> Softened:
        """Soften as much of a picture as a part of it depends on, and return that part."""
        around = box.grow(_SOFTENED).clip(Size(picture.shape[1], picture.shape[0]))
        inside = box.move(-around.x, -around.y)
        return cls.of(picture[around.y : around.bottom, around.x : around.right]).part(
            np.s_[inside.y : inside.bottom, inside.x : inside.right]
        )

    def shifted(self, dx: int, dy: int) -> Softened:
        """Return it moved to the right and down; the edges are repeated."""
        if not dx and not dy:
            return self
        planes = (getattr(self, name) for name in self.__slots__)
        return Softened(*(_shifted(plane, dx, dy) for plane in planes))

    def blank(self, height: int, width: int) -> Softened:
        """Return an empty one of this size."""
        planes = (getattr(self, name) for name in self.__slots__)
        return Softened(*(np.zeros((height, width, *it.shape[2:]), np.uint8) for it in planes))

    def put(self, target: tuple[slice, slice], source: Softened, area: Box) -> None:
        """Copy an area of another one in here; what lies beyond its edge repeats the edge."""
        height, width = source.luma.shape
        rows = np.clip(np.arange(area.y, area.bottom), 0, height - 1)[:, np.newaxis]
        columns = np.clip(np.arange(area.x, area.right), 0, width - 1)
        for name in self.__slots__:
            getattr(self, name)[target] = getattr(source, name)[rows, columns]

    def part(self, window: tuple[slice, slice]) -> Softened:
        """Return a part of it."""
        return Softened(*(getattr(self, name)[window] for name in self.__slots__))


def residual(baseline: Picture, actual: Picture) -> Residual:
    """Return what sub-pixel differences of drawing do not explain, over the whole pictures."""
    return Residual.of(*unexplained_between(baseline, actual))


def unexplained_between(baseline: Picture, actual: Picture) -> tuple[Plane, Plane]:
    """Return what `unexplained` says of two pictures, softened in bands: that needs less memory."""
    luma, chroma = np.empty((2, *baseline.shape[:2]), np.uint8)
    height = len(luma)
    for top in range(0, height, _BAND):
        bottom = min(top + _BAND, height)
        first, last = max(top - _OVERLAP, 0), min(bottom + _OVERLAP, height)
        parts = (Softened.of(picture[first:last]) for picture in (baseline, actual))
        for plane, left in zip((luma, chroma), unexplained(*parts), strict=True):
            plane[top:bottom] = left[top - first : bottom - first]
    return luma, chroma


def unexplained(baseline: Softened, actual: Softened) -> tuple[Plane, Plane]:
    """Return what sub-pixel differences do not explain of each pixel's brightness and colour.

    What is new and what is lost are told apart first, so that both count alike.
    """
    luma = cv2.max(_luma_left(actual, baseline), _luma_left(baseline, actual))
    return cast("Plane", luma), _chroma_beyond(baseline, actual)


def unexplained_pieces(
    baseline: Softened, actual: Softened, pieces: Sequence[Piece]
) -> list[tuple[Plane, Plane]]:
    """Return the same of pieces, each held against the baseline at a displacement of its own."""
    found: dict[int, tuple[Plane, Plane]] = {}
    heights: dict[int, list[int]] = {}
    for number, piece in enumerate(pieces):
        heights.setdefault(-(-piece.box.h // _SHEET), []).append(number)
    for numbers in heights.values():
        # All of about one height side by side, each with its surroundings: that is many times
        # faster than one after the other.
        high = max(pieces[number].box.h for number in numbers) + 2 * _AROUND
        wide = sum(pieces[number].box.w + 2 * _AROUND for number in numbers)
        sheets = baseline.blank(high, wide), actual.blank(high, wide)
        left = 0
        for number in numbers:
            piece = pieces[number]
            area = piece.box.grow(_AROUND)
            target = np.s_[: area.h, left : left + area.w]
            sheets[0].put(target, baseline, area.move(-piece.dx, -piece.dy))
            sheets[1].put(target, actual, area)
            left += area.w
        luma, chroma = unexplained(*sheets)
        left = _AROUND
        for number in numbers:
            box = pieces[number].box
            part = np.s_[_AROUND : _AROUND + box.h, left : left + box.w]
            found[number] = luma[part], chroma[part]
            left += box.w + 2 * _AROUND
    return [found[number] for number in range(len(pieces))]


def _luma_left(one: Softened, other: Softened) -> Plane:
    """Return by how much a picture's brightness lies beyond that of another, moved to fit."""
    best: npt.NDArray[np.int32] | None = None
    for dy in (-1, 0, 1):
        for dx in (-1, 0, 1):
            lowest, highest = (_shifted(it, dx, dy) for it in (other.luma_least, other.luma_most))
            beyond = _beyond(one.luma, lowest, highest)
            around = cv2.boxFilter(beyond, cv2.CV_16U, _WINDOW, normalize=False)
            # The least cost decides, and of equal ones the least that is left.
            ranked = cv2.erode(around, np.ones((9, 13), np.uint8)).astype(np.int32)
            ranked <<= 8
            ranked |= beyond
            best = ranked if best is None else np.minimum(best, ranked, out=best)
    return cast("Plane", (cast("npt.NDArray[np.int32]", best) & 255).astype(np.uint8))


def residual_at(baseline: Softened, actual: Softened) -> Residual:
    """Return the residual of the pictures as they lie, without a search."""
    return Residual.of(_luma_beyond(baseline, actual), _chroma_beyond(baseline, actual))


def _luma_beyond(one: Softened, other: Softened) -> Plane:
    return cv2.max(
        _beyond(other.luma, one.luma_least, one.luma_most),
        _beyond(one.luma, other.luma_least, other.luma_most),
    )  # type: ignore[return-value]


def _chroma_beyond(one: Softened, other: Softened) -> Plane:
    both = cv2.max(
        _beyond(other.chroma, one.chroma_least, one.chroma_most),
        _beyond(one.chroma, other.chroma_least, other.chroma_most),
    )
    return largest(both)


def _beyond(values: Plane, least: Plane, most: Plane) -> Plane:
    """Return by how much values lie outside a range.

    At the rim nothing does: what is drawn there may lie in part beyond the picture.
    """
    outside = cv2.max(cv2.subtract(values, most), cv2.subtract(least, values))
    outside[:_RIM] = outside[-_RIM:] = 0
    outside[:, :_RIM] = outside[:, -_RIM:] = 0
    return cast("Plane", outside)


def _with_range(plane: cv2.typing.MatLike) -> tuple[Plane, Plane, Plane]:
    planes = plane, cv2.erode(plane, _NEAR), cv2.dilate(plane, _NEAR)
    return cast("tuple[Plane, Plane, Plane]", planes)


def _shifted(plane: Plane, dx: int, dy: int) -> Plane:
    height, width = plane.shape[:2]
    x, y = abs(dx), abs(dy)
    wide = cv2.copyMakeBorder(plane, y, y, x, x, cv2.BORDER_REPLICATE)
    return cast(
        "Plane", np.ascontiguousarray(wide[y - dy : y - dy + height, x - dx : x - dx + width])
    )


def _added_up(plane: Plane) -> Sums:
    return cast("Sums", cv2.boxFilter(plane, cv2.CV_16U, (_PATCH, _PATCH), normalize=False))
