"""Pixels and elements brought together: which change of an element explains which difference."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pytest_visualdiff.comparison.carried import Carried, Differing
from pytest_visualdiff.comparison.elements import compare_elements
from pytest_visualdiff.model import (
    Box,
    Change,
    Comparison,
    Dismissal,
    Element,
    Explained,
    Inventory,
    Region,
    Settings,
    Shift,
)

_AROUND = 4
"""Pixels around an element that belong to it: its shadow, its outline, its smoothed edge."""

_MOSTLY = 0.5
"""Share of an area that has to lie in an element for the element to explain it."""

_SHOWN = frozenset({"text", "link", "button", "badge"})
"""What shows the words that are its text, or"""

_FILLED_IN = frozenset({"input", "select", "textarea"})
"""those that are its value."""

_COVERED = 0.6
"""Share of a text that differs from which on its letters themselves are others."""

_THERE_OR_NOT = frozenset({"missing", "extra"})
"""With these goes the space around them as well."""

_PUSHING = frozenset({"missing", "extra", "moved", "resized", "text_changed", "shifted"})
"""What may put other things elsewhere."""


def explain(
    comparison: Comparison,
    before: Inventory,
    after: Inventory,
    settings: Settings,
    differing: Differing,
) -> Comparison:
    """Return the comparison with what became of the elements, and the pixels that explains.

    What the page says is exact, whatever drew it. What its elements do not explain is judged by the
    pixels, and named after the element in which it lies.

    Parameters
    ----------
    comparison : Comparison
        Of the pixels.
    before, after : Inventory
        Of the baseline and the actual picture, read from the pages.
    settings : Settings
    differing : callable
        As in `Differing`: where two places show something else.
    """
    found = compare_elements(before, after, cross_rendered=comparison.cross_rendered)
    ignored = [it for it in found.changes if _is_ignored(it, settings.ignore)]
    changes = _kept(
        found.changes, [it for it in found.changes if not _seen(it, comparison)], ignored
    )
    carried = Carried(before, after, found.pairs, changes, differing)
    regions: list[Region] = []
    dismissed = list(comparison.dismissed)
    dismissed += [Dismissal("ignored", _places(it)[0], 0) for it in ignored]
    explained: list[Explained] = []

    def account(number: int | None, box: Box, pixels: int) -> None:
        """Put pixels down to a change, or to the rendering if nothing changed."""
        if number is None:
            dismissed.append(Dismissal("rendering_noise", box, pixels))
        else:
            explained.append(Explained(_root(changes, number), box, pixels))

    for region in comparison.regions:
        box = region.box_after or region.box or Box(0, 0, 0, 0)
        number = _explanation(region, changes, comparison.shifts, (before, after))
        element = _around(region, before, after)
        if number is not None:
            account(number, box, region.pixels)
        elif comparison.cross_rendered and element and _is_said_alike(region, element):
            account(None, box, region.pixels)
        elif carrier := carried.carrier(region, at_rest=_is_shifted(region, comparison.shifts)):
            account(carried.mover(carrier), box, region.pixels)
        elif found_account := carried.accounts_for(*filter(None, (region.box, region.box_after))):
            account(found_account.change, box, region.pixels)
        else:
            regions.append(replace(region, element=element))
    kept = {number: regions.index(named) for number, named in _named(comparison.regions, regions)}
    shifts: list[Shift] = []
    pushing = [number for number, it in enumerate(changes) if it.kind in _PUSHING]
    for shift in comparison.shifts:
        now = shift.box.move(shift.dx, shift.dy)
        if (number := carried.cause_of(shift)) is not None or carried.went(shift):
            account(number, now, shift.pixels)
        elif found_account := carried.accounts_for(shift.box, now):
            account(found_account.change, now, shift.pixels)
        else:
            cause = kept.get(shift.cause) if shift.cause is not None else None
            shifts.append(replace(shift, cause=cause))
    return replace(
        comparison,
        regions=tuple(regions),
        shifts=tuple(shifts),
        dismissed=tuple(dismissed),
        size_explained=comparison.size_explained or bool(pushing),
        changes=changes,
        explained=tuple(explained),
        elements=len(before.elements),
        matched=len(found.pairs),
    )


def _named(all_: Sequence[Region], kept: Sequence[Region]) -> Iterator[tuple[int, Region]]:
    for number, region in enumerate(all_):
        for other in kept:
            if (region.box, region.box_after) == (other.box, other.box_after):
                yield number, other
                break


def _places(change: Change) -> list[Box]:
    return [it.box for it in (change.before, change.after) if it]


def _is_ignored(change: Change, areas: Sequence[Box]) -> bool:
    return all(any(area.contains(box) for area in areas) for box in _places(change))


def _seen(change: Change, comparison: Comparison) -> bool:
    """Say whether anything differs where an element changed: what nobody sees is no defect."""
    differing = [it.box_after or it.box for it in comparison.regions]
    differing += [it.box for it in comparison.dismissed]
    differing += [it.box.move(it.dx, it.dy) for it in comparison.shifts]
    differing += [it.box for it in comparison.shifts]
    return any(box.grow(_AROUND).meets(it) for it in differing if it for box in _places(change))


def _kept(
    changes: Sequence[Change], unseen: Sequence[Change], ignored: Sequence[Change]
) -> tuple[Change, ...]:
    """Return the changes that count, with causes counted anew."""
    left_out = {id(it) for it in (*unseen, *ignored)}
    out = [id(it) in left_out for it in changes]
    numbers: dict[int, int] = {}
    kept: list[Change] = []
    for number, change in enumerate(changes):
        if not out[number]:
            numbers[number] = len(kept)
            kept.append(change)
    return tuple(
        replace(it, cause=None if it.cause is None else numbers.get(it.cause)) for it in kept
    )


def _explanation(
    region: Region,
    changes: Sequence[Change],
    shifts: Sequence[Shift],
    inventories: tuple[Inventory, Inventory],
) -> int | None:
    """Return the change in whose place an area lies for the most part; the closest fit of all."""
    inner = _around(region, *inventories)
    fits = []
    for number, change in enumerate(changes):
        if _was_compared_in_place(region, change, shifts):
            continue
        if change.kind == "resized" and inner not in (None, change.before, change.after):
            continue  # what is in there was compared on its own
        for box, it in ((region.box, change.before), (region.box_after, change.after)):
            if box is None or it is None:
                continue
            shared, area = _shared(box, it.box.grow(_AROUND)), it.box.w * it.box.h
            all_of_it = change.kind in _THERE_OR_NOT and shared >= area
            if all_of_it or shared >= _MOSTLY * box.w * box.h:
                fits.append((area, number))
    return _root(changes, min(fits)[1]) if fits else None


def _was_compared_in_place(region: Region, change: Change, shifts: Sequence[Shift]) -> bool:
    """Say whether the pixels moved alike: what differs in their new place is something else."""
    now = region.box_after
    if change.kind not in ("moved", "shifted") or not (change.before and change.after and now):
        return False
    dx = change.after.box.x - change.before.box.x
    dy = change.after.box.y - change.before.box.y
    return any(
        abs(it.dx - dx) <= 1 and abs(it.dy - dy) <= 1 and it.box.move(it.dx, it.dy).contains(now)
        for it in shifts
    )


def _root(changes: Sequence[Change], number: int) -> int:
    cause = changes[number].cause
    return number if cause is None else cause


def _around(region: Region, before: Inventory, after: Inventory) -> Element | None:
    """Return the smallest element in which an area lies for the most part."""
    fits: list[tuple[int, int, Element]] = []
    for inventory, box in ((after, region.box_after), (before, region.box)):
        if box is None:
            continue
        for number, element in enumerate(inventory.elements):
            if _shared(box, element.box.grow(_AROUND)) >= _MOSTLY * box.w * box.h:
                fits.append((element.box.w * element.box.h, number, element))
        if fits:
            break
    return min(fits, key=lambda it: it[:2])[2] if fits else None


def _is_said_alike(region: Region, element: Element) -> bool:
    """Say whether a few letters differ in a text of which the page says that it is the same.

    Both pictures have to show something there: else a glyph is lost that the page does not know of.
    """
    box = region.box_after
    shown = element.kind in _SHOWN and element.text
    filled_in = element.kind in _FILLED_IN and {"value", "placeholder"} & element.state.keys()
    if not (shown or filled_in) or box is None or region.box is None:
        return False
    return box.w * box.h < _COVERED * element.box.w * element.box.h


def _is_shifted(region: Region, shifts: Sequence[Shift]) -> bool:
    """Say whether an area was held against another place, for the pixels seemed to have moved."""
    return any(
        (region.box_after and it.box.move(it.dx, it.dy).grow(_AROUND).meets(region.box_after))
        or (region.box and it.box.grow(_AROUND).meets(region.box))
        for it in shifts
    )


def _shared(one: Box, other: Box) -> int:
    width = min(one.right, other.right) - max(one.x, other.x)
    height = min(one.bottom, other.bottom) - max(one.y, other.y)
    return max(width, 0) * max(height, 0)
