"""Blocks that moved, named by the elements that they are, and told apart from what pushed them."""

from __future__ import annotations

from collections.abc import Iterator, MutableSequence, Sequence
from dataclasses import replace
from typing import Literal

from pytest_visualdiff.comparison.naming.changes import Named
from pytest_visualdiff.comparison.naming.window import Surroundings, crop, show_the_same
from pytest_visualdiff.detection import Detector
from pytest_visualdiff.imaging.picture_pair import Pictures
from pytest_visualdiff.model import Box, Change, Comparison, Element, Region, Shift

MOST_PIXELS = 1 << 19
"""Pixels of a block that may be one element."""

_BESIDE = 8
"""Pixels around a block that are looked at: it is found in cells of as many."""

_CLOSE = 16
"""Pixels between the parts of one thing: the lines of a text, a field and its label."""


def name_blocks(
    comparison: Comparison,
    regions: MutableSequence[Region],
    named: Sequence[Named],
    pictures: Pictures,
    detector: Detector,
) -> tuple[tuple[Shift, ...], list[Named]]:
    """Return the blocks with the elements that they are, and what was found in the areas.

    A block of which it only seemed that something was taken away before it becomes the area of
    that: it is the element that moved over it.

    Parameters
    ----------
    comparison : Comparison
    regions : mutable sequence of Region
        Its areas; those that become a block's are replaced.
    named : sequence of Named
        What was found in them.
    pictures : Pictures
        The two it is of.
    detector : Detector
        Which finds the elements.
    """
    shifts, left = [], list(named)
    for shift in comparison.shifts:
        moved = _named_shift(_without_cause(shift, comparison, pictures), pictures, detector)
        if shift.cause is None or moved.element is None:
            shifts.append(replace(moved, cause=shift.cause))
            continue
        cause, after = shift.cause, moved.element.box.move(shift.dx, shift.dy)
        regions[cause] = replace(
            regions[cause],
            box=moved.element.box,
            box_after=after,
            pixels=regions[cause].pixels + shift.pixels,
        )
        change = Change("moved", moved.element, replace(moved.element, box=after))
        left = [it for it in left if cause not in it.numbers] + [Named((cause,), change)]
    return tuple(shifts), left


def not_pushed_by_themselves(comparison: Comparison) -> Iterator[Shift]:
    """Yield the blocks that moved, those without a cause that seem to follow from what is in them.

    What went as far as a block is a part of it that is drawn a little differently there.
    """
    for shift in comparison.shifts:
        cause = None if shift.cause is None else comparison.regions[shift.cause]
        went_along = cause and way_of(cause) == (shift.dx, shift.dy)
        yield replace(shift, cause=None) if went_along else shift


def way_of(region: Region) -> tuple[int, int] | Literal["missing", "extra"]:
    """Return how far an area moved, or which of the pictures has it."""
    if region.box is None:
        return "extra"
    if region.box_after is None:
        return "missing"
    return region.box_after.x - region.box.x, region.box_after.y - region.box.y


def _without_cause(shift: Shift, comparison: Comparison, pictures: Pictures) -> Shift:
    """Return a block without what seemed to have gone and drawn it there, if that is there yet.

    Something that moved over another thing leaves only a part of that to be seen.
    """
    gone = None if shift.cause is None else comparison.regions[shift.cause]
    if gone is None or gone.box is None or gone.box_after is not None:
        return shift
    if comparison.baseline_size != comparison.actual_size or shift.cause is None:
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
    now = shift.box.move(shift.dx, shift.dy).grow(_BESIDE)
    part = Surroundings(pictures, now, (shift.dx, shift.dy), detector)
    moved = [it for it in part.elements(0) if part.show_the_same(it.box, it.box)]
    outer = [
        it
        for it in moved
        if not any(other is not it and other.box.contains(it.box) for other in moved)
    ]
    if not outer or not _are_one(outer):
        return shift
    box = part.placed(Box.around([it.box for it in outer]), 0)
    kinds = {it.kind for it in outer}
    kind = kinds.pop() if len(kinds) == 1 else "container"
    return replace(shift, element=Element(kind, box, source="pixels", confidence=0.5))


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
