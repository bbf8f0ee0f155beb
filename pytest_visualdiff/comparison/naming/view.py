"""A part of one picture, and what a detector finds in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import cast

import cv2
import numpy as np
import numpy.typing as npt

from pytest_visualdiff.detection import Detector
from pytest_visualdiff.imaging.arrays import Grey, Picture, Pixels
from pytest_visualdiff.imaging.contrast import STROKE
from pytest_visualdiff.imaging.decode import eight_bit_bgr
from pytest_visualdiff.imaging.ground import ground_of, ink_on
from pytest_visualdiff.imaging.ink import Looks, looks
from pytest_visualdiff.imaging.picture_pair import Pictures
from pytest_visualdiff.imaging.text_lines import find_lines
from pytest_visualdiff.model import Box, Element, ElementKind, Size

SHADOW_MARGIN = 4
"""Pixels around an element's box that belong to it: its shadow, outline or antialiased edge."""

MOST = 0.5
"""Share of an area from which on it counts as inside a box; below it, more is outside than in."""

VISIBLE = 8
"""Grey levels, in any channel, by which a pixel differs visibly; ink up to there is none either."""

CORNER = 12
"""Largest radius of a rounded corner, in pixels."""

SMOOTHED = 2
"""Pixels that the antialiased edge of a box is wide."""

_LINE_CONFIDENCE = 0.5
"""Confidence that something with the height and the gaps of a line of text is one."""

_WORD_SPACE = 0.25
"""Gap between two words, in heights of the line; typographers set a quarter of an em."""

_LINE_GROUND = 0.8
"""Share of the pixels around a line that have one colour; letters may reach there."""

_ICON_SHAPE = (0.75, 1.7)
"""Least and largest width of an icon over its height."""


@dataclass(frozen=True, eq=False)
class View:
    """A part of one picture; the boxes of what is in it count from its top left corner.

    Attributes
    ----------
    pixels : ndarray of shape (height, width, 3), uint8
        BGR.
    place : Box
        The part, in the picture.
    picture : Size
        Of the whole picture.
    detector : Detector
        Finds the elements, once, when they are first asked for.
    """

    pixels: Picture
    place: Box
    picture: Size
    detector: Detector

    @property
    def size(self) -> Size:
        """Width and height of the part."""
        return Size(self.place.w, self.place.h)

    @cached_property
    def elements(self) -> tuple[Element, ...]:
        """The elements that lie in the part as a whole: what reaches beyond may be anything."""
        found = self.detector.detect(self.pixels).elements if self.pixels.size else ()
        return tuple(it for it in found if self._is_whole(it))

    @cached_property
    def lines(self) -> tuple[Box, ...]:
        """The lines of text, without the words that reach beyond the part."""
        if not self.pixels.size:
            return ()
        grey = cast("Grey", cv2.cvtColor(self.pixels, cv2.COLOR_BGR2GRAY))
        lines = (self._whole_words(it) for it in find_lines([grey]))
        return tuple(it for it in lines if self._has_one_ground(it))

    def owner(self, box: Box) -> Element | None:
        """Return the smallest element that most of a box lies in.

        Where that reaches beyond the part, it is the line of text in there that the box is in.
        """
        fits = [
            it for it in self.elements
            if box.intersection(it.box.grow(SHADOW_MARGIN)).area >= MOST * box.area
        ]  # fmt: skip
        smallest = min(fits, key=lambda it: it.box.area, default=None)
        if smallest and smallest.kind != "container":
            return smallest
        lines = [it for it in self.lines if box.intersection(it).area >= MOST * box.area]
        if not lines:
            return smallest
        line = min(lines, key=lambda it: it.area)
        kind: ElementKind = "icon" if self._is_one_glyph(line) else "text"
        return Element(kind, line, source="pixels", confidence=_LINE_CONFIDENCE)

    def cut(self, box: Box) -> Picture:
        """Return the pixels of a box, without what of it is outside of the part."""
        return self.pixels[box.clip(self.size).slices]

    def looks(self, box: Box) -> Looks:
        """Return what a box looks like."""
        return looks(self.cut(box))

    def rim(self, box: Box) -> Picture:
        """Return the outermost pixels of a box: (count, 1, 3)."""
        piece = self.cut(box)
        sides = piece[0], piece[-1], piece[:, 0], piece[:, -1]
        return np.concatenate(sides)[:, np.newaxis]

    def sides(self, box: Box) -> Iterator[tuple[Pixels, Pixels]]:
        """Yield, for each side of a box, the pixels just inside it and those just outside.

        Corners are left out, as they may be round; so is a side at the edge of the part.
        """
        box, pixels = box.clip(self.size), self.pixels
        round_x, round_y = min(box.w // 3, CORNER), min(box.h // 3, CORNER)
        rows = slice(box.y + round_y, box.bottom - round_y)
        columns = slice(box.x + round_x, box.right - round_x)
        deep_x, deep_y = min(SMOOTHED, box.w), min(SMOOTHED, box.h)
        ends: list[tuple[Pixels, Pixels]] = []
        if box.y >= SMOOTHED:
            ends.append((pixels[box.y + deep_y - 1, columns], pixels[box.y - SMOOTHED, columns]))
        if box.bottom + SMOOTHED <= self.size.height:
            outside = pixels[box.bottom + SMOOTHED - 1, columns]
            ends.append((pixels[box.bottom - deep_y, columns], outside))
        if box.x >= SMOOTHED:
            ends.append((pixels[rows, box.x + deep_x - 1], pixels[rows, box.x - SMOOTHED]))
        if box.right + SMOOTHED <= self.size.width:
            outside = pixels[rows, box.right + SMOOTHED - 1]
            ends.append((pixels[rows, box.right - deep_x], outside))
        for inside, outside in ends:
            yield inside.astype(np.int16), outside.astype(np.int16)

    def from_picture(self, box: Box) -> Box:
        """Return a box of the picture as one of the part."""
        return box.move(-self.place.x, -self.place.y)

    def in_picture(self, box: Box) -> Box:
        """Return a box of the part as one of the picture."""
        return box.move(self.place.x, self.place.y)

    def _is_whole(self, element: Element) -> bool:
        """Return whether an element ends inside the part; a text, with no letter beside it."""
        part, box = self.place, element.box
        beside = round(_WORD_SPACE * box.h) if element.kind == "text" else 0
        return (
            (box.x > beside or part.x == 0)
            and (box.y > 0 or part.y == 0)
            and (box.right < part.w - beside or part.right == self.picture.width)
            and (box.bottom < part.h or part.bottom == self.picture.height)
        )

    def _whole_words(self, line: Box) -> Box:
        """Return a line without the words that are cut off at the edge of the part."""
        part, beside = self.place, round(_WORD_SPACE * line.h)
        columns = np.flatnonzero(self._drawn_columns(line))
        gaps = np.flatnonzero(np.diff(columns) > max(beside, 2))
        left, right = line.x, line.right
        if line.x <= beside and part.x > 0 and len(gaps):
            left = line.x + int(columns[gaps[0] + 1])
        if right >= part.w - beside and part.right < self.picture.width and len(gaps):
            right = line.x + int(columns[gaps[-1]]) + 1
        return Box(left, line.y, right - left, line.h) if left < right else line

    def _has_one_ground(self, line: Box) -> bool:
        """Return whether there is one colour around a line, as there is around letters."""
        rim = self.rim(line)
        is_ground = ink_on(rim, ground_of(rim)) <= STROKE if rim.size else np.zeros(1, bool)
        return bool(is_ground.mean() >= _LINE_GROUND)

    def _is_one_glyph(self, line: Box) -> bool:
        """Return whether a line is one thing about as wide as high: an icon, or a letter alone."""
        least, most = _ICON_SHAPE
        if not least <= line.w / line.h <= most:
            return False
        columns = np.flatnonzero(self._drawn_columns(line))
        return int(np.count_nonzero(np.diff(columns) > 1)) == 0

    def _drawn_columns(self, line: Box) -> npt.NDArray[np.bool_]:
        """Return in which columns of a line something is drawn: (width,)."""
        pixels = self.cut(line)
        return cast("npt.NDArray[np.bool_]", (ink_on(pixels, ground_of(pixels)) > STROKE).any(0))


def view(pictures: Pictures, side: int, box: Box, detector: Detector) -> View:
    """Return what is known of a part of a picture.

    Parameters
    ----------
    pictures : Pictures
    side : int
        0 for the baseline, 1 for the actual picture.
    box : Box
        What lies outside of the known pixels is cut off.
    detector : Detector
    """
    place = box.intersection(pictures.known(side))
    return View(crop(pictures, side, place), place, pictures.sizes[side], detector)


def crop(pictures: Pictures, side: int, box: Box) -> Picture:
    """Return the 8-bit BGR pixels of ``box`` in one of ``pictures``; ``side`` 0 is the baseline."""
    return eight_bit_bgr(pictures.part(side, box))


def unnamed(kind: ElementKind, box: Box) -> Element:
    """Return an element of ``kind`` at ``box``, where no detector found one."""
    return Element(kind, box, source="pixels", confidence=0.0)
