"""A picture with the elements that were found in it, for ``visualdiff inspect --annotate``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from pytest_visualdiff.model import Box, Element, ElementKind

_Picture: TypeAlias = npt.NDArray[np.uint8]
_Colour: TypeAlias = tuple[int, int, int]

_COLOURS: dict[ElementKind, _Colour] = {
    "text": (60, 140, 30), "button": (40, 30, 220), "input": (190, 30, 170),
    "textarea": (190, 30, 170), "select": (190, 30, 110), "checkbox": (200, 90, 20),
    "radio": (200, 90, 20), "switch": (200, 90, 20), "slider": (200, 90, 20),
    "badge": (0, 110, 210), "icon": (130, 120, 0), "image": (90, 0, 130), "link": (180, 60, 60),
    "container": (110, 110, 110),
}  # fmt: skip
"""BGR of each kind's frame and label, dark enough for white letters."""

_WHITE = (255, 255, 255)
"""BGR of the letters of labels."""

_LARGE = 1900
"""Width in pixels from which a picture is taken to have two pixels for each CSS pixel."""


def draw_elements(pixels: _Picture, elements: Sequence[Element]) -> bytes:
    """Return a PNG: the picture with a frame and a label for each element, and a legend below.

    Text has a frame only: labels would hide it.

    Parameters
    ----------
    pixels : ndarray of shape (height, width, 3), uint8
        BGR.
    elements : sequence of Element
    """
    scale = 2 if pixels.shape[1] >= _LARGE else 1
    canvas = pixels.copy()
    for element in elements:
        box, colour = element.box, _COLOURS[element.kind]
        box = box.grow(2 * scale) if element.kind == "text" else box  # the letters stay visible
        last = (box.right - 1, box.bottom - 1)
        cv2.rectangle(canvas, (box.x, box.y), last, colour, scale)
    for element in elements:  # over every frame
        if element.kind != "text":
            _label(canvas, element.box, element.kind, scale)
    kinds = Counter(element.kind for element in elements)
    return cv2.imencode(".png", np.vstack((canvas, _legend(kinds, canvas.shape[1], scale))))[
        1
    ].tobytes()


def _label(canvas: _Picture, box: Box, kind: ElementKind, scale: int) -> None:
    """Write a kind above its box, or in it where there is no room above."""
    width, height = _size(kind, scale)
    x = max(min(box.x, canvas.shape[1] - width), 0)
    y = box.y - height if box.y >= height else box.y
    _write(canvas, (x, y), kind, kind, scale)


def _legend(kinds: Counter[ElementKind], width: int, scale: int) -> _Picture:
    """Return rows that say which colour is what, and how many there are."""
    places: list[tuple[int, int, ElementKind]] = []
    gap = 8 * scale
    x = y = gap
    for kind in sorted(kinds):
        length, height = _size(f"{kind} {kinds[kind]}", scale)
        if x > gap and x + length + gap > width:
            x, y = gap, y + height + gap
        places.append((x, y, kind))
        x += length + gap
    rows = y + _size("", scale)[1] + gap
    legend = np.full((rows, width, 3), 255, np.uint8)
    for x, y, kind in places:
        _write(legend, (x, y), f"{kind} {kinds[kind]}", kind, scale)
    return legend


def _size(text: str, scale: int) -> tuple[int, int]:
    (width, _), _ = cv2.getTextSize(text, cv2.FONT_HERSHEY_SIMPLEX, 0.36 * scale, scale)
    return width + 5 * scale, 13 * scale


def _write(
    canvas: _Picture, place: tuple[int, int], text: str, kind: ElementKind, scale: int
) -> None:
    (x, y), (width, height) = place, _size(text, scale)
    cv2.rectangle(canvas, (x, y), (x + width - 1, y + height - 1), _COLOURS[kind], cv2.FILLED)
    start = (x + 2 * scale, y + height - 4 * scale)
    font, size = cv2.FONT_HERSHEY_SIMPLEX, 0.36 * scale
    cv2.putText(canvas, text, start, font, size, _WHITE, scale, cv2.LINE_AA)
