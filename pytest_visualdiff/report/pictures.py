"""The picture that shows where two pictures differ."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

import cv2
import numpy as np
import numpy.typing as npt

from pytest_visualdiff.model import Box

_RED = (40, 30, 220)  # BGR
_FADE = 0.25


def draw_diff(baseline: bytes, actual: bytes, defects: Iterable[Box]) -> bytes:
    """Return a PNG: the actual picture faded, what differs in red, a frame around each defect.

    The picture covers both pictures; what only one of them has is red as well.

    Parameters
    ----------
    baseline, actual : bytes
        PNG files that can be decoded.
    defects : iterable of Box
        Boxes in the actual picture.
    """
    before, after = _decode(baseline), _decode(actual)
    height = max(before.shape[0], after.shape[0])
    width = max(before.shape[1], after.shape[1])
    common = np.s_[: min(before.shape[0], after.shape[0]), : min(before.shape[1], after.shape[1])]

    canvas = np.full((height, width, 3), 255, np.uint8)
    canvas[: before.shape[0], : before.shape[1]] = _faded(before)
    canvas[: after.shape[0], : after.shape[1]] = _faded(after)
    differs = np.ones((height, width), bool)
    differs[common] = (before[common] != after[common]).any(axis=2)
    canvas[differs] = _RED
    for box in defects:
        cv2.rectangle(canvas, (box.x - 3, box.y - 3), (box.right + 2, box.bottom + 2), _RED, 1)
    return cv2.imencode(".png", canvas)[1].tobytes()


def _decode(png: bytes) -> npt.NDArray[np.uint8]:
    """Return (height, width, 3), 8-bit BGR; what was compared can be decoded."""
    picture = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_COLOR)
    return cast("npt.NDArray[np.uint8]", picture)


def _faded(picture: npt.NDArray[np.uint8]) -> cv2.typing.MatLike:
    grey = cv2.cvtColor(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)
    return cv2.addWeighted(grey, _FADE, grey, 0, 255 * (1 - _FADE))
