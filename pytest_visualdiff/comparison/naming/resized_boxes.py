"""Boxes of another size of which only the edges are seen, and what became of what is in them.

Without it 1 more of 80 defects of `benchmarks/defects` has a wrong kind.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from pytest_visualdiff.comparison.naming.moved_blocks import MOST_PIXELS
from pytest_visualdiff.comparison.naming.named import NEARLY_ALL
from pytest_visualdiff.comparison.naming.relocate import resized
from pytest_visualdiff.comparison.naming.view import SHADOW_MARGIN
from pytest_visualdiff.comparison.naming.window import window as window_of
from pytest_visualdiff.detection import Detector
from pytest_visualdiff.imaging.picture_pair import Pictures
from pytest_visualdiff.model import PICTURES, Box, Change, Comparison, Element, Region, Shift

_REACHES = ((640, 128), (256, 256), (64, 64))
"""Pixels to the sides of what differs, and above and below it, in which the edges of such a box may
be: the first of these that is not too much."""

_ROUNDING = 2
"""Pixels by which a distance and a growth may differ, each of them rounded at both ends."""

_RESIZING = frozenset({"missing", "extra", "text_changed"})
"""Kinds of change that make a box larger or smaller that they happen in."""


class _Box(NamedTuple):
    """A box of another size, as it was and is, and all that it covers in either picture."""

    before: Element
    after: Element
    around: Box


def with_resized(comparison: Comparison, pictures: Pictures, detector: Detector) -> Comparison:
    """Return a comparison in which a box of another size is the cause of what differs in it.

    A frame that is wider shows as pieces of its edges, and as things in it that moved: none of
    these says what happened. Only what is a cause so far becomes a consequence, so nothing passes
    for this.

    Parameters
    ----------
    comparison : Comparison
        Its areas named as far as they can be.
    pictures : Pictures
        The two it is of.
    detector : Detector
        Which finds elements around what differs.
    """
    regions, shifts = list(comparison.regions), list(comparison.shifts)
    for number, found in enumerate(_boxes(comparison, pictures, detector), 1):
        if any(_is_reason(it, found) for it in regions):
            continue
        inside = [it for it, region in enumerate(regions) if _is_in(region, found)]
        moved = [it for it, shift in enumerate(shifts) if _went(shift, found)]
        if not inside and not moved:
            continue
        cause = f"box:{number}"
        parts = [*(regions[it].pixels for it in inside), *(shifts[it].pixels for it in moved)]
        most = max((regions[it].max_difference for it in inside), default=255)
        change = Change("resized", found.before, found.after)
        for it in inside:
            regions[it] = replace(regions[it], cause=cause)
        for it in moved:
            shifts[it] = replace(shifts[it], cause=cause)
        boxes = found.before.box, found.after.box
        regions.append(Region(*boxes, sum(parts), most, change=change, id=cause))
    regions.sort(key=lambda it: (it.place.y, it.place.x))
    return replace(comparison, regions=tuple(regions), shifts=tuple(shifts))


def _boxes(comparison: Comparison, pictures: Pictures, detector: Detector) -> Iterator[_Box]:
    """Yield the boxes of another size around what nothing explains yet, the smallest first.

    What goes from one edge of the page to the other is a part of that.
    """
    places = [place for region in comparison.regions if _is_open(region) for place in _of(region)]
    for shift in comparison.shifts:
        if shift.cause is None:
            places += [shift.box, shift.box.move(shift.dx, shift.dy)]
    if not places:
        return
    around = Box.around(places)
    windows = (
        Box(around.x - across, around.y - down, around.w + 2 * across, around.h + 2 * down)
        for across, down in _REACHES
    )
    window = next((it for it in windows if it.area <= MOST_PIXELS), None)
    if window is None:
        return
    part = window_of(pictures, window, (0, 0), detector)
    found = [_Box(*pair, Box.around([it.box for it in pair])) for pair in resized(part)]
    size = comparison.actual_size
    boxes = (it for it in found if it.around.w < size.width and it.around.h < size.height)
    yield from sorted(boxes, key=lambda it: it.around.area)


def _is_open(region: Region) -> bool:
    """Return whether nothing is known of an area but that it differs, or where it went."""
    if region.cause is not None:
        return False
    if region.change is None:
        return region.element is None or region.element.kind not in PICTURES
    return region.change.kind == "moved"


def _is_reason(region: Region, found: _Box) -> bool:
    """Return whether something in a box became another, so that the box is larger for that."""
    if region.change is None or region.cause is not None:
        return False
    inside = all(found.around.grow(SHADOW_MARGIN).contains(box) for box in _of(region))
    return region.change.kind in _RESIZING and inside


def _is_in(region: Region, found: _Box) -> bool:
    around = found.around.grow(SHADOW_MARGIN)
    if not (_is_open(region) and all(_is_mostly_in(box, around) for box in _of(region))):
        return False
    change = region.change
    if change is None or not (change.before and change.after):
        return True
    was, now = change.before.box, change.after.box
    return _is_no_further(now.x - was.x, now.y - was.y, found)


def _is_no_further(dx: int, dy: int, found: _Box) -> bool:
    """Return whether something went no further than a box became larger or smaller."""
    one, other = found.before.box, found.after.box
    wider, taller = abs(other.w - one.w), abs(other.h - one.h)
    return abs(dx) <= wider + _ROUNDING and abs(dy) <= taller + _ROUNDING


def _went(shift: Shift, found: _Box) -> bool:
    """Return whether a block that nothing pushed lies in a box."""
    around = found.around.grow(SHADOW_MARGIN)
    places = shift.box, shift.box.move(shift.dx, shift.dy)
    inside = all(_is_mostly_in(box, around) for box in places)
    return shift.cause is None and inside and _is_no_further(shift.dx, shift.dy, found)


def _is_mostly_in(box: Box, around: Box) -> bool:
    return box.intersection(around).area >= NEARLY_ALL * box.area


def _of(region: Region) -> Sequence[Box]:
    return [box for box in (region.box, region.box_after) if box]
