"""What became of the element that a changed area belongs to, judged by the pixels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from pytest_visualdiff.comparison import looks
from pytest_visualdiff.comparison.looks import Looks, in_hexadecimal
from pytest_visualdiff.comparison.surroundings import AROUND, Surroundings, overlap, shared
from pytest_visualdiff.model import (
    Box,
    Change,
    ChangeKind,
    DefectKind,
    Element,
    ElementKind,
    Style,
    StyleProperty,
)

_CHOICES = frozenset({"checkbox", "radio", "switch"})
_PICTURES = frozenset({"image", "icon"})
_SAYING = frozenset({"text", "button", "badge", "input", "select"})
"""Kinds that show a text."""

_SURFACES = frozenset(
    {"container", "button", "badge", "input", "select", "checkbox", "radio", "image", "icon"}
)
"""Kinds that show where they end."""

_SAME_EDGE = 2
"""Pixels by which edges in the same place may differ: shadows and smoothing end elsewhere."""

_SAME_PLACE = 0.6
"""What two boxes have in common over what either has, from which on they are of one thing."""

_RING = 6
"""Pixels that a border is wide at most."""

_ALL_AROUND = 0.7
"""Share of each of the four sides that differs where a border is another one."""

_MOSTLY = 0.5
"""Share of an area."""

_FARTHEST = 64
"""Pixels that an element is looked for around its place."""

Owners = tuple[Element | None, Element | None]
"""The elements that an area belongs to, in the baseline and in the actual picture."""


@dataclass(frozen=True, slots=True)
class Named:
    """Changed areas, by their numbers, and what became of the element that they belong to.

    ``change`` is None where that is not known; ``element`` is then what they are a part of.
    """

    numbers: tuple[int, ...]
    change: Change | None
    element: Element | None = None


def judge(part: Surroundings, places: Mapping[int, Box]) -> list[Named]:
    """Name changed areas that both pictures show something of.

    Parameters
    ----------
    part : Surroundings
        In which all of them lie.
    places : Mapping
        Their boxes by their numbers, by the part's corner.
    """
    return list(_Judge(part, places).named())


def judge_one_sided(
    part: Surroundings, places: Mapping[int, Box], kind: ChangeKind
) -> Iterator[Named]:
    """Name what is missing or new: areas that only one of the pictures shows something of."""
    side = 0 if kind == "missing" else 1
    groups: dict[int, tuple[Element, list[int]]] = {}
    for number, box in places.items():
        owner = part.owner(box, side)
        if owner and (owner.kind != "container" or overlap(box, owner.box) >= _SAME_PLACE):
            groups.setdefault(id(owner), (owner, []))[1].append(number)
    for owner, numbers in groups.values():
        box = Box.around([places[it] for it in numbers])
        element = _placed(part, owner, box, side)
        change = Change(kind, None, element) if side else Change(kind, element, None)
        yield Named(tuple(numbers), change)


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
        yield from self._elsewhere()
        for numbers, owners in self._groups():
            yield self._one(numbers, owners)

    # --- Elements that are elsewhere, or larger or smaller

    def _elsewhere(self) -> Iterator[Named]:
        part = self._part
        there, now = part.elements(0), part.elements(1)
        gone = [it for it in there if not any(_in_place(it.box, other.box) for other in now)]
        new = [it for it in now if not any(_in_place(it.box, other.box) for other in there)]
        for one in sorted(gone, key=lambda it: -it.box.w * it.box.h):
            others = [it for it in new if _away(one.box, it.box) <= _FARTHEST]
            for other in sorted(others, key=lambda it: _away(one.box, it.box)):
                kind = self._way(one, other)
                numbers = self._in_either(one.box, other.box) if kind else ()
                if kind and numbers:
                    change = Change(kind, self._element(one, 0), self._element(other, 1))
                    yield Named(numbers, change)
                    for number in numbers:
                        del self._left[number]
                    new.remove(other)
                    break

    def _way(self, one: Element, other: Element) -> ChangeKind | None:
        wider, taller = abs(one.box.w - other.box.w), abs(one.box.h - other.box.h)
        if max(wider, taller) <= 1:
            moved = self._part.show_the_same(one.box, other.box)
            return "moved" if moved else None
        if one.kind != other.kind or one.kind not in _SURFACES or not _stands(one.box, other.box):
            return None
        if max(wider, taller) <= _SAME_EDGE or not self._says_the_same(one, other):
            return None
        grounds = [self._part.looks(it.box, side).ground for side, it in enumerate((one, other))]
        return None if looks.are_other(*grounds) else "resized"

    def _says_the_same(self, one: Element, other: Element) -> bool:
        """Say whether what stands in a control is as large: then it is the same text."""
        if one.kind not in _SAYING:
            return True
        sizes = [
            _ink_size(self._part.looks(it.box.grow(-AROUND), side))
            for side, it in enumerate((one, other))
        ]
        return all(abs(a - b) <= _SAME_EDGE for a, b in zip(*sizes, strict=True))

    def _in_either(self, one: Box, other: Box) -> tuple[int, ...]:
        return tuple(
            number
            for number, box in self._left.items()
            if any(shared(box, it.grow(AROUND)) >= _MOSTLY * box.w * box.h for it in (one, other))
            or Box.around([one, other]).grow(AROUND).contains(box)
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
        if found and found.kind == "container" and overlap(box, found.box) < _SAME_PLACE:
            return None
        return found

    def _one(self, numbers: tuple[int, ...], owners: Owners) -> Named:
        box = Box.around([self._left[it] for it in numbers])
        seen = _Seen(self._part, box, owners)
        owner = owners[1] or owners[0]
        kind = seen.kind()
        if kind is None:
            return Named(numbers, None, owner and _placed(self._part, owner, box, 1))
        if kind == "image_changed":
            picture = owner if owner and owner.kind in _PICTURES else _unnamed("image", box)
            return Named(numbers, None, _placed(self._part, picture, box, 1))
        base = owner or _unnamed("text" if kind == "text_changed" else "container", box)
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
                replace(it, state={"checked": str(ticked).lower()})
                for it, ticked in zip((before, after), seen.ticked(), strict=True)
            )
        if kind in ("missing", "extra"):
            gone = kind == "missing"
            return Named(numbers, Change(kind, before if gone else None, None if gone else after))
        return Named(numbers, Change(kind, before, after))


class _Seen:
    """What a changed area looks like in both pictures, and what became of it."""

    def __init__(self, part: Surroundings, box: Box, owners: Owners) -> None:
        self._part, self._box, self._owners = part, box, owners
        self._before, self._after = (part.looks(box.grow(1), side) for side in (0, 1))
        self._style: dict[StyleProperty, tuple[str, str]] = {}

    def kind(self) -> DefectKind | None:
        """Return what became of it; None if nothing here says so."""
        if self._is_choice():
            return "state_changed"
        if self._before.is_flat != self._after.is_flat:
            return "extra" if self._before.is_flat else "missing"
        if self._before.is_flat or looks.is_same_drawing(self._before, self._after):
            return self._of_same_drawing()
        if kind := self._only_in_one():
            return kind
        if self._is_border():
            return "style_changed"
        if self._is_text() and self._measure():
            return "style_changed"
        if self._is_picture():
            return "image_changed"
        return "text_changed" if self._is_text() else None

    def styles(self) -> tuple[Style, Style]:
        """Return the measured looks that are others now, before and after."""
        return (
            {name: values[0] for name, values in self._style.items()},
            {name: values[1] for name, values in self._style.items()},
        )

    def ticked(self) -> tuple[bool, bool]:
        """Say of a check box whether it was ticked and is: then there is more in it."""
        box = (self._owners[1] or self._owners[0] or _unnamed("checkbox", self._box)).box
        inks = []
        for side in (0, 1):
            around = self._part.looks(box.grow(AROUND), side)
            inner = self._part.cut(box.grow(-3), side)
            inks.append(float(looks.ink_on(inner, around.ground).mean()))
        return inks[0] > inks[1], inks[1] > inks[0]

    def _is_choice(self) -> bool:
        """Say whether it is in a check box, and in neither picture gone."""
        kinds = {it.kind for it in self._owners if it}
        return bool(kinds & _CHOICES) and not (self._before.is_flat or self._after.is_flat)

    def _of_same_drawing(self) -> DefectKind | None:
        if self._before.is_flat and not looks.are_other(self._before.ground, self._after.ground):
            return None
        return "style_changed" if self._measure() else None

    def _measure(self) -> bool:
        """Note which colours are others now, and say whether any are."""
        before, after = self._before, self._after
        if looks.are_other(before.ground, after.ground):
            self._style["background"] = in_hexadecimal(before.ground), in_hexadecimal(after.ground)
        elif looks.is_other_stroke(before, after):
            self._style["color"] = in_hexadecimal(before.stroke), in_hexadecimal(after.stroke)
        return bool(self._style)

    def _only_in_one(self) -> DefectKind | None:
        """Say whether a box stands there in one of the pictures only, over whatever was there."""
        found: list[bool] = []
        for side in (0, 1):
            boxes = [it.box for it in self._part.elements(side) if it.kind in _SURFACES]
            found.append(any(overlap(it, self._box) >= _SAME_PLACE for it in boxes))
        if found[0] == found[1]:
            return None
        return "missing" if found[0] else "extra"

    def _is_border(self) -> bool:
        return False

    def _is_text(self) -> bool:
        return all(it is not None and it.kind in _SAYING for it in self._owners)

    def _is_picture(self) -> bool:
        return any(it is not None and it.kind in _PICTURES for it in self._owners)


def _unnamed(kind: ElementKind, box: Box) -> Element:
    return Element(kind, box, source="pixels", confidence=0.0)


def _in_place(one: Box, other: Box) -> bool:
    """Say whether two boxes are the same but for a rounding."""
    return (
        max(
            abs(one.x - other.x), abs(one.y - other.y),
            abs(one.right - other.right), abs(one.bottom - other.bottom),
        ) <= 1
    )  # fmt: skip


def _away(one: Box, other: Box) -> int:
    """Return how far the corner of a box is from that of another, along the axes."""
    return max(abs(one.x - other.x), abs(one.y - other.y))


def _stands(one: Box, other: Box) -> bool:
    """Say whether a box that became larger or smaller stands where it stood."""
    across = one.x - other.x, one.right - other.right
    along = one.y - other.y, one.bottom - other.bottom
    return all(min(abs(a), abs(b), abs(a + b)) <= _SAME_EDGE for a, b in (across, along))


def _ink_size(place: Looks) -> tuple[int, int]:
    """Return width and height of what is drawn in a place."""
    there = place.ink > 32
    rows, columns = np.flatnonzero(there.any(axis=1)), np.flatnonzero(there.any(axis=0))
    if not len(rows):
        return 0, 0
    return int(columns[-1] - columns[0]) + 1, int(rows[-1] - rows[0]) + 1
