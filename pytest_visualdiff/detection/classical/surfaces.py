"""Surfaces of a picture: smooth areas, what frames them, and the ink that stands on them.

The page of a user interface is made of areas of one colour, or of one that changes slowly. They are
found first, and boxes are those with the outline of a rectangle (M. Xie et al., "UIED: a hybrid
tool for GUI element detection", ESEC/FSE 2020, finds its blocks in a like manner). What is left
over is ink: text, icons, borders and pictures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias, cast

import cv2
import numpy as np
import numpy.typing as npt

from pytest_visualdiff.detection.classical.borders import (
    NEAR,
    OUTSIDE,
    STEP,
    Around,
    Colour,
    Rectangle,
    Side,
    are_border,
    first_area,
    look_beyond,
    outwards,
    room,
)
from pytest_visualdiff.detection.classical.outline import corner_radius
from pytest_visualdiff.imaging.arrays import Levels, Picture
from pytest_visualdiff.imaging.text_lines import part_with
from pytest_visualdiff.model import Box, Size

Labels: TypeAlias = npt.NDArray[np.int32]
"""(height, width): the number of the connected component of each pixel; 0 for none."""

_LEAST_SIDE = 6
"""Least side in pixels of a smooth area that can be the inside of a box; that of a check box has
about 10."""

_LEAST_FRAME = 24
"""Least side of a frame in pixels: what is smaller has the outline of a letter."""

_BATCH = 256
"""Rectangles whose sides are sampled together: enough that NumPy's calls cost little."""


@dataclass(frozen=True, slots=True)
class Surface:
    """A smooth area with the outline of a rectangle.

    Attributes
    ----------
    label : int
        The number of its area.
    box : Box
        With its border.
    inside : Box
        Without it.
    radius : float
        Of its corners, in pixels.
    bordered : bool
        Whether a line of another colour goes all around it.
    filled : bool
        Whether its ground differs from what is around it.
    around : tuple of int
        The areas above, to the right, below and to the left; 0 where it is none.
    """

    label: int
    box: Box
    inside: Box
    radius: float
    bordered: bool
    filled: bool
    around: tuple[int, int, int, int]

    @property
    def stands_alone(self) -> bool:
        """Whether one area is all around it."""
        return _alone(self.around)

    @property
    def stands_in_a_row(self) -> bool:
        """Whether one area is above and below it, or on both sides of it if it is set off."""
        return _in_a_row(self.around[::2]) or (self.filled and _in_a_row(self.around[1::2]))


class Found(NamedTuple):
    """Surfaces, and the boxes of the cells of tables, which are none."""

    surfaces: list[Surface]
    cells: list[Box]


class Areas:
    """The smooth areas of a picture: its connected components of pixels like their neighbours.

    Parameters
    ----------
    pixels : ndarray of shape (height, width, 3), uint8
    """

    def __init__(self, pixels: Picture) -> None:
        self.pixels = pixels
        self.smooth = _smooth(pixels)
        found = cv2.connectedComponentsWithStats(self.smooth, connectivity=4)
        self.labels = cast("Labels", found[1])
        self._stats = cast("Labels", found[2])

    @property
    def count(self) -> int:
        """Number of labels, that of no area included."""
        return len(self._stats)

    def surfaces(self) -> Found:
        """Return the areas with the outline of a rectangle; cells of tables are apart."""
        _, _, w, h, area = self._stats.T
        fits = (np.minimum(w, h) >= _LEAST_SIDE) & (area >= 0.2 * w * h)
        fits[0] = False
        found = [it for label in np.flatnonzero(fits).tolist() if (it := self._rectangle(label))]
        batches = [
            self._look_around(found[first : first + _BATCH])
            for first in range(0, len(found), _BATCH)
        ]
        surfaces = [surface for batch in batches for surface in batch.surfaces]
        return Found(
            [it for it in surfaces if it.stands_alone or it.stands_in_a_row],
            [cell for batch in batches for cell in batch.cells],
        )

    def frames(self) -> list[Box]:
        """Return the boxes of outlines that are rectangles, whatever lies in them.

        They are around pictures, and around surfaces that touch each other.
        """
        corner, edges = part_with(cast("Levels", cv2.bitwise_not(self.smooth)))
        found = cv2.connectedComponentsWithStats(edges, connectivity=8)
        labels, stats = cast("Labels", found[1]), cast("Labels", found[2])
        _, _, w, h, area = stats.T
        fits = (np.minimum(w, h) >= _LEAST_FRAME) & (area >= w + h)
        fits[0] = False
        frames = []
        for label in np.flatnonzero(fits):
            x, y, w, h, _ = stats[label].tolist()
            if corner_radius(labels[y : y + h, x : x + w] == label) is not None:
                # The first row and column behind a box differ from it, so they were found too.
                frames.append(Box(x, y, w - 1, h - 1).move(*corner))
        return frames

    def roughness(self, box: Box) -> float:
        """Return the share of a box that is not smooth, 0..1."""
        part = self.smooth[box.slices]
        return 1 - np.count_nonzero(part) / part.size if part.size else 0.0

    def busiest_side(self, box: Box, margin: int) -> float:
        """Return the share, 0..1, of pixels that are not smooth on the busiest side of a box.

        Of the ``margin`` pixels around the box, the two nearest are left out: they may be its own
        smoothed edge.
        """
        size = Size(self.smooth.shape[1], self.smooth.shape[0])
        wide = margin - 2
        sides = (
            Box(box.x, box.y - margin, box.w, wide),
            Box(box.x, box.bottom + 2, box.w, wide),
            Box(box.x - margin, box.y, wide, box.h),
            Box(box.right + 2, box.y, wide, box.h),
        )
        return max(self.roughness(side.clip(size)) for side in sides)

    def _rectangle(self, label: int) -> Rectangle | None:
        """Return an area with the outline of a rectangle; None if it has another one."""
        x, y, w, h, _ = self._stats[label].tolist()
        radius = corner_radius(self.labels[y : y + h, x : x + w] == label)
        if radius is None:
            return None
        # The first row and column differ from what is before them, so they were left out.
        left, top = x - (x > 0), y - (y > 0)
        return Rectangle(label, Box(x, y, w, h), Box(left, top, x + w - left, y + h - top), radius)

    def _look_around(self, found: Sequence[Rectangle]) -> Found:
        """Return rectangles with what is around them; a cell has other cells beside it."""
        height, width = self.labels.shape
        size = Size(width, height)
        places = outwards(found, size)
        met = self.labels.reshape(-1).take(places).tolist()
        around = [
            [side[:rows] for side, rows in zip(sides, room(it.inside, size), strict=True)]
            for it, sides in zip(found, met, strict=True)
        ]
        kept = [number for number, sides in enumerate(around) if _stands(sides)]
        cells = [it.inside for number, it in enumerate(found) if number not in set(kept)]
        if not kept:
            return Found([], cells)
        sides = look_beyond(
            self.pixels,
            places[kept],
            [self._colour(found[number]) for number in kept],
            [around[number] for number in kept],
        )
        surfaces = [_surface(found[number], them) for number, them in zip(kept, sides, strict=True)]
        return Found(surfaces, cells)

    def _colour(self, found: Rectangle) -> Colour:
        """Return the median colour of an area, of every few of its pixels."""
        box = found.smooth
        every = max(min(box.w, box.h) // 16, 1)
        window = np.s_[box.y : box.bottom : every, box.x : box.right : every]
        mine = np.ascontiguousarray(self.pixels[window][self.labels[window] == found.label].T)
        colour: Colour = np.sort(mine)[:, mine.shape[1] // 2].tolist()
        return colour


def _stands(around: Sequence[Around]) -> bool:
    """Return whether one area is around a rectangle, or two of its sides are beside one.

    At once, or behind a border so wide that it is an area too.
    """
    areas = ([first_area(side, start) for side in around] for start in (0, NEAR))
    return any(_alone(met) or _in_a_row(met) for met in areas)


def _surface(found: Rectangle, sides: Sequence[Side]) -> Surface:
    inside = found.inside
    above, right, below, left = (side.border for side in sides)
    return Surface(
        found.label,
        Box(inside.x - left, inside.y - above, inside.w + left + right, inside.h + above + below),
        inside,
        found.radius,
        bordered=are_border(sides),
        filled=sum(side.differs for side in sides) >= 3,
        around=(sides[0].area, sides[1].area, sides[2].area, sides[3].area),
    )


def _smooth(pixels: Picture) -> Levels:
    """Return 1 where a pixel is like the ones to the left of it and above it, else 0."""
    low, high = (0, 0, 0), (STEP, STEP, STEP)
    smooth = np.full(pixels.shape[:2], 255, np.uint8)
    if pixels.shape[1] > 1:
        smooth[:, 1:] = cv2.inRange(cv2.absdiff(pixels[:, 1:], pixels[:, :-1]), low, high)
    if pixels.shape[0] > 1:
        smooth[1:] &= cast("Levels", cv2.inRange(cv2.absdiff(pixels[1:], pixels[:-1]), low, high))
    return smooth


def _alone(around: Sequence[int]) -> bool:
    """Return whether what is around a surface is one area; beside the picture's edge it may be."""
    known = set(around) - {0, OUTSIDE}
    return len(known) == 1 and around.count(0) <= 1


def _in_a_row(around: Sequence[int]) -> bool:
    """Return whether opposite sides of a surface are beside one area."""
    sides = zip(around[: len(around) // 2], around[len(around) // 2 :], strict=True)
    return any(one == other > 0 for one, other in sides)
