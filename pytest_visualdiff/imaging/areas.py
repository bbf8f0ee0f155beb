"""Differences between two pictures of one size, pixel by pixel and as areas."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from pytest_visualdiff.imaging.arrays import CACHED, Levels, Mask, Pixels
from pytest_visualdiff.imaging.cells import CELL_H, CELL_W, any_in_cell
from pytest_visualdiff.imaging.ground import largest
from pytest_visualdiff.model import Box, Region

_REACH = 7
"""Side in pixels of the squares around differing pixels that belong to one area if they meet: so
the letters of a word are one, and two words are not."""


@dataclass(frozen=True, slots=True)
class Differences:
    """Every differing pixel of a pair.

    Attributes
    ----------
    box : Box
        The smallest box around all of them.
    levels : ndarray of shape (box.h, box.w), uint8
        The largest difference in any channel, 0..255; 0 where the pictures are equal.
    """

    box: Box
    levels: Levels

    def without(self, boxes: Iterable[Box]) -> tuple[list[int], Differences]:
        """Return how many pixels differ in each box, and the differences outside of them all.

        What lies in several boxes is counted in the first of them.
        """
        levels, counts = self.levels.copy(), []
        for box in boxes:
            x, y = box.x - self.box.x, box.y - self.box.y
            inside = levels[max(y, 0) : max(y + box.h, 0), max(x, 0) : max(x + box.w, 0)]
            counts.append(int(np.count_nonzero(inside)))
            inside[:] = 0
        return counts, Differences(self.box, levels)


@dataclass(frozen=True, slots=True)
class Extent:
    """How much of two pictures of one size differs, and where.

    Attributes
    ----------
    box : Box
        The smallest box around all differing pixels.
    pixels : int
        How many differ.
    cells : ndarray of shape (rows, columns), bool
        Which cells have one that does.
    """

    box: Box
    pixels: int
    cells: Mask


def extent(baseline: Pixels, actual: Pixels) -> Extent | None:
    """Return where two pictures differ, or None if every pixel is equal.

    Parameters
    ----------
    baseline, actual : ndarray of shape (height, width, channels), uint8 or uint16
        Of equal shape and dtype.
    """
    height, width = baseline.shape[:2]
    cells = np.zeros((-(-height // CELL_H), -(-width // CELL_W)), bool)
    columns = np.zeros(width, bool)
    rows: list[int] = []
    pixels = 0
    for band in _bands(baseline):
        one, other = baseline[band], actual[band]
        if not cv2.norm(one, other, cv2.NORM_INF):
            continue
        differing = _apart(one, other) > 0
        pixels += cv2.countNonZero(differing.view(np.uint8))
        cells[band.start // CELL_H : -(-band.stop // CELL_H)] = any_in_cell(differing)
        columns |= differing.any(axis=0)
        found = np.flatnonzero(differing.any(axis=1)) + band.start
        rows += (int(found[0]), int(found[-1]))
    if not rows:
        return None
    places = np.flatnonzero(columns)
    left, right, top, bottom = int(places[0]), int(places[-1]) + 1, rows[0], rows[-1] + 1
    return Extent(Box(left, top, right - left, bottom - top), pixels, cells)


def levels_between(baseline: Pixels, actual: Pixels) -> Levels:
    """Return by how much each pixel differs: the most of any channel, 0..255.

    Parameters
    ----------
    baseline, actual : ndarray of shape (height, width, channels), uint8 or uint16
        Of equal shape and dtype.
    """
    levels = np.empty(baseline.shape[:2], np.uint8)
    for band in _bands(baseline):
        levels[band] = _to_8_bit(_apart(baseline[band], actual[band]))
    return levels


def _bands(picture: Pixels) -> Iterator[slice]:
    """Yield rows to look at together, in whole cells: few enough to stay in the cache."""
    height = len(picture)
    step = max(CACHED // max(picture[:1].nbytes, 1) // CELL_H, 1) * CELL_H
    return (slice(top, min(top + step, height)) for top in range(0, height, step))


def _apart(one: Pixels, other: Pixels) -> Pixels:
    """Return the most by which any channel of each pixel differs."""
    one, other = np.ascontiguousarray(one), np.ascontiguousarray(other)
    return largest(cv2.absdiff(one, other).reshape(one.shape))


def regions(found: Differences, above: int) -> list[Region]:
    """Return the measured areas of ``found``; see `region_boxes` for ``above``."""
    return [_region(found, box) for box in region_boxes(found, above)]


def region_boxes(found: Differences, above: int) -> list[Box]:
    """Return the boxes of differing pixels in reading order: top to bottom, then left to right.

    Pixels whose 7x7 neighbourhoods meet are in one area, and areas whose boxes touch or overlap are
    merged until none do. Each pixel that differs by more than ``above`` is in exactly one area.

    Parameters
    ----------
    found : Differences
    above : int
        Levels, 0..254, by which a pixel has to differ to make an area; pixels that differ by less
        belong to the area whose box they lie in, if there is one.
    """
    margin = _REACH // 2
    found = _tight(found, above)
    if not found.levels.size:
        return []
    over = (found.levels > above).view(np.uint8)
    mask = cv2.copyMakeBorder(over, *(margin,) * 4, cv2.BORDER_CONSTANT, value=(0,))
    grown = cv2.dilate(mask, np.ones((_REACH, _REACH), np.uint8))
    # A grown box is the box of its pixels plus the margin, which is also the padding.
    boxes = [Box(x, y, w - 2 * margin, h - 2 * margin) for x, y, w, h in _component_boxes(grown)]
    while True:
        painted = np.zeros_like(found.levels)
        for box in boxes:
            painted[box.y : box.bottom, box.x : box.right] = 1
        merged = [Box(*box) for box in _component_boxes(painted)]
        if len(merged) == len(boxes):
            break
        boxes = merged
    return sorted(
        (box.move(found.box.x, found.box.y) for box in merged), key=lambda box: (box.y, box.x)
    )


def _tight(found: Differences, above: int) -> Differences:
    """Leave out the rows and columns around all that differs by more than ``above``."""
    if not found.levels.size:
        return found
    inside = Box(*cv2.boundingRect((found.levels > above).view(np.uint8)))
    return Differences(inside.move(found.box.x, found.box.y), found.levels[inside.slices])


def _component_boxes(mask: cv2.typing.MatLike) -> list[list[int]]:
    """Return ``[x, y, w, h]`` of each 8-connected component.

    Their outlines are enough for that, and are found in a fraction of the time that labels take.
    """
    outlines, nesting = cv2.findContours(mask, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    parents = nesting[0, :, 3].tolist() if outlines else []
    return [
        list(cv2.boundingRect(outline))
        for outline, parent in zip(outlines, parents, strict=True)
        if parent < 0  # others are the outlines of holes
    ]


def _region(found: Differences, box: Box) -> Region:
    x, y = box.x - found.box.x, box.y - found.box.y
    levels = found.levels[y : y + box.h, x : x + box.w]
    return Region(box, box, cv2.countNonZero(levels), int(levels.max()))


def _to_8_bit(levels: Pixels) -> Levels:
    if levels.dtype == np.uint8:
        return np.ascontiguousarray(levels)
    # Rounded up: a difference in the low byte alone is still a difference.
    return ((levels.astype(np.uint32) + 256) // 257).astype(np.uint8)
