"""Sizes and boxes: integers in image pixels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Size:
    """Width and height of a picture in pixels."""

    width: int
    height: int

    @property
    def area(self) -> int:
        """Number of pixels."""
        return self.width * self.height

    @property
    def box(self) -> Box:
        """The whole of a picture of this size."""
        return Box(0, 0, self.width, self.height)

    def common(self, other: Size) -> Size:
        """Return the size of the part, from the top left corner, that both pictures have."""
        return Size(min(self.width, other.width), min(self.height, other.height))

    def to_wire(self) -> list[int]:
        """Return ``[width, height]``."""
        return [self.width, self.height]

    def __str__(self) -> str:
        return f"{self.width}x{self.height}"


def pixels_in_either(one: Size, other: Size) -> int:
    """Return how many pixels ``one`` and ``other`` cover when their top left corners coincide."""
    return one.area + other.area - one.common(other).area


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in image pixels: ``x, y`` its top left pixel, ``w, h`` its width and height."""

    x: int
    y: int
    w: int
    h: int

    @classmethod
    def around(cls, boxes: Sequence[Box]) -> Box:
        """Return the smallest box that contains all of these; there is at least one."""
        if len(boxes) == 1:
            return boxes[0]
        left, top = min([box.x for box in boxes]), min([box.y for box in boxes])
        right = max([box.x + box.w for box in boxes])
        bottom = max([box.y + box.h for box in boxes])
        return cls(left, top, right - left, bottom - top)

    @property
    def right(self) -> int:
        """First column to the right of the box."""
        return self.x + self.w

    @property
    def bottom(self) -> int:
        """First row below the box."""
        return self.y + self.h

    @property
    def area(self) -> int:
        """Number of pixels."""
        return self.w * self.h

    @property
    def slices(self) -> tuple[slice, slice]:
        """Rows and columns of an array that the box takes up."""
        return slice(self.y, self.bottom), slice(self.x, self.right)

    def grow(self, margin: int) -> Box:
        """Return the box with ``margin`` pixels more on every side."""
        return Box(self.x - margin, self.y - margin, self.w + 2 * margin, self.h + 2 * margin)

    def move(self, dx: int, dy: int) -> Box:
        """Return the box ``dx`` pixels further right and ``dy`` further down."""
        return Box(self.x + dx, self.y + dy, self.w, self.h)

    def meets(self, other: Box) -> bool:
        """Return whether the two have a pixel in common."""
        return self.overlap_x(other) > 0 and self.overlap_y(other) > 0

    def contains(self, other: Box) -> bool:
        """Return whether the other lies in this one."""
        return (
            self.x <= other.x
            and self.y <= other.y
            and other.right <= self.right
            and other.bottom <= self.bottom
        )

    def intersection(self, other: Box) -> Box:
        """Return the part that the two have in common; ``w`` or ``h`` is 0 if there is none."""
        x, y = max(self.x, other.x), max(self.y, other.y)
        right, bottom = min(self.right, other.right), min(self.bottom, other.bottom)
        return Box(x, y, max(right - x, 0), max(bottom - y, 0))

    def iou(self, other: Box) -> float:
        """Return the intersection over the union of the two: 0 (apart) to 1 (equal)."""
        both = self.intersection(other).area
        return both / max(self.area + other.area - both, 1)

    def overlap_x(self, other: Box) -> int:
        """Return how many columns the two share; negative: how many lie between them."""
        return min(self.right, other.right) - max(self.x, other.x)

    def overlap_y(self, other: Box) -> int:
        """Return how many rows the two share; negative: how many lie between them."""
        return min(self.bottom, other.bottom) - max(self.y, other.y)

    def clip(self, size: Size) -> Box:
        """Return the part inside a picture of this size; ``w`` or ``h`` is 0 if there is none."""
        right, bottom = self.x + self.w, self.y + self.h
        if 0 <= self.x <= right <= size.width and 0 <= self.y <= bottom <= size.height:
            return self
        x, y = min(max(self.x, 0), size.width), min(max(self.y, 0), size.height)
        right, bottom = min(max(right, x), size.width), min(max(bottom, y), size.height)
        return Box(x, y, right - x, bottom - y)

    def to_wire(self) -> list[int]:
        """Return ``[x, y, w, h]``."""
        return [self.x, self.y, self.w, self.h]

    def __str__(self) -> str:
        return f"({self.x}, {self.y}), {self.w}x{self.h}"
