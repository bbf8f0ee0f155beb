"""Types of arrays that hold pictures, with their shapes."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from pytest_visualdiff.model import Size

CACHED = 1 << 17
"""Bytes that are worked on at a time. They stay in the processor's cache, and are few enough for
the allocator to hand out the same memory again: fresh memory costs more than the work on it."""

Pixels: TypeAlias = npt.NDArray[Any]
"""(height, width, channels), uint8 or uint16; channels are grey, BGR or BGRA, as in OpenCV."""

Picture: TypeAlias = npt.NDArray[np.uint8]
"""(height, width, 3), BGR, 0..255."""

Grey: TypeAlias = npt.NDArray[np.uint8]
"""(height, width), luma, 0..255."""

Levels: TypeAlias = npt.NDArray[np.uint8]
"""(height, width): one value for each pixel, 0..255."""

Mask: TypeAlias = npt.NDArray[np.bool_]
"""(height, width), or (rows, columns) of cells."""

Colour: TypeAlias = npt.NDArray[np.int16]
"""(3,), BGR, 0..255."""


def size_of(pixels: npt.NDArray[Any]) -> Size:
    """Return the width and height of a picture, a mask or a plane."""
    return Size(pixels.shape[1], pixels.shape[0])
