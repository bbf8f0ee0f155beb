"""A changed area of a window: the elements it belongs to, and what it looks like."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

import numpy as np

from pytest_visualdiff.comparison.naming.view import SMOOTHED, VISIBLE, View
from pytest_visualdiff.comparison.naming.window import Window
from pytest_visualdiff.imaging import ink
from pytest_visualdiff.imaging.arrays import Colour
from pytest_visualdiff.imaging.contrast import STROKE
from pytest_visualdiff.imaging.ground import ink_on
from pytest_visualdiff.imaging.ink import Looks
from pytest_visualdiff.model import Box, ChangeKind, Element, Style, StyleProperty

Became: TypeAlias = ChangeKind | Literal["image_changed"]
"""What may have become of an area."""

Owners: TypeAlias = tuple[Element | None, Element | None]
"""The elements that an area belongs to, in the baseline and in the actual picture."""

StyleChange: TypeAlias = tuple[Style, Style]
"""The measured style that changed, before and after."""

LABELLED = frozenset({"text", "button", "badge", "input", "select"})
"""Kinds that show a text."""

OUTLINED = frozenset(
    {"container", "button", "badge", "input", "select", "checkbox", "radio", "image", "icon"}
)
"""Kinds that show where they end."""

SAME_PLACE = 0.6
"""Intersection over union from which on two boxes are those of one thing."""

ALL_AROUND = 0.7
"""Share of each of the four sides of a box that differs where its outline does."""


@dataclass(frozen=True, eq=False)
class Area:
    """A changed area and its surroundings.

    Attributes
    ----------
    window : Window
        In which it lies.
    box : Box
        Its place in the window.
    owners : tuple of Element or None
        The elements that it belongs to, in the baseline and in the actual picture.
    before, after : Looks
        What it looks like.
    """

    window: Window
    box: Box
    owners: Owners
    before: Looks
    after: Looks

    @property
    def has_other_ground(self) -> bool:
        """Whether its ground has another colour now."""
        return ink.are_other(self.before.ground, self.after.ground)

    @cached_property
    def outlines(self) -> tuple[bool, bool]:
        """Whether it, or what fills it, stands out from what is around, before and after."""
        before, after = self.window
        return self._stands_out(before, self.before), self._stands_out(after, self.after)

    def _stands_out(self, view: View, looks: Looks) -> bool:
        fill = ink.box_of(ink_on(view.cut(self.box), looks.ground) <= VISIBLE)
        filled = fill.move(self.box.x, self.box.y)
        boxes = [self.box, filled] if filled.iou(self.box) >= SAME_PLACE else [self.box]
        for box in boxes:
            shares = [
                float((np.abs(inner - outer).max(axis=-1) > VISIBLE).mean())
                for inner, outer in view.sides(box)
            ]
            if len(shares) > 1 and min(shares) >= ALL_AROUND:
                return True
        return False

    def reaches_beyond(self, view: View) -> bool:
        """Return whether what a picture has there is part of something that exceeds the area."""
        ground = view.looks(self.box.grow(SMOOTHED)).ground
        for inner, outer in view.sides(self.box):
            away = [np.abs(it - ground).max(axis=-1) > STROKE for it in (inner, outer)]
            if bool((away[0] & away[1]).any()):
                return True
        return False


def area(window: Window, box: Box, owners: Owners) -> Area:
    """Return a changed area of a window with what it looks like.

    Parameters
    ----------
    window : Window
    box : Box
        Its place in the window.
    owners : tuple of Element or None
        The elements that it belongs to, in the baseline and in the actual picture.
    """
    return Area(window, box, owners, *(view.looks(box) for view in window))


def style_change(name: StyleProperty, before: Colour, after: Colour) -> StyleChange:
    """Return the style property ``name`` with its colours ``before`` and ``after`` as hex codes."""
    return {name: ink.in_hexadecimal(before)}, {name: ink.in_hexadecimal(after)}
