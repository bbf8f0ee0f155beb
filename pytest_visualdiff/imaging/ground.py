"""The background of a picture (its ground), and the distance of its pixels from it."""

from __future__ import annotations

from typing import Any, cast

import cv2
import numpy as np
import numpy.typing as npt

from pytest_visualdiff.imaging.arrays import Colour, Levels, Picture

SAMPLE_STEP = 16
"""Every so many pixels one is sampled, to guess the most frequent colour or level."""


def ground_of(pixels: Picture) -> Colour:
    """Return the most frequent colour; of several, the one with the least red, green and blue."""
    packed = cv2.cvtColor(pixels, cv2.COLOR_BGR2BGRA).reshape(-1, 4).view(np.uint32)[:, 0]
    some = np.sort(packed[::SAMPLE_STEP])
    guess = some[len(some) // 2]  # what most pixels have is in the middle
    # Sorting takes long; what most pixels have is more frequent than any other colour.
    sure = 2 * np.count_nonzero(packed == guess) > len(packed)
    colour = guess if sure else _most_frequent(packed)
    return colour.reshape(1).view(np.uint8)[:3].astype(np.int16)


def _most_frequent(packed: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    """Return the most frequent number, the smallest of several: of no dimension."""
    numbers, counts = np.unique(packed, return_counts=True)
    return np.asarray(numbers[counts.argmax()])


def ink_on(pixels: Picture, ground: Colour) -> Levels:
    """Return how far each pixel is from a colour: the most of any channel.

    Parameters
    ----------
    pixels : ndarray of shape (height, width, 3), uint8
    ground : ndarray of shape (3,), int16
        BGR, 0..255.

    Returns
    -------
    ndarray of shape (height, width), uint8
    """
    if not pixels.size:
        return np.zeros(pixels.shape[:2], np.uint8)
    away = cv2.absdiff(pixels, np.append(ground, 0.0))
    return cast("Levels", largest(away))


def largest(pixels: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return the largest of each pixel's channels: of (height, width, channels), (height, width).

    NumPy's own ``max`` takes ten times as long.
    """
    first, *more = cv2.split(pixels)
    for channel in more:
        cv2.max(first, channel, first)
    return first
