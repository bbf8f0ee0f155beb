"""A part of both pictures around some of what differs."""

from __future__ import annotations

from typing import NamedTuple

from pytest_visualdiff.comparison.naming.same_drawing import show_the_same
from pytest_visualdiff.comparison.naming.view import View, view
from pytest_visualdiff.detection import Detector
from pytest_visualdiff.imaging.picture_pair import Pictures
from pytest_visualdiff.model import Box


class Window(NamedTuple):
    """A part of both pictures in which they lie on each other: it is as large in either."""

    before: View
    after: View

    def shows(self, box: Box) -> bool:
        """Return whether any of a box of the window lies in it."""
        return box.meets(self.after.size.box)

    def show_the_same(self, before: Box, after: Box) -> bool:
        """Return whether ``before`` in the baseline looks like ``after`` in the actual picture."""
        return show_the_same(self.before.cut(before), self.after.cut(after))


def window(pictures: Pictures, box: Box, shift: tuple[int, int], detector: Detector) -> Window:
    """Return what both pictures show at a place.

    Parameters
    ----------
    pictures : Pictures
    box : Box
        The place, in the actual picture; what is not known of either picture is left out.
    shift : tuple of int
        How far what is there has moved to the right and down since the baseline, in pixels.
    detector : Detector
        Finds the elements in it.
    """
    dx, dy = shift
    after = box.intersection(pictures.known(0).move(dx, dy).intersection(pictures.known(1)))
    before = after.move(-dx, -dy)
    return Window(view(pictures, 0, before, detector), view(pictures, 1, after, detector))


def corner_distance(one: Box, other: Box) -> int:
    """Return how far the corners of ``one`` and ``other`` are apart on the farther axis, pixels."""
    return max(abs(one.x - other.x), abs(one.y - other.y))


def edge_distance(one: Box, other: Box) -> int:
    """Return the largest distance between matching edges of ``one`` and ``other``, in pixels."""
    ends = abs(one.right - other.right), abs(one.bottom - other.bottom)
    return max(corner_distance(one, other), *ends)
