"""A part of both pictures around some of what differs, and the elements found in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import cv2
import numpy as np
import numpy.typing as npt

from pytest_visualdiff.detection import Detector
from pytest_visualdiff.imaging.arrays import Grey, Picture, Pixels
from pytest_visualdiff.imaging.decode import eight_bit_bgr
from pytest_visualdiff.imaging.ground import ground_of, ink_on, largest
from pytest_visualdiff.imaging.ink import Looks, are_alike, looks
from pytest_visualdiff.imaging.picture_pair import Pictures
from pytest_visualdiff.imaging.text_lines import find_lines
from pytest_visualdiff.model import Box, Element, ElementKind, Size

AROUND = 4
"""Pixels around an element that belong to it: its shadow, its outline, its smoothed edge."""

_MOSTLY = 0.5
"""Share of an area that has to lie in an element for it to be a part of that."""

_OF_A_LINE = 0.5
"""How sure it is that something is a text which has the height and the gaps of one."""

_SPACE = 0.25
"""Gap between words, in heights of the line."""

_AROUND = 0.8
"""Share of what is around a line that has one colour; letters may reach there."""

_SQUARE = (0.75, 1.7)
"""Width over height of an icon."""

_STROKE = 32
"""Levels by which a stroke differs from its ground."""

_CORNER, _BESIDE = 12, 2
"""Pixels that a round corner takes at most, and that the smoothed edge of a box is wide."""

LEAST_ALIKE = 0.9
"""Correlation from which on a piece of one picture is found in the other."""

_SEEN, _REST = 8, 0.01
"""Levels that a pixel is another by, and share of pixels that may be others."""

_ROUNDED = 1
"""Pixels that rounding edges to whole ones makes."""


class Surroundings:
    """A part of both pictures, in which they lie on each other.

    Parameters
    ----------
    pictures : Pictures
    after : Box
        The part, in the actual picture.
    shift : tuple of int
        How far what is in it has moved to the right and down since the baseline.
    detector : Detector
        Which finds its elements.
    """

    def __init__(
        self, pictures: Pictures, after: Box, shift: tuple[int, int], detector: Detector
    ) -> None:
        dx, dy = shift
        box = after.intersection(pictures.known(0).move(dx, dy).intersection(pictures.known(1)))
        self._places = box.move(-dx, -dy), box
        self._pixels = tuple(crop(pictures, side, it) for side, it in enumerate(self._places))
        self._sizes = pictures.sizes
        self._detector = detector
        self._elements: dict[int, list[Element]] = {}
        self._texts: dict[int, list[Box]] = {}

    def elements(self, side: int) -> list[Element]:
        """Return what is found in the baseline's part (0) or the actual picture's (1).

        Its boxes are by the part's corner. What reaches beyond the part is left out: it may be
        anything.
        """
        if side not in self._elements:
            pixels = self._pixels[side]
            found = self._detector.detect(pixels).elements if pixels.size else ()
            self._elements[side] = [it for it in found if self._is_whole(it, side)]
        return self._elements[side]

    def _is_whole(self, element: Element, side: int) -> bool:
        """Return whether an element ends inside the part; a text, with no letter beside it."""
        part, size, box = self._places[side], self._sizes[side], element.box
        beside = round(_SPACE * box.h) if element.kind == "text" else 0
        return (
            (box.x > beside or part.x == 0)
            and (box.y > 0 or part.y == 0)
            and (box.right < part.w - beside or part.right == size.width)
            and (box.bottom < part.h or part.bottom == size.height)
        )

    def owner(self, box: Box, side: int) -> Element | None:
        """Return the smallest element in which a box lies for the most part.

        Where that reaches beyond the part, it is the line of text in there that the box is in.
        """
        every = self.elements(side)
        fits = [
            (it.box.area, number)
            for number, it in enumerate(every)
            if box.intersection(it.box.grow(AROUND)).area >= _MOSTLY * box.area
        ]
        if fits and every[min(fits)[1]].kind != "container":
            return every[min(fits)[1]]
        lines = [it for it in self._lines(side) if box.intersection(it).area >= _MOSTLY * box.area]
        if lines:
            line = min(lines, key=lambda it: it.area)
            kind: ElementKind = "icon" if self._is_one_glyph(line, side) else "text"
            return Element(kind, line, source="pixels", confidence=_OF_A_LINE)
        return every[min(fits)[1]] if fits else None

    def _lines(self, side: int) -> list[Box]:
        """Return the lines of text of a part, without the words that reach beyond it."""
        if side not in self._texts:
            grey = cv2.cvtColor(self._pixels[side], cv2.COLOR_BGR2GRAY)
            found = find_lines([cast("Grey", grey)]) if self._pixels[side].size else []
            words = (self._whole_words(it, side) for it in found)
            self._texts[side] = [it for it in words if self._has_one_ground(it, side)]
        return self._texts[side]

    def _has_one_ground(self, line: Box, side: int) -> bool:
        """Return whether there is one colour around a line, as there is around letters."""
        rim = self.rim(line, side)
        return bool(rim.size) and bool((ink_on(rim, ground_of(rim)) <= _STROKE).mean() >= _AROUND)

    def _is_one_glyph(self, line: Box, side: int) -> bool:
        """Return whether a line is one thing about as wide as high: an icon, or a letter alone."""
        if not _SQUARE[0] <= line.w / line.h <= _SQUARE[1]:
            return False
        columns = self._strokes(line, side)
        return int(np.count_nonzero(np.diff(np.flatnonzero(columns)) > 1)) == 0

    def _strokes(self, line: Box, side: int) -> npt.NDArray[np.bool_]:
        """Return in which columns of a line something is drawn."""
        pixels = self.cut(line, side)
        there = ink_on(pixels, ground_of(pixels)) > _STROKE
        return cast("npt.NDArray[np.bool_]", there.any(axis=0))

    def _whole_words(self, line: Box, side: int) -> Box:
        """Return a line without the words that are cut off at the part's edge."""
        part, size, beside = self._places[side], self._sizes[side], round(_SPACE * line.h)
        strokes = np.flatnonzero(self._strokes(line, side))
        gaps = np.flatnonzero(np.diff(strokes) > max(beside, 2))
        left, right = line.x, line.right
        if line.x <= beside and part.x > 0 and len(gaps):
            left = line.x + int(strokes[gaps[0] + 1])
        if right >= part.w - beside and part.right < size.width and len(gaps):
            right = line.x + int(strokes[gaps[-1]]) + 1
        return Box(left, line.y, right - left, line.h) if left < right else line

    def looks(self, box: Box, side: int) -> Looks:
        """Return what a box of the part looks like in the baseline (0) or the actual picture."""
        return looks(self.cut(box, side))

    def cut(self, box: Box, side: int) -> Picture:
        """Return the pixels of a box of the part."""
        inside = box.clip(Size(self._places[1].w, self._places[1].h))
        return self._pixels[side][inside.y : inside.bottom, inside.x : inside.right]

    def sides(self, box: Box, side: int) -> Iterator[tuple[Pixels, Pixels]]:
        """Yield, for each side of a box, the pixels just inside it and those just outside.

        Corners are left out, as they may be round; so is a side at the picture's edge.
        """
        inner = box.clip(Size(self._places[1].w, self._places[1].h))
        round_x, round_y = min(inner.w // 3, _CORNER), min(inner.h // 3, _CORNER)
        pixels = self._pixels[side]
        rows = slice(inner.y + round_y, inner.bottom - round_y)
        columns = slice(inner.x + round_x, inner.right - round_x)
        deep_x, deep_y = min(_BESIDE, inner.w), min(_BESIDE, inner.h)
        ends: list[tuple[Pixels, Pixels]] = []
        if inner.y >= _BESIDE:
            ends.append((pixels[inner.y + deep_y - 1, columns], pixels[inner.y - _BESIDE, columns]))
        if inner.bottom + _BESIDE <= len(pixels):
            outside = pixels[inner.bottom + _BESIDE - 1, columns]
            ends.append((pixels[inner.bottom - deep_y, columns], outside))
        if inner.x >= _BESIDE:
            ends.append((pixels[rows, inner.x + deep_x - 1], pixels[rows, inner.x - _BESIDE]))
        if inner.right + _BESIDE <= pixels.shape[1]:
            outside = pixels[rows, inner.right + _BESIDE - 1]
            ends.append((pixels[rows, inner.right - deep_x], outside))
        for inside, outside in ends:
            yield inside.astype(np.int16), outside.astype(np.int16)

    def found(self, piece: Picture, around: Box, alike: float = LEAST_ALIKE) -> Box | None:
        """Return where in a box of the actual picture a piece of the baseline is, if it is.

        ``alike`` is the correlation from which on it is.
        """
        box = around.clip(Size(self._places[1].w, self._places[1].h))
        pixels = self.cut(box, 1)
        height, width = piece.shape[:2]
        if len(pixels) < height or pixels.shape[1] < width:
            return None
        score = cv2.matchTemplate(pixels, piece, cv2.TM_CCOEFF_NORMED)
        _, most, _, (x, y) = cv2.minMaxLoc(score)
        return Box(box.x + x, box.y + y, width, height) if most >= alike else None

    def rim(self, box: Box, side: int) -> Picture:
        """Return the outermost pixels of a box: (count, 1, 3)."""
        piece = self.cut(box, side)
        sides = piece[0], piece[-1], piece[:, 0], piece[:, -1]
        return np.concatenate(sides)[:, np.newaxis]

    def inside(self, box: Box, side: int) -> Box:
        """Return a box of a whole picture by the part's corner."""
        return box.move(-self._places[side].x, -self._places[side].y)

    def shows(self, box: Box) -> bool:
        """Return whether anything of a box, by the part's corner, lies in the part."""
        return box.meets(Box(0, 0, self._places[1].w, self._places[1].h))

    def placed(self, box: Box, side: int) -> Box:
        """Return where a box of the part is in its whole picture."""
        return box.move(self._places[side].x, self._places[side].y)

    def show_the_same(self, one: Box, other: Box) -> bool:
        """Return whether a box of the baseline and another of the actual picture look the same."""
        return show_the_same(self.cut(one, 0), self.cut(other, 1))


def show_the_same(before: Picture, after: Picture) -> bool:
    """Return whether two pieces look the same, of one size but for a rounding."""
    height, width = (min(a, b) for a, b in zip(before.shape[:2], after.shape[:2], strict=True))
    apart = max(abs(a - b) for a, b in zip(before.shape, after.shape, strict=True))
    if apart > _ROUNDED or not height or not width:
        return False
    if have_same_pixels(before, after):
        return True
    return any(
        are_alike(looks(one), looks(other))
        for one in _pieces(before, height, width)
        for other in _pieces(after, height, width)
    )


def have_same_pixels(before: Picture, after: Picture) -> bool:
    """Return whether two pieces have the same pixels, but for a few; at first of some rows."""
    if before.shape != after.shape or not before.size:
        return False
    some = slice(len(after) // 8, None, max(len(after) // 8, 1))
    return all(
        np.count_nonzero(largest(cv2.absdiff(one, other)) > _SEEN) <= _REST * one[..., 0].size
        for one, other in ((before[some], after[some]), (before, after))
    )


def may_hold(pixels: Picture, piece: Picture) -> bool:
    """Return whether some pixels may contain a piece: its ground has to be there.

    It takes less time than to look.
    """
    ground = ground_of(piece)
    mine = cv2.inRange(piece, ground, ground)
    alike = cv2.inRange(pixels, (ground - _SEEN).clip(0), ground + _SEEN)
    return cv2.countNonZero(alike) >= cv2.countNonZero(mine) - _REST * mine.size


def _pieces(pixels: Picture, height: int, width: int) -> Iterator[Picture]:
    """Yield all parts of one size: the rounding may be on either side."""
    for top in range(len(pixels) - height + 1):
        for left in range(pixels.shape[1] - width + 1):
            yield pixels[top : top + height, left : left + width]


def away_by(one: Box, other: Box) -> int:
    """Return by how much the edges of two boxes differ at most."""
    return max(
        abs(one.x - other.x), abs(one.y - other.y),
        abs(one.right - other.right), abs(one.bottom - other.bottom),
    )  # fmt: skip


def unnamed(kind: ElementKind, box: Box) -> Element:
    """Return an element of a place where no detector found one."""
    return Element(kind, box, source="pixels", confidence=0.0)


def crop(pictures: Pictures, side: int, box: Box) -> Picture:
    """Return the colours of a part of the baseline (0) or of the actual picture (1)."""
    return eight_bit_bgr(pictures.part(side, box))
