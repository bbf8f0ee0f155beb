"""A drawn page to find elements on."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from pytest_visualdiff.model import Box

Picture = npt.NDArray[np.uint8]
Colour = tuple[int, int, int]

LIGHT, DARK = (255, 255, 255), (18, 22, 30)
INK, PALE = (32, 33, 36), (225, 228, 232)
BLUE, GREY = (11, 87, 208), (118, 118, 118)


class Drawing:
    """A page of rectangles and text, of one or two pixels for each that is given."""

    def __init__(
        self, size: tuple[int, int] = (400, 300), ground: Colour = LIGHT, scale: int = 1
    ) -> None:
        self._scale = scale
        self._image = Image.new("RGB", (size[0] * scale, size[1] * scale), ground)
        self._draw = ImageDraw.Draw(self._image)

    def text(self, x: int, y: int, words: str, colour: Colour = INK, height: int = 14) -> Drawing:
        font = ImageFont.load_default(height * self._scale)
        self._draw.text((x * self._scale, y * self._scale), words, fill=colour, font=font)
        return self

    def box(
        self,
        place: tuple[int, int, int, int],
        fill: Colour | None = None,
        border: Colour | None = None,
        radius: int = 0,
    ) -> Drawing:
        x, y, w, h = (number * self._scale for number in place)
        self._draw.rounded_rectangle(
            (x, y, x + w - 1, y + h - 1),
            radius * self._scale,
            fill=fill,
            outline=border,
            width=self._scale if border else 0,
        )
        return self

    def line(self, start: tuple[int, int], end: tuple[int, int], colour: Colour) -> Drawing:
        points = [(x * self._scale, y * self._scale) for x, y in (start, end)]
        self._draw.line(points, colour, 2 * self._scale)
        return self

    def pixels(self) -> Picture:
        """Return the picture in OpenCV's order."""
        return np.asarray(cv2.cvtColor(np.asarray(self._image), cv2.COLOR_RGB2BGR), np.uint8)


def close(one: Box, x: int, y: int, w: int, h: int, by: int = 1) -> bool:
    """Return whether no edge of a box is further off than so many pixels."""
    other = Box(x, y, w, h)
    return all(
        abs(mine - its) <= by
        for mine, its in (
            (one.x, other.x), (one.y, other.y), (one.right, other.right), (one.bottom, other.bottom)
        )
    )  # fmt: skip
