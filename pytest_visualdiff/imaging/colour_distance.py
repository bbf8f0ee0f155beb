"""Perceived distance of two colours, as Playwright and pixelmatch measure it."""

from __future__ import annotations

from typing import cast

import numpy as np
import numpy.typing as npt

from pytest_visualdiff.imaging.arrays import Pixels

MAXIMUM = 35215
"""The largest possible delta: red against cyan. More than ``MAXIMUM * threshold**2`` is over a
threshold."""

_TO_YIQ = np.array(
    [
        # Y           I            Q
        (0.11448223, -0.32180189, 0.31114694),  # blue
        (0.58662247, -0.27417610, -0.52261711),  # green
        (0.29889531, 0.59597799, 0.21147017),  # red
    ],
    np.float32,
)
_WHITE = np.float32(255)
_WEIGHTS = np.array((0.5053, 0.299, 0.1957), np.float32)


def yiq_delta(baseline: Pixels, actual: Pixels) -> npt.NDArray[np.float32]:
    """Return the squared distance of each pair of colours in YIQ, weighted as the eye does.

    Colours that are not opaque are seen on white.

    Parameters
    ----------
    baseline, actual : ndarray of shape (..., 1 or 3 or 4), uint8 or uint16
        Grey, BGR or BGRA, of equal shape and dtype.

    Returns
    -------
    ndarray of shape (...), float32
        0..`MAXIMUM`, 0 for equal colours.

    References
    ----------
    Y. Kotsarenko, F. Ramos, "Measuring perceived color difference using YIQ NTSC transmission
    color space in mobile applications", Programación Matemática y Software 2(2), 2010.
    """
    difference = _on_white(baseline) - _on_white(actual)
    bgr = np.broadcast_to(difference, (*difference.shape[:-1], 3))  # grey: all three are the same
    yiq = bgr @ _TO_YIQ
    return cast("npt.NDArray[np.float32]", (yiq * yiq) @ _WEIGHTS)


def _on_white(pixels: Pixels) -> npt.NDArray[np.float32]:
    """Return colours without alpha in levels of 0..255."""
    levels = pixels.astype(np.float32)
    if pixels.dtype == np.uint16:
        levels /= 257
    if levels.shape[-1] < 4:
        return levels
    colours, alpha = levels[..., :3], levels[..., 3:]
    alpha /= 255
    return _WHITE + (colours - _WHITE) * alpha
