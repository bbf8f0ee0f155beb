"""Things that are elsewhere now, found by their looks."""

from __future__ import annotations

from pytest_visualdiff.comparison.naming.appearance import LEAST_PICTURE
from pytest_visualdiff.comparison.naming.window import Surroundings, show_the_same
from pytest_visualdiff.imaging.ground import ground_of
from pytest_visualdiff.imaging.ink import is_drawn_in
from pytest_visualdiff.model import Box, ElementKind

_WRITTEN_OVER = 0.4
"""Correlation from which on a text may be written in a place where another one stands as well."""

FARTHEST = 64
"""Pixels that an element is looked for around its place."""


def found_again(part: Surroundings, kind: ElementKind, box: Box) -> Box | None:
    """Return where else a thing is shown now, as it was; None if nowhere.

    Parameters
    ----------
    part : Surroundings
        Which shows the thing in the baseline, and all around it.
    kind : str
        What it is: a text may be written over whatever stood and stands there.
    box : Box
        Its place, by the part's corner.
    """
    return _written_over(part, box) if kind == "text" else _shown_again(part, box)


def _shown_again(part: Surroundings, box: Box) -> Box | None:
    if min(box.w, box.h) < LEAST_PICTURE:
        return None
    place = part.found(part.cut(box, 0), box.grow(FARTHEST))
    if place is None or away(place, box) <= 1 or not part.show_the_same(box, place):
        return None
    was_there = show_the_same(part.cut(place, 0), part.cut(place, 1))
    return None if was_there or part.show_the_same(box, box) else place


def _written_over(part: Surroundings, box: Box) -> Box | None:
    text = part.cut(box, 0)
    place = part.found(text, box.grow(FARTHEST), _WRITTEN_OVER)
    if place is None or abs(place.y - box.y) < box.h // 2:
        return None
    ground = ground_of(text)
    there, now = (part.cut(place, side) for side in (0, 1))
    if not (is_drawn_in(text, now, ground) and is_drawn_in(there, now, ground)):
        return None
    others = part.cut(box, 1), there
    return None if any(is_drawn_in(text, it, ground) for it in others) else place


def away(one: Box, other: Box) -> int:
    """Return how far the corner of a box is from that of another, along the axes."""
    return max(abs(one.x - other.x), abs(one.y - other.y))
