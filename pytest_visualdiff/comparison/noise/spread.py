"""Whether noise is spread over two pictures, as one rendering would not leave it.

Another machine smooths every edge in its own way. So noise is in many parts of a picture, where a
change is in one; and what one rendering draws is equal to the last level.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pytest_visualdiff.comparison.noise.model import is_noise
from pytest_visualdiff.comparison.noise.pair import CONTEXT
from pytest_visualdiff.imaging.areas import Differences, region_boxes
from pytest_visualdiff.imaging.arrays import Pixels, size_of
from pytest_visualdiff.imaging.cells import any_in_cell, busy
from pytest_visualdiff.imaging.contrast import IMPERCEPTIBLE
from pytest_visualdiff.imaging.decode import eight_bit_bgr, grey
from pytest_visualdiff.model import Box

_SPREAD_AREAS = 12
"""Areas that differ from which on they may be spread out. Set by tests/test_renderings."""

_SPREAD_SHARE = 0.1
"""Share of what is drawn that differs where noise is spread over a page with that many areas."""

_SPREAD_MOSTLY = 0.5
"""Share of what is drawn that differs where noise is spread over a picture of a few things."""

_GRID = 8
"""Parts along each side of a picture, 8x8 in all, in which noise is counted."""

_SPREAD_PARTS = 4
"""Parts with noise from which on it is spread out: a change is seldom in so many."""

_SAMPLE = 48
"""Areas, evenly spread, that are examined at most: each takes about a millisecond."""

BLOCK_MARGIN = 8
"""Pixels around a block that moved in which edges belong to it."""


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two pictures of one size.

    Attributes
    ----------
    baseline, actual : ndarray of shape (height, width, channels)
    """

    baseline: Pixels
    actual: Pixels

    def looks_like_noise(self, box: Box) -> bool:
        window = box.grow(CONTEXT).clip(size_of(self.actual)).slices
        return is_noise(eight_bit_bgr(self.baseline[window]), eight_bit_bgr(self.actual[window]))

    def noisy_parts(self, boxes: Sequence[Box], enough: int) -> set[tuple[int, int]]:
        """Return the rows and columns of grid parts with noise, up to ``enough`` of them.

        Of very many ``boxes`` an evenly spread sample is examined.
        """
        if len(boxes) > _SAMPLE:
            boxes = [boxes[i] for i in np.linspace(0, len(boxes) - 1, _SAMPLE).astype(int)]
        size, parts = size_of(self.actual), set[tuple[int, int]]()
        for box in boxes:
            part = box.y * _GRID // size.height, box.x * _GRID // size.width
            if part not in parts and self.looks_like_noise(box):
                parts.add(part)
                if len(parts) >= enough:
                    break
        return parts

    def share_of_drawn(self, found: Differences) -> float:
        """Return how much of what is drawn differs, 0..1, counted in cells."""
        luma = grey(self.actual)
        drawn = busy(luma, 0) | busy(luma, 1)
        differs = any_in_cell(found.levels > IMPERCEPTIBLE)
        return float((drawn & differs).sum() / max(int(drawn.sum()), 1))


def spread_noise(
    baseline: Pixels, actual: Pixels, found: Differences, blocks: Sequence[Box]
) -> str | None:
    """Return how noise is spread over two pictures, in words; None if it is not.

    Parameters
    ----------
    baseline, actual : ndarray of shape (height, width, channels), uint8 or uint16
        Of one shape, laid out alike.
    found : Differences
        Between the two.
    blocks : sequence of Box
        What moved: by a fraction of a pixel, one rendering draws it a little differently as well.
    """
    boxes = region_boxes(found, above=IMPERCEPTIBLE)
    if len(boxes) < _SPREAD_PARTS:  # whatever they look like
        return None
    pair = _Pair(baseline, actual)
    share = pair.share_of_drawn(found)
    spread = len(boxes) >= _SPREAD_AREAS and share >= _SPREAD_SHARE
    if spread and len(pair.noisy_parts(boxes, _SPREAD_PARTS)) >= _SPREAD_PARTS:
        return f"{share:.0%} of what is drawn differs, in {len(boxes)} places"
    if share >= _SPREAD_MOSTLY and not blocks:
        alike = [box for box in boxes if pair.looks_like_noise(box)]
        if len(alike) >= len(boxes) / 2:
            return f"{share:.0%} of what is drawn differs, {len(alike)} places by little"
    near = [block.grow(BLOCK_MARGIN) for block in blocks]
    boxes = [box for box in boxes if not any(map(box.meets, near))]
    parts = set() if _are_corners(boxes) else pair.noisy_parts(boxes, _GRID**2)
    if len(parts) >= _SPREAD_PARTS and len({row for row, _ in parts}) > 1:
        return f"edges are drawn differently in {len(parts)} parts of the picture"
    return None


def _are_corners(boxes: Sequence[Box]) -> bool:
    """Return whether areas are no more than the corners of one box: that has changed, if it has."""
    whole = Box.around(boxes) if boxes else Box(0, 0, 0, 0)
    return all(
        (box.x == whole.x or box.right == whole.right)
        and (box.y == whole.y or box.bottom == whole.bottom)
        for box in boxes
    )
