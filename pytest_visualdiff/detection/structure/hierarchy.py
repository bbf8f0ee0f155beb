"""Elements in reading order, each below the one that it is in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from pytest_visualdiff.model import Box, Element, Size

_Item = TypeVar("_Item")

_OVERHANG = 2
"""Pixels by which an element may reach beyond the one that it is in: edges are smoothed."""


def build_hierarchy(elements: Sequence[Element], size: Size) -> Iterator[Element]:
    """Yield elements in reading order, each after the smallest element that contains it.

    Of two with the same box the first contains the other. Boxes are clipped to a picture of
    ``size``.
    """
    order = sorted(range(len(elements)), key=lambda it: (-elements[it].box.area, it))
    around: dict[int | None, list[int]] = {None: []}
    for place, number in enumerate(order):
        box = elements[number].box
        hosts = (
            host for host in reversed(order[:place])
            if elements[host].box.grow(_OVERHANG).contains(box)
        )  # fmt: skip
        around.setdefault(next(hosts, None), []).append(number)
    numbers: dict[int, int] = {}
    for number, parent in _walk(None, around, elements):
        numbers[number] = len(numbers)
        element = elements[number]
        parent_number = None if parent is None else numbers[parent]
        yield replace(element, box=element.box.clip(size), parent=parent_number)


def _walk(
    parent: int | None, around: dict[int | None, list[int]], elements: Sequence[Element]
) -> Iterator[tuple[int, int | None]]:
    for number in in_reading_order(around.get(parent, []), lambda it: elements[it].box):
        yield number, parent
        yield from _walk(number, around, elements)


def in_reading_order(items: Sequence[_Item], box: Callable[[_Item], Box]) -> Iterator[_Item]:
    """Yield ``items`` row by row, from left to right.

    An item is in a row if it begins above the middle of the row's first ``box``.
    """
    left = sorted(items, key=lambda it: (box(it).y, box(it).x))
    while left:
        first = box(left[0])
        row = [it for it in left if box(it).y < first.y + first.h / 2]
        yield from sorted(row, key=lambda it: (box(it).x, box(it).y))
        left = left[len(row) :]
