"""Changed areas named by the elements that the pixels show, where no page says what is there.

Naming says better what was found. It dismisses nothing and adds nothing; it may make one area of
several that are one element's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple, cast

import cv2

from pytest_visualdiff.comparison.naming.appearance import SEEN
from pytest_visualdiff.comparison.naming.causes import with_causes
from pytest_visualdiff.comparison.naming.changes import Named, judge, judge_one_sided
from pytest_visualdiff.comparison.naming.moved_blocks import (
    MOST_PIXELS,
    name_blocks,
    not_pushed_by_themselves,
    way_of,
)
from pytest_visualdiff.comparison.naming.moved_edges import with_edges
from pytest_visualdiff.comparison.naming.moved_strips import with_slides
from pytest_visualdiff.comparison.naming.relocate import FARTHEST, found_again
from pytest_visualdiff.comparison.naming.resized_boxes import with_resized
from pytest_visualdiff.comparison.naming.window import Surroundings, crop, show_the_same
from pytest_visualdiff.detection import Detector
from pytest_visualdiff.imaging.arrays import Pixels
from pytest_visualdiff.imaging.ground import largest
from pytest_visualdiff.imaging.ink import are_other, box_of, is_same_drawing, looks
from pytest_visualdiff.imaging.picture_pair import Pictures
from pytest_visualdiff.model import PICTURES, Box, Change, Comparison, Element, Region, Shift, Size

_MARGIN = 32
"""Pixels around a changed area that are looked at: a button's edge is that near to its text."""

_FARTHEST = 256
"""Pixels around an area that nothing explains that are looked at as well, as many as it is large:
it may be one edge of something."""

_NEAR = 24
"""Changed areas that are no further apart are looked at together."""

_MOST_PIXELS = 1 << 20
"""Of each picture, so many pixels are looked at in one comparison at most, the largest changes
first: of a page that changed all over nobody reads every name."""

_INSERTED = 0.7
"""Share of an area that lies in the rows or columns that it pushed open."""


class _OneOf(NamedTuple):
    """One of two pictures, in the place of both: what only it shows lies nowhere in the other."""

    pictures: Pictures
    side: int

    @property
    def sizes(self) -> tuple[Size, Size]:
        size = self.pictures.sizes[self.side]
        return size, size

    def known(self, _: int) -> Box:
        return self.pictures.known(self.side)

    def part(self, _: int, box: Box) -> Pixels:
        return self.pictures.part(self.side, box)


def name_regions(comparison: Comparison, pictures: Pictures, detector: Detector) -> Comparison:
    """Return a comparison whose areas say, as far as the pixels do, what became of which element.

    Of a page that said itself what is there, only pictures, and what lies in no element, are looked
    at: in a picture there may be a text that changed. An icon is none, though some look like signs.

    Parameters
    ----------
    comparison : Comparison
        Of the pixels; explained by the pages' elements where these are known.
    pictures : Pictures
        The two it is of.
    detector : Detector
        Which finds elements around what changed.
    """
    seen = [
        number
        for number, region in enumerate(comparison.regions)
        if region.element is None or region.element.kind == "image"
    ]
    comparison = _with_standing_texts(comparison, seen, pictures)
    regions = list(comparison.regions)
    if not comparison.elements:
        comparison = replace(comparison, shifts=tuple(not_pushed_by_themselves(comparison)))
    for number in seen:
        regions[number] = _as_pushed_open(number, regions[number], comparison.shifts)
    named: list[Named] = []
    room = _MOST_PIXELS
    for numbers in _together(regions, seen):
        part = Box.around([_place(regions[it]) for it in numbers]).grow(_MARGIN)
        room -= part.area
        if room >= 0:
            named += _names(pictures, regions, numbers, detector)
            known = {number for it in named for number in it.numbers}
            in_place = (it for it in numbers if regions[it] is comparison.regions[it])
            named += [Named((it,), None) for it in in_place if it not in known]
    slid = list(with_edges(list(with_slides(named, pictures)), regions, pictures))
    named = list(_with_selection(_with_moves(slid, pictures, detector)))
    named = list(_once(named))
    if comparison.elements:  # the page says what follows from what
        return _applied(comparison, regions, named)
    shifts, named = name_blocks(comparison, regions, named, pictures, detector)
    comparison = _applied(replace(comparison, shifts=shifts), regions, named)
    return with_causes(with_resized(comparison, pictures, detector), pictures)


def _once(named: Sequence[Named]) -> Iterator[Named]:
    """Yield what was found, areas of which the very same is said as one."""
    known: dict[object, Named] = {}
    for it in named:
        if it.change is None:
            yield it
            continue
        before, after = it.change.before, it.change.after
        key = it.change.kind, before and before.box, after and after.box
        first = known.get(key)
        known[key] = replace(first, numbers=(*first.numbers, *it.numbers)) if first else it
    yield from known.values()


def _with_standing_texts(
    comparison: Comparison, seen: Sequence[int], pictures: Pictures
) -> Comparison:
    """Return a comparison in which what seemed to move is a ground that another text has now.

    A tab that is selected instead of another as wide looks like a box that moved. Its text stands
    where it stood, though, and so does that of the other one.
    """
    regions, shifts = list(comparison.regions), []
    for shift in comparison.shifts:
        way = shift.dx, shift.dy
        left = [it for it in seen if it == shift.cause and regions[it].box is None]
        taken = [it for it in seen if regions[it].box and way_of(regions[it]) == way]
        grounds = _grounds(shift, pictures) if len(left) == len(taken) == 1 else None
        if grounds is None or not all(
            _stands(regions[number], ground, pictures)
            for number, ground in zip((*left, *taken), grounds, strict=True)
        ):
            shifts.append(shift)
            continue
        for number, ground in zip((*left, *taken), grounds, strict=True):
            regions[number] = replace(regions[number], box=ground, box_after=ground)
        regions[left[0]] = replace(regions[left[0]], pixels=regions[left[0]].pixels + shift.pixels)
    return replace(comparison, regions=tuple(regions), shifts=tuple(shifts))


def _grounds(shift: Shift, pictures: Pictures) -> tuple[Box, Box] | None:
    """Return where a block that moved by more than its width was and is, to the pixel."""
    area = Box.around([shift.box, shift.box.move(shift.dx, shift.dy)])
    if not all(pictures.known(side).contains(area) for side in (0, 1)):
        return None
    differs = largest(cv2.absdiff(crop(pictures, 0, area), crop(pictures, 1, area)))
    both = box_of(differs > SEEN).move(area.x, area.y)
    dx, dy = min(shift.dx, 0), min(shift.dy, 0)
    was = Box(both.x - dx, both.y - dy, both.w - abs(shift.dx), both.h - abs(shift.dy))
    return (was, was.move(shift.dx, shift.dy)) if was.w > 0 and was.h > 0 else None


def _stands(region: Region, ground: Box, pictures: Pictures) -> bool:
    """Return whether both pictures show the same where an area is now, on different grounds."""
    box = region.box_after
    if box is None or not ground.contains(box):
        return False
    before, after = (looks(crop(pictures, side, box)) for side in (0, 1))
    if before.is_flat or after.is_flat or not are_other(before.ground, after.ground):
        return False
    return is_same_drawing(before, after)


def _with_moves(named: Sequence[Named], pictures: Pictures, detector: Detector) -> Iterator[Named]:
    """Yield what was found, with what is missing here and new there as one that moved."""
    left = list(named)
    for it in named:
        gone = it.change.before if it.change and it.change.kind == "missing" else None
        if gone and (found := _found_anew(gone, left, pictures, detector)):
            after, others = found
            numbers = (number for other in others for number in other.numbers)
            yield Named((*it.numbers, *numbers), Change("moved", gone, after))
            left = [other for other in left if other is not it and other not in others]
    yield from left


def _found_anew(
    gone: Element, named: Sequence[Named], pictures: Pictures, detector: Detector
) -> tuple[Element, list[Named]] | None:
    """Return what is missing as it is elsewhere now, with what was found there."""
    new = [it for it in named if it.change and it.change.kind == "extra"]
    for it in sorted(new, key=lambda other: _distance(gone, other)):
        after = it.change.after if it.change else None
        if after and show_the_same(crop(pictures, 0, gone.box), crop(pictures, 1, after.box)):
            return after, [it]
    if gone.box.grow(FARTHEST).area > MOST_PIXELS:
        return None
    part = Surroundings(pictures, gone.box.grow(FARTHEST), (0, 0), detector)
    place = found_again(part, gone.kind, part.inside(gone.box, 0))
    if place is None:
        return None
    now = part.placed(place, 1)
    there = [
        it
        for it in named
        if it.change and it.change.kind in ("text_changed", "moved") and it.change.after
        and 2 * it.change.after.box.intersection(now).area >= it.change.after.box.area
    ]  # fmt: skip
    return replace(gone, box=now), there


def _distance(one: Element, other: Named) -> int:
    after = other.change.after if other.change else None
    if after is None:
        return 0
    return abs(one.box.x - after.box.x) + abs(one.box.y - after.box.y)


def _with_selection(named: Iterable[Named]) -> Iterator[Named]:
    """Yield what was found; where two exchanged their looks, which of them is selected."""
    every = list(named)
    for it in every:
        yield _selected(it) if any(_exchanged(it, other) for other in every) else it


def _exchanged(one: Named, other: Named) -> bool:
    """Return whether each has the ground now that the other one had."""
    if one.grounds is None or other.grounds is None or one.grounds[0] == one.grounds[1]:
        return False
    return one.grounds == other.grounds[::-1]


def _selected(named: Named) -> Named:
    """Return what exchanged its looks with another as selected, if it is that which stands out."""
    change, stands = named.change, named.stands
    if change is None or stands is None or stands[0] == stands[1]:
        return named
    element = change.before or change.after
    if element is None:
        return named
    before, after = (
        replace(it or element, style={}, state={"selected": str(is_so).lower()})
        for it, is_so in zip((change.before, change.after), stands, strict=True)
    )
    return replace(named, change=Change("state_changed", before, after))


def _as_pushed_open(number: int, region: Region, shifts: Sequence[Shift]) -> Region:
    """Return an area that stands where what is below it was, as one that only one picture has."""
    if region.box is None or region.box_after is None:
        return region
    for shift in shifts:
        if shift.cause != number:
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


def _together(regions: Sequence[Region], seen: Sequence[int]) -> list[list[int]]:
    """Return areas that lie near each other, in one thing, and moved alike, the largest first."""
    groups: list[tuple[object, list[int], Box]] = []
    for number in seen:
        region = regions[number]
        way, numbers, box = (way_of(region), id(region.element)), [number], _place(region)
        apart = []
        for group in groups:
            if group[0] == way and group[2].grow(_NEAR).meets(box):
                numbers, box = [*group[1], *numbers], Box.around([group[2], box])
            else:
                apart.append(group)
        groups = [*apart, (way, numbers, box)]
    listed = [numbers for _, numbers, _ in groups]
    return sorted(listed, key=lambda it: -sum(regions[number].pixels for number in it))


def _names(
    pictures: Pictures, regions: Sequence[Region], numbers: Sequence[int], detector: Detector
) -> list[Named]:
    """Return what became of areas that lie near each other, looking further where need be."""
    way = way_of(regions[numbers[0]])
    boxes = {number: _place(regions[number]) for number in numbers}
    around = Box.around(list(boxes.values()))
    if isinstance(way, str):
        side = 1 if way == "extra" else 0
        part = Surroundings(_OneOf(pictures, side), around.grow(_MARGIN), (0, 0), detector)
        places = {number: part.inside(box, side) for number, box in boxes.items()}
        return list(judge_one_sided(part, places, way))
    named: list[Named] = []
    for margin in (_MARGIN, min(max(around.w, around.h, 3 * _MARGIN), _FARTHEST)):
        window = around.grow(margin)
        if not boxes or (margin > _MARGIN and window.area > MOST_PIXELS):
            break
        part = Surroundings(pictures, window, way, detector)
        found = judge(part, {number: part.inside(box, 1) for number, box in boxes.items()})
        known = [it for it in found if it.change or (it.element and it.element.kind in PICTURES)]
        named += known
        for it in known:
            for number in it.numbers:
                del boxes[number]
    return [*named, *(it for it in found if it not in known)]


def _applied(
    comparison: Comparison, regions: Sequence[Region], named: Sequence[Named]
) -> Comparison:
    """Return the comparison with the areas of each element made one."""
    of = {number: it for it in named for number in it.numbers}
    joined: list[tuple[tuple[int, ...], Region]] = []
    for number, region in enumerate(regions):
        it = of.get(number)
        if it is None:
            joined.append(((number,), region))
        elif number == min(it.numbers):
            joined.append((it.numbers, _joined([regions[n] for n in it.numbers], it)))
    joined.sort(key=lambda it: (_place(it[1]).y, _place(it[1]).x))
    now = {number: place for place, (numbers, _) in enumerate(joined) for number in numbers}
    shifts = tuple(
        it if it.cause is None else replace(it, cause=now[it.cause]) for it in comparison.shifts
    )
    return replace(comparison, regions=tuple(region for _, region in joined), shifts=shifts)


def _joined(regions: Sequence[Region], named: Named) -> Region:
    """Return one area for several, with what became of them."""
    before = [it.box for it in regions if it.box]
    after = [it.box_after for it in regions if it.box_after]
    change, said = named.change, regions[0].element
    if said and change and change.kind != "text_changed":
        change = None  # the page knows better what it is
    return Region(
        Box.around(before) if before and not _is(change, "extra") else None,
        Box.around(after) if after and not _is(change, "missing") else None,
        sum(it.pixels for it in regions),
        max(it.max_difference for it in regions),
        said or named.element,
        change,
    )


def _is(change: Change | None, kind: str) -> bool:
    return change is not None and change.kind == kind


def _place(region: Region) -> Box:
    """Return where a region is in the actual picture, or was in the baseline."""
    return cast("Box", region.box_after or region.box)
