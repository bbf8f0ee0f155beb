"""What a comparison measured, said as defects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from pytest_visualdiff.model import (
    PICTURES,
    Box,
    Change,
    Comparison,
    Defect,
    DefectKind,
    Dismissal,
    Region,
    Shift,
    Size,
    pixels_in_either,
)
from pytest_visualdiff.verdict.wording import name, of_change, of_changes, selector, way

_IN_PLACE = frozenset({"style_changed", "state_changed"})
"""Defects that put nothing elsewhere."""

_NEARLY_ALL = 0.95
"""Share of the picture's width from which on a block is everything beside it."""


def find_defects(comparison: Comparison) -> tuple[Defect, ...]:
    """Return the defects of a comparison: a changed size first, then the places in reading order.

    A defect that only follows from another comes after that one, before the next root cause.
    """
    ids = _numbered(comparison)[1]
    return tuple(
        replace(found.defect, id=of, caused_by=ids[found.cause] if found.cause else None)
        for found, of in ids.items()
    )


def explained_pixels(comparison: Comparison) -> tuple[Dismissal, ...]:
    """Return the differing pixels that belong to a defect of an element."""
    changes, ids = _numbered(comparison)
    return tuple(
        Dismissal(f"explained_by:{ids[changes[it.change]]}", it.box, it.pixels)
        for it in comparison.explained
    )


def _numbered(comparison: Comparison) -> tuple[list[_Found], dict[_Found, str]]:
    """Return what became of elements, and the ids of all that was found, in the order shown."""
    changes = [_Found(defect) for defect in of_changes(comparison)]
    for found, change in zip(changes, comparison.changes, strict=True):
        found.cause = None if change.cause is None else changes[change.cause]
    listed = _in_order([*changes, *_of_pixels(comparison, changes)])
    return changes, {found: f"d{number}" for number, found in enumerate(listed, 1)}


@dataclass(slots=True, eq=False)
class _Found:
    """A defect that has no id yet, and the one it only follows from, which follows from none."""

    defect: Defect
    cause: _Found | None = None


def _of_pixels(comparison: Comparison, changes: Sequence[_Found]) -> list[_Found]:
    regions = [_Found(_of_region(region)) for region in comparison.regions]
    for found, region in zip(regions, comparison.regions, strict=True):
        found.cause = None if region.cause is None else regions[region.cause]
    shifts = [
        _Found(_of_shift(shift, comparison), _root(shift, regions)) for shift in comparison.shifts
    ]
    listed = [*regions, *shifts]
    if comparison.baseline_size == comparison.actual_size:
        return listed
    size = _of_size(comparison.baseline_size, comparison.actual_size)
    if not comparison.size_explained:
        return [_Found(size), *listed]
    moved = [*shifts, *(it for it in changes if it.defect.kind not in _IN_PLACE)]
    if not moved:  # nothing moved: the size was dismissed as a drift of the rendering
        return listed
    largest = max(moved, key=lambda it: it.defect.pixels)
    return [_Found(size, largest.cause or largest), *listed]


def _root(shift: Shift, regions: Sequence[_Found]) -> _Found | None:
    """Return what a block that moved follows from: what pushed it, or what that follows from."""
    if shift.cause is None:
        return None
    return regions[shift.cause].cause or regions[shift.cause]


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
    if region.change:
        return _of_named(region, region.change)
    kind: DefectKind
    one = region.pixels == 1
    count = f"{region.pixels:,} pixel{'' if one else 's'}"
    element = region.element
    of = f"{name(element)} " if element else ""
    if element and element.kind in PICTURES and region.box and region.box_after:
        kind, place = "image_changed", f"{of}shows another picture at {region.box_after}"
        what = f"{count} differ{'s' if one else ''}"
    elif region.box is None:
        kind, place = "extra", f"new at {region.box_after}"
        what = f"{count} {'is' if one else 'are'} not in the baseline"
    elif region.box_after is None:
        kind, place = "missing", f"missing at {region.box}"
        what = f"{count} of the baseline {'is' if one else 'are'} gone"
    else:
        kind, place = "changed", f"{of}changed at {region.box}"
        levels = f"by up to {region.max_difference} of 255 levels"
        what = f"{count} differ{'s' if one else ''}, {levels}"
    message = f"{place}: {what}"
    return Defect(
        "", kind, region.box, region.box_after, region.pixels, message, element=region.element
    )


def _of_named(region: Region, change: Change) -> Defect:
    """Return what became of an element, and in which one of the page, if that is known."""
    defect = of_change(change, region.pixels)
    if region.element is None:
        return defect
    return replace(
        defect,
        message=f"{defect.message}, in {name(region.element)}{selector(region.element)}",
        element=region.element,
    )


def _of_shift(shift: Shift, comparison: Comparison) -> Defect:
    element = shift.element
    box = element.box if element else shift.box
    what = f"{name(element)} at {box}" if element else _block(shift, comparison)
    return Defect(
        id="",
        kind="moved" if element else "shifted",
        box=box,
        box_after=box.move(shift.dx, shift.dy),
        pixels=shift.pixels,
        message=f"{what} moved {way(shift.dx, shift.dy)}",
        dx=shift.dx,
        dy=shift.dy,
        element=element,
    )


def _block(shift: Shift, comparison: Comparison) -> str:
    box, before, after = shift.box, comparison.baseline_size, comparison.actual_size
    # A block that moves down in a picture that does not grow ends where it is cut off.
    to_the_end = box.bottom >= before.height or box.bottom + shift.dy >= after.height
    if box.w < _NEARLY_ALL * before.width or not to_the_end:
        return f"the block at {box}"
    return f"everything below y={box.y}" if box.y else "everything"
