"""The ground of a picture, and how far what is drawn is from it."""

from __future__ import annotations

from typing import TypeAlias, cast

import cv2
import numpy as np
import numpy.typing as npt

Picture: TypeAlias = npt.NDArray[np.uint8]
"""(height, width, 3), BGR."""

Levels: TypeAlias = npt.NDArray[np.uint8]
"""(height, width): one number for each pixel, 0..255."""

Colour: TypeAlias = npt.NDArray[np.int16]
"""(3,), BGR."""

_SOME = 16
"""Of every so many pixels one is looked at, to guess the most frequent colour."""


def ground_of(pixels: Picture) -> Colour:
    """Return the most frequent colour; of several, the one with the least red, green and blue."""
    packed = cv2.cvtColor(pixels, cv2.COLOR_BGR2BGRA).reshape(-1, 4).view(np.uint32)[:, 0]
    guess = _most_frequent(packed[::_SOME])
    # Sorting takes long; what most pixels have is more frequent than any other colour.
    sure = 2 * np.count_nonzero(packed == guess) > len(packed)
    colour = guess if sure else _most_frequent(packed)
    return colour.reshape(1).view(np.uint8)[:3].astype(np.int16)


def _most_frequent(packed: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    """Return the most frequent number, the smallest of several: of no dimension."""
    numbers, counts = np.unique(packed, return_counts=True)
    return np.asarray(numbers[counts.argmax()])


def ink_on(pixels: Picture, ground: Colour) -> Levels:
    """Return how far each pixel is from a colour: the most of any channel."""
    if not pixels.size:
        return np.zeros(pixels.shape[:2], np.uint8)
    away = cv2.absdiff(pixels, np.append(ground, 0.0))
    return most_of_channels(cast("Picture", away))


def most_of_channels(pixels: Picture) -> Levels:
    """Return the highest level of each pixel.

    NumPy takes many times as long for the same along an axis of three.
    """
    blue, green, red = (pixels[:, :, channel] for channel in range(3))
    return np.maximum(np.maximum(blue, green), red)
