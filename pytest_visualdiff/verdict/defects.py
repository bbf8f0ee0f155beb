"""The defects that a comparison measured."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

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
from pytest_visualdiff.plural import plural
from pytest_visualdiff.verdict.wording import name, of_change, of_changes, selector, way

_IN_PLACE = frozenset({"style_changed", "state_changed"})
"""Kinds of defects that move nothing."""

_SIZE = "size"
"""What a changed size of the picture is called among the ids of changes, regions and shifts."""

_NEARLY_ALL = 0.95
"""Share of the picture's width from which on a block is everything beside it."""


def find_defects(comparison: Comparison) -> tuple[Defect, ...]:
    """Return the defects of a comparison: a changed size first, then the places in reading order.

    A defect that only follows from another comes after that one, before the next root cause.
    """
    found = _in_order(_found(comparison))
    ids = _defect_ids(found)
    return tuple(
        replace(it.defect, id=ids[it.id], caused_by=ids[it.cause] if it.cause else None)
        for it in found
    )


def explained_pixels(comparison: Comparison) -> tuple[Dismissal, ...]:
    """Return the differing pixels that belong to a defect of an element."""
    ids = _defect_ids(_in_order(_found(comparison)))
    return tuple(
        Dismissal(f"explained_by:{ids[it.change]}", it.box, it.pixels)
        for it in comparison.explained
    )


class _Found(NamedTuple):
    """A defect that has no id yet, with the id of what it is about and of what caused that."""

    defect: Defect
    id: str
    cause: str | None = None


def _found(comparison: Comparison) -> list[_Found]:
    """Return all defects; one that is a cause follows from no other."""
    changes = [
        _Found(defect, change.id, change.cause)
        for defect, change in zip(of_changes(comparison), comparison.changes, strict=True)
    ]
    regions = [_Found(_of_region(it), it.id, it.cause) for it in comparison.regions]
    root = {it.id: it.cause or it.id for it in regions}
    shifts = [
        _Found(_of_shift(it, comparison), it.id, root[it.cause] if it.cause else None)
        for it in comparison.shifts
    ]
    found = [*changes, *regions, *shifts]
    if comparison.baseline_size == comparison.actual_size:
        return found
    size = _of_size(comparison.baseline_size, comparison.actual_size)
    if not comparison.size_explained:
        return [_Found(size, _SIZE), *found]
    moved = [*shifts, *(it for it in changes if it.defect.kind not in _IN_PLACE)]
    if not moved:  # nothing moved: the size was dismissed as a drift of the rendering
        return found
    largest = max(moved, key=lambda it: it.defect.pixels)
    return [_Found(size, _SIZE, largest.cause or largest.id), *found]


def _defect_ids(found: Sequence[_Found]) -> dict[str, str]:
    """Return the ids of the defects, by the ids of what they are about."""
    return {it.id: f"d{number}" for number, it in enumerate(found, 1)}


def _in_order(found: Sequence[_Found]) -> list[_Found]:
    """Return root causes in reading order, each followed by its consequences."""
    following: dict[str | None, list[_Found]] = {}
    for it in found:
        following.setdefault(it.cause, []).append(it)
    return [
        it
        for root in _sorted(following.get(None, []))
        for it in (root, *_sorted(following.get(root.id, [])))
    ]


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
    count = f"{region.pixels:,} {plural(region.pixels, 'pixel')}"
    differ = plural(region.pixels, "differs", "differ")
    are = plural(region.pixels, "is", "are")
    element = region.element
    of = f"{name(element)} " if element else ""
    if element and element.kind in PICTURES and region.box and region.box_after:
        kind, place = "image_changed", f"{of}shows another picture at {region.box_after}"
        what = f"{count} {differ}"
    elif region.box is None:
        kind, place = "extra", f"new at {region.box_after}"
        what = f"{count} {are} not in the baseline"
    elif region.box_after is None:
        kind, place = "missing", f"missing at {region.box}"
        what = f"{count} of the baseline {are} gone"
    else:
        kind, place = "changed", f"{of}changed at {region.box}"
        levels = f"by up to {region.max_difference} of 255 levels"
        what = f"{count} {differ}, {levels}"
    message = f"{place}: {what}"
    return Defect(
        "", kind, region.box, region.box_after, region.pixels, message, element=region.element
    )


def _of_named(region: Region, change: Change) -> Defect:
    """Return the defect of an area that was named, with its element of the page if known."""
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
