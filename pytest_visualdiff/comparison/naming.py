"""Changed areas named by the elements that the pixels show, where no page says what is there.

Naming says better what was found. It dismisses nothing and adds nothing; it may make one area of
several that are one element's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from pytest_visualdiff.comparison.decode import Decoded
from pytest_visualdiff.comparison.judging import Named, judge, judge_one_sided
from pytest_visualdiff.comparison.surroundings import Surroundings, shared
from pytest_visualdiff.model import Box, Change, Comparison, Region, Shift

_MARGIN = 32
"""Pixels around a changed area that are looked at: a button's edge is that near to its text."""

_NEAR = 24
"""Changed areas that are no further apart are looked at together."""

_MOST_PIXELS = 1 << 20
"""Of each picture, so many pixels are looked at in one comparison at most, the largest changes
first: of a page that changed all over nobody reads every name."""

_INSERTED = 0.7
"""Share of an area that lies in the rows or columns that it pushed open."""


def name_regions(comparison: Comparison, pictures: Decoded) -> Comparison:
    """Return a comparison whose areas say, as far as the pixels do, what became of which element.

    Parameters
    ----------
    comparison : Comparison
        Of the pixels.
    pictures : Decoded
        The two it is of.
    """
    regions = [
        _as_pushed_open(number, region, comparison.shifts)
        for number, region in enumerate(comparison.regions)
    ]
    named: list[Named] = []
    room = _MOST_PIXELS
    for numbers in _together(regions):
        first = regions[numbers[0]]
        boxes = [_place(regions[it]) for it in numbers]
        part = Box.around(boxes).grow(_MARGIN)
        room -= part.w * part.h
        if room < 0:
            continue
        named += _names(pictures, part, first, dict(zip(numbers, boxes, strict=True)))
    return _applied(comparison, regions, named)


def _as_pushed_open(number: int, region: Region, shifts: Sequence[Shift]) -> Region:
    """Return an area that stands where what is below it was, as one that only one picture has."""
    if region.box is None or region.box_after is None:
        return region
    for shift in shifts:
        if shift.cause != number:
            continue
        opened, closed = _gap(shift)
        if shared(region.box_after, opened) >= _INSERTED * _area(region.box_after):
            return replace(region, box=None)
        if shared(region.box, closed) >= _INSERTED * _area(region.box):
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


def _together(regions: Sequence[Region]) -> list[list[int]]:
    """Return areas that lie near each other and moved alike, the largest first."""
    groups: list[tuple[object, list[int], Box]] = []
    for number, region in enumerate(regions):
        way, numbers, box = _way(region), [number], _place(region)
        apart = []
        for group in groups:
            if group[0] == way and group[2].grow(_NEAR).meets(box):
                numbers, box = [*group[1], *numbers], Box.around([group[2], box])
            else:
                apart.append(group)
        groups = [*apart, (way, numbers, box)]
    listed = [numbers for _, numbers, _ in groups]
    return sorted(listed, key=lambda it: -sum(regions[number].pixels for number in it))


def _way(region: Region) -> tuple[int, int] | str:
    """Return how far an area moved, or which of the pictures has it."""
    if region.box is None:
        return "extra"
    if region.box_after is None:
        return "missing"
    return region.box_after.x - region.box.x, region.box_after.y - region.box.y


def _names(
    pictures: Decoded, part: Box, first: Region, boxes: Mapping[int, Box]
) -> Iterable[Named]:
    way = _way(first)
    if way == "extra" or way == "missing":
        side = 1 if way == "extra" else 0
        only = (pictures.baseline, pictures.actual)[side], pictures.sizes[side]
        same = Decoded(only[0], only[0], pictures.top, (only[1], only[1]))
        around = Surroundings(same, part, (0, 0))
        places = {number: around.inside(box, side) for number, box in boxes.items()}
        return judge_one_sided(around, places, way)
    assert not isinstance(way, str)
    around = Surroundings(pictures, part, way)
    return judge(around, {number: around.inside(box, 1) for number, box in boxes.items()})


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
    change = named.change
    return Region(
        Box.around(before) if before and not _is(change, "extra") else None,
        Box.around(after) if after and not _is(change, "missing") else None,
        sum(it.pixels for it in regions),
        max(it.max_difference for it in regions),
        named.element,
        change,
    )


def _is(change: Change | None, kind: str) -> bool:
    return change is not None and change.kind == kind


def _place(region: Region) -> Box:
    """Return where a region is in the actual picture, or was in the baseline."""
    box = region.box_after or region.box
    assert box is not None
    return box


def _area(box: Box) -> int:
    return box.w * box.h
