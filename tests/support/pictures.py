"""Small pages, drawn as two renderings would: the same words, smoothed in another way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from tests.support import INK, WHITE, Picture

Colour: TypeAlias = tuple[int, int, int]

_FINE = 8
"""Text is drawn so many times as large and made smaller: that is how its edges get smooth."""

RED, GREY, PALE = (200, 30, 30), (120, 120, 120), (235, 238, 242)

WORDS = (
    "The order was sent on Monday and paid in full",
    "Two parcels are still at the depot in the north",
    "A refund of 38.20 went to the card you used",
    "Ask the courier for the number on the label",
    "Invoices are kept for seven years and a day",
    "Your next delivery leaves the house at noon",
    "Gift cards can be sent to any postal address",
    "Sizes run small, so take one number larger",
)
"""Lines of text, no two alike."""


@dataclass(frozen=True)
class Text:
    """A line of text; ``x, y`` is the top left corner of its first letter."""

    x: float
    y: float
    said: str
    colour: Colour = INK
    size: int = 14


@dataclass(frozen=True)
class Fill:
    """A rectangle."""

    x: int
    y: int
    w: int
    h: int
    colour: Colour = INK


Item: TypeAlias = Text | Fill


def paragraph(
    said: Sequence[str] = WORDS, *, x: int = 16, y: int = 16, step: int = 22
) -> list[Item]:
    """Return lines of text below each other."""
    return [Text(x, y + step * number, line) for number, line in enumerate(said)]


PAGE = (480, 400)
"""Size of `page`."""


def page(said: Sequence[str] = WORDS) -> list[Item]:
    """Return a page: two columns of 16 lines with a rule in each; ``said`` begins the left one."""
    lines = [line[:26] for line in WORDS]
    backwards = [line[::-1] for line in lines]
    columns = [[*(line[:26] for line in said), *backwards], [*backwards[::-1], *lines[::-1]]]
    return [
        *(
            Text(16 + 240 * number, 16 + 23 * row, line)
            for number, column in enumerate(columns)
            for row, line in enumerate(column)
        ),
        Fill(16, 37, 200, 1, GREY),
        Fill(256, 37, 200, 1, GREY),
    ]


def drawn(
    *items: Item,
    size: tuple[int, int] = (400, 208),
    ground: Colour = WHITE,
    phase: tuple[float, float] = (0, 0),
    gamma: float = 1.0,
) -> Picture:
    """Draw a page: (height, width, 3).

    Parameters
    ----------
    items : Item
        From the back to the front.
    size : tuple of int
        Width and height.
    ground : Colour
    phase : tuple of float
        By how much of a pixel letters are drawn further to the right and down.
    gamma : float
        Below 1 letters come out bolder, above 1 thinner.
    """
    page = Image.new("RGB", size, ground)
    for item in items:
        if isinstance(item, Fill):
            page.paste(item.colour, (item.x, item.y, item.x + item.w, item.y + item.h))
        else:
            left, top = int(item.x), int(item.y)
            mask = _letters(item, item.x - left + phase[0], item.y - top + phase[1], gamma)
            page.paste(item.colour, (left - 2, top - 2), mask)
    return np.asarray(page).copy()


def spaced(words: Sequence[str], x: int, y: int, space: int) -> list[Item]:
    """Return a line of words with so many pixels between two of them."""
    font = ImageFont.load_default(14)
    items: list[Item] = []
    for word in words:
        items.append(Text(x, y, word))
        x += round(font.getlength(word)) + space
    return items


def _letters(text: Text, x: float, y: float, gamma: float) -> Image.Image:
    font = ImageFont.load_default(text.size * _FINE)
    width = int(font.getlength(text.said)) // _FINE + 6
    height = text.size * 3 // 2 + 6
    fine = Image.new("L", (width * _FINE, height * _FINE))
    corner = round((x + 2) * _FINE), round((y + 2) * _FINE)
    ImageDraw.Draw(fine).text(corner, text.said, 255, font)
    mask = np.asarray(fine.resize((width, height), Image.Resampling.BOX))
    return Image.fromarray(np.round(255 * (mask / 255.0) ** gamma).astype(np.uint8))


def other_rendering(*items: Item, size: tuple[int, int] = (400, 208)) -> Picture:
    """Draw a page as another machine would: letters lie elsewhere between pixels, and bolder."""
    return drawn(*items, size=size, phase=(0.375, 0.25), gamma=0.8)


def pushed_down(picture: Picture, at: int, by: int, colour: Colour = WHITE) -> Picture:
    """Return a taller picture with a band put in at a row."""
    band = np.full((by, picture.shape[1], 3), colour, np.uint8)
    return np.concatenate((picture[:at], band, picture[at:]))


def not_settled(picture: Picture) -> npt.NDArray[np.bool_]:
    """Return a mask that settles nothing."""
    return np.zeros(picture.shape[:2], bool)
