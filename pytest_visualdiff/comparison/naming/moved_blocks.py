"""Blocks that moved, named by the elements that they are, and told apart from what pushed them.

Without it 5 more of 80 defects of `benchmarks/defects` have a wrong kind.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Literal, NamedTuple

from pytest_visualdiff.comparison.naming.named import Named
from pytest_visualdiff.comparison.naming.same_drawing import show_the_same
from pytest_visualdiff.comparison.naming.view import crop
from pytest_visualdiff.comparison.naming.window import window
from pytest_visualdiff.detection import Detector
from pytest_visualdiff.imaging.picture_pair import Pictures
from pytest_visualdiff.model import Box, Change, Comparison, Element, Region, Shift

MOST_PIXELS = 1 << 19
"""Pixels of the largest place that elements are found in around what moved, as this takes time."""

_CELL = 8
"""Pixels around a block that are examined: blocks are found in cells of as many."""

_CLOSE = 16
"""Pixels between the parts of one thing: the lines of a text, a field and its label."""

_INSERTED = 0.7
"""Share of an area that lies in the rows or columns that it pushed open."""

_BLOCK_CONFIDENCE = 0.5
"""Confidence that a block is the element that is found in it."""


class Blocks(NamedTuple):
    """Blocks that moved, and what they say of changed areas.

    Attributes
    ----------
    shifts : tuple of Shift
        With the elements that they are.
    regions : dict of str to Region
        The areas that only show a block's move, by their ids, as areas of the block.
    named : list of Named
        What became of these.
    """

    shifts: tuple[Shift, ...]
    regions: dict[str, Region]
    named: list[Named]


def name_blocks(
    comparison: Comparison, regions: Mapping[str, Region], pictures: Pictures, detector: Detector
) -> Blocks:
    """Return the blocks with the elements that they are.

    A block of which it only seemed that something was taken away before it becomes the area of
    that: it is the element that moved over it.

    Parameters
    ----------
    comparison : Comparison
        Whose blocks are named.
    regions : mapping of str to Region
        Its areas by their ids; what was pushed open or closed is in one picture only.
    pictures : Pictures
        The two it is of.
    detector : Detector
        Finds the elements.
    """
    shifts, areas, named = list[Shift](), dict[str, Region](), list[Named]()
    for shift in comparison.shifts:
        moved = _named_shift(_without_cause(shift, comparison, pictures), pictures, detector)
        if shift.cause is None or moved.element is None:
            shifts.append(replace(moved, cause=shift.cause))
            continue
        cause, after = shift.cause, moved.element.box.move(shift.dx, shift.dy)
        pixels = regions[cause].pixels + shift.pixels
        areas[cause] = replace(
            regions[cause], box=moved.element.box, box_after=after, pixels=pixels
        )
        change = Change("moved", moved.element, replace(moved.element, box=after))
        named.append(Named((cause,), change))
    return Blocks(tuple(shifts), areas, named)


def not_pushed_by_themselves(comparison: Comparison) -> Iterator[Shift]:
    """Yield the blocks that moved, those without a cause that seem to follow from what is in them.

    What went as far as a block is a part of it that is drawn a little differently there.
    """
    regions = {it.id: it for it in comparison.regions}
    for shift in comparison.shifts:
        cause = None if shift.cause is None else regions[shift.cause]
        is_part = cause and way_of(cause) == (shift.dx, shift.dy)
        yield replace(shift, cause=None) if is_part else shift


def way_of(region: Region) -> tuple[int, int] | Literal["missing", "extra"]:
    """Return how far an area moved, or that only one of the pictures has it."""
    if region.box is None:
        return "extra"
    if region.box_after is None:
        return "missing"
    return region.box_after.x - region.box.x, region.box_after.y - region.box.y


def as_pushed_open(region: Region, shifts: Sequence[Shift]) -> Region:
    """Return an area that stands where what is below it was as one that only one picture has.

    Parameters
    ----------
    region : Region
    shifts : sequence of Shift
        The blocks that moved.
    """
    if region.box is None or region.box_after is None:
        return region
    for shift in shifts:
        if shift.cause != region.id:
            continue
        opened, closed = _gap(shift)
        if region.box_after.intersection(opened).area >= _INSERTED * region.box_after.area:
            return replace(region, box=None)
        if region.box.intersection(closed).area >= _INSERTED * region.box.area:
            return replace(region, box_after=None)
    return region


def _gap(shift: Shift) -> tuple[Box, Box]:
    """Return what a block left open behind it in the actual picture, and what it closed before."""
    box, now = shift.box, shift.box.move(shift.dx, shift.dy)
    nothing = Box(0, 0, 0, 0)
    if shift.dy > 0:
        return Box(box.x, box.y, box.w, shift.dy), nothing
    if shift.dx > 0:
        return Box(box.x, box.y, shift.dx, box.h), nothing
    if shift.dy < 0:
        return nothing, Box(box.x, now.y, box.w, -shift.dy)
    return nothing, Box(now.x, box.y, -shift.dx, box.h)


def _without_cause(shift: Shift, comparison: Comparison, pictures: Pictures) -> Shift:
    """Return a block without what seemed to have gone and drawn it there, if that is there yet.

    Something that moved over another thing leaves only a part of that to be seen.
    """
    gone = next((it for it in comparison.regions if it.id == shift.cause), None)
    if gone is None or gone.box is None or gone.box_after is not None:
        return shift
    if comparison.baseline_size != comparison.actual_size:
        return shift
    if [it.cause for it in comparison.shifts].count(shift.cause) > 1:
        return shift
    if not all(pictures.known(side).contains(gone.box) for side in (0, 1)):
        return shift
    there = show_the_same(*(crop(pictures, side, gone.box) for side in (0, 1)))
    return replace(shift, cause=None) if there else shift


def _named_shift(shift: Shift, pictures: Pictures, detector: Detector) -> Shift:
    """Return a block that nothing pushed with the one element that it is, if it is one."""
    if shift.cause is not None or shift.box.area > MOST_PIXELS:
        return shift
    now = shift.box.move(shift.dx, shift.dy).grow(_CELL)
    part = window(pictures, now, (shift.dx, shift.dy), detector)
    moved = [it for it in part.before.elements if part.show_the_same(it.box, it.box)]
    outer = [
        it
        for it in moved
        if not any(other is not it and other.box.contains(it.box) for other in moved)
    ]
    if not outer or not _are_one(outer):
        return shift
    box = part.before.in_picture(Box.around([it.box for it in outer]))
    kinds = {it.kind for it in outer}
    kind = kinds.pop() if len(kinds) == 1 else "container"
    element = Element(kind, box, source="pixels", confidence=_BLOCK_CONFIDENCE)
    return replace(shift, element=element)


def _are_one(elements: Sequence[Element]) -> bool:
    """Return whether elements stand as close to each other as a field and its label."""
    near, left = elements[0].box, list(elements[1:])
    while left:
        next_to = [it for it in left if near.grow(max(_CLOSE, it.box.h)).meets(it.box)]
        if not next_to:
            return False
        near = Box.around([near, *(it.box for it in next_to)])
        left = [it for it in left if it not in next_to]
    return True
