"""Areas that are one thing which moved by a few pixels.

Its two outlines overlap, so no element is found in both pictures; or it has no outline at all.
Without it 1 more of 80 defects of `benchmarks/defects` has a wrong kind.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pytest_visualdiff.comparison.naming.named import Named, in_picture
from pytest_visualdiff.comparison.naming.pictures import LEAST_PICTURE
from pytest_visualdiff.comparison.naming.same_drawing import ROUNDING, have_same_pixels
from pytest_visualdiff.comparison.naming.view import SMOOTHED, VISIBLE, View, unnamed
from pytest_visualdiff.comparison.naming.window import Window, corner_distance
from pytest_visualdiff.imaging import ink
from pytest_visualdiff.imaging.ground import ground_of, ink_on
from pytest_visualdiff.model import Box, Change, Element

_FARTHEST = 8
"""Pixels by which a thing may have moved whose edges are not known."""


def displaced(window: Window, places: Mapping[str, Box]) -> Named | None:
    """Return all areas as one thing that moved by a little, if that is what they are.

    Parameters
    ----------
    window : Window
    places : mapping of str to Box
        The areas that nothing is said of yet, by their ids.
    """
    if not places:
        return None
    around = Box.around(list(places.values()))
    grounds = [ground_of(view.rim(around.grow(SMOOTHED))) for view in window]
    if ink.are_other(*grounds):
        return None
    change = _on_its_ground(window, around.grow(SMOOTHED)) or _with_its_ground(window, around)
    return Named(tuple(places), change) if change else None


def _on_its_ground(window: Window, box: Box) -> Change | None:
    """Return the change of a thing that stands on one ground in both places."""
    there, now = (_drawn(view, box) for view in window)
    if not there.w or corner_distance(there, now) <= ROUNDING:
        return None
    if not window.show_the_same(there, now):
        return None
    before, after = (_element(view, it) for view, it in zip(window, (there, now), strict=True))
    return Change(
        "moved",
        replace(before, box=window.before.in_picture(there)),
        replace(after, kind=before.kind, box=window.after.in_picture(now)),
    )


def _drawn(view: View, box: Box) -> Box:
    """Return what is drawn in a box, on the ground at its rim."""
    drawn = ink.box_of(ink_on(view.cut(box), ground_of(view.rim(box))) > VISIBLE)
    return drawn.move(box.x, box.y)


def _with_its_ground(window: Window, around: Box) -> Change | None:
    """Return the change of a thing that moved along one axis, its ground with it.

    On both sides of it, along its way, there is the same: else it is an edge, and what it belongs
    to became larger.
    """
    box = around.grow(1)
    if min(box.w, box.h) < LEAST_PICTURE:
        return None
    now = window.after.cut(box)
    if have_same_pixels(window.before.cut(box), now):
        return None  # it differs so little that it would be the same anywhere
    ends = (now[0], now[-1]), (now[:, 0], now[:, -1])
    between = [not ink.are_other(*(ground_of(it[:, None]) for it in pair)) for pair in ends]
    for distance in range(1, _FARTHEST + 1):
        for dx, dy in ((distance, 0), (-distance, 0), (0, distance), (0, -distance)):
            there = window.before.cut(box.move(-dx, -dy))
            if between[0 if dx == 0 else 1] and have_same_pixels(there, now):
                after = _element(window.after, box)
                return Change("moved", replace(after, box=after.box.move(-dx, -dy)), after)
    return None


def _element(view: View, box: Box) -> Element:
    return in_picture(view, view.owner(box) or unnamed("container", box))
