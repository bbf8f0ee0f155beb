"""What is said of changed areas: what became of the element that they belong to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from pytest_visualdiff.comparison.naming.view import MOST, SHADOW_MARGIN, View
from pytest_visualdiff.model import Box, Change, Element

NEARLY_ALL = 0.9
"""Share of an area from which on it lies in a box as a whole; shadows and edges may stick out."""


@dataclass(frozen=True, slots=True)
class Named:
    """Changed areas, by their ids, and what became of the element that they belong to.

    Attributes
    ----------
    ids : tuple of str
        Of the areas.
    change : Change or None
        None where it is not known.
    element : Element or None
        What they are a part of, where what became of it is not known.
    outlines : tuple of bool, or None
        Whether it stood out from what is around it, and does now; None where only one of the
        pictures shows something in it.
    grounds : tuple of str, or None
        Its colours then and now, ``#rrggbb``; None in the same case.
    """

    ids: tuple[str, ...]
    change: Change | None
    element: Element | None = None
    outlines: tuple[bool, bool] | None = None
    grounds: tuple[str, str] | None = None


def without(places: Mapping[str, Box], named: Iterable[Named]) -> dict[str, Box]:
    """Return the ``places`` of areas that none of ``named`` covers yet."""
    known = {area for it in named for area in it.ids}
    return {area: box for area, box in places.items() if area not in known}


def areas_of(places: Mapping[str, Box], one: Box, other: Box) -> tuple[str, ...]:
    """Return the ids of the areas that lie in one of two boxes, or in the box around both.

    Parameters
    ----------
    places : mapping of str to Box
        Areas by their id.
    one, other : Box
    """
    both = Box.around([one, other]).grow(SHADOW_MARGIN)
    near = one.grow(SHADOW_MARGIN), other.grow(SHADOW_MARGIN)
    return tuple(
        area
        for area, box in places.items()
        if any(box.intersection(it).area >= MOST * box.area for it in near)
        or box.intersection(both).area >= NEARLY_ALL * box.area
    )


def in_picture(view: View, element: Element, changed: Box | None = None) -> Element:
    """Return an element of a part of a picture with its place in the picture.

    Parameters
    ----------
    view : View
        The part.
    element : Element
    changed : Box, optional
        What changed of it, in the part, if the element is to be as large as that at least.
    """
    box = Box.around([element.box, changed]) if changed else element.box
    return replace(element, box=view.in_picture(box), parent=None)
