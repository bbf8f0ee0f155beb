"""Things that moved by less than they are wide: all one sees is a strip at either end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pytest_visualdiff.comparison.naming.changes import Named
from pytest_visualdiff.comparison.naming.window import crop
from pytest_visualdiff.imaging.ground import ground_of
from pytest_visualdiff.imaging.ink import in_hexadecimal
from pytest_visualdiff.imaging.picture_pair import Pictures
from pytest_visualdiff.model import Box, Change, Element

_WIDEST = 8
"""Pixels of a strip: what moved farther is found as a block."""

_LONG = 3
"""A strip is so many times as long as wide, at least."""

_ROUNDED = 1
"""Pixels that rounding edges to whole ones makes."""


def with_slides(named: Sequence[Named], pictures: Pictures) -> Iterator[Named]:
    """Yield what was found, with two strips that exchanged their colours as what lies between them.

    Parameters
    ----------
    named : sequence of Named
    pictures : Pictures
        The two it is of.
    """
    left = list(named)
    for one in named:
        for other in named:
            if one in left and other in left and (slid := _slid(one, other, pictures)):
                left = [it for it in left if it is not one and it is not other]
                yield slid
    yield from left


def _slid(first: Named, last: Named, pictures: Pictures) -> Named | None:
    """Return what moved if the two are the strips at its left and right, or top and bottom, end."""
    low, high = _strip(first), _strip(last)
    if low is None or high is None:
        return None
    (one, colours), (other, exchanged) = low, high
    if colours != exchanged[::-1]:
        return None
    if (
        one.w < one.h
        and one.right <= other.x
        and _alike((one.y, one.bottom), (other.y, other.bottom))
    ):
        by, between = (one.w, 0), Box(one.right, one.y, other.x - one.right, one.h)
        whole = Box(one.x, one.y, other.x - one.x, one.h)
    elif (
        one.h < one.w
        and one.bottom <= other.y
        and _alike((one.x, one.right), (other.x, other.right))
    ):
        by, between = (0, one.h), Box(one.x, one.bottom, one.w, other.y - one.bottom)
        whole = Box(one.x, one.y, one.w, other.y - one.y)
    else:
        return None
    if not between.w or not between.h or not pictures.known(1).contains(between):
        return None
    fill = in_hexadecimal(ground_of(crop(pictures, 1, between)))
    moved = whole.move(*by)
    if fill == colours[0]:
        before, after = whole, moved
    elif fill == colours[1]:
        before, after = moved, whole
    else:
        return None
    was, now = (Element("container", box, source="pixels") for box in (before, after))
    return Named((*first.numbers, *last.numbers), Change("moved", was, now))


def _strip(named: Named) -> tuple[Box, tuple[str, str]] | None:
    """Return the box of a thin strip that has another colour now, with both colours."""
    change = named.change
    if change is None or change.kind != "style_changed" or not (change.before and change.after):
        return None
    box = change.before.box
    thin, long = sorted((box.w, box.h))
    grounds = [it.style.get("background", "") for it in (change.before, change.after)]
    return (box, (grounds[0], grounds[1])) if thin <= _WIDEST and long >= _LONG * thin else None


def _alike(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return abs(one[0] - other[0]) <= _ROUNDED and abs(one[1] - other[1]) <= _ROUNDED
