"""What a changed area looks like in both pictures, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Literal, TypeAlias

import numpy as np

from pytest_visualdiff.comparison.naming.stroke_width import other_weights
from pytest_visualdiff.comparison.naming.window import AROUND, Surroundings, away_by, unnamed
from pytest_visualdiff.detection.ocr import text_place
from pytest_visualdiff.imaging import ink
from pytest_visualdiff.imaging.arrays import Colour
from pytest_visualdiff.imaging.ground import ground_of, ink_on
from pytest_visualdiff.imaging.ink import box_of, in_hexadecimal, ink_box
from pytest_visualdiff.model import (
    PICTURES,
    Box,
    ChangeKind,
    Element,
    ElementKind,
    Style,
    StyleProperty,
)

Became: TypeAlias = ChangeKind | Literal["image_changed"]
"""What may have become of an area."""

Owners: TypeAlias = tuple[Element | None, Element | None]
"""The elements that an area belongs to, in the baseline and in the actual picture."""

_PILLS = frozenset({"switch", "icon", "image", "button", "container", "badge"})
"""What a switch is taken for where there is no page."""

_PILL = 1.5, 2.6
"""Its width over its height."""

_MIRRORED = 0.9
"""Correlation of the ink of a switch with that of its other state, mirrored."""

_CHOICES = frozenset({"checkbox", "radio", "switch"})

SAYING = frozenset({"text", "button", "badge", "input", "select"})
"""Kinds that show a text."""

_WRITTEN = SAYING | {"icon", "image"}
"""Kinds that may show a text: initials in a circle look like an icon."""

SURFACES = frozenset(
    {"container", "button", "badge", "input", "select", "checkbox", "radio", "image", "icon"}
)
"""Kinds that show where they end."""

SAME_PLACE = 0.6
"""What two boxes have in common over what either has, from which on they are of one thing."""

_ALL_AROUND = 0.7
"""Share of each of the four sides that differs where a border is another one."""

SEEN = 8
"""Levels by which a box differs from what is around it."""

_RIM = 3
"""Pixels at an edge that are its border."""

_CORNER, BESIDE = 12, 2
"""Pixels that a round corner takes at most, and that a smoothed edge is wide."""

_STROKE = 32
"""Levels by which a stroke differs from its ground."""

_DRIFT, _DRIFT_SHARE = 3, 0.02
"""Pixels by which letters may lie elsewhere in another rendering, and share of a line's width."""

_SQUARE, _FILLED = 1.5, 0.8
"""Width over height, or height over width, of most pictures that are small; and the share of its
place that what is drawn takes."""

_NO_WORD = 1.3
"""Width over height of a button up to which what stands in it is an icon."""

LEAST_PICTURE, _LARGE = 16, 64
"""Pixels of the shorter side of such a picture, and of one of any shape."""

_UNEVEN = 4
"""Pixels by which the room on two sides of what stands in the middle may differ."""

_NEARLY_ALIKE = 0.5
"""Correlation of the ink of the same letters that drifted; of others at the same places it is less.
"""

_MOSTLY_ALIKE, _HARDLY_ALIKE = 0.6, 0.25
"""The same where one of them may have a border as well; and where letters drifted far."""


class Appearance:
    """What a changed area looks like in both pictures, and what became of it."""

    def __init__(self, part: Surroundings, box: Box, owners: Owners) -> None:
        self._part, self._box, self._owners = part, box, owners
        self._before, self._after = (part.looks(box, side) for side in (0, 1))
        self._style: dict[StyleProperty, tuple[str, str]] = {}

    def kind(self) -> Became | None:
        """Return what became of it; None if nothing here says so."""
        if kind := self._of_empty():
            return kind
        if self._is_choice() or self._is_switched():
            return "state_changed"
        if ink.is_same_drawing(self._before, self._after):
            return self._of_same_drawing()
        if self.is_border() or self._is_of_another_weight():
            return "style_changed"
        if kind := self._of_outlines():
            return kind
        if self._is_text() or self._is_written_alike():
            if self._is_in_another_colour():
                return "style_changed"
            return "text_changed" if self._is_text() else None
        return "image_changed" if self._is_picture() else None

    def _of_empty(self) -> Became | None:
        """Say of what only one picture shows anything in whether it is missing or new."""
        empty = [
            place.is_flat and not stands
            for place, stands in zip((self._before, self._after), self.outlines, strict=True)
        ]
        if empty[0] == empty[1]:
            return None
        return "extra" if empty[0] else "missing"

    def _of_outlines(self) -> Became | None:
        """Say what became of a box that ends there in one of the pictures only."""
        stands = self.outlines
        if stands[0] == stands[1] or self._is_written_alike() or self._are_of_one_kind():
            return None
        if self._is_cut_text():
            return "text_changed"
        kind: Became = "missing" if stands[0] else "extra"
        if self._reaches_beyond(1 if stands[0] else 0):
            return kind
        if self._is_picture() or self._is_drawn_over(1 if stands[0] else 0):
            return "image_changed"
        return kind if ink.are_other(self._before.ground, self._after.ground) else None

    def _are_of_one_kind(self) -> bool:
        """Return whether a box of one kind is in both pictures, as large or nearly."""
        there, now = self._owners
        return bool(
            there and now and there.kind == now.kind and there.kind in SURFACES
            and there.box.iou(now.box) >= SAME_PLACE
        )  # fmt: skip

    def _is_written_alike(self) -> bool:
        """Return whether both show the same letters, slightly displaced in one of them."""
        alike = ink.likeness(self._before.ink, self._after.ink)
        if alike >= _MOSTLY_ALIKE and not self._is_picture():
            return True
        one, other = ink_box(self._before), ink_box(self._after)
        near = away_by(one, other) <= max(_DRIFT, _DRIFT_SHARE * one.w)
        return near and alike >= _NEARLY_ALIKE

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
        return self.outlines, grounds

    def ticked(self) -> tuple[bool, bool]:
        """Say of a check box whether it was ticked and is: then there is more in it."""
        box = (self._owners[1] or self._owners[0] or unnamed("checkbox", self._box)).box
        inks = []
        for side in (0, 1):
            around = self._part.looks(box.grow(AROUND), side)
            inner = self._part.cut(box.grow(-3), side)
            inks.append(float(ink_on(inner, around.ground).mean()))
        return inks[0] > inks[1], inks[1] > inks[0]

    def control(self, kind: ElementKind) -> ElementKind:
        """Return what it is, given what it looks like, if its state is another one."""
        return kind if kind in _CHOICES else "switch"

    def _is_choice(self) -> bool:
        """Return whether it is a check box, empty in one of the pictures."""
        mine = [it for it in self._owners if it and it.kind in _CHOICES]
        if not mine or not mine[0].box.grow(AROUND).contains(self._box):
            return False
        inner = mine[0].box.grow(-_RIM)
        return any(self._part.looks(inner, side).is_flat for side in (0, 1))

    def _is_switched(self) -> bool:
        """Return whether it is a pill without a word whose knob is at its other end now."""
        there, now = self._owners
        if not (there and now and there.box.iou(now.box) >= SAME_PLACE):
            return False
        if there.kind not in _PILLS or not _PILL[0] <= now.box.w / now.box.h <= _PILL[1]:
            return False
        before, after = (self._part.looks(now.box.grow(-1), side) for side in (0, 1))
        mirrored = ink.likeness(before.ink[:, ::-1], after.ink)
        return mirrored >= _MIRRORED and ink.likeness(before.ink, after.ink) < _NEARLY_ALIKE

    def _of_same_drawing(self) -> Became | None:
        """Say what became of what shows the same in other colours."""
        before, after = self._before, self._after
        if not ink.are_other(before.ground, after.ground):
            if self.is_border():
                return "style_changed"
            if ink.is_other_colour(before, after):
                self._note("color", before.stroke, after.stroke)
                return "style_changed"
            return "style_changed" if self._is_of_another_weight() else None
        if before.is_flat:
            stands = self.outlines
            if stands[0] != stands[1]:
                return "missing" if stands[0] else "extra"
        self._note("background", before.ground, after.ground)
        return "style_changed"

    def _note(self, name: StyleProperty, before: Colour, after: Colour) -> None:
        self._style[name] = in_hexadecimal(before), in_hexadecimal(after)

    def _is_in_another_colour(self) -> bool:
        """Say of a text, whose letters may lie elsewhere, whether its colours are others."""
        before, after = self._before, self._after
        alike = ink.likeness(before.ink, after.ink)
        if ink.are_other(before.ground, after.ground):
            self._note("background", before.ground, after.ground)
        elif ink.is_other_stroke(before, after) and alike >= _HARDLY_ALIKE:
            self._note("color", before.stroke, after.stroke)
        return bool(self._style)

    def _is_of_another_weight(self) -> bool:
        """Say of a text whether it is the same with wider or thinner strokes."""
        there, now = self._owners
        if not (there and now and {there.kind, now.kind} <= _WRITTEN):
            return False
        weights = other_weights(
            self._part.cut(_inner(there), 0), self._part.cut(_inner(now), 1)
        )  # fmt: skip
        if weights is None:
            return False
        before, after = (f"{width:.1f} px strokes" for width in weights)
        if ink.are_other(self._before.ground, self._after.ground):
            self._note("background", self._before.ground, self._after.ground)
        self._style["font-weight"] = before, after
        return True

    @cached_property
    def outlines(self) -> tuple[bool, bool]:
        """Whether the area, or what fills it, stands out from what is around, in both."""
        return self._stands_out(0), self._stands_out(1)

    def _stands_out(self, side: int) -> bool:
        place = (self._before, self._after)[side]
        fill = box_of(ink_on(self._part.cut(self._box, side), place.ground) <= SEEN)
        filled = fill.move(self._box.x, self._box.y)
        boxes = [self._box, filled] if filled.iou(self._box) >= SAME_PLACE else [self._box]
        for box in boxes:
            shares = [
                float((np.abs(inner - outer).max(axis=-1) > SEEN).mean())
                for inner, outer in self._part.sides(box, side)
            ]
            if len(shares) > 1 and min(shares) >= _ALL_AROUND:
                return True
        return False

    def _reaches_beyond(self, side: int) -> bool:
        """Return whether what a picture has there is part of something that exceeds the area."""
        ground = self._part.looks(self._box.grow(BESIDE), side).ground
        for inner, outer in self._part.sides(self._box, side):
            away = [np.abs(it - ground).max(axis=-1) > _STROKE for it in (inner, outer)]
            if bool((away[0] & away[1]).any()):
                return True
        return False

    def _is_drawn_over(self, side: int) -> bool:
        """Return whether a picture shows a drawing there, edge to edge or fitted into the middle.

        What the other one shows at the same place has to be something else.
        """
        drawn = ink_box((self._before, self._after)[side])
        whole = Box(0, 0, self._box.w, self._box.h)
        least, most = sorted((whole.w, whole.h))
        if least < _LARGE and (least < LEAST_PICTURE or most > _SQUARE * least):
            return False
        if drawn.iou(whole) >= _FILLED:
            return True
        fits = drawn.w >= _FILLED * whole.w or drawn.h >= _FILLED * whole.h
        place = drawn.move(self._box.x, self._box.y)
        return fits and _is_in_the_middle(drawn, whole) and not self._show_one_drawing(place)

    def _show_one_drawing(self, box: Box) -> bool:
        """Return whether both pictures show the same in a box, in whatever colours."""
        return ink.is_same_drawing(*(self._part.looks(box, side) for side in (0, 1)))

    def is_border(self) -> bool:
        """Return whether a line that goes all around has changed, or is in one picture only."""
        if ink.are_other(self._before.ground, self._after.ground):
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
        """Return whether it is a text, of which the other picture may have hardly anything left."""
        kinds = {it.kind for it in self._owners if it and not _shows_an_icon(it)}
        return bool(kinds & SAYING) and not kinds & {"image", "container"}

    def _is_cut_text(self) -> bool:
        """Return whether it is letters that stood out, and fewer of them are on the same ground."""
        if {it.kind for it in self._owners if it} != {"text"} or not self.outlines[0]:
            return False
        around = (ground_of(self._part.rim(self._box.grow(AROUND), side)) for side in (0, 1))
        return not any(ink.are_other(self._after.ground, it) for it in around)

    def _is_picture(self) -> bool:
        return any(it and (it.kind in PICTURES or _shows_an_icon(it)) for it in self._owners)


def _inner(element: Element) -> Box:
    """Return where what is written on an element stands, as far as it may be round."""
    if element.kind in ("icon", "image"):
        return element.box.grow(-max(element.box.h // 6, AROUND))
    return text_place(element)


def _shows_an_icon(element: Element) -> bool:
    """Return whether it is a button as high as wide: there is no room for a word in it."""
    return element.kind == "button" and element.box.w <= _NO_WORD * element.box.h


def _is_in_the_middle(inner: Box, outer: Box) -> bool:
    """Return whether there is as much room on one side as on the other, across and along."""
    across = inner.x - outer.x, outer.right - inner.right
    along = inner.y - outer.y, outer.bottom - inner.bottom
    return all(abs(one - other) <= _UNEVEN for one, other in (across, along))


def _turned(before: Colour, after: Colour) -> Iterator[tuple[Colour, Colour]]:
    """Yield two pieces with each of their sides on top."""
    for turn in range(4):
        yield np.rot90(before, turn), np.rot90(after, turn)


def _edge_colours(before: Colour, after: Colour) -> tuple[Colour, Colour] | None:
    """Return the colours of a line along the upper side before and after, if it is another one."""
    for row in range(_RIM + 1):
        corner = min(before.shape[1] // 4, _CORNER)
        one, other = before[row, corner:-corner], after[row, corner:-corner]
        if (np.abs(one - other).max(axis=-1) > SEEN).mean() < _ALL_AROUND:
            continue
        lines = np.median(one, axis=0), np.median(other, axis=0)
        if all(
            (np.abs(it - line).max(axis=-1) <= SEEN).mean() >= _ALL_AROUND
            for it, line in zip((one, other), lines, strict=True)
        ):
            return lines[0].astype(np.int16), lines[1].astype(np.int16)
    return None
