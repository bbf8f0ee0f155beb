"""Words and small things that lie a few pixels elsewhere, which the residual takes for noise.

Where a thing lies up or down, the ink in its rows says, however letters drift along them; to the
side, the ink in its columns. Such sums of one picture are laid over those of the other: what
another rendering draws lies within a pixel of where it was.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from pytest_visualdiff.comparison.displacement import Mask
from pytest_visualdiff.comparison.reflow import ink_of, words_of
from pytest_visualdiff.lines import Grey
from pytest_visualdiff.model import Box, Size

_FARTHEST = 4
"""Pixels; what lies further away is found as what is lost here and new there."""

_AROUND = 3
"""Pixels around a word that are looked at with it."""

_WORDS_APART = 0.4
"""Gap between two words, in heights of the line; never less than four pixels."""

_CLEARLY, _MISFIT = 0.8, 0.06
"""The sums fit better elsewhere if so little is left of the misfit where they are; that is a share
of the ink, and no less than so much."""

_SPREAD = 0.1
"""If more than this share of all words lie elsewhere, it is how the page is drawn."""

_SMOOTH = 0.9
"""Sigma in pixels: rasterisers smooth edges over about as much."""


def nudged(
    baseline: Grey,
    actual: Grey,
    lines: Sequence[Box],
    settled: Mask,
    *,
    beyond: int,
    sideways: bool,
) -> list[Box]:
    """Return the places, old and new in one, of what lies elsewhere by more than ``beyond`` pixels.

    Parameters
    ----------
    baseline, actual : ndarray of shape (height, width), uint8
    lines : sequence of Box
        Lines of text, and things as small, in either picture.
    settled : ndarray of shape (height, width), bool
        What not to look at.
    beyond : int
        Pixels that are a rounding.
    sideways : bool
        Whether to look to the left and right as well: letters that drift say nothing of that.
    """
    size = Size(actual.shape[1], actual.shape[0])
    seen = Box(0, 0, size.width, size.height).grow(-_FARTHEST)
    soft = [cv2.GaussianBlur(it, (0, 0), _SMOOTH).astype(np.float32) for it in (baseline, actual)]
    words = [
        word
        for line in lines
        for word in words_of(line, ink_of(actual, line), _space(line))
        if seen.contains(area := word.grow(_AROUND)) and not settled[area.slices].any()
    ]
    found = []
    for word in words:
        area = word.grow(_AROUND)
        now = soft[1][area.slices]
        there = soft[0][area.grow(_FARTHEST).slices]
        ground = np.median(now)
        inks = np.abs(there - ground), np.abs(now - ground)
        for axis in (0, 1) if sideways else (0,):
            by = _distance(*inks, axis)
            if abs(by) > beyond:
                dx, dy = (0, by) if axis == 0 else (by, 0)
                found.append(Box.around([word, word.move(-dx, -dy)]))
                break
    return found if len(found) <= _SPREAD * len(words) else []


def _space(line: Box) -> int:
    return max(round(_WORDS_APART * line.h), _AROUND + 1)


def _distance(before: npt.NDArray[np.float32], after: npt.NDArray[np.float32], axis: int) -> int:
    """Return how far ink lies elsewhere down (axis 0) or to the right (1); 0 if that is not clear.

    ``before`` has ``_FARTHEST`` pixels more on every side.
    """
    inner = before[:, _FARTHEST:-_FARTHEST] if axis == 0 else before[_FARTHEST:-_FARTHEST]
    sums, others = after.sum(axis=1 - axis), inner.sum(axis=1 - axis)
    laid = np.lib.stride_tricks.sliding_window_view(others, len(sums))[::-1]
    misfits = np.abs(laid - sums).sum(axis=1) / max(float(sums.sum()), 1.0)
    best = int(misfits.argmin())
    near = float(misfits[_FARTHEST - 1 : _FARTHEST + 2].min())
    is_clear = near >= _MISFIT and misfits[best] <= _CLEARLY * near
    return best - _FARTHEST if is_clear else 0
