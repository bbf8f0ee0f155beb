"""What merely moved with the elements of a page.

The pixels say that something differs; the page says where its elements were and are. What an
element shows where it is now, and showed where it was, has not changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np

from pytest_visualdiff.model import Box, Change, Element, Inventory, Region, Shift

if TYPE_CHECKING:
    from pytest_visualdiff.imaging.arrays import Mask

Differing: TypeAlias = "Callable[[Box, Box], Mask | None]"
"""Told a part of the baseline and one of the actual picture, as large: where they differ by more
than noise; None if that cannot be told, for one of them reaches beyond what is known."""

SHADOW_MARGIN = 4
"""Pixels around an element in which its shadow, its outline and its smoothed edge lie."""

_EDGE = 8
"""Pixels inside the edge of an element that its border and its round corners take."""

MOSTLY = 0.5
"""Least share of an area that lies in an element it belongs to, and of elements that agree."""

_REDRAWN = frozenset({"missing", "extra", "text_changed", "style_changed", "state_changed"})
"""Kinds of change after which an element looks different, whatever its place."""

ROUNDED_ENDS = 2
"""Pixels by which places may differ that are both rounded."""


class _Place(NamedTuple):
    """Where an element was and is, and the element that it is in the baseline."""

    before: Box
    after: Box
    element: Element

    @property
    def apart(self) -> tuple[int, int]:
        return self.after.x - self.before.x, self.after.y - self.before.y


class CarriedContent:
    """The elements that both pictures have, and where each of them went.

    Parameters
    ----------
    before, after : Inventory
    pairs : mapping of int to int
        Which element before is which after.
    changes : sequence of Change
        What became of the elements.
    differing : callable
        As in `Differing`.
    """

    def __init__(
        self,
        before: Inventory,
        after: Inventory,
        pairs: Mapping[int, int],
        changes: Sequence[Change],
        differing: Differing,
    ) -> None:
        self._elements = before.elements
        places = [
            _Place(before.elements[one].box, after.elements[other].box, before.elements[one])
            for one, other in pairs.items()
        ]
        # The innermost first: of one size, the one further down in the document.
        innermost_first = reversed(places)
        self._places = sorted(innermost_first, key=lambda it: it.before.area)
        self._holding = {
            id(self._elements[it.parent]) for it in self._elements if it.parent is not None
        }
        # What is larger without a change of its own is so because of what is in it.
        self._drifted = [
            it
            for it in self._places
            if id(it.element) in self._holding
            and (it.before.w, it.before.h) != (it.after.w, it.after.h)
        ]
        self._changes = changes
        self._differing = differing
        self._known: dict[tuple[Box, Box], bool] = {}
        self._by_element = {id(it.before): it.id for it in changes if it.before}

    def cause_of(self, shift: Shift) -> str | None:
        """Return the change that moved a block as its elements say they moved; None if none did."""
        for place in self._moved_with(shift):
            if (change := self.mover(place.element)) is not None:
                return change
        return None

    def moved_alike(self, shift: Shift) -> bool:
        """Return whether most of the elements in a block moved as the block did."""
        inside = [it for it in self._places if _holds(shift.box, it.before)]
        return bool(inside) and len(list(self._moved_with(shift))) >= MOSTLY * len(inside)

    def end_moved_by(self, wider: int, taller: int) -> bool:
        """Return whether the lowest and the rightmost element moved with the ends of the picture.

        The picture has become ``wider`` and ``taller`` by so many pixels.
        """
        if not self._places:
            return False
        lowest = max(self._places, key=lambda it: it.before.bottom)
        last = max(self._places, key=lambda it: it.before.right)
        return (
            abs(lowest.after.bottom - lowest.before.bottom - taller) <= ROUNDED_ENDS
            and abs(last.after.right - last.before.right - wider) <= ROUNDED_ENDS
        )

    def _moved_with(self, shift: Shift) -> Iterator[_Place]:
        for place in self._places:
            dx, dy = place.apart
            near = abs(dx - shift.dx) <= ROUNDED_ENDS and abs(dy - shift.dy) <= ROUNDED_ENDS
            if near and _holds(shift.box, place.before):
                yield place

    def mover(self, element: Element) -> str | None:
        """Return the change that put an element where it is: its own, or that of what it is in."""
        around: Element | None = element
        while around is not None:
            if id(around) in self._by_element:
                return self._by_element[id(around)]
            around = None if around.parent is None else self._elements[around.parent]
        for change in self._changes:
            if (
                change.kind == "shifted"
                and change.before
                and change.before.box.contains(element.box)
            ):
                return change.id
        return None

    def carrier(self, region: Region, *, at_rest: bool) -> Element | None:
        """Return the element with which the content of an area merely moved, or None.

        What is there now has to have been there, seen from the element; and what was there has to
        be there now: what is lost, or new, went along with nothing.

        Parameters
        ----------
        region : Region
        at_rest : bool
            Whether an element counts that has not moved: then the area was held against another
            place before.
        """
        found = [
            self._goes_along(box, which, at_rest=at_rest)
            for which, box in enumerate((region.box, region.box_after))
            if box is not None
        ]
        return found[-1] if found and None not in found else None

    def _goes_along(self, box: Box, which: int, *, at_rest: bool) -> Element | None:
        tried = set[tuple[int, int]]()
        for place in self._places:
            dx, dy = place.apart
            if (dx, dy) in tried or not (at_rest or dx or dy):
                continue
            if not (place.before, place.after)[which].grow(SHADOW_MARGIN).contains(box):
                continue
            tried.add((dx, dy))
            pair = (box, box.move(dx, dy)) if which == 0 else (box.move(-dx, -dy), box)
            if self._looks_alike(*pair):
                return place.element
        return None

    def _looks_alike(self, before: Box, after: Box) -> bool:
        if (before, after) not in self._known:
            differing = self._differing(before, after)
            self._known[before, after] = differing is not None and not differing.any()
        return self._known[before, after]

    def accounts_for(self, *boxes: Box) -> Account | None:
        """Return what accounts for all that differs in some areas; None if something is left.

        That is elements that changed, and others that look as they did, where they are now.
        """
        account = Account()
        for box in boxes:
            left = self._differing(box, box)
            if left is None:
                return None
            for change in self._changes:
                if change.kind in _REDRAWN or self._is_resized_leaf(change):
                    for element in (change.before, change.after):
                        if element and _clear(left, box, element.box.grow(SHADOW_MARGIN)):
                            account.add(change.id)
            for place in reversed(self._places):  # what holds others, with all that it holds
                areas = [it.grow(ROUNDED_ENDS) for it in (place.before, place.after)]
                differs = any(_within(left, box, area).any() for area in areas)
                if any(place.apart) and differs and self._looks_alike(*_of_one_size(place)):
                    for area in areas:
                        _clear(left, box, area)
                    account.add(self.mover(place.element))
            for change in self._changes:
                both = [it.box for it in (change.before, change.after) if it]
                if change.kind == "resized" and self._clear_edges(left, box, both):
                    account.add(change.id)
            for place in self._drifted:
                if self._clear_edges(left, box, [place.before, place.after]):
                    account.add(self.mover(place.element))
            if left.any():
                return None
        return account

    def _clear_edges(self, left: Mask, of: Box, boxes: Sequence[Box]) -> bool:
        """Clear what an element shows more or less of because it is larger or smaller.

        That is at its edges, and not where something stands in it: that is examined by itself.
        """
        edges = np.zeros_like(left)
        for each in boxes:
            _within(edges, of, each.grow(SHADOW_MARGIN))[:] = True
        _within(edges, of, _common([each.grow(-_EDGE) for each in boxes]))[:] = False
        for place in self._places:
            for around, inner in zip(boxes, (place.before, place.after), strict=True):
                if around.contains(inner) and around != inner:
                    _within(edges, of, inner)[:] = False
        found = bool((left & edges).any())
        left[edges] = False
        return found

    def _is_resized_leaf(self, change: Change) -> bool:
        """Return whether an element that has grown is a leaf: what it shows lies elsewhere."""
        return change.kind == "resized" and id(change.before) not in self._holding


class Account:
    """The changes that account for something; none if the rendering does."""

    def __init__(self, change: str | None = None) -> None:
        self.change = change

    def add(self, change: str | None) -> None:
        """Add a change, or None for what follows from none."""
        if self.change is None:
            self.change = change


def _of_one_size(place: _Place) -> tuple[Box, Box]:
    """Return both places of an element as large as the smaller: fractions are rounded."""
    w, h = min(place.before.w, place.after.w), min(place.before.h, place.after.h)
    return Box(place.before.x, place.before.y, w, h), Box(place.after.x, place.after.y, w, h)


def _within(mask: Mask, of: Box, area: Box) -> Mask:
    """Return the part of a mask of one area that lies in another."""
    x, y = area.x - of.x, area.y - of.y
    return mask[max(y, 0) : max(y + area.h, 0), max(x, 0) : max(x + area.w, 0)]


def _clear(mask: Mask, of: Box, area: Box) -> bool:
    """Clear what lies in an area, and say whether there was anything."""
    part = _within(mask, of, area)
    found = bool(part.any())
    part[:] = False
    return found


def _common(boxes: Sequence[Box]) -> Box:
    """Return what all of these have in common; ``w`` or ``h`` is 0 if that is nothing."""
    left, top = max(box.x for box in boxes), max(box.y for box in boxes)
    right, bottom = min(box.right for box in boxes), min(box.bottom for box in boxes)
    return Box(left, top, max(right - left, 0), max(bottom - top, 0))


def _holds(area: Box, box: Box) -> bool:
    """Return whether the middle of a box lies in an area."""
    x, y = box.x + box.w // 2, box.y + box.h // 2
    return area.x <= x < area.right and area.y <= y < area.bottom
