"""What is missing in one place and new in another: one thing that moved farther than a window."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pytest_visualdiff.comparison.naming.moved_blocks import MOST_PIXELS
from pytest_visualdiff.comparison.naming.named import Named
from pytest_visualdiff.comparison.naming.relocate import FARTHEST, found_again
from pytest_visualdiff.comparison.naming.same_drawing import show_the_same
from pytest_visualdiff.comparison.naming.view import MOST, crop
from pytest_visualdiff.comparison.naming.window import window
from pytest_visualdiff.detection import Detector
from pytest_visualdiff.imaging.picture_pair import Pictures
from pytest_visualdiff.model import Change, Element


def with_moves(named: Sequence[Named], pictures: Pictures, detector: Detector) -> list[Named]:
    """Return what was found, with what is missing here and new there as one thing that moved.

    Parameters
    ----------
    named : sequence of Named
    pictures : Pictures
        The two it is of.
    detector : Detector
        Of the windows that are examined.
    """
    left, moved = list(named), list[Named]()
    for it in named:
        gone = it.change.before if it.change and it.change.kind == "missing" else None
        if gone and (found := _found_anew(gone, left, pictures, detector)):
            after, others = found
            ids = (area for other in others for area in other.ids)
            moved.append(Named((*it.ids, *ids), Change("moved", gone, after)))
            left = [other for other in left if other is not it and other not in others]
    return [*moved, *left]


def _found_anew(
    gone: Element, named: Sequence[Named], pictures: Pictures, detector: Detector
) -> tuple[Element, list[Named]] | None:
    """Return what is missing as it is in another place now, with what was found there."""
    for it, after in sorted(_new(named), key=lambda new: _distance(gone, new[1])):
        if show_the_same(crop(pictures, 0, gone.box), crop(pictures, 1, after.box)):
            return after, [it]
    around = gone.box.grow(FARTHEST)
    if around.area > MOST_PIXELS:
        return None
    part = window(pictures, around, (0, 0), detector)
    place = found_again(part, gone.kind, part.before.from_picture(gone.box))
    if place is None:
        return None
    now = part.after.in_picture(place)
    there = [
        it
        for it in named
        if it.change and it.change.kind in ("text_changed", "moved") and it.change.after
        and it.change.after.box.intersection(now).area >= MOST * it.change.after.box.area
    ]  # fmt: skip
    return replace(gone, box=now), there


def _new(named: Sequence[Named]) -> list[tuple[Named, Element]]:
    return [
        (it, it.change.after)
        for it in named
        if it.change and it.change.kind == "extra" and it.change.after
    ]


def _distance(one: Element, other: Element) -> int:
    return abs(one.box.x - other.box.x) + abs(one.box.y - other.box.y)
