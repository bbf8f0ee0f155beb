"""What became of the element that a changed area belongs to, judged by the pixels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from pytest_visualdiff.comparison.naming.appearance import (
    BESIDE,
    LEAST_PICTURE,
    SAME_PLACE,
    SAYING,
    SEEN,
    SURFACES,
    Appearance,
    Owners,
)
from pytest_visualdiff.comparison.naming.relocate import FARTHEST, away, found_again
from pytest_visualdiff.comparison.naming.window import (
    AROUND,
    Surroundings,
    away_by,
    have_same_pixels,
    may_hold,
    unnamed,
)
from pytest_visualdiff.imaging import ink
from pytest_visualdiff.imaging.ground import ground_of, ink_on
from pytest_visualdiff.imaging.ink import box_of, ink_box
from pytest_visualdiff.model import PICTURES, Box, Change, ChangeKind, Element

_SAME_EDGE = 2
"""Pixels by which edges in the same place may differ: shadows and smoothing end elsewhere."""

_MOSTLY, _NEARLY_ALL = 0.5, 0.9
"""Shares of an area."""

_NEAR = 8
"""Pixels by which a thing may have moved whose edges are not known."""

_HARDLY_ALIKE = 0.5
"""Correlation up to which a text is not shown any more, not even below another one."""

_TABS = frozenset({"button", "badge", "container"})
"""What the one of several tabs that is selected is taken for."""

_MOST_SOUGHT = 256
"""Pixels of the longer side of what is looked for by its looks alone: it takes time."""


@dataclass(frozen=True, slots=True)
class Named:
    """Changed areas, by their numbers, and what became of the element that they belong to.

    ``change`` is None where that is not known; ``element`` is then what they are a part of.
    ``stands`` says whether it stood out from what is around it, and does now; ``grounds`` are its
    colours then and now. Both are there where both pictures show something in it.
    """

    numbers: tuple[int, ...]
    change: Change | None
    element: Element | None = None
    stands: tuple[bool, bool] | None = None
    grounds: tuple[str, str] | None = None


def judge(part: Surroundings, places: Mapping[int, Box]) -> list[Named]:
    """Name changed areas that both pictures show something of.

    Parameters
    ----------
    part : Surroundings
        In which all of them lie.
    places : Mapping
        Their boxes by their numbers, by the part's corner. What reaches beyond all that the part
        knows of both pictures stays unnamed.
    """
    known = {number: box for number, box in places.items() if part.shows(box)}
    return list(_Judge(part, known).named()) if known else []


def judge_one_sided(
    part: Surroundings, places: Mapping[int, Box], kind: ChangeKind
) -> Iterator[Named]:
    """Name what is missing or new: areas that only one of the pictures shows something of."""
    side = 0 if kind == "missing" else 1
    groups: dict[int, tuple[Element, list[int]]] = {}
    for number, box in places.items():
        owner = part.owner(box, side)
        if owner and (owner.kind != "container" or box.iou(owner.box) >= SAME_PLACE):
            groups.setdefault(id(owner), (owner, []))[1].append(number)
    for owner, numbers in groups.values():
        box = Box.around([places[it] for it in numbers])
        element = _placed(part, owner, box, side)
        change = Change(kind, None, element) if side else Change(kind, element, None)
        yield Named(tuple(numbers), change)


def resized(part: Surroundings) -> Iterator[tuple[Element, Element]]:
    """Yield the boxes of a part that became larger or smaller, as they were and are."""
    yield from _Judge(part, {}).resized()


def _placed(part: Surroundings, element: Element, box: Box, side: int) -> Element:
    """Return an element with its place in the whole picture, around all that changed of it."""
    return replace(element, box=part.placed(Box.around([element.box, box]), side), parent=None)


class _Judge:
    """Changed areas of a part, and what became of its elements."""

    def __init__(self, part: Surroundings, places: Mapping[int, Box]) -> None:
        self._part = part
        self._left = dict(places)

    def named(self) -> Iterator[Named]:
        """Yield what is known of the areas: first of elements that are elsewhere or larger."""
        yield from self._selected()
        yield from self._elsewhere()
        if moved := self._moved_within():
            yield moved
            return
        for numbers, owners in self._groups():
            yield self._one(numbers, owners)

    def _selected(self) -> Iterator[Named]:
        """Yield a tab that is selected instead of the one beside it, if all of that is one area."""
        part = self._part
        pairs = [
            (one, other)
            for one in part.elements(0)
            for other in part.elements(1)
            if {one.kind, other.kind} <= _TABS and self._is_selected_instead(one.box, other.box)
        ]
        for one, other in pairs:
            numbers = self._in_either(one.box, other.box)
            if len(numbers) == 1:  # else each of the two has an area of its own
                before, after = (
                    replace(self._element(other, 1), state={"selected": selected})
                    for selected in ("false", "true")
                )
                yield Named(numbers, Change("state_changed", before, after))
                del self._left[numbers[0]]

    def _is_selected_instead(self, one: Box, other: Box) -> bool:
        """Return whether a box that stood out is around what is beside it now.

        Both places show something in both pictures, and not the same: it is not one that moved.
        """
        room = max(other.x - one.right, one.x - other.right)
        aside = Box(one.x, other.y, one.w, other.h)
        if away_by(one, aside) > 1 or not -AROUND <= room <= one.h // 2:
            return False
        there, now = self._part.looks(one, 0), self._part.looks(other, 1)
        others = self._part.looks(one, 1), self._part.looks(other, 0)
        if ink.are_other(there.ground, now.ground):
            return False
        if any(it.is_flat or not ink.are_other(it.ground, there.ground) for it in others):
            return False
        return not self._part.show_the_same(one, other)

    # --- Elements that are elsewhere, or larger or smaller

    def _elsewhere(self) -> Iterator[Named]:
        gone, new = self._out_of_place()
        for one in sorted(gone, key=lambda it: -it.box.area):
            others = [it for it in new if away(one.box, it.box) <= FARTHEST]
            for other in sorted(others, key=lambda it: away(one.box, it.box)):
                kind = self._way(one, other)
                numbers = self._in_either(one.box, other.box) if kind else ()
                if kind and numbers:
                    change = Change(kind, self._element(one, 0), self._element(other, 1))
                    if kind == "moved" and (lost := self._replaced(other, gone, numbers)):
                        change = Change("missing", self._element(lost, 0), None)
                    yield Named(numbers, change)
                    for number in numbers:
                        del self._left[number]
                    new.remove(other)
                    break
            else:
                yield from self._found_again(one)

    def _replaced(
        self, mover: Element, gone: list[Element], numbers: tuple[int, ...]
    ) -> Element | None:
        """Return what a text took the place of, if that is drawn no more: it only moved up."""
        if mover.kind != "text":
            return None
        for it in gone:
            if it.kind != "text" or not it.box.meets(mover.box) or self._is_shown(it):
                continue
            near = it.box.grow(AROUND)  # another rendering may draw it as far off
            drawn = self._part.found(self._part.cut(it.box, 0), near, _HARDLY_ALIKE)
            if drawn is None and any(
                self._left[number].intersection(it.box).area for number in numbers
            ):
                return it
        return None

    def _is_shown(self, one: Element) -> bool:
        """Return whether an element of the baseline is anywhere now, as it was."""
        if any(self._part.show_the_same(one.box, it.box) for it in self._part.elements(1)):
            return True
        return found_again(self._part, one.kind, one.box) is not None

    def resized(self) -> Iterator[tuple[Element, Element]]:
        """Yield what stands where it stood and became larger or smaller."""
        gone, new = self._out_of_place()
        for one in gone:
            others = [it for it in new if it.box.meets(one.box)]
            for other in sorted(others, key=lambda it: away_by(one.box, it.box)):
                if one.kind == other.kind and self._way(one, other) == "resized":
                    yield self._element(one, 0), self._element(other, 1)
                    new.remove(other)
                    break

    def _out_of_place(self) -> tuple[list[Element], list[Element]]:
        """Return the elements of either picture that the other one has not in the same place."""
        there, now = self._part.elements(0), self._part.elements(1)
        gone = [it for it in there if not any(_in_place(it.box, other.box) for other in now)]
        new = [it for it in now if not any(_in_place(it.box, other.box) for other in there)]
        return gone, new

    def _found_again(self, one: Element) -> Iterator[Named]:
        """Yield an element that is found elsewhere by its looks, where no outline is found."""
        if max(one.box.w, one.box.h) > _MOST_SOUGHT or self._part.looks(one.box, 0).is_flat:
            return
        place = found_again(self._part, one.kind, one.box)
        if place is None:
            return
        if numbers := self._in_either(one.box, place):
            before = self._element(one, 0)
            after = replace(before, box=self._part.placed(place, 1))
            yield Named(numbers, Change("moved", before, after))
            for number in numbers:
                del self._left[number]

    def _moved_within(self) -> Named | None:
        """Return what is left as one thing that moved by a little, if that is what it is."""
        if not self._left:
            return None
        box = Box.around(list(self._left.values())).grow(BESIDE)
        rims = [ground_of(self._part.rim(box, side)) for side in (0, 1)]
        if ink.are_other(*rims):
            return None
        there, now = (
            box_of(ink_on(self._part.cut(box, side), rims[side]) > SEEN).move(box.x, box.y)
            for side in (0, 1)
        )
        if away(there, now) <= 1 or not there.w or not self._part.show_the_same(there, now):
            return self._moved_as_it_is()
        before, after = (
            self._element(self._part.owner(it, side) or unnamed("container", it), side)
            for side, it in enumerate((there, now))
        )
        moved = Change(
            "moved",
            replace(before, box=self._part.placed(there, 0)),
            replace(after, kind=before.kind, box=self._part.placed(now, 1)),
        )
        return Named(tuple(self._left), moved)

    def _moved_as_it_is(self) -> Named | None:
        """Return what is left as a thing that moved by a few pixels, its ground with it.

        On both sides of it, along its way, there is the same: else it is an edge, and what it
        belongs to became larger.
        """
        box = Box.around(list(self._left.values())).grow(1)
        if min(box.w, box.h) < LEAST_PICTURE:
            return None
        now = self._part.cut(box, 1)
        if have_same_pixels(self._part.cut(box, 0), now):
            return None  # it differs so little that it would be the same anywhere
        if not may_hold(self._part.cut(box.grow(_NEAR), 0), now):
            return None
        is_thing = {along: self._is_between_the_same(box, along=along) for along in (True, False)}
        for distance in range(1, _NEAR + 1):
            for dx, dy in ((distance, 0), (-distance, 0), (0, distance), (0, -distance)):
                there = self._part.cut(box.move(-dx, -dy), 0)
                if is_thing[dx == 0] and have_same_pixels(there, now):
                    after = self._part.owner(box, 1) or unnamed("container", box)
                    element = self._element(after, 1)
                    before = replace(element, box=element.box.move(-dx, -dy))
                    return Named(tuple(self._left), Change("moved", before, element))
        return None

    def _is_between_the_same(self, box: Box, *, along: bool) -> bool:
        piece = self._part.cut(box, 1)
        if not piece.size:
            return False
        ends = (piece[0], piece[-1]) if along else (piece[:, 0], piece[:, -1])
        return not ink.are_other(*(ground_of(it[:, np.newaxis]) for it in ends))

    def _way(self, one: Element, other: Element) -> ChangeKind | None:
        wider, taller = abs(one.box.w - other.box.w), abs(one.box.h - other.box.h)
        if max(wider, taller) <= 1:
            moved = self._part.show_the_same(one.box, other.box)
            return "moved" if moved else None
        if not {one.kind, other.kind} <= SURFACES or not _stands(one.box, other.box):
            return None
        if max(wider, taller) <= _SAME_EDGE or not self._says_the_same(one, other):
            return None
        grounds = [self._part.looks(it.box, side).ground for side, it in enumerate((one, other))]
        if ink.are_other(*grounds):
            return None
        both = Appearance(self._part, Box.around([one.box, other.box]), (one, other))
        return None if both.is_border() else "resized"  # a wider border makes it larger

    def _says_the_same(self, one: Element, other: Element) -> bool:
        """Return whether what stands in a control is as large: then it is the same text.

        Another one makes it wider, or taller by a line: by less than that, something else does.
        """
        if one.kind not in SAYING:
            return True
        there, now = (
            ink_box(self._part.looks(it.box.grow(-AROUND), side))
            for side, it in enumerate((one, other))
        )
        if _SAME_EDGE < abs(one.box.h - other.box.h) < there.h:
            return True
        return max(abs(there.w - now.w), abs(there.h - now.h)) <= _SAME_EDGE

    def _in_either(self, one: Box, other: Box) -> tuple[int, ...]:
        """Return the areas that lie in one of two boxes, or in what is around both."""
        both = Box.around([one, other]).grow(AROUND)
        return tuple(
            number
            for number, box in self._left.items()
            if any(
                box.intersection(it.grow(AROUND)).area >= _MOSTLY * box.area for it in (one, other)
            )
            or box.intersection(both).area >= _NEARLY_ALL * box.area
        )

    def _element(self, element: Element, side: int) -> Element:
        return _placed(self._part, element, element.box, side)

    # --- Elements that are where they were

    def _groups(self) -> Iterator[tuple[tuple[int, ...], Owners]]:
        """Yield the areas that are one element's, with that element."""
        groups: list[tuple[list[int], Owners]] = []
        for number, box in self._left.items():
            mine = self._owner(box, 0), self._owner(box, 1)
            for numbers, owners in groups:
                if any(a and a is b for a, b in zip(mine, owners, strict=True)):
                    numbers.append(number)
                    break
            else:
                groups.append(([number], mine))
        for numbers, owners in groups:
            yield tuple(numbers), owners

    def _owner(self, box: Box, side: int) -> Element | None:
        """Return the element that an area is of; of what holds others only if it is all of it."""
        found = self._part.owner(box, side)
        if found and found.kind == "container" and box.iou(found.box) < SAME_PLACE:
            return None
        return found

    def _one(self, numbers: tuple[int, ...], owners: Owners) -> Named:
        box = Box.around([self._left[it] for it in numbers])
        seen = Appearance(self._part, box, owners)
        owner = owners[1] or owners[0]
        kind = seen.kind()
        if kind is None:
            return Named(numbers, None, owner and _placed(self._part, owner, box, 1))
        if kind == "image_changed":
            picture = owner if owner and owner.kind in PICTURES else unnamed("image", box)
            return Named(numbers, None, _placed(self._part, picture, box, 1))
        base = owner or unnamed("text" if kind == "text_changed" else "container", box)
        before, after = (
            replace(_placed(self._part, owners[side] or base, box, side), kind=base.kind)
            for side in (0, 1)
        )
        if kind == "style_changed":
            before, after = (
                replace(it, style=style)
                for it, style in zip((before, after), seen.styles(), strict=True)
            )
        if kind == "state_changed":
            before, after = (
                replace(it, kind=seen.control(base.kind), state={"checked": str(ticked).lower()})
                for it, ticked in zip((before, after), seen.ticked(), strict=True)
            )
        stands, grounds = seen.exchanged()
        if kind == "missing":
            return Named(numbers, Change(kind, before, None), None, stands, grounds)
        if kind == "extra":
            return Named(numbers, Change(kind, None, after), None, stands, grounds)
        return Named(numbers, Change(kind, before, after), None, stands, grounds)


def _in_place(one: Box, other: Box) -> bool:
    """Return whether two boxes are the same but for a rounding."""
    return away_by(one, other) <= 1


def _stands(one: Box, other: Box) -> bool:
    """Return whether a box that became larger or smaller stands where it stood.

    An edge or the middle is there yet; or the larger one goes beyond the smaller one on both sides,
    as where others beside it have taken the room that it left.
    """
    across = one.x - other.x, one.right - other.right
    along = one.y - other.y, one.bottom - other.bottom
    return all(
        a * b < 0 or min(abs(a), abs(b), abs(a + b)) <= _SAME_EDGE for a, b in (across, along)
    )
