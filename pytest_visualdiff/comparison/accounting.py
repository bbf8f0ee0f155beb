"""Which differing pixels belong to changes that do not count: with care, as nobody looks there.

A change that counts fails the check, so it does no harm if pixels are laid to it that have another
reason. With one that does not count they would be lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from pytest_visualdiff.comparison.counterparts import Counterparts
from pytest_visualdiff.model import Box, Change, Element, Region

SameAt: TypeAlias = Callable[[Box, Box], bool]
"""Says whether the baseline shows in one box what the actual picture shows in the other."""

_ELSEWHERE = frozenset({"moved", "shifted"})
_THERE_OR_NOT = frozenset({"missing", "extra"})


class Accounting:
    """The changes that do not count, and the elements that they are about.

    Parameters
    ----------
    changes : sequence of Change
    known : Counterparts
    same_at : callable
        For pictures that moved: the page does not say what they show.
    around : int
        Pixels around an element that belong to it.
    """

    def __init__(
        self, changes: Sequence[Change], known: Counterparts, same_at: SameAt, around: int
    ) -> None:
        self._known = known
        self._same_at = same_at
        self._around = around
        self._changes = changes
        self._before: dict[int, int] = {}
        self._after: dict[int, int] = {}
        for number, change in enumerate(changes):
            for one in known.members(change):
                self._list(number, one, known.pairs.get(one))
            if change.kind == "extra":
                self._list(number, None, known.number_after(change.after))
        for number, change in enumerate(changes):
            if change.kind in (*_ELSEWHERE, *_THERE_OR_NOT):
                self._list_inside(number)

    def change_for(self, region: Region) -> int | None:
        """Return the number of the change that all of an area can be laid to, with others maybe.

        Each element that lies in the area has to be one of those that changed, or to be behind
        them; and the area may reach no further than they do. So of an area that also has something
        else in it nothing is lost.
        """
        behind: list[Box] = []
        numbers: dict[int, Box] = {}
        for box, elements, listed in (
            (region.box, self._known.before, self._before),
            (region.box_after, self._known.after, self._after),
        ):
            for number, element in enumerate(elements if box else ()):
                if box is None or not element.box.meets(box):
                    continue
                change = listed.get(number)
                if change is not None and self._says_it(change, element, box):
                    numbers[change] = Box.around([numbers.get(change, element.box), element.box])
                elif element.box.contains(box):
                    behind.append(element.box)
                else:
                    return None
        return self._all_of_it(region, numbers, behind)

    def _all_of_it(
        self, region: Region, numbers: dict[int, Box], behind: Sequence[Box]
    ) -> int | None:
        if not numbers:
            return None
        places = [box for number in numbers for box in _places(self._changes[number])]
        whole = Box.around([*places, *numbers.values()])
        reach = whole.grow(self._around)
        boxes = [box for box in (region.box, region.box_after) if box]
        # What is behind something holds all of it; what lies on it may have changed by itself.
        if all(reach.contains(box) for box in boxes) and all(
            any(it.contains(box) for box in numbers.values()) for it in behind
        ):
            return min(numbers, key=lambda it: numbers[it].w * numbers[it].h)
        return None

    def _says_it(self, number: int, element: Element, box: Box) -> bool:
        """Say whether a change can have made the pixels of its element, or of one in it, differ."""
        change = self._changes[number]
        if change.kind == "resized":  # what is larger shows more or less at its edges
            inner = [it.grow(-self._around) for it in _places(change)]
            return not all(it.contains(box) for it in inner)
        if change.kind not in _ELSEWHERE or not _is_picture(element):
            return True
        before, after = self._known.both(element)
        return before is not None and after is not None and self._same_at(before.box, after.box)

    def _list(self, change: int, one: int | None, other: int | None) -> None:
        if one is not None:
            self._before.setdefault(one, change)
        if other is not None:
            self._after.setdefault(other, change)

    def _list_inside(self, number: int) -> None:
        """List what is in the elements of a change: it went with them."""
        for one, other in self._inside(number):
            self._list(number, one, other)

    def _inside(self, number: int) -> Iterator[tuple[int | None, int | None]]:
        """Yield the numbers, before and after, of what is in the elements of a change."""
        known, outer = self._known, self._changes[number]
        if outer.kind == "extra":
            new = {known.number_after(outer.after)}
            for other, element in enumerate(known.after):
                if element.parent is not None and element.parent in new and other not in known.back:
                    new.add(other)
                    yield None, other
            return
        members = set(known.members(outer))
        for one, element in enumerate(known.before):
            if element.parent is None or element.parent not in members:
                continue
            other_one = known.pairs.get(one)
            if outer.kind == "missing":
                went_along = other_one is None
            else:
                went_along = other_one is not None and known.stands_as_before(one)
            if went_along:
                members.add(one)
                yield one, other_one


def _places(change: Change) -> list[Box]:
    return [it.box for it in (change.before, change.after) if it]


def _is_picture(element: Element) -> bool:
    """Say whether an element shows what the page does not say."""
    return element.kind in ("image", "icon") or "image" in element.style.get("background", "")
