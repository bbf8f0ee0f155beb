"""Whether an area is a picture, and whether another one was drawn over what stood there."""

from __future__ import annotations

from pytest_visualdiff.comparison.naming.area import Area
from pytest_visualdiff.imaging import ink
from pytest_visualdiff.imaging.ink import ink_box
from pytest_visualdiff.model import PICTURES, Box, Element

LEAST_PICTURE = 16
"""Pixels of the shorter side of a picture; the smallest icons are as large."""

_ANY_SHAPE = 64
"""Pixels of the shorter side from which on a picture may have any shape."""

_ICON_RATIO = 1.5
"""Longer side of a picture that is smaller than that, over its shorter side."""

_BUTTON_RATIO = 1.3
"""Width over height of a button up to which it has no room for a word: it shows an icon."""

_FILLED = 0.8
"""Share of its place, or of a side of it, that a picture takes."""

_OFF_CENTRE = 4
"""Pixels by which the room on two sides of what is centred may differ."""


def is_picture(area: Area) -> bool:
    """Return whether an area belongs to a picture in the baseline or in the actual picture."""
    return any(it and (it.kind in PICTURES or shows_an_icon(it)) for it in area.owners)


def shows_an_icon(element: Element) -> bool:
    """Return whether an element is a button about as wide as high."""
    return element.kind == "button" and element.box.w <= _BUTTON_RATIO * element.box.h


def is_drawn_over(area: Area, side: int) -> bool:
    """Return whether a picture shows a drawing there, edge to edge or fitted into the middle.

    What the other one shows at the same place has to be something else.

    Parameters
    ----------
    area : Area
    side : int
        0 for the baseline, 1 for the actual picture.
    """
    drawn, size = ink_box((area.before, area.after)[side]), Box(0, 0, area.box.w, area.box.h)
    least, most = sorted((size.w, size.h))
    if least < _ANY_SHAPE and (least < LEAST_PICTURE or most > _ICON_RATIO * least):
        return False
    if drawn.iou(size) >= _FILLED:
        return True
    fits = drawn.w >= _FILLED * size.w or drawn.h >= _FILLED * size.h
    if not fits or not _is_centred(drawn, size):
        return False
    place = drawn.move(area.box.x, area.box.y)
    before, after = (view.looks(place) for view in area.window)
    return not ink.is_same_drawing(before, after)


def _is_centred(inner: Box, outer: Box) -> bool:
    across = inner.x - outer.x, outer.right - inner.right
    along = inner.y - outer.y, outer.bottom - inner.bottom
    return all(abs(one - other) <= _OFF_CENTRE for one, other in (across, along))
