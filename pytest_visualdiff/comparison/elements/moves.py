"""Which elements have moved or changed their size, and because of what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from pytest_visualdiff.comparison.elements.layout_graph import DRIFTS, Placement
from pytest_visualdiff.comparison.elements.neighbours import ROUNDED, Neighbours
from pytest_visualdiff.comparison.elements.text_growth import (
    hugs_its_text,
    is_distorted,
    may_be_drawn_so,
    usual_drift,
)
from pytest_visualdiff.model import PICTURES, Box, Change, Element

_IN_LINES = frozenset({"text", "link", "badge"})
"""Kinds of elements that stand among the words of a text."""

_PUSHING = frozenset({"missing", "extra", "moved", "resized", "text_changed", "shifted"})
"""What may put other things elsewhere."""


@dataclass(slots=True)
class _Group:
    """Elements that moved alike, in what they stand in, for one reason."""

    parent: int | None
    dx: int
    dy: int
    cause: int | None
    members: list[int]


class Moves:
    """The elements of two inventories that moved, grew or shrank.

    Parameters
    ----------
    before, after : sequence of Element
    pairs : mapping of int to int
        Which element before is which after.
    roots : sequence of Change
        What else became of the elements.
    others : sequence of Change
        What follows from these.
    cross : bool
        Whether two renderings drew the pictures.
    """

    def __init__(
        self,
        before: Sequence[Element],
        after: Sequence[Element],
        pairs: Mapping[int, int],
        roots: Sequence[Change],
        others: Sequence[Change],
        *,
        cross: bool,
    ) -> None:
        self._before = [before[one] for one in pairs]
        self._after = [after[other] for other in pairs.values()]
        place = {one: number for number, one in enumerate(pairs)}
        self._parents = [
            place[one.parent] if one.parent in place and pairs[one.parent] == other.parent else None
            for one, other in zip(self._before, self._after, strict=True)
        ]
        self._in_after = {other: number for number, other in enumerate(pairs.values())}
        self._in_before = place
        self._roots = list(roots)
        self._given = len(roots)
        self._numbers = list(pairs)
        self._cross = cross
        number_of = {id(element): number for number, element in enumerate(self._before)}
        root_of = {it.id: number for number, it in enumerate(roots)}
        self._own = {
            number_of[id(change.before)]: root_of[change.cause or change.id]
            for change in (*roots, *others)
            if id(change.before) in number_of
        }
        self._inside: dict[int, list[int]] = {}
        for number, parent in enumerate(self._parents):
            if parent is not None:
                self._inside.setdefault(parent, []).append(number)
        self._drift = usual_drift(self._before, self._after) if cross else 0.0

    def changes(self) -> tuple[list[Change], list[Change]]:
        """Return what moved or grew by itself, and what followed from that or from the roots."""
        if not self._before or not any(map(self._is_elsewhere, range(len(self._before)))):
            return [], []
        for axis in self._axes:
            axis.spread()
        sized: dict[int, int | None] = {}
        self._size(sized, growing=True)
        groups = self._move()
        self._size(sized, growing=False)
        resized = [self._resized(number, it) for number, it in sized.items() if it is not None]
        followers = [*resized, *(self._moved(it) for it in groups if it.cause is not None)]
        return self._roots[self._given :], followers

    @cached_property
    def _axes(self) -> list[Placement]:
        """Where the elements' edges are along x, and along y."""
        boxes = [it.box for it in self._before], [it.box for it in self._after]
        siblings = [it.path.rpartition(" > ")[0] for it in self._before]
        stacks = list(zip(self._parents, siblings, strict=True))
        neighbours = Neighbours(boxes[0], self._parents, stacks)
        pictures = {number for number, it in enumerate(self._before) if it.kind in PICTURES}
        return [
            Placement(
                way, *boxes, self._parents, neighbours, pictures, self._elastic, cross=self._cross
            )
            for way in ("across", "down")
        ]

    @cached_property
    def _ends(self) -> list[int]:
        """The last row of all elements, before and after."""
        return [max(it.box.bottom for it in side) for side in (self._before, self._after)]

    # --- What an element may do for a reason of its own

    def _is_elsewhere(self, number: int) -> bool:
        one, other = self._before[number].box, self._after[number].box
        return any(
            abs(before - after) > ROUNDED
            for before, after in zip(
                (one.x, one.y, one.right, one.bottom),
                (other.x, other.y, other.right, other.bottom),
                strict=True,
            )
        )

    def _elastic(self, number: int, axis: Placement) -> int | None:
        """Return why an element may be of another size; None if nothing says so."""
        one, other = self._before[number], self._after[number]
        if number in self._own:
            return self._own[number]
        if hugs_its_text(one):
            if axis is self._axes[1] and is_distorted(one, other):
                return None
            around = self._parents[number]
            while around is not None:
                if around in self._own:
                    return self._own[around]
                around = self._parents[around]
            return DRIFTS if self._cross else None
        if not self._cross or not one.text or one.text != other.text:
            return None
        down = axis is self._axes[1]
        return DRIFTS if may_be_drawn_so(one, other, self._drift, down=down) else None

    def _of_words(self, number: int) -> int | None:
        """Return why words stand elsewhere among those around them; None if nothing says so."""
        parent = self._parents[number]
        if parent is None or self._before[number].kind not in _IN_LINES:
            return None
        for mine, around in ((it[number], it[parent]) for it in (self._before, self._after)):
            if around.kind != "text" or not around.box.grow(ROUNDED).contains(mine.box):
                return None
        return self._own.get(parent, DRIFTS if self._cross else None)

    # --- What is of another size

    def _size(self, sized: dict[int, int | None], *, growing: bool) -> None:
        """Find what is of another size, from the smallest on; what is so by itself is a root.

        With ``growing`` only what grew away from a place that is known.
        """
        candidates = sorted(
            (it for it in range(len(self._before)) if self._resized_along(it)),
            key=lambda it: (self._before[it].box.area, it),
        )
        for candidate in candidates:
            number = self._outermost(candidate)
            if number in sized:
                continue
            axes = self._resized_along(number)
            free = [axis for axis in axes if axis.of_size(number) is None]
            if growing and any(not self._grows(axis, number) for axis in free):
                continue
            reasons = [reason for axis in axes if (reason := axis.of_size(number)) is not None]
            cause = max(reasons, default=DRIFTS)
            if free:
                cause = self._cause_of_size(number) if cause < 0 else cause
            elif cause < 0:
                continue
            sized[number] = None if cause < 0 else cause
            if cause < 0:
                cause = len(self._roots)
                self._own[number] = cause
                self._roots.append(self._resized(number, None))
            for axis in self._axes:
                axis.give(number, cause)
                axis.spread()

    def _grows(self, axis: Placement, number: int) -> bool:
        low, high = axis.ends(number)
        return low if axis is self._axes[1] else low or high

    def _resized_along(self, number: int) -> list[Placement]:
        """Return in which directions an element is of another size for no reason of its own."""
        one, other = self._before[number], self._after[number]
        if number in self._own or self._of_words(number) is not None:
            return []
        if hugs_its_text(one):
            return [self._axes[1]] if is_distorted(one, other) else []
        apart = abs(one.box.w - other.box.w), abs(one.box.h - other.box.h)
        return [
            axis
            for axis, by in zip(self._axes, apart, strict=True)
            if by > ROUNDED and self._elastic(number, axis) is None
        ]

    def _outermost(self, number: int) -> int:
        """Return what an element stands in if the element is larger because that is."""
        around = self._parents[number]
        if around is None:
            return number
        for axis in self._resized_along(number):
            free = axis.of_size(around) is None and axis in self._resized_along(around)
            if free and self._is_stretched(axis, number, around):
                return self._outermost(around)
        return number

    def _is_stretched(self, axis: Placement, number: int, around: int) -> bool:
        """Return whether an element has grown because its container has, not the other way round.

        It takes up the same share of it; or another one that it did not push moved with its
        end as well.
        """
        down = axis is self._axes[1]
        one, whole = (self._before[it].box for it in (number, around))
        other, now = (self._after[it].box for it in (number, around))
        if down:
            expected, size = one.h * now.h / max(whole.h, 1), other.h
        else:
            expected, size = one.w * now.w / max(whole.w, 1), other.w
        if abs(size - expected) <= ROUNDED:
            return True
        return any(
            axis.ends_with(it, around)
            and (axis in self._resized_along(it) or not _in_line(one, self._before[it].box, down))
            for it in self._inside[around]
            if it != number
        ) and axis.ends_with(number, around)

    def _cause_of_size(self, number: int) -> int:
        """Return the root inside an element that made it larger, or `DRIFTS` if there is none."""
        before, after = self._before[number].box, self._after[number].box
        for at, root in enumerate(self._roots):
            if root.kind in _PUSHING and (
                (root.before and before.grow(2).contains(root.before.box))
                or (root.after and after.grow(2).contains(root.after.box))
            ):
                return at
        if self._reaches_the_end(number):
            for at, root in enumerate(self._roots):
                if (after.h - before.h) * _growth(root)[1] > 0:
                    return at
        return self._beside(self._parents[number])

    def _reaches_the_end(self, number: int) -> bool:
        """Return whether an element ends where all ends, and so is as tall as the page."""
        return all(
            it[number].box.bottom >= end - ROUNDED
            for it, end in zip((self._before, self._after), self._ends, strict=True)
        )

    # --- What moved

    def _move(self) -> list[_Group]:
        """Return what moved, alike and for the same reason; what did by itself is a root."""
        groups: list[_Group] = []
        free: list[_Group] = []
        for number in range(len(self._before)):
            of_words = self._of_words(number)
            reasons = [
                axis.of_place(number) if of_words is None else of_words
                for axis in self._axes
                if not self._moves_with_parent(axis, number)
            ]  # fmt: skip
            causes = [reason for reason in reasons if reason is not None and reason >= 0]
            own = self._own.get(number)
            if None in reasons and own is None:
                _add(free, self._parents[number], *self._offset_in_parent(number), None, number)
            elif None in reasons or causes:
                cause = causes[0] if own is None else own
                _add(groups, self._parents[number], *self._offset_in_parent(number), cause, number)
        for group in free:
            group.cause = self._cause_of_move(group)
            reason = group.cause
            if reason is None:
                reason = len(self._roots)
                self._roots.append(self._moved(group))
            for axis in self._axes:
                for member in group.members:
                    axis.give(member, reason)
        for axis in self._axes:
            axis.spread()
        return [*groups, *free]

    def _moves_with_parent(self, axis: Placement, number: int) -> bool:
        parent = self._parents[number]
        return parent is not None and axis.goes_with(number, parent)

    def _offset_in_parent(self, number: int) -> tuple[int, int]:
        """Return how far an element moved within what is around it."""
        (dx, dy), parent = self._apart(number), self._parents[number]
        if parent is not None:
            its = self._apart(parent)
            dx, dy = dx - its[0], dy - its[1]
        return dx, dy

    def _apart(self, number: int) -> tuple[int, int]:
        one, other = self._before[number].box, self._after[number].box
        return other.x - one.x, other.y - one.y

    def _cause_of_move(self, group: _Group) -> int | None:
        """Return the root that pushed some elements: the nearest one above, or in their rows."""
        boxes = Box.around([self._before[it].box for it in group.members])
        near: list[tuple[int, int]] = []
        for number, root in enumerate(self._roots):
            wider, taller = _growth(root)
            box = root.before.box if root.before else None
            now = root.after.box if root.after else None
            top = min(it.y for it in (box, now) if it)
            if (group.dy and taller * group.dy > 0 and top <= boxes.bottom) or (
                group.dx
                and wider
                and any(
                    max(it.y, boxes.y) < min(it.bottom, boxes.bottom) + abs(group.dy)
                    for it in (box, now)
                    if it
                )
            ):
                near.append((abs(boxes.y - top), number))
        if near:
            return min(near)[1]
        beside = self._beside(group.parent)
        return None if beside < 0 else beside

    def _beside(self, parent: int | None) -> int:
        """Return the root that came into an element or went from it: the others make room.

        `DRIFTS` if there is none.
        """
        if parent is None:
            return DRIFTS
        for number, root in enumerate(self._roots):
            if root.kind == "missing" and root.before:
                around = self._in_before.get(_or_none(root.before.parent))
            elif root.kind == "extra" and root.after:
                around = self._in_after.get(_or_none(root.after.parent))
            else:
                continue
            if around == parent:
                return number
        return DRIFTS

    # --- What is said of it

    def _id(self, root: int | None) -> str | None:
        return None if root is None else self._roots[root].id

    def _resized(self, number: int, cause: int | None) -> Change:
        pair, of = (self._before[number], self._after[number]), self._numbers[number]
        return Change("resized", *pair, cause=self._id(cause), id=f"resized:{of}")

    def _moved(self, group: _Group) -> Change:
        cause, id_ = self._id(group.cause), f"moved:{self._numbers[group.members[0]]}"
        ones = [self._before[it] for it in group.members]
        others = [self._after[it] for it in group.members]
        if len(ones) == 1:
            return Change("moved", ones[0], others[0], cause=cause, id=id_)
        before, after = (Box.around([it.box for it in side]) for side in (ones, others))
        block = Element("container", before), Element("container", after)
        return Change("shifted", *block, cause=cause, count=len(ones), id=id_)


def _add(
    groups: list[_Group], parent: int | None, dx: int, dy: int, cause: int | None, number: int
) -> None:
    """Add an element to those that moved alike, or begin with it."""
    for group in groups:
        if (group.parent, group.cause) == (parent, cause) and _alike(
            (group.dx, group.dy), (dx, dy)
        ):
            group.members.append(number)
            return
    groups.append(_Group(parent, dx, dy, cause, [number]))


def _alike(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return abs(one[0] - other[0]) <= ROUNDED and abs(one[1] - other[1]) <= ROUNDED


def _or_none(number: int | None) -> int:
    return -1 if number is None else number


def _in_line(one: Box, other: Box, down: bool) -> bool:
    """Return whether two lie in the same columns, or rows, so that one may push the other."""
    if down:
        return max(one.x, other.x) < min(one.right, other.right)
    return max(one.y, other.y) < min(one.bottom, other.bottom)


def _growth(root: Change) -> tuple[int, int]:
    """Return by how much a change makes what is around it wider and taller."""
    before = root.before.box if root.before else Box(0, 0, 0, 0)
    after = root.after.box if root.after else Box(0, 0, 0, 0)
    return after.w - before.w, after.h - before.h
