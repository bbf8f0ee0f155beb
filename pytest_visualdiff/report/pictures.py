"""The picture that shows where two pictures differ."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias, cast

import cv2
import numpy as np
import numpy.typing as npt

from pytest_visualdiff.model import Box, Defect, Dismissal

_RED = (40, 30, 220)
"""BGR of what differs in a defect, and of its frame."""

_BLUE = (200, 90, 20)
"""BGR of the frame of a defect that only follows from another."""

_GREY = (130, 130, 130)
"""BGR of the frame of what was ignored."""

_GREY_BLUE = (200, 175, 150)
"""BGR of what differs and was dismissed, or only moved."""

_FADE = 0.25
"""Contrast that the actual picture keeps, so that colours stand out from it."""

_EQUAL = (0, 0, 0)
"""Difference of two pixels that are equal."""

_Mask: TypeAlias = npt.NDArray[np.bool_]


def draw_diff(
    baseline: bytes,
    actual: bytes,
    defects: Sequence[Defect],
    dismissed: Sequence[Dismissal] = (),
) -> bytes:
    """Return a PNG: the actual picture faded, with what differs and the defects over it.

    The differing pixels of a defect are red; those that were dismissed or only moved are grey-blue.
    A defect has a red frame, and a blue one if it only follows from another; what was ignored has
    a grey frame. The picture covers both pictures; what only one of them has counts as different.

    Parameters
    ----------
    baseline, actual : bytes
        PNG files that can be decoded.
    defects : sequence of Defect
    dismissed : sequence of Dismissal
    """
    before, after = _decode(baseline), _decode(actual)
    height = max(before.shape[0], after.shape[0])
    width = max(before.shape[1], after.shape[1])
    common = np.s_[: min(before.shape[0], after.shape[0]), : min(before.shape[1], after.shape[1])]

    canvas = np.full((height, width, 3), 255, np.uint8)
    if before.shape != after.shape:
        canvas[: before.shape[0], : before.shape[1]] = _faded(before)
    canvas[: after.shape[0], : after.shape[1]] = _faded(after)
    outside = np.ones((height, width), bool)
    outside[common] = False
    differs = outside.copy()
    differs[common] = cv2.inRange(cv2.absdiff(before[common], after[common]), _EQUAL, _EQUAL) == 0
    canvas[differs] = _GREY_BLUE
    canvas[differs & _counting(defects, outside)] = _RED
    for each in dismissed:
        if each.reason == "ignored":
            _frame(canvas, each.box, _GREY)
    for defect in sorted(defects, key=lambda defect: defect.caused_by is None):  # red over blue
        if box := _place(defect):
            _frame(canvas, box, _BLUE if defect.caused_by else _RED)
    return cv2.imencode(".png", canvas)[1].tobytes()


def _frame(canvas: npt.NDArray[np.uint8], box: Box, colour: tuple[int, int, int]) -> None:
    cv2.rectangle(canvas, (box.x - 3, box.y - 3), (box.right + 2, box.bottom + 2), colour)


def _counting(defects: Sequence[Defect], outside: _Mask) -> _Mask:
    """Return which differing pixels belong to a defect that counts.

    Parameters
    ----------
    defects : sequence of Defect
    outside : ndarray of shape (height, width), bool
        Where only one of the pictures has pixels.
    """
    counts = np.zeros_like(outside)
    for defect in defects:
        if defect.caused_by or defect.kind == "shifted":
            continue
        if defect.kind == "size_changed":
            counts |= outside
        elif box := _place(defect):
            counts[box.y : box.bottom, box.x : box.right] = True
    return counts


def _place(defect: Defect) -> Box | None:
    """Return where a defect is in the actual picture; for what is gone, where it was."""
    return defect.box_after or defect.box


def _decode(png: bytes) -> npt.NDArray[np.uint8]:
    """Return the 8-bit BGR pixels of a picture; one that was compared can be decoded."""
    picture = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_COLOR)
    return cast("npt.NDArray[np.uint8]", picture)


def _faded(picture: npt.NDArray[np.uint8]) -> cv2.typing.MatLike:
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    faded = cv2.convertScaleAbs(grey, alpha=_FADE, beta=255 * (1 - _FADE))
    return cv2.cvtColor(faded, cv2.COLOR_GRAY2BGR)
