"""What became of a changed area, judged by what it looks like in both pictures."""

from __future__ import annotations

from typing import NamedTuple

from pytest_visualdiff.comparison.naming.area import (
    OUTLINED,
    SAME_PLACE,
    Area,
    Became,
    StyleChange,
    style_change,
)
from pytest_visualdiff.comparison.naming.borders import border_change
from pytest_visualdiff.comparison.naming.control_states import is_other_state
from pytest_visualdiff.comparison.naming.pictures import is_drawn_over, is_picture
from pytest_visualdiff.comparison.naming.texts import (
    colour_change,
    is_cut_text,
    is_text,
    is_written_alike,
    weight_change,
)
from pytest_visualdiff.imaging import ink


class Outcome(NamedTuple):
    """What became of an area, and for ``style_changed`` the measured style before and after."""

    kind: Became
    style: StyleChange = ({}, {})


def outcome(area: Area) -> Outcome | None:
    """Return what became of an area; None if nothing here says so.

    The order counts: what comes first is told by less, and would look like what comes later.
    """
    if kind := _of_empty(area):
        return Outcome(kind)
    if is_other_state(area):
        return Outcome("state_changed")
    if ink.is_same_drawing(area.before, area.after):
        return _of_same_drawing(area)
    if style := border_change(area) or weight_change(area):
        return Outcome("style_changed", style)
    if kind := _of_outlines(area):
        return Outcome(kind)
    if is_text(area) or is_written_alike(area):
        if style := colour_change(area):
            return Outcome("style_changed", style)
        return Outcome("text_changed") if is_text(area) else None
    return Outcome("image_changed") if is_picture(area) else None


def _of_empty(area: Area) -> Became | None:
    """Return whether what only one picture shows anything in is missing or extra."""
    empty = [
        place.is_flat and not stands
        for place, stands in zip((area.before, area.after), area.outlines, strict=True)
    ]
    if empty[0] == empty[1]:
        return None
    return "extra" if empty[0] else "missing"


def _of_same_drawing(area: Area) -> Outcome | None:
    """Return what became of what shows the same in other colours."""
    before, after = area.before, area.after
    if not area.has_other_ground:
        style = border_change(area)
        if style is None and ink.is_other_colour(before, after):
            style = style_change("color", before.stroke, after.stroke)
        style = style or weight_change(area)
        return Outcome("style_changed", style) if style else None
    was, is_ = area.outlines
    if before.is_flat and was != is_:
        return Outcome("missing" if was else "extra")
    return Outcome("style_changed", style_change("background", before.ground, after.ground))


def _of_outlines(area: Area) -> Became | None:
    """Return what became of a box that ends there in one of the pictures only."""
    was, is_ = area.outlines
    if was == is_ or is_written_alike(area) or _are_of_one_kind(area):
        return None
    if is_cut_text(area):
        return "text_changed"
    kind: Became = "missing" if was else "extra"
    shown = 0 if kind == "missing" else 1  # the picture that has the box
    if area.reaches_beyond(area.window[1 - shown]):
        return kind
    if is_picture(area) or is_drawn_over(area, 1 - shown):
        return "image_changed"
    return kind if area.has_other_ground else None


def _are_of_one_kind(area: Area) -> bool:
    """Return whether a box of one kind is in both pictures, as large or nearly."""
    there, now = area.owners
    return bool(
        there and now and there.kind == now.kind and there.kind in OUTLINED
        and there.box.iou(now.box) >= SAME_PLACE
    )  # fmt: skip
