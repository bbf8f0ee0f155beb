"""The kinds of arrays that pictures are, with their shapes."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Pixels: TypeAlias = npt.NDArray[Any]
"""(height, width, channels), uint8 or uint16; channels are grey, BGR or BGRA, as in OpenCV."""

Picture: TypeAlias = npt.NDArray[np.uint8]
"""(height, width, 3), BGR, 0..255."""

Grey: TypeAlias = npt.NDArray[np.uint8]
"""(height, width), luma, 0..255."""

Levels: TypeAlias = npt.NDArray[np.uint8]
"""(height, width): one number for each pixel, 0..255."""

Mask: TypeAlias = npt.NDArray[np.bool_]
"""(height, width), or (rows, columns) of cells."""

Colour: TypeAlias = npt.NDArray[np.int16]
"""(3,), BGR, 0..255."""
