"""Tells rendering noise from real change, by what the page itself shows.

Noise is spread over a page and alike everywhere; a real change is an outlier. So nothing is held
against a fixed number alone: how large the residual of harmless text is, the page says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np
import numpy.typing as npt

from pytest_visualdiff.comparison.displacement import Mask
from pytest_visualdiff.comparison.lines import Grey, Path, align, find_lines, paragraphs, unwrapped
from pytest_visualdiff.comparison.regions import largest, levels_between
from pytest_visualdiff.comparison.residual import (
    Picture,
    Plane,
    Residual,
    Softened,
    residual,
    residual_at,
)
from pytest_visualdiff.model import Box, Size


@dataclass(frozen=True, slots=True)
class _Scale:
    """How large a residual has to be.

    Attributes
    ----------
    least : float
        Up to this it is noise on any page.
    factor : float
        An outlier is so many times the page's own 99th percentile.
    usual : float
        Peaks from this on say nothing of the page's noise.
    most : float
        From this on it is real on any page.
    """

    least: float
    factor: float
    usual: float
    most: float

    def limit(self, left: npt.NDArray[np.float32]) -> float:
        """Return the residual from which on a difference is an outlier of this page."""
        summits = cv2.dilate(left, np.ones((11, 11), np.uint8))
        peaks = ((left == summits) & (left > 1) & (left < self.usual)).view(np.uint8)
        # Along an edge all are as high: they are one.
        count, labels = cv2.connectedComponents(peaks, connectivity=8)
        heights = np.zeros(count, np.float32)
        heights[labels.ravel()] = left.ravel()
        highest = np.sort(heights[1:])[::-1]
        # What is seen in one or two places only is not spread over the page.
        rank = max(2, len(highest) // 100)
        usual = float(highest[rank]) if len(highest) > rank else 0.0
        return min(max(self.least, self.factor * usual), self.most)


_LETTERS = _Scale(least=110, factor=2.5, usual=400, most=500)
"""The least: a stroke of four pixels that is 27 levels lighter. The most: one that is not there."""

_LINES = _Scale(least=100, factor=2, usual=400, most=500)
"""The least: a rule one pixel wide, 22 levels darker than its ground, that is not there."""

_COLOURS = _Scale(least=180, factor=2.5, usual=300, most=450)
"""Chroma is blurred, and sub-pixel text leaves some of its fringes."""

_SCALES = _LETTERS, _LINES, _COLOURS

_ROUNDING = 2
"""Levels that rounding makes."""

_AROUND = np.ones((5, 5), np.uint8)

_DRIFTING = 0.12
"""Lines drift on a page if so many of them do not lie as they did; one changed line is no drift."""

_DRIFTING_LEAST = 4

_MOVED = 2
"""Pixels from which on a line that starts elsewhere has moved."""

_EDGE = 0.5
"""An upright edge changes by less than this up and down, for what it changes from side to side."""

_SIDEWAYS = 16
"""Pixels that an edge may have slid where text drifts: a button is as wide as its text."""

_LARGEST_SLIDE = 60_000
"""Pixels of an area up to which it may have slid; larger ones are no edges."""


@dataclass(frozen=True, slots=True)
class Noise:
    """What the noise model says of two pictures.

    Attributes
    ----------
    real : ndarray of shape (height, width), bool
        Where the difference is no noise.
    drifting : bool
        Whether letters drift along their lines.
    """

    real: Mask
    drifting: bool


def find_real(baseline: Picture, actual: Picture, settled: Mask, slack: int) -> Noise:
    """Say where two pictures of different renderings differ by more than noise.

    Parameters
    ----------
    baseline, actual : ndarray of shape (height, width, 3), uint8
        Of one shape, laid out alike.
    settled : ndarray of shape (height, width), bool
        What not to look at.
    slack : int
        By how many pixels, up and down, a block's place is uncertain.
    """
    before, after = Softened.of(baseline), Softened.of(actual)
    left = residual(before, after)
    _clear(left, settled)
    lines = find_lines([_grey(baseline), _grey(actual)])
    drifting = _lay_lines(baseline, actual, lines, left, settled)
    limits = [scale.limit(of) for scale, of in zip(_SCALES, left.maps, strict=True)]
    if drifting:
        _unwrap(baseline, actual, lines, left, limits)
    real = _above(left, limits) | (_fills(baseline, actual) & ~settled)
    if drifting or slack:
        for box in _areas(real):
            part = _slices(box)
            inside = box.x > _SIDEWAYS and box.right < real.shape[1] - _SIDEWAYS
            edge = _is_edge(before.luma[part]) or _is_edge(after.luma[part])
            if drifting and edge and inside:  # at the rim, anything could slide out of sight
                _slide(before, after, box, real, limits, far=_SIDEWAYS, up=slack)
            else:
                _slide(before, after, box, real, limits, far=1, up=slack)
    return Noise(real, drifting)


def _fills(baseline: Picture, actual: Picture) -> Mask:
    """Return where both pictures are filled evenly, and not alike: noise changes edges, not fills.

    Rounding in a rasteriser and in colour management changes them by a level or two.
    """
    even = np.ones(baseline.shape[:2], bool)
    for picture in (baseline, actual):
        spread = cv2.subtract(cv2.dilate(picture, _AROUND), cv2.erode(picture, _AROUND))
        even &= largest(spread) <= _ROUNDING
    apart = levels_between(baseline, actual) > 2 * _ROUNDING
    return even & apart


def noise_like(baseline: Picture, actual: Picture) -> bool:
    """Say whether a small part of two pictures differs by no more than noise on any page."""
    left = residual(Softened.of(baseline), Softened.of(actual))
    return not _above(left, [scale.least for scale in _SCALES]).any()


def _above(left: Residual, limits: Sequence[float]) -> Mask:
    over = np.zeros(left.letters.shape, bool)
    for of, limit in zip(left.maps, limits, strict=True):
        over |= of > limit
    return over


def _clear(left: Residual, settled: Mask) -> None:
    for of in left.maps:
        of[settled] = 0


def _lay_lines(
    baseline: Picture, actual: Picture, lines: Sequence[Box], left: Residual, settled: Mask
) -> bool:
    """Lay drifting lines over each other, and write down what is left of them."""
    off = [line for line in lines if left.letters[_slices(line)].max() > _LETTERS.least]
    if len(off) < max(_DRIFTING_LEAST, _DRIFTING * len(lines)):
        return False
    soft = [_soft(baseline), _soft(actual)]
    laid = baseline.copy()
    size = Size(baseline.shape[1], baseline.shape[0])
    drifts = align(soft[0], soft[1], off)
    loose = [n for n in range(len(off)) if not _is_anchored(n, off, drifts)]
    for number, (line, drift) in enumerate(zip(off, drifts, strict=True)):
        if number in loose:
            continue
        columns = np.clip(np.arange(line.x, line.right) - drift, 0, size.width - 1)
        laid[_slices(line)] = baseline[line.y : line.bottom, columns]
    for line in off:
        area = line.grow(12).clip(size)
        window, inner = _slices(area), _slices(line.grow(3).clip(size).move(-area.x, -area.y))
        again = residual(Softened.of(laid[window]), Softened.of(actual[window]))
        _clear(again, settled[window])
        for of, now in zip(left.maps, again.maps, strict=True):
            of[window][inner] = now[inner]
    return True


def _is_anchored(number: int, lines: Sequence[Box], drifts: Sequence[Path]) -> bool:
    """Say whether a line drifts from where it stands, or together with another.

    That is one beside it, whose end it follows, or one in the same column, which is as wide as the
    widest text in it. A line that lies elsewhere all by itself has moved.
    """
    line, drift = lines[number], drifts[number]
    if np.abs(drift).min() < _MOVED:
        return True
    for other, its in zip(lines, drifts, strict=True):
        if other is line:
            continue
        ends = (its[0], drift[0])
        if max(line.y, other.y) < min(line.bottom, other.bottom):
            ends = (its[-1], drift[0]) if other.x < line.x else (its[0], drift[-1])
        elif max(line.x, other.x) >= min(line.right, other.right):
            continue
        if abs(int(ends[0]) - int(ends[1])) < _MOVED:
            return True
    return False


def _unwrap(
    baseline: Picture,
    actual: Picture,
    lines: Sequence[Box],
    left: Residual,
    limits: Sequence[float],
) -> None:
    """Take out paragraphs that are the same, but for the ends of their lines."""
    over = _above(left, limits)
    for paragraph in paragraphs(lines):
        if not any(over[_slices(line)].any() for line in paragraph):
            continue
        if any(_reads_alike(baseline, actual, paragraph, limits, way) for way in (True, False)):
            for line in paragraph:
                for of in left.maps:
                    of[_slices(line.grow(2).clip(Size(of.shape[1], of.shape[0])))] = 0


def _reads_alike(
    baseline: Picture,
    actual: Picture,
    paragraph: Sequence[Box],
    limits: Sequence[float],
    rightwards: bool,
) -> bool:
    before, after = unwrapped((baseline, actual), paragraph, rightwards=rightwards)
    line = Box(0, 0, after.shape[1], after.shape[0])
    (drift,) = align(_soft(before), _soft(after), [line])
    columns = np.clip(np.arange(line.w) - drift, 0, line.w - 1)
    again = residual(Softened.of(before[:, columns]), Softened.of(after))
    return not _above(again, limits).any()


def _soft(picture: Picture) -> Grey:
    return cast("Grey", cv2.GaussianBlur(_grey(picture), (5, 5), 0.8))


def _grey(picture: Picture) -> Grey:
    return cast("Grey", cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY))


def _areas(mask: Mask) -> Iterator[Box]:
    near = cv2.dilate(mask.view(np.uint8), np.ones((9, 9), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(near, connectivity=8)
    for x, y, w, h in stats[1:, : cv2.CC_STAT_AREA].tolist():
        if w * h <= _LARGEST_SLIDE:
            yield Box(x, y, w, h)


def _is_edge(luma: Plane) -> bool:
    """Say whether a part of a picture shows an upright edge and little else."""
    upright = cv2.absdiff(luma[:, 1:], luma[:, :-1]).sum()
    level = cv2.absdiff(luma[1:], luma[:-1]).sum()
    return bool(level < _EDGE * upright)


def _slide(
    before: Softened,
    after: Softened,
    box: Box,
    real: Mask,
    limits: Sequence[float],
    *,
    far: int,
    up: int,
) -> None:
    """Take an area out of ``real`` if one small displacement explains all of it."""
    size = Size(real.shape[1], real.shape[0])
    wide = Box(box.x - far, box.y - up, box.w + 2 * far, box.h + 2 * up).grow(12).clip(size)
    window, inside = _slices(wide), _slices(box.move(-wide.x, -wide.y))
    one, other, unexplained = before.part(window), after.part(window), real[_slices(box)]
    for dy in sorted(range(-up, up + 1), key=abs):
        for dx in sorted(range(-far, far + 1), key=abs):
            over = _above(residual_at(one.shifted(dx, dy), other), limits)
            if not (over[inside] & unexplained).any():
                unexplained[:] = False
                return


def _slices(box: Box) -> tuple[slice, slice]:
    return np.s_[box.y : box.bottom, box.x : box.right]
