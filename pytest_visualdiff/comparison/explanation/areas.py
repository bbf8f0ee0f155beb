"""Which element, or change of one, an area of differing pixels belongs to."""

from __future__ import annotations

from collections.abc import Sequence

from pytest_visualdiff.comparison.explanation.carried import MOSTLY, SHADOW_MARGIN
from pytest_visualdiff.comparison.explanation.pushes import MOVES
from pytest_visualdiff.model import Box, Change, Comparison, Element, Inventory, Region, Shift

_SHOWN = frozenset({"text", "link", "button", "badge"})
"""Kinds of element that show their text."""

_FILLED_IN = frozenset({"input", "select", "textarea"})
"""Kinds of element that show their value, or a placeholder."""

_MOST_OF_TEXT = 0.6
"""Least share of a text's area that differs where its letters are others, 0..1; set by
benchmarks/defects."""

_THERE_OR_NOT = frozenset({"missing", "extra"})
"""With these goes the space around them as well."""


def places_of(change: Change) -> list[Box]:
    """Return where the element of a change was and is."""
    return [it.box for it in (change.before, change.after) if it]


def is_seen(change: Change, comparison: Comparison) -> bool:
    """Return whether pixels of ``comparison`` differ where ``change`` is.

    A change that cannot be seen is no defect.
    """
    differing = [it.box_after or it.box for it in comparison.regions]
    differing += [it.box for it in comparison.dismissed]
    differing += [it.box.move(it.dx, it.dy) for it in comparison.shifts]
    differing += [it.box for it in comparison.shifts]
    return any(
        box.grow(SHADOW_MARGIN).meets(it) for it in differing if it for box in places_of(change)
    )


def change_at(
    region: Region,
    changes: Sequence[Change],
    shifts: Sequence[Shift],
    inventories: tuple[Inventory, Inventory],
) -> Change | None:
    """Return the change whose place contains most of a region; the one that fits most closely.

    Parameters
    ----------
    region : Region
    changes : sequence of Change
        Candidates.
    shifts : sequence of Shift
        What moved as a whole; regions in it were compared in their new place.
    inventories : tuple of two Inventory
        Elements of the baseline and of the actual picture.

    Returns
    -------
    Change or None
        None if no change is there.
    """
    inner = element_at(region, *inventories)
    fits: list[tuple[int, Change]] = []
    for change in changes:
        if _was_compared_in_place(region, change, shifts):
            continue
        if change.kind == "resized" and inner not in (None, change.before, change.after):
            continue  # what is in there was compared on its own
        for box, it in ((region.box, change.before), (region.box_after, change.after)):
            if box is None or it is None:
                continue
            shared, area = box.intersection(it.box.grow(SHADOW_MARGIN)).area, it.box.area
            all_of_it = change.kind in _THERE_OR_NOT and shared >= area
            if all_of_it or shared >= MOSTLY * box.area:
                fits.append((area, change))
    return min(fits, key=lambda it: it[0])[1] if fits else None


def _was_compared_in_place(region: Region, change: Change, shifts: Sequence[Shift]) -> bool:
    """Return whether the pixels moved alike: what differs in their new place is something else."""
    now = region.box_after
    if change.kind not in MOVES or not (change.before and change.after and now):
        return False
    dx = change.after.box.x - change.before.box.x
    dy = change.after.box.y - change.before.box.y
    return any(
        abs(it.dx - dx) <= 1 and abs(it.dy - dy) <= 1 and it.box.move(it.dx, it.dy).contains(now)
        for it in shifts
    )


def element_at(region: Region, before: Inventory, after: Inventory) -> Element | None:
    """Return the smallest element that contains most of a region, or None.

    Parameters
    ----------
    region : Region
    before, after : Inventory
        Elements of the baseline and of the actual picture; those of the actual picture are tried
        first.
    """
    fits: list[tuple[int, int, Element]] = []
    for inventory, box in ((after, region.box_after), (before, region.box)):
        if box is None:
            continue
        for number, element in enumerate(inventory.elements):
            if box.intersection(element.box.grow(SHADOW_MARGIN)).area >= MOSTLY * box.area:
                fits.append((element.box.area, number, element))
        if fits:
            break
    return min(fits, key=lambda it: it[:2])[2] if fits else None


def is_said_alike(region: Region, element: Element) -> bool:
    """Return whether ``region`` is a few letters of ``element``, whose text the page calls equal.

    Both pictures have to show something there; otherwise a glyph is missing that the page does not
    know of.
    """
    box = region.box_after
    shown = element.kind in _SHOWN and element.text
    filled_in = element.kind in _FILLED_IN and {"value", "placeholder"} & element.state.keys()
    if not (shown or filled_in) or box is None or region.box is None:
        return False
    return box.area < _MOST_OF_TEXT * element.box.area
