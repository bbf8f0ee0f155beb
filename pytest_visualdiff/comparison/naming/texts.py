"""Whether an area is a text, the same one as before, and in what style."""

from __future__ import annotations

from pytest_visualdiff.comparison.naming.area import (
    LABELLED,
    Area,
    StyleChange,
    style_change,
)
from pytest_visualdiff.comparison.naming.pictures import is_picture, shows_an_icon
from pytest_visualdiff.comparison.naming.stroke_width import other_weights
from pytest_visualdiff.comparison.naming.view import SHADOW_MARGIN
from pytest_visualdiff.comparison.naming.window import edge_distance
from pytest_visualdiff.detection.text_box import text_place
from pytest_visualdiff.imaging import ink
from pytest_visualdiff.imaging.ground import ground_of
from pytest_visualdiff.imaging.ink import ink_box
from pytest_visualdiff.model import PICTURES, Box, Element

_MAY_BE_WRITTEN = LABELLED | PICTURES
"""Kinds that may show a text: initials in a circle look like an icon."""

_DRIFT = 3
"""Pixels by which letters may lie elsewhere in another rendering."""

_DRIFT_SHARE = 0.02
"""The same as a share of a line's width: advances add up."""

LEAST_WRITTEN_ALIKE = 0.5
"""Correlation of the ink of the same letters that drifted; of others in the same place it is less.
"""

_SURELY_ALIKE = 0.6
"""Correlation of the ink of the same letters where only one of them has a border as well."""

_FAR_DRIFT_ALIKE = 0.25
"""Correlation of the ink of the same letters that drifted far."""


def is_text(area: Area) -> bool:
    """Return whether it is a text, of which either picture may have hardly anything left."""
    kinds = {it.kind for it in area.owners if it and not shows_an_icon(it)}
    return bool(kinds & LABELLED) and not kinds & {"image", "container"}


def is_written_alike(area: Area) -> bool:
    """Return whether both pictures show the same letters, slightly displaced in one of them."""
    alike = ink.likeness(area.before.ink, area.after.ink)
    if alike >= _SURELY_ALIKE and not is_picture(area):
        return True
    one, other = ink_box(area.before), ink_box(area.after)
    is_near = edge_distance(one, other) <= max(_DRIFT, _DRIFT_SHARE * one.w)
    return is_near and alike >= LEAST_WRITTEN_ALIKE


def is_cut_text(area: Area) -> bool:
    """Return whether it is letters that stood out, and fewer of them are on the same ground."""
    if {it.kind for it in area.owners if it} != {"text"} or not area.outlines[0]:
        return False
    around = (ground_of(view.rim(area.box.grow(SHADOW_MARGIN))) for view in area.window)
    return not any(ink.are_other(area.after.ground, it) for it in around)


def colour_change(area: Area) -> StyleChange | None:
    """Return the colours of a text, whose letters may have drifted, if these have changed."""
    before, after = area.before, area.after
    if area.has_other_ground:
        return style_change("background", before.ground, after.ground)
    alike = ink.likeness(before.ink, after.ink)
    if ink.is_other_stroke(before, after) and alike >= _FAR_DRIFT_ALIKE:
        return style_change("color", before.stroke, after.stroke)
    return None


def weight_change(area: Area) -> StyleChange | None:
    """Return the widths of a text's strokes, in pixels, if it is the same in another weight."""
    there, now = area.owners
    if not (there and now and {there.kind, now.kind} <= _MAY_BE_WRITTEN):
        return None
    before, after = area.window
    weights = other_weights(before.cut(_inner(there)), after.cut(_inner(now)))
    if weights is None:
        return None
    was, is_ = (f"{width:.1f} px strokes" for width in weights)
    if not area.has_other_ground:
        return {"font-weight": was}, {"font-weight": is_}
    one, other = style_change("background", area.before.ground, area.after.ground)
    return {**one, "font-weight": was}, {**other, "font-weight": is_}


def _inner(element: Element) -> Box:
    """Return where what is written on an element stands, as far as it may be round."""
    if element.kind in PICTURES:
        return element.box.grow(-max(element.box.h // 6, SHADOW_MARGIN))
    return text_place(element)
