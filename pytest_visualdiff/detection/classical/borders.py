"""What is beyond the sides of rectangles in a picture: a border, and the area after it.

Many sides are examined together: NumPy takes nearly as long for one alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from pytest_visualdiff.imaging.arrays import Picture
from pytest_visualdiff.model import Box, Size

Colour: TypeAlias = list[int]
"""Levels of blue, green and red: so few are counted faster without NumPy."""

Places: TypeAlias = npt.NDArray[np.intp]
"""Pixels outwards from the sides of rectangles, by their numbers, row by row.

(rectangles, 4, `DEPTH`, samples): the upper side is the first, and so on clockwise; from the side
outwards in the third axis, and along it in the last. Beyond the picture's edge stands its last one.
"""

Around: TypeAlias = Sequence[Sequence[int]]
"""The areas at the pixels outwards from one side, as far as the picture goes."""

STEP = 2
"""Levels, in any channel, by which neighbours within one smooth area differ at most."""

NEAR = 3
"""Pixels behind a border in which the area beyond it begins, unless there is a shadow."""

OUTSIDE = -1
"""Stands for an area beyond the picture's edge."""

_REACH = 8
"""Pixels around the inside in which a border or the edge of a shadow ends."""

DEPTH = 2 * _REACH
"""Pixels outwards that are examined."""

_EDGE_SHARE = 0.4
"""The outermost step of at least this share of the largest one is a box's edge; a shadow's
steps are smaller."""

_SEEN = 8
"""Levels by which a border differs from what is on both sides of it."""

_SAMPLES = 7
"""Places on the middle of a side, between round corners, that are examined."""

_ALONG = np.linspace(-0.5, 0.5, _SAMPLES)
_OUT = np.array([-1, 1, 1, -1])[:, np.newaxis] * np.arange(DEPTH)


class Rectangle(NamedTuple):
    """A smooth area with the outline of a rectangle.

    Attributes
    ----------
    label : int
        The number of the area.
    smooth : Box
        Of its smooth pixels.
    inside : Box
        Of all its pixels, without a border.
    radius : float
        Of its corners, in pixels.
    """

    label: int
    smooth: Box
    inside: Box
    radius: float


@dataclass(frozen=True, slots=True)
class Side:
    """What is beyond one side of an area.

    Attributes
    ----------
    border : int
        How many pixels belong to its border.
    line : list of int or None
        The colour of a line that is its border.
    mixed : bool
        Whether the line's colour is between those on both sides of it.
    differs : bool
        Whether the ground beyond the border is another one.
    area : int
        The area beyond the border, 0 if there is none near, or `OUTSIDE`.
    """

    border: int
    line: Colour | None
    mixed: bool
    differs: bool
    area: int


def outwards(found: Sequence[Rectangle], size: Size) -> Places:
    """Return the pixels outwards from the sides of rectangles in a picture.

    ``found`` are the rectangles, and ``size`` is that of the picture.
    """
    x, y, w, h = np.array([(it.inside.x, it.inside.y, it.inside.w, it.inside.h) for it in found]).T
    lengths = np.stack((w, h), axis=1)
    radii = np.array([it.radius for it in found])[:, np.newaxis]
    straight = np.minimum(np.maximum(1 - 2 * radii / lengths, 0.1), 0.5)[..., np.newaxis]
    starts = np.stack((x, y), axis=1)[..., np.newaxis]
    along = (starts + lengths[..., np.newaxis] * (0.5 + straight * _ALONG)).astype(np.intp)
    first = np.stack((y - 1, x + w, y + h, x - 1), axis=1)
    numbers = np.empty((len(found), 4, DEPTH, _SAMPLES), np.intp)
    out = first[..., np.newaxis] + _OUT
    for turn, last in enumerate((size.height - 1, size.width - 1) * 2):
        # Rows of the picture are as far apart as it is wide.
        across, beside = (1, size.width) if turn % 2 else (size.width, 1)
        beyond = np.clip(out[:, turn], 0, last) * across
        there = along[:, turn % 2] * beside
        numbers[:, turn] = beyond[..., np.newaxis] + there[:, np.newaxis]
    return numbers


def room(inside: Box, size: Size) -> tuple[int, int, int, int]:
    """Return how many pixels a picture of ``size`` has beyond the sides of ``inside``.

    The order is top, right, bottom, left.
    """
    return inside.y, size.width - inside.right, size.height - inside.bottom, inside.x


def first_area(around: Around, start: int) -> int:
    """Return the area that is met first on the way outwards; 0 if there is none, or `OUTSIDE`.

    Parameters
    ----------
    around : sequence of sequences of int
        Numbers of the areas, row by row outwards; empty beyond the picture's edge.
    start : int
        The row to begin with.
    """
    if not around:
        return OUTSIDE
    for near in (around[start : start + NEAR], around[start + NEAR :]):
        met = [area for row in near for area in row if area]
        if met:
            return max(set(met), key=lambda area: (met.count(area), area))
    return 0


def look_beyond(
    pixels: Picture,
    places: Places,
    colours: Sequence[Colour],
    around: Sequence[Sequence[Around]],
) -> list[list[Side]]:
    """Look outwards from the sides of areas for borders and for what is beyond them.

    Parameters
    ----------
    pixels : ndarray of shape (height, width, 3), uint8
    places : Places
    colours : sequence of list of int
        Of the areas themselves.
    around : sequence
        The areas at the places, as far as the picture goes.
    """
    there = np.sort(pixels.reshape(-1, 3).take(places, axis=0), axis=3)[:, :, :, _SAMPLES // 2]
    own = np.array(colours, np.uint8)[:, np.newaxis, np.newaxis]
    seen = np.concatenate((np.broadcast_to(own, (len(colours), 4, 1, 3)), there), axis=2)
    levels = seen.astype(np.int16)
    steps = np.abs(levels[:, :, 1:] - levels[:, :, :-1]).max(axis=3)[:, :, :_REACH]
    return [
        [_side(*them) for them in zip(*sides, strict=True)]
        for sides in zip(seen.tolist(), steps.tolist(), around, strict=True)
    ]


def _side(seen: Sequence[Colour], steps: Sequence[int], around: Around) -> Side:
    """Look outwards from one side; the first colour is the area's, and the steps are from it on."""
    if not around:
        return Side(0, None, mixed=False, differs=False, area=OUTSIDE)
    border, beyond = _edge(steps[: len(around)])
    colour, outside = seen[0], seen[beyond]
    line = seen[1 : border + 1]
    is_line = bool(line) and all(
        max(_away(it, ground) for it in line) >= _SEEN for ground in (colour, outside)
    )
    return Side(
        border,
        line[-1] if is_line else None,
        mixed=is_line and _between(line, colour, outside),
        differs=_away(outside, colour) > STEP,
        area=first_area(around, border),
    )


def are_border(sides: Sequence[Side]) -> bool:
    """Return whether a line goes all around.

    One that is a mixture of the colours on both sides of it may be a smoothed edge, but an edge is
    not smoothed in the same way on all sides.
    """
    known = [side for side in sides if side.area != OUTSIDE]
    lines = [side.line for side in known if side.line is not None]
    if not lines or len(lines) < len(known):
        return False
    alike = all(max(levels) - min(levels) < _SEEN for levels in zip(*lines, strict=True))
    return (alike and len(lines) > 2) or not all(side.mixed for side in known)


def _away(one: Colour, other: Colour) -> int:
    """Return how far two colours are from each other: the most of any channel."""
    (blue, green, red), (a, b, c) = one, other
    return max(abs(blue - a), abs(green - b), abs(red - c))


def _edge(steps: Sequence[int]) -> tuple[int, int]:
    """Return how many pixels belong to the border, and the first one beyond it that is flat.

    ``steps`` goes from the inside outwards: by how much each pixel differs from the one before.
    """
    beyond = next(
        (index for index in range(1, len(steps)) if max(steps[index : index + 2]) <= STEP),
        len(steps),
    )
    least = max(_EDGE_SHARE * max(steps[:beyond]), STEP)
    return max((index for index in range(beyond) if steps[index] >= least), default=0), beyond


def _between(line: Sequence[Colour], one: Colour, other: Colour) -> bool:
    """Return whether colours go from one to another, as at a smoothed edge."""
    ends = [sorted(levels) for levels in zip(one, other, strict=True)]
    away = [_away(it, one) for it in line]
    return all(
        low - STEP <= level <= high + STEP
        for it in line
        for level, (low, high) in zip(it, ends, strict=True)
    ) and all(after - before >= -STEP for before, after in pairwise(away))
