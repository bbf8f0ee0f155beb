"""What became of the element that a changed area belongs to, judged by the pixels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from pytest_visualdiff.comparison import looks
from pytest_visualdiff.comparison.looks import Colour, Looks, in_hexadecimal
from pytest_visualdiff.comparison.surroundings import (
    AROUND,
    Surroundings,
    overlap,
    shared,
    show_the_same,
)
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
PICTURES = frozenset({"image", "icon"})
"""Kinds that show something drawn."""

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

_ALL_AROUND = 0.7
"""Share of each of the four sides that differs where a border is another one."""

_MOSTLY = 0.5
"""Share of an area."""

_SEEN = 8
"""Levels by which a box differs from what is around it."""

_RIM = 3
"""Pixels at an edge that are its border."""

_CORNER, _BESIDE = 12, 2
"""Pixels that a round corner takes at most, and that a smoothed edge is wide."""

_STROKE = 32
"""Levels by which a stroke differs from its ground."""

_DRIFT, _DRIFT_SHARE = 3, 0.02
"""Pixels by which letters may lie elsewhere in another rendering, and share of a line's width."""

_SQUARE, _FILLED = 1.5, 0.8
"""Width over height, or height over width, of most pictures that are small; and the share of its
place that what is drawn takes."""

_LEAST_PICTURE, _LARGE = 16, 64
"""Pixels of the shorter side of such a picture, and of one of any shape."""

_NEARLY_ALIKE = 0.5
"""Correlation of the ink of the same letters that drifted; of others at the same places it is less.
"""

_NEAR, _REST = 8, 0.01
"""Pixels by which a thing may have moved whose edges are not known, and share of its pixels that
differ from those of its old place."""

_FARTHEST = 64
"""Pixels that an element is looked for around its place."""

Owners = tuple[Element | None, Element | None]
"""The elements that an area belongs to, in the baseline and in the actual picture."""


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
        if moved := self._moved_within():
            yield moved
            return
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
            else:
                yield from self._found_again(one)

    def _found_again(self, one: Element) -> Iterator[Named]:
        """Yield an element that is found elsewhere by its looks, where no outline is found."""
        if min(one.box.w, one.box.h) < _LEAST_PICTURE or self._part.looks(one.box, 0).is_flat:
            return
        around = one.box.grow(_FARTHEST)
        place = self._part.found(self._part.cut(one.box, 0), around)
        if place is None or _away(place, one.box) <= 1:
            return
        if self._part.show_the_same(one.box, place) and not (
            show_the_same(self._part.cut(place, 0), self._part.cut(place, 1))
            or self._part.show_the_same(one.box, one.box)
        ):
            numbers = self._in_either(one.box, place)
            before = self._element(one, 0)
            if numbers:
                after = replace(before, box=self._part.placed(place, 1))
                yield Named(numbers, Change("moved", before, after))
                for number in numbers:
                    del self._left[number]

    def _moved_within(self) -> Named | None:
        """Return what is left as one thing that moved by a little, if that is what it is."""
        if not self._left:
            return None
        box = Box.around(list(self._left.values())).grow(_BESIDE)
        rims = [looks.ground_of(self._part.rim(box, side)) for side in (0, 1)]
        if looks.are_other(*rims):
            return None
        there, now = (
            _box_of(looks.ink_on(self._part.cut(box, side), rims[side]) > _SEEN).move(box.x, box.y)
            for side in (0, 1)
        )
        if _away(there, now) <= 1 or not there.w or not self._part.show_the_same(there, now):
            return self._moved_as_it_is()
        before, after = (
            self._element(self._part.owner(it, side) or _unnamed("container", it), side)
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
        if min(box.w, box.h) < _LEAST_PICTURE:
            return None
        now = self._part.cut(box, 1).astype(np.int16)
        for distance in range(1, _NEAR + 1):
            for dx, dy in ((distance, 0), (-distance, 0), (0, distance), (0, -distance)):
                there = self._part.cut(box.move(-dx, -dy), 0)
                if there.shape != now.shape or not self._is_between_the_same(box, along=dx == 0):
                    continue
                if (np.abs(there - now).max(axis=2) > _SEEN).mean() <= _REST:
                    after = self._part.owner(box, 1) or _unnamed("container", box)
                    element = self._element(after, 1)
                    before = replace(element, box=element.box.move(-dx, -dy))
                    return Named(tuple(self._left), Change("moved", before, element))
        return None

    def _is_between_the_same(self, box: Box, *, along: bool) -> bool:
        piece = self._part.cut(box, 1)
        ends = (piece[0], piece[-1]) if along else (piece[:, 0], piece[:, -1])
        return not looks.are_other(*(looks.ground_of(it[:, np.newaxis]) for it in ends))

    def _way(self, one: Element, other: Element) -> ChangeKind | None:
        wider, taller = abs(one.box.w - other.box.w), abs(one.box.h - other.box.h)
        if max(wider, taller) <= 1:
            moved = self._part.show_the_same(one.box, other.box)
            return "moved" if moved else None
        if not {one.kind, other.kind} <= _SURFACES or not _stands(one.box, other.box):
            return None
        if max(wider, taller) <= _SAME_EDGE or not self._says_the_same(one, other):
            return None
        grounds = [self._part.looks(it.box, side).ground for side, it in enumerate((one, other))]
        return None if looks.are_other(*grounds) else "resized"

    def _says_the_same(self, one: Element, other: Element) -> bool:
        """Say whether what stands in a control is as large: then it is the same text."""
        if one.kind not in _SAYING:
            return True
        there, now = (
            _ink_box(self._part.looks(it.box.grow(-AROUND), side))
            for side, it in enumerate((one, other))
        )
        return max(abs(there.w - now.w), abs(there.h - now.h)) <= _SAME_EDGE

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
        if line := self._line(box):
            before, after = (
                Element("container", self._part.placed(it, side), source="pixels", confidence=0.5)
                for side, it in enumerate(line)
            )
            return Named(numbers, Change("resized", before, after))
        seen = _Seen(self._part, box, owners)
        owner = owners[1] or owners[0]
        kind = seen.kind()
        if kind is None:
            return Named(numbers, None, owner and _placed(self._part, owner, box, 1))
        if kind == "image_changed":
            picture = owner if owner and owner.kind in PICTURES else _unnamed("image", box)
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
        stands, grounds = seen.exchanged()
        if kind == "missing":
            return Named(numbers, Change(kind, before, None), None, stands, grounds)
        if kind == "extra":
            return Named(numbers, Change(kind, None, after), None, stands, grounds)
        return Named(numbers, Change(kind, before, after), None, stands, grounds)

    def _line(self, box: Box) -> tuple[Box, Box] | None:
        """Return a line of which a piece at its end is there in one picture only, in both."""
        if min(box.w, box.h) > _RIM or max(box.w, box.h) < _LEAST_PICTURE:
            return None
        across = box.w > box.h
        strip = Box(0, box.y, 1 << 15, box.h) if across else Box(box.x, 0, box.w, 1 << 15)
        lines = []
        for side in (0, 1):
            colour = looks.ground_of(self._part.cut(box, side))
            away = looks.ink_on(self._part.cut(strip, side), colour)
            lines.append(_run((away <= _SEEN).all(axis=0 if across else 1), box, across=across))
        for side, other in ((0, 1), (1, 0)):
            line = lines[side]
            if line.contains(box) and (line.x < box.x, line.y < box.y) != (
                line.right > box.right,
                line.bottom > box.bottom,
            ):  # it goes on at one end
                rest = _without(line, box)
                if rest.w and rest.h and not lines[other].contains(line):
                    return (line, rest) if side == 0 else (rest, line)
        return None


class _Seen:
    """What a changed area looks like in both pictures, and what became of it."""

    def __init__(self, part: Surroundings, box: Box, owners: Owners) -> None:
        self._part, self._box, self._owners = part, box, owners
        self._before, self._after = (part.looks(box, side) for side in (0, 1))
        self._style: dict[StyleProperty, tuple[str, str]] = {}

    def kind(self) -> DefectKind | None:
        """Return what became of it; None if nothing here says so."""
        if kind := self._of_empty():
            return kind
        if self._is_choice():
            return "state_changed"
        if looks.is_same_drawing(self._before, self._after):
            return self._of_same_drawing()
        if self._is_border():
            return "style_changed"
        if kind := self._of_outlines():
            return kind
        if self._is_text() or self._is_written_alike():
            if self._is_in_another_colour():
                return "style_changed"
            return "text_changed" if self._is_text() else None
        return "image_changed" if self._is_picture() else None

    def _of_empty(self) -> DefectKind | None:
        """Say of what only one picture shows anything in whether it is missing or new."""
        empty = [
            place.is_flat and not stands
            for place, stands in zip((self._before, self._after), self.outlines(), strict=True)
        ]
        if empty[0] == empty[1]:
            return None
        return "extra" if empty[0] else "missing"

    def _of_outlines(self) -> DefectKind | None:
        """Say what became of a box that ends there in one of the pictures only."""
        stands = self.outlines()
        if stands[0] == stands[1] or self._is_written_alike():
            return None
        kind: DefectKind = "missing" if stands[0] else "extra"
        if self._reaches_beyond(1 if stands[0] else 0):
            return kind
        if self._is_picture() or self._is_filled(1 if stands[0] else 0):
            return "image_changed"
        return kind if looks.are_other(self._before.ground, self._after.ground) else None

    def _is_written_alike(self) -> bool:
        """Say whether both show the same letters, which lie a little elsewhere in one of them."""
        one, other = _ink_box(self._before), _ink_box(self._after)
        if _away_by(one, other) > max(_DRIFT, _DRIFT_SHARE * one.w):
            return False
        return looks.likeness(self._before.ink, self._after.ink) >= _NEARLY_ALIKE

    def styles(self) -> tuple[Style, Style]:
        """Return the measured looks that are others now, before and after."""
        return (
            {name: values[0] for name, values in self._style.items()},
            {name: values[1] for name, values in self._style.items()},
        )

    def exchanged(self) -> tuple[tuple[bool, bool] | None, tuple[str, str] | None]:
        """Return what tells that it exchanged its looks with another, if both show something."""
        if self._before.is_flat or self._after.is_flat:
            return None, None
        grounds = in_hexadecimal(self._before.ground), in_hexadecimal(self._after.ground)
        return self.outlines(), grounds

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
        """Say whether it is a check box, empty in one of the pictures."""
        mine = [it for it in self._owners if it and it.kind in _CHOICES]
        if not mine or not mine[0].box.grow(AROUND).contains(self._box):
            return False
        inner = mine[0].box.grow(-_RIM)
        return any(self._part.looks(inner, side).is_flat for side in (0, 1))

    def _of_same_drawing(self) -> DefectKind | None:
        """Say what became of what shows the same in other colours."""
        before, after = self._before, self._after
        if not looks.are_other(before.ground, after.ground):
            if looks.is_other_colour(before, after):
                self._note("color", before.stroke, after.stroke)
                return "style_changed"
            return None
        if before.is_flat:
            stands = self.outlines()
            if stands[0] != stands[1]:
                return "missing" if stands[0] else "extra"
        self._note("background", before.ground, after.ground)
        return "style_changed"

    def _note(self, name: StyleProperty, before: Colour, after: Colour) -> None:
        self._style[name] = in_hexadecimal(before), in_hexadecimal(after)

    def _is_in_another_colour(self) -> bool:
        """Say of a text, whose letters may lie elsewhere, whether its colours are others."""
        before, after = self._before, self._after
        if looks.are_other(before.ground, after.ground):
            self._note("background", before.ground, after.ground)
        elif looks.is_other_stroke(before, after):
            self._note("color", before.stroke, after.stroke)
        return bool(self._style)

    def outlines(self) -> tuple[bool, bool]:
        """Say whether the area, or what fills it, stands out from what is around, in both."""
        return self._stands_out(0), self._stands_out(1)

    def _stands_out(self, side: int) -> bool:
        place = (self._before, self._after)[side]
        fill = _box_of(looks.ink_on(self._part.cut(self._box, side), place.ground) <= _SEEN)
        filled = fill.move(self._box.x, self._box.y)
        boxes = [self._box, filled] if overlap(filled, self._box) >= _SAME_PLACE else [self._box]
        for box in boxes:
            shares = [
                float((np.abs(inner - outer).max(axis=-1) > _SEEN).mean())
                for inner, outer in self._part.sides(box, side)
            ]
            if len(shares) > 1 and min(shares) >= _ALL_AROUND:
                return True
        return False

    def _reaches_beyond(self, side: int) -> bool:
        """Say whether what a picture has there is a part of something larger, not in the area."""
        ground = self._part.looks(self._box.grow(_BESIDE), side).ground
        for inner, outer in self._part.sides(self._box, side):
            away = [np.abs(it - ground).max(axis=-1) > _STROKE for it in (inner, outer)]
            if bool((away[0] & away[1]).any()):
                return True
        return False

    def _is_filled(self, side: int) -> bool:
        """Say whether something about as wide as high reaches from edge to edge in a picture."""
        drawn = _ink_box((self._before, self._after)[side])
        whole = Box(0, 0, self._box.w, self._box.h)
        least, most = sorted((whole.w, whole.h))
        is_picture = least >= _LARGE or (least >= _LEAST_PICTURE and most <= _SQUARE * least)
        return is_picture and overlap(drawn, whole) >= _FILLED

    def _is_border(self) -> bool:
        """Say whether a line goes all around in one of the pictures, and another or none before."""
        if looks.are_other(self._before.ground, self._after.ground):
            return False
        pieces = [self._part.cut(self._box, side).astype(np.int16) for side in (0, 1)]
        if min(pieces[1].shape[:2]) <= 4 * _RIM:
            return False
        lines = [_edge_colours(*turned) for turned in _turned(*pieces)]
        if any(line is None for line in lines):
            return False
        colours = [line for line in lines if line is not None]
        self._note("border", *(np.median([it[side] for it in colours], axis=0) for side in (0, 1)))
        return True

    def _is_text(self) -> bool:
        """Say whether it is a text, of which the other picture may have hardly anything left."""
        kinds = {it.kind for it in self._owners if it}
        return bool(kinds & _SAYING) and not kinds & {"image", "container"}

    def _is_picture(self) -> bool:
        return any(it is not None and it.kind in PICTURES for it in self._owners)


def _unnamed(kind: ElementKind, box: Box) -> Element:
    return Element(kind, box, source="pixels", confidence=0.0)


def _in_place(one: Box, other: Box) -> bool:
    """Say whether two boxes are the same but for a rounding."""
    return _away_by(one, other) <= 1


def _away(one: Box, other: Box) -> int:
    """Return how far the corner of a box is from that of another, along the axes."""
    return max(abs(one.x - other.x), abs(one.y - other.y))


def _stands(one: Box, other: Box) -> bool:
    """Say whether a box that became larger or smaller stands where it stood."""
    across = one.x - other.x, one.right - other.right
    along = one.y - other.y, one.bottom - other.bottom
    return all(min(abs(a), abs(b), abs(a + b)) <= _SAME_EDGE for a, b in (across, along))


def _away_by(one: Box, other: Box) -> int:
    """Return by how much the edges of two boxes differ at most."""
    return max(
        abs(one.x - other.x), abs(one.y - other.y),
        abs(one.right - other.right), abs(one.bottom - other.bottom),
    )  # fmt: skip


def _ink_box(place: Looks) -> Box:
    """Return the box of what is drawn in a place."""
    return _box_of(place.ink > _STROKE)


def _box_of(there: npt.NDArray[np.bool_]) -> Box:
    """Return the smallest box around all that is true."""
    rows, columns = np.flatnonzero(there.any(axis=1)), np.flatnonzero(there.any(axis=0))
    if not len(rows):
        return Box(0, 0, 0, 0)
    left, top = int(columns[0]), int(rows[0])
    return Box(left, top, int(columns[-1]) + 1 - left, int(rows[-1]) + 1 - top)


def _run(there: npt.NDArray[np.bool_], box: Box, *, across: bool) -> Box:
    """Return how far the line goes on that a box is a piece of."""
    start, end = (box.x, box.right) if across else (box.y, box.bottom)
    gaps = np.flatnonzero(~there)
    first = int(gaps[gaps < start].max(initial=-1)) + 1
    last = int(gaps[gaps >= end].min(initial=len(there)))
    return (
        Box(first, box.y, last - first, box.h) if across else Box(box.x, first, box.w, last - first)
    )


def _without(line: Box, piece: Box) -> Box:
    """Return what is left of a line without a piece at its end."""
    if line.w > line.h:
        left = line.x if piece.x > line.x else piece.right
        return Box(left, line.y, line.w - piece.w, line.h)
    top = line.y if piece.y > line.y else piece.bottom
    return Box(line.x, top, line.w, line.h - piece.h)


def _turned(before: Colour, after: Colour) -> Iterator[tuple[Colour, Colour]]:
    """Yield two pieces with each of their sides on top."""
    for turn in range(4):
        yield np.rot90(before, turn), np.rot90(after, turn)


def _edge_colours(before: Colour, after: Colour) -> tuple[Colour, Colour] | None:
    """Return the colours of a line along the upper side before and after, if it is another one."""
    for row in range(_RIM + 1):
        corner = min(before.shape[1] // 4, _CORNER)
        one, other = before[row, corner:-corner], after[row, corner:-corner]
        if (np.abs(one - other).max(axis=-1) > _SEEN).mean() < _ALL_AROUND:
            continue
        lines = np.median(one, axis=0), np.median(other, axis=0)
        if all(
            (np.abs(it - line).max(axis=-1) <= _SEEN).mean() >= _ALL_AROUND
            for it, line in zip((one, other), lines, strict=True)
        ):
            return lines[0].astype(np.int16), lines[1].astype(np.int16)
    return None
