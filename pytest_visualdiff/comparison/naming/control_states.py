"""Changed states of check boxes, radio buttons and switches."""

from __future__ import annotations

from pytest_visualdiff.comparison.naming.area import SAME_PLACE, Area
from pytest_visualdiff.comparison.naming.borders import BORDER
from pytest_visualdiff.comparison.naming.texts import LEAST_WRITTEN_ALIKE
from pytest_visualdiff.comparison.naming.view import SHADOW_MARGIN, unnamed
from pytest_visualdiff.imaging import ink
from pytest_visualdiff.imaging.ground import ink_on
from pytest_visualdiff.model import ElementKind

_CHOICES = frozenset({"checkbox", "radio", "switch"})
"""Controls that are on or off."""

_PILLS = frozenset({"switch", "icon", "image", "button", "container", "badge"})
"""Kinds that detectors take a switch for."""

_PILL_SHAPE = (1.5, 2.6)
"""Least and largest width of a switch over its height."""

_MIRRORED = 0.9
"""Correlation of the ink of a switch with that of its other state, mirrored."""


def is_other_state(area: Area) -> bool:
    """Return whether an area shows that a control is on that was off, or off that was on."""
    return _is_ticked_or_cleared(area) or _is_switched(area)


def control(kind: ElementKind) -> ElementKind:
    """Return what a thing that looks like some kind is, if it is on or off."""
    return kind if kind in _CHOICES else "switch"


def is_on(area: Area) -> tuple[bool, bool]:
    """Return whether a control was on and is: then there is more in it than in the other state."""
    box = (area.owners[1] or area.owners[0] or unnamed("checkbox", area.box)).box
    grounds = (view.looks(box.grow(SHADOW_MARGIN)).ground for view in area.window)
    before, after = (
        float(ink_on(view.cut(box.grow(-BORDER)), ground).mean())
        for view, ground in zip(area.window, grounds, strict=True)
    )
    return before > after, after > before


def _is_ticked_or_cleared(area: Area) -> bool:
    """Return whether it is a check box, empty in one of the pictures."""
    mine = next((it for it in area.owners if it and it.kind in _CHOICES), None)
    if mine is None or not mine.box.grow(SHADOW_MARGIN).contains(area.box):
        return False
    return any(view.looks(mine.box.grow(-BORDER)).is_flat for view in area.window)


def _is_switched(area: Area) -> bool:
    """Return whether it is a pill without a word whose knob is at its other end now."""
    there, now = area.owners
    if not (there and now and there.box.iou(now.box) >= SAME_PLACE):
        return False
    least, most = _PILL_SHAPE
    if there.kind not in _PILLS or not least <= now.box.w / now.box.h <= most:
        return False
    before, after = (view.looks(now.box.grow(-1)).ink for view in area.window)
    mirrored = ink.likeness(before[:, ::-1], after)
    return mirrored >= _MIRRORED and ink.likeness(before, after) < LEAST_WRITTEN_ALIKE
