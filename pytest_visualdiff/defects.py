"""What a comparison measured, said as defects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from pytest_visualdiff.model import (
    Box,
    Comparison,
    Defect,
    DefectKind,
    Region,
    Shift,
    Size,
    pixels_in_either,
)

_NEARLY_ALL = 0.95
"""Share of the picture's width from which on a block is everything beside it."""


def find_defects(comparison: Comparison) -> tuple[Defect, ...]:
    """Return the defects of a comparison: a changed size first, then the places in reading order.

    A defect that only follows from another comes after that one, before the next root cause.
    """
    listed = list(_in_order(_found(comparison)))
    ids = {found: f"d{number}" for number, found in enumerate(listed, 1)}
    return tuple(
        replace(found.defect, id=ids[found], caused_by=ids[found.cause] if found.cause else None)
        for found in listed
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """A defect that has no id yet, and the one it only follows from, which follows from none."""

    defect: Defect
    cause: _Found | None = None


def _found(comparison: Comparison) -> list[_Found]:
    regions = [_Found(_of_region(region)) for region in comparison.regions]
    shifts = [
        _Found(
            _of_shift(shift, comparison), None if shift.cause is None else regions[shift.cause]
        )
        for shift in comparison.shifts
    ]  # fmt: skip
    found = [*regions, *shifts]
    if comparison.baseline_size == comparison.actual_size:
        return found
    size = _of_size(comparison.baseline_size, comparison.actual_size)
    if not comparison.size_explained:
        return [_Found(size), *found]
    if not shifts:  # nothing moved: the size was dismissed as a drift of the rendering
        return found
    largest = max(shifts, key=lambda shift: shift.defect.pixels)
    return [_Found(size, largest.cause or largest), *found]


def _in_order(found: list[_Found]) -> Iterator[_Found]:
    for root in _sorted(each for each in found if each.cause is None):
        yield root
        yield from _sorted(each for each in found if each.cause is root)


def _sorted(found: Iterable[_Found]) -> list[_Found]:
    def place(each: _Found) -> tuple[bool, int, int]:
        box = each.defect.box or each.defect.box_after
        return each.defect.kind != "size_changed", box.y if box else 0, box.x if box else 0

    return sorted(found, key=place)


def _of_size(before: Size, after: Size) -> Defect:
    changes = []
    for change, more, less in (
        (after.width - before.width, "wider", "narrower"),
        (after.height - before.height, "taller", "shorter"),
    ):
        if change:
            changes.append(f"{abs(change)} px {more if change > 0 else less}")
    return Defect(
        id="",
        kind="size_changed",
        box=Box(0, 0, before.width, before.height),
        box_after=Box(0, 0, after.width, after.height),
        pixels=pixels_in_either(before, after) - before.common(after).area,
        message=f"the picture is {' and '.join(changes)}: {before} became {after}",
    )


def _of_region(region: Region) -> Defect:
    kind: DefectKind
    one = region.pixels == 1
    count = f"{region.pixels:,} pixel{'' if one else 's'}"
    if region.box is None:
        kind, place = "extra", f"new at {region.box_after}"
        what = f"{count} {'is' if one else 'are'} not in the baseline"
    elif region.box_after is None:
        kind, place = "missing", f"missing at {region.box}"
        what = f"{count} of the baseline {'is' if one else 'are'} gone"
    else:
        kind, place = "changed", f"changed at {region.box}"
        levels = f"by up to {region.max_difference} of 255 levels"
        what = f"{count} differ{'s' if one else ''}, {levels}"
    return Defect("", kind, region.box, region.box_after, region.pixels, f"{place}: {what}")


def _of_shift(shift: Shift, comparison: Comparison) -> Defect:
    return Defect(
        id="",
        kind="shifted",
        box=shift.box,
        box_after=shift.box.move(shift.dx, shift.dy),
        pixels=shift.pixels,
        message=f"{_block(shift, comparison)} moved {_way(shift)}",
        dx=shift.dx,
        dy=shift.dy,
    )


def _block(shift: Shift, comparison: Comparison) -> str:
    box, before, after = shift.box, comparison.baseline_size, comparison.actual_size
    # A block that moves down in a picture that does not grow ends where it is cut off.
    to_the_end = box.bottom >= before.height or box.bottom + shift.dy >= after.height
    if box.w < _NEARLY_ALL * before.width or not to_the_end:
        return f"the block at {box}"
    return f"everything below y={box.y}" if box.y else "everything"


def _way(shift: Shift) -> str:
    ways = [
        f"{more if distance > 0 else less} {abs(distance)} px"
        for distance, more, less in ((shift.dx, "right", "left"), (shift.dy, "down", "up"))
        if distance
    ]
    return " and ".join(ways)
