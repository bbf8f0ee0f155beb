"""Pictures blurred about as far as renderings differ, with the range around each pixel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np

from pytest_visualdiff.imaging.arrays import Levels, Picture
from pytest_visualdiff.model import Box, Size

_BLUR = 1.1
"""Standard deviation in pixels of the blur of brightness: with it, a stem one pixel wide and dark
looks as one two pixels wide and grey."""

_BLUR_KERNEL = 7
"""Side in pixels of that blur: three standard deviations to each side."""

BLUR_REACH = _BLUR_KERNEL // 2
"""Pixels that the blur of brightness spreads what is drawn by, to each side."""

_CHROMA_KERNEL = (5, 3)
"""Width and height in pixels of the blur of colour: sub-pixel text has fringes to the sides."""

_RANGE = np.ones((3, 3), np.uint8)
"""The pixels around one whose values explain it."""

_REACH = BLUR_REACH + 1
"""Pixels around one that it depends on once it is smoothed, its range included."""


@dataclass(frozen=True, slots=True)
class Smoothed:
    """A picture ready to be compared with another: blurred, with the range around each pixel.

    All planes are uint8; those of brightness of shape (height, width), those of chroma of shape
    (height, width, 2).
    """

    luma: Levels
    luma_least: Levels
    luma_most: Levels
    chroma: Levels
    chroma_least: Levels
    chroma_most: Levels

    @classmethod
    def of(cls, picture: Picture) -> Smoothed:
        """Smooth a picture."""
        planes = cv2.cvtColor(picture, cv2.COLOR_BGR2YCrCb)
        luma = cv2.GaussianBlur(planes[:, :, 0], (_BLUR_KERNEL, _BLUR_KERNEL), _BLUR)
        chroma = cv2.blur(np.ascontiguousarray(planes[:, :, 1:]), _CHROMA_KERNEL)
        return cls(*_with_range(luma), *_with_range(chroma))

    @classmethod
    def of_part(cls, picture: Picture, box: Box) -> Smoothed:
        """Return the part ``box`` of ``picture`` smoothed, computing no more than needed."""
        around = box.grow(_REACH).clip(Size(picture.shape[1], picture.shape[0]))
        inside = box.move(-around.x, -around.y)
        return cls.of(picture[around.slices]).part(inside.slices)

    @property
    def planes(self) -> tuple[Levels, ...]:
        """All six, in the order of the fields."""
        return tuple(getattr(self, name) for name in self.__slots__)

    def shifted(self, dx: int, dy: int) -> Smoothed:
        """Return it moved ``dx`` pixels to the right and ``dy`` down; the edges are repeated."""
        if not dx and not dy:
            return self
        return Smoothed(*(shifted(plane, dx, dy) for plane in self.planes))

    def blank(self, height: int, width: int) -> Smoothed:
        """Return planes of zeros with ``height`` rows and ``width`` columns."""
        return Smoothed(*(np.zeros((height, width, *it.shape[2:]), np.uint8) for it in self.planes))

    def put(self, target: tuple[slice, slice], source: Smoothed, area: Box) -> None:
        """Copy a part of another picture into a part of this one.

        Parameters
        ----------
        target : tuple of two slices
            Rows and columns here.
        source : Smoothed
        area : Box
            The part of ``source``; beyond its edges the edges are repeated.
        """
        height, width = source.luma.shape
        rows = np.clip(np.arange(area.y, area.bottom), 0, height - 1)[:, np.newaxis]
        columns = np.clip(np.arange(area.x, area.right), 0, width - 1)
        for plane, of in zip(self.planes, source.planes, strict=True):
            plane[target] = of[rows, columns]

    def part(self, window: tuple[slice, slice]) -> Smoothed:
        """Return a view of a part."""
        return Smoothed(*(plane[window] for plane in self.planes))


def _with_range(plane: cv2.typing.MatLike) -> tuple[Levels, Levels, Levels]:
    planes = plane, cv2.erode(plane, _RANGE), cv2.dilate(plane, _RANGE)
    return cast("tuple[Levels, Levels, Levels]", planes)


def shifted(plane: Levels, dx: int, dy: int) -> Levels:
    """Return a plane moved ``dx`` pixels to the right and ``dy`` down; the edges are repeated."""
    height, width = plane.shape[:2]
    x, y = abs(dx), abs(dy)
    wide = cv2.copyMakeBorder(plane, y, y, x, x, cv2.BORDER_REPLICATE)
    return np.ascontiguousarray(
        wide[y - dy : y - dy + height, x - dx : x - dx + width], dtype=np.uint8
    )
