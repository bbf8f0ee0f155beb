"""PNG files with the filters that a test asks for."""

from __future__ import annotations

import struct
from collections.abc import Sequence

import numpy as np

from pytest_visualdiff.imaging.png.filters import stored
from tests.support import Picture

NONE, SUB, UP, AVERAGE, PAETH = FILTERS = range(5)

COLOURS = {1: 0, 3: 2, 4: 6}
"""The PNG colour types by the number of channels."""


def filtered(picture: Picture, filters: Sequence[int]) -> bytes:
    """Return a PNG file of a picture (height, width, 1 or 3 or 4), each row with its own filter.

    Channels are in a file's order: RGB or RGBA. W3C, Portable Network Graphics Specification (Third
    Edition), section 9.
    """
    height, width, channels = picture.shape
    pixels = picture.reshape(height, width * channels).astype(int)
    left = np.pad(pixels, ((0, 0), (channels, 0)))[:, : width * channels]
    above = np.pad(pixels, ((1, 0), (0, 0)))[:height]
    corner = np.pad(left, ((1, 0), (0, 0)))[:height]
    guess = left + above - corner
    apart = [abs(guess - it) for it in (left, above, corner)]
    paeth = np.where(
        (apart[0] <= apart[1]) & (apart[0] <= apart[2]),
        left,
        np.where(apart[1] <= apart[2], above, corner),
    )
    predicted = np.stack([0 * left, left, above, (left + above) // 2, paeth])
    chosen = predicted[np.asarray(filters), np.arange(height)]
    rows = ((pixels - chosen) % 256).astype(np.uint8)
    table = np.insert(rows, 0, np.asarray(filters, np.uint8), axis=1)
    header = struct.pack(">IIBBBBB", width, height, 8, COLOURS[channels], 0, 0, 0)
    return stored(header, table.tobytes())
