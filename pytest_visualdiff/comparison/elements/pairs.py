"""Which element of the baseline is which of the actual picture, once that was found out."""

from __future__ import annotations

from collections.abc import Mapping

from pytest_visualdiff.comparison.elements.neighbours import ROUNDED
from pytest_visualdiff.model import Change, Element, Inventory


class Correspondences:
    """Two inventories, and the pairs of their elements.

    Parameters
    ----------
    before, after : Inventory
        Of the baseline and of the actual picture.
    pairs : mapping of int to int
        Numbers of elements before, and of those that they are after.
    """

    def __init__(self, before: Inventory, after: Inventory, pairs: Mapping[int, int]) -> None:
        self.before, self.after = before.elements, after.elements
        self.pairs = pairs
        self.back = {other: one for one, other in pairs.items()}
        self._numbers = {id(it): number for number, it in enumerate(self.before)}
        self._numbers_after = {id(it): number for number, it in enumerate(self.after)}

    def number(self, element: Element | None) -> int | None:
        """Return the number of an element of the baseline, None for any other."""
        return self._numbers.get(id(element))

    def number_after(self, element: Element | None) -> int | None:
        """Return the number of an element of the actual picture, None for any other."""
        return self._numbers_after.get(id(element))

    def both(self, element: Element) -> tuple[Element | None, Element | None]:
        """Return an element of either picture as it was and as it is; None where it is not."""
        one, other = self.number(element), self.number_after(element)
        if one is None and other is not None:
            one = self.back.get(other)
        elif one is not None:
            other = self.pairs.get(one)
        return (
            None if one is None else self.before[one],
            None if other is None else self.after[other],
        )

    def elements_of(self, change: Change) -> list[int]:
        """Return the numbers, in the baseline, of the elements that a change is about.

        Of several that moved as one these are the outermost that moved so.
        """
        if change.count == 1:
            number = self.number(change.before)
            return [] if number is None else [number]
        if not (change.before and change.after):
            return []
        dx = change.after.box.x - change.before.box.x
        dy = change.after.box.y - change.before.box.y
        moved = {
            one
            for one, other in self.pairs.items()
            if change.before.box.contains(self.before[one].box)
            and abs(self.after[other].box.x - self.before[one].box.x - dx) <= ROUNDED
            and abs(self.after[other].box.y - self.before[one].box.y - dy) <= ROUNDED
        }
        return sorted(one for one in moved if self.before[one].parent not in moved)

    def offset_in_parent(self, one: int) -> tuple[int, int]:
        """Return how far an element that is in both moved within what is around it, in pixels."""
        dx, dy = self._moved(one)
        parent = self.before[one].parent
        if parent is None or parent not in self.pairs:
            return dx, dy
        along = self._moved(parent)
        return dx - along[0], dy - along[1]

    def _moved(self, one: int) -> tuple[int, int]:
        before, after = self.before[one].box, self.after[self.pairs[one]].box
        return after.x - before.x, after.y - before.y
