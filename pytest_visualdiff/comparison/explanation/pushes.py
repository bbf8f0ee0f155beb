"""By how much what became of some elements may push others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pytest_visualdiff.comparison.elements.neighbours import ROUNDED
from pytest_visualdiff.model import Box, Change, Element

MOVES = frozenset({"moved", "shifted"})
"""Kinds of change of what has another place and the same size."""


class Push(NamedTuple):
    """What grew or shrank: its place, and by how many pixels; what was there or not, with its gap.

    ``wider`` and ``taller`` are negative where it shrank or is gone.
    """

    box: Box
    wider: int
    taller: int


def push_of(change: Change, before: Sequence[Element], after: Sequence[Element]) -> Push | None:
    """Return how a change pushes what stands beside it and below; None if it does not.

    Parameters
    ----------
    change : Change
    before, after : sequence of Element
        All elements of the baseline and of the actual picture.
    """
    old, new = change.before, change.after
    if change.kind in MOVES:
        return None
    if old and new:
        box = Box.around([old.box, new.box])
        return Push(box, new.box.w - old.box.w, new.box.h - old.box.h)
    if new:
        across, along = _gaps(new.box, after)
        return Push(new.box, new.box.w + across, new.box.h + along)
    if old:
        across, along = _gaps(old.box, before)
        return Push(old.box, -old.box.w - across, -old.box.h - along)
    return None


def pushed(box: Box, dx: int, dy: int, by: Iterable[Push]) -> bool:
    """Return whether elements that changed in size can have moved something this far.

    Elements above, or in the same rows, move it up and down; those in the same rows move it
    sideways. Of elements side by side only the one that grew most counts.

    Parameters
    ----------
    box : Box
        Where it was.
    dx, dy : int
        Pixels by which it moved.
    by : iterable of Push
        The elements that changed in size.
    """
    above = [push for push in by if push.box.y <= box.bottom]
    down = _in_sum([push for push in above if push.taller > 0])
    up = _in_sum([push for push in above if push.taller < 0])
    rows = box.grow(abs(dy))
    aside = sum(abs(it.wider) for it in above if it.box.y < rows.bottom and rows.y < it.box.bottom)
    return -up - ROUNDED <= dy <= down + ROUNDED and abs(dx) <= aside + ROUNDED


def _in_sum(pushes: list[Push]) -> int:
    """Return how far all of these move what is below them."""
    total = bottom = most = 0
    for push in sorted(pushes, key=lambda it: it.box.y):
        if push.box.y >= bottom:
            total, most = total + most, 0
        most = max(most, abs(push.taller))
        bottom = max(bottom, push.box.bottom)
    return total + most


def _gaps(box: Box, elements: Sequence[Element]) -> tuple[int, int]:
    """Return how far the next element is to the sides of a place, and above or below it.

    Below counts before above, and either side as much as the other.
    """
    others = [it.box for it in elements if not it.box.meets(box)]
    in_rows = [it for it in others if it.y < box.bottom and box.y < it.bottom]
    in_columns = [it for it in others if it.x < box.right and box.x < it.right]
    across = [it.x - box.right if it.x >= box.right else box.x - it.right for it in in_rows]
    below = [it.y - box.bottom for it in in_columns if it.y >= box.bottom]
    above = [box.y - it.bottom for it in in_columns if it.bottom <= box.y]
    return min(across, default=0), min(below or above, default=0)
