"""What changed of the elements of a page: as data, so that no rendering matters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pytest_visualdiff.comparison.matching import match
from pytest_visualdiff.model import Box, Change, Element, Inventory

_ROUNDED = 1
"""Pixels that rounding edges to whole ones makes."""

_WIDER = 0.12
"""Share of its width that the same text may be wider or narrower by in another rendering."""

_TALLER = 0.008
"""Share of its height by which a container may be taller: each line in it by a fraction of a pixel.
"""

_FEW = 3
"""So many texts of another width show that another rendering drew them."""

_SHOWS_ITSELF = frozenset({"background", "border", "box-shadow"})
"""Style that shows where an element ends."""


@dataclass(frozen=True, slots=True)
class Compared:
    """What became of the elements.

    Attributes
    ----------
    changes : tuple of Change
        Root causes first.
    pairs : mapping of int to int
        Numbers of the elements of the baseline that were found again, and of those they became.
    """

    changes: tuple[Change, ...]
    pairs: Mapping[int, int]


def compare_elements(before: Inventory, after: Inventory, *, cross_rendered: bool) -> Compared:
    """Say which elements are missing, new, elsewhere or otherwise.

    Parameters
    ----------
    before, after : Inventory
        Of the two pictures, as the page said.
    cross_rendered : bool
        Whether texts may be a little wider or narrower for no reason of the page's own.
    """
    pairs = dict(match(before, after))
    return Compared(tuple(_Pictures(before, after, pairs, cross_rendered).changes()), pairs)


class _Pictures:
    """Two inventories and the pairs of their elements."""

    def __init__(
        self, before: Inventory, after: Inventory, pairs: Mapping[int, int], cross: bool
    ) -> None:
        self._before, self._after = before.elements, after.elements
        self._pairs = pairs
        self._back = {other: one for one, other in pairs.items()}
        wider = [
            abs(self._before[one].box.w - self._after[other].box.w)
            for one, other in pairs.items()
            if self._before[one].kind == "text"
            and self._before[one].text == self._after[other].text
            and self._before[one].style == self._after[other].style
        ]
        self._cross = cross
        self._whole = Box.around([Box(0, 0, 1, 1), *(it.box for it in self._before)])
        self._drifting = cross and sum(width > _ROUNDED for width in wider) >= _FEW

    def changes(self) -> list[Change]:
        """Return all changes, root causes first."""
        roots = [*self._gone(), *self._new(), *self._otherwise()]
        followers = self._elsewhere(roots)
        return [*roots, *followers]

    # --- What is there in one picture only

    def _gone(self) -> Iterator[Change]:
        for number, element in enumerate(self._before):
            if number in self._pairs or self._is_inside(self._before, element, self._pairs):
                continue
            yield Change("missing", element, None)

    def _new(self) -> Iterator[Change]:
        for number, element in enumerate(self._after):
            if number in self._back or self._is_inside(self._after, element, self._back):
                continue
            yield Change("extra", None, element)

    @staticmethod
    def _is_inside(elements: Sequence[Element], element: Element, pairs: Mapping[int, int]) -> bool:
        """Say whether what is around it is as new, or as gone, and so says it already."""
        return element.parent is not None and element.parent not in pairs

    # --- What is there in both, and not the same

    def _otherwise(self) -> Iterator[Change]:
        for one, other in self._pairs.items():
            before, after = self._before[one], self._after[other]
            if before.text != after.text and not self._named_by_another(before, after):
                yield Change("text_changed", before, after)
            elif dict(before.state) != dict(after.state):
                yield Change("state_changed", before, after)
            elif dict(before.style) != dict(after.style):
                yield Change("style_changed", before, after)

    def _named_by_another(self, before: Element, after: Element) -> bool:
        return before.label is not None or after.label is not None

    # --- What is elsewhere, or larger or smaller

    def _elsewhere(self, roots: list[Change]) -> list[Change]:
        """Return what is elsewhere or of another size, and add to the roots what pushes others."""
        followers: list[Change] = []
        moves: dict[tuple[int | None, int, int], list[int]] = {}
        # From the smallest on: what is around one that grew, grew because of it.
        for one in sorted(
            self._pairs, key=lambda it: self._before[it].box.w * self._before[it].box.h
        ):
            dx, dy = self._beside_parent(one)
            if self._is_move(one, dx, dy):
                moves.setdefault((self._before[one].parent, dx, dy), []).append(one)
            if self._is_resized(one) and self._own(roots, one) is None:
                before, after = self._before[one], self._after[self._pairs[one]]
                cause = self._cause_of_size(roots, before.box, after.box)
                resized = Change("resized", before, after, cause=cause)
                (roots if cause is None else followers).append(resized)
        for (_, dx, dy), numbers in moves.items():
            cause = self._own(roots, numbers[0]) if len(numbers) == 1 else None
            if cause is None:
                cause = self._cause_of_move(roots, numbers, dx, dy)
            followers.append(self._moved(numbers, cause))
        return followers

    def _beside_parent(self, one: int) -> tuple[int, int]:
        """Return how far an element moved within what is around it."""
        before, after = self._before[one], self._after[self._pairs[one]]
        dx, dy = after.box.x - before.box.x, after.box.y - before.box.y
        if before.parent is not None and before.parent in self._pairs:
            around = self._before[before.parent].box
            now = self._after[self._pairs[before.parent]].box
            dx, dy = dx - (now.x - around.x), dy - (now.y - around.y)
        return dx, dy

    def _is_move(self, one: int, dx: int, dy: int) -> bool:
        before, after = self._before[one].box, self._after[self._pairs[one]].box
        wider, taller = after.w - before.w, after.h - before.h
        # One that grew to both sides, or to the left, stands where it stood.
        across = min(abs(dx), abs(dx + wider), abs(2 * dx + wider))
        along = min(abs(dy), abs(dy + taller), abs(2 * dy + taller))
        width, height = self._around(one)
        slack = _ROUNDED + (_WIDER * width if self._drifting else 0)
        return across > slack or along > _ROUNDED + (_TALLER * height if self._cross else 0)

    def _around(self, one: int) -> tuple[int, int]:
        """Return width and height of what an element stands in: each in there may push the next."""
        parent = self._before[one].parent
        if parent is None:
            return self._whole.w, self._whole.h
        return self._before[parent].box.w, self._before[parent].box.h

    def _is_resized(self, one: int) -> bool:
        before, after = self._before[one], self._after[self._pairs[one]]
        wider = abs(after.box.w - before.box.w)
        taller = abs(after.box.h - before.box.h)
        if before.kind == "text" and not _SHOWS_ITSELF & before.style.keys():
            return False  # as large as what it says
        slack = _ROUNDED + (_WIDER * before.box.w if self._drifting else 0)
        return wider > slack or taller > _ROUNDED + (_TALLER * before.box.h if self._cross else 0)

    def _own(self, roots: Sequence[Change], one: int) -> int | None:
        """Return which of the root causes is a change of this element itself."""
        mine = (number for number, root in enumerate(roots) if root.before is self._before[one])
        return next(mine, None)

    @staticmethod
    def _cause_of_size(roots: Sequence[Change], before: Box, after: Box) -> int | None:
        """Return the change inside an element, or beside it in its row, that made it larger."""
        inside = [
            number
            for number, root in enumerate(roots)
            if (root.before and before.grow(2).contains(root.before.box))
            or (root.after and after.grow(2).contains(root.after.box))
        ]
        return inside[0] if inside else None

    def _cause_of_move(
        self, roots: Sequence[Change], numbers: Sequence[int], dx: int, dy: int
    ) -> int | None:
        """Return the change that pushed some elements: the nearest one above, or in their rows."""
        boxes = Box.around([self._before[one].box for one in numbers])
        near: list[tuple[int, int]] = []
        for number, root in enumerate(roots):
            wider, taller = _growth(root)
            box = root.before.box if root.before else None
            now = root.after.box if root.after else None
            top = min(it.y for it in (box, now) if it)
            if (dy and taller * dy > 0 and top <= boxes.bottom) or (
                dx
                and wider
                and any(
                    max(it.y, boxes.y) < min(it.bottom, boxes.bottom) + abs(dy)
                    for it in (box, now)
                    if it
                )
            ):
                near.append((abs(boxes.y - top), number))
        return min(near)[1] if near else None

    def _moved(self, numbers: Sequence[int], cause: int | None) -> Change:
        one = numbers[0]
        if len(numbers) == 1:
            return Change("moved", self._before[one], self._after[self._pairs[one]], cause=cause)
        before = Box.around([self._before[it].box for it in numbers])
        after = Box.around([self._after[self._pairs[it]].box for it in numbers])
        block = Element("container", before), Element("container", after)
        return Change("shifted", *block, cause=cause, count=len(numbers))


def _growth(root: Change) -> tuple[int, int]:
    """Return by how much a change makes what is around it wider and taller."""
    before = root.before.box if root.before else Box(0, 0, 0, 0)
    after = root.after.box if root.after else Box(0, 0, 0, 0)
    return after.w - before.w, after.h - before.h
