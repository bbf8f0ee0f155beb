"""Which differing pixels belong to a change that does not count: with care, as nobody looks there.

A change that counts fails the check, so it does no harm if pixels are laid to it that have another
reason. With one that does not count they would be lost.
"""

from __future__ import annotations

from pytest_visualdiff.comparison.counterparts import Counterparts
from pytest_visualdiff.model import Box, Change, Element, Region

_ROUNDED = 1
"""Pixels that rounding edges to whole ones makes."""

_PICTURES = frozenset({"image", "icon"})
"""Kinds of elements whose looks the page does not say."""


def accounts_for(
    change: Change, region: Region, element: Element | None, known: Counterparts, around: int
) -> bool:
    """Say whether a change is all that can have made the pixels of an area differ.

    Parameters
    ----------
    change : Change
    region : Region
        Where pixels differ.
    element : Element or None
        The innermost element there.
    known : Counterparts
    around : int
        Pixels around an element that belong to it.
    """
    places = [it.box.grow(around) for it in (change.before, change.after) if it]
    boxes = [box for box in (region.box, region.box_after) if box]
    if not all(any(place.contains(box) for place in places) for box in boxes):
        return False
    if change.kind == "resized" and _is_within_both(boxes, change, around):
        return False  # what is larger shows more or less at its edges
    if element is None or any(element is it for it in (change.before, change.after)):
        return True
    if all(element.box.contains(it.box) for it in (change.before, change.after) if it):
        return True  # it shows where something is not any more
    if change.kind in ("moved", "shifted"):
        return element.kind not in _PICTURES and _went_along(element, change, known)
    whole = change.before or change.after
    is_in_it = whole is not None and known.holds(whole, element)
    return change.kind in ("missing", "extra") and is_in_it


def _is_within_both(boxes: list[Box], change: Change, around: int) -> bool:
    places = [it.box.grow(-around) for it in (change.before, change.after) if it]
    return all(place.contains(box) for box in boxes for place in places)


def _went_along(element: Element, change: Change, known: Counterparts) -> bool:
    """Say whether an element moved as far as the change says."""
    before, after = known.both(element)
    if not (before and after and change.before and change.after):
        return False
    dx = (after.box.x - before.box.x) - (change.after.box.x - change.before.box.x)
    dy = (after.box.y - before.box.y) - (change.after.box.y - change.before.box.y)
    return max(abs(dx), abs(dy)) <= _ROUNDED
