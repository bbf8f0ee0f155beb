"""A part of both pictures around some of what differs, and the elements found in it."""

from __future__ import annotations

from pytest_visualdiff.comparison.decode import Decoded, Pixels, eight_bit_bgr
from pytest_visualdiff.comparison.looks import Looks, Picture, are_alike, looks
from pytest_visualdiff.detection.classical import ClassicalDetector
from pytest_visualdiff.model import Box, Element, Inventory, Size

AROUND = 4
"""Pixels around an element that belong to it: its shadow, its outline, its smoothed edge."""

_MOSTLY = 0.5
"""Share of an area that has to lie in an element for it to be a part of that."""

_ROUNDED = 1
"""Pixels that rounding edges to whole ones makes."""


def inventory_of(pixels: Picture) -> Inventory:
    """Return the elements of a whole picture, found in its pixels."""
    return ClassicalDetector().detect(pixels)


class Surroundings:
    """A part of both pictures, in which they lie on each other.

    Parameters
    ----------
    pictures : Decoded
    after : Box
        The part, in the actual picture.
    shift : tuple of int
        How far what is in it has moved to the right and down since the baseline.
    """

    def __init__(self, pictures: Decoded, after: Box, shift: tuple[int, int]) -> None:
        dx, dy = shift
        rows = [
            Box(0, pictures.top, pixels.shape[1], pixels.shape[0])
            for pixels in (pictures.baseline, pictures.actual)
        ]
        box = common(after, common(rows[0].move(dx, dy), rows[1]))
        self._places = box.move(-dx, -dy), box
        self._pixels = (
            _crop(pictures.baseline, self._places[0], pictures.top),
            _crop(pictures.actual, self._places[1], pictures.top),
        )
        self._sizes = pictures.sizes
        self._elements: dict[int, list[Element]] = {}

    def elements(self, side: int) -> list[Element]:
        """Return what is found in the baseline's part (0) or the actual picture's (1).

        Its boxes are by the part's corner. What reaches beyond the part is left out: it may be
        anything.
        """
        if side not in self._elements:
            pixels = self._pixels[side]
            found = inventory_of(pixels).elements if pixels.size else ()
            self._elements[side] = [it for it in found if self._is_whole(it.box, side)]
        return self._elements[side]

    def _is_whole(self, box: Box, side: int) -> bool:
        part, size = self._places[side], self._sizes[side]
        return (
            (box.x > 0 or part.x == 0)
            and (box.y > 0 or part.y == 0)
            and (box.right < part.w or part.right == size.width)
            and (box.bottom < part.h or part.bottom == size.height)
        )

    def owner(self, box: Box, side: int) -> Element | None:
        """Return the smallest element in which a box lies for the most part."""
        every = self.elements(side)
        fits = [
            (it.box.w * it.box.h, number)
            for number, it in enumerate(every)
            if shared(box, it.box.grow(AROUND)) >= _MOSTLY * box.w * box.h
        ]
        return every[min(fits)[1]] if fits else None

    def looks(self, box: Box, side: int) -> Looks:
        """Return what a box of the part looks like in the baseline (0) or the actual picture."""
        return looks(self.cut(box, side))

    def cut(self, box: Box, side: int) -> Picture:
        """Return the pixels of a box of the part."""
        inside = box.clip(Size(self._places[1].w, self._places[1].h))
        return self._pixels[side][inside.y : inside.bottom, inside.x : inside.right]

    def inside(self, box: Box, side: int) -> Box:
        """Return a box of a whole picture by the part's corner."""
        return box.move(-self._places[side].x, -self._places[side].y)

    def placed(self, box: Box, side: int) -> Box:
        """Return where a box of the part is in its whole picture."""
        return box.move(self._places[side].x, self._places[side].y)

    def show_the_same(self, one: Box, other: Box) -> bool:
        """Say whether a box of the baseline and another of the actual picture look the same."""
        return show_the_same(self.cut(one, 0), self.cut(other, 1))


def show_the_same(before: Picture, after: Picture) -> bool:
    """Say whether two pieces look the same, of one size but for a rounding."""
    height, width = (min(a, b) for a, b in zip(before.shape[:2], after.shape[:2], strict=True))
    apart = max(abs(a - b) for a, b in zip(before.shape, after.shape, strict=True))
    if apart > _ROUNDED or not height or not width:
        return False
    return are_alike(looks(before[:height, :width]), looks(after[:height, :width]))


def common(one: Box, other: Box) -> Box:
    """Return what two boxes have in common; ``w`` or ``h`` is 0 if that is nothing."""
    x, y = max(one.x, other.x), max(one.y, other.y)
    right, bottom = min(one.right, other.right), min(one.bottom, other.bottom)
    return Box(x, y, max(right - x, 0), max(bottom - y, 0))


def shared(one: Box, other: Box) -> int:
    """Return how many pixels two boxes have in common."""
    both = common(one, other)
    return both.w * both.h


def overlap(one: Box, other: Box) -> float:
    """Return the pixels that two boxes have in common over those of either, 0..1."""
    both = shared(one, other)
    return both / max(one.w * one.h + other.w * other.h - both, 1)


def _crop(pixels: Pixels, box: Box, top: int) -> Picture:
    return eight_bit_bgr(pixels[box.y - top : box.bottom - top, box.x : box.right])
