"""Lines of text joined into paragraphs, as a page has them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pytest_visualdiff.model import Box, Element

_MOST_LEADING = 1.7
"""Most distance of two lines of a paragraph, middle to middle, in heights of the higher one: CSS's
``line-height`` is seldom more."""

_LEAST_HEIGHT_RATIO = 0.7
"""Least height of one line over that of the other; one may have no long letters."""

_INDENT = 0.6
"""Most distance of the beginnings, or of the middles, of two lines, in heights of a line."""

_FULL_LINE = 0.75
"""Least width of each line but the last over that of the paragraph: else it did not wrap."""

_UNEVEN = 0.25
"""Most difference of the distances between lines, in heights of a line."""


def join_lines(elements: Sequence[Element]) -> list[Element]:
    """Return elements with the lines of text that belong together as one element each.

    Lines belong together that are in the same element, stand closely and evenly below each other,
    are equally high, begin or have their middles at the same place, and are full but for the last.
    """
    joined: dict[int, list[int]] = {}  # by the number of the first line
    of: dict[int, int] = {}
    lines = [number for number, it in enumerate(elements) if it.kind == "text"]
    lines.sort(key=lambda number: (elements[number].box.y, elements[number].box.x))
    for number in lines:
        fits = [
            first
            for first, members in joined.items()
            if elements[first].parent == elements[number].parent
            and _goes_on([elements[it].box for it in members], elements[number].box)
        ]
        first = max(fits, key=lambda it: elements[joined[it][-1]].box.bottom, default=number)
        joined.setdefault(first, []).append(number)
        of[number] = first
    return _renumbered(elements, joined, of)


def _goes_on(lines: Sequence[Box], line: Box) -> bool:
    """Return whether a line is the next one of a block."""
    above = lines[-1]
    high = max(above.h, line.h)
    pitch = _middle(line)[1] - _middle(above)[1]
    if (
        not 0.5 * high < pitch <= _MOST_LEADING * high
        or min(above.h, line.h) < _LEAST_HEIGHT_RATIO * high
    ):
        return False
    if len(lines) > 1 and abs(pitch - _middle(above)[1] + _middle(lines[-2])[1]) > _UNEVEN * high:
        return False
    widest = max(box.w for box in (*lines, line))
    if min(box.w for box in lines) < _FULL_LINE * widest:
        return False
    aside = min(abs(line.x - above.x), abs(_middle(line)[0] - _middle(above)[0]))
    return aside <= _INDENT * high


def _middle(box: Box) -> tuple[float, float]:
    return box.x + box.w / 2, box.y + box.h / 2


def _renumbered(
    elements: Sequence[Element], joined: dict[int, list[int]], of: dict[int, int]
) -> list[Element]:
    """Return elements without the lines that became parts of a block."""
    kept = [number for number in range(len(elements)) if of.get(number, number) == number]
    numbers = {number: place for place, number in enumerate(kept)}
    found = []
    for number in kept:
        element = elements[number]
        if number in joined:
            boxes = [elements[it].box for it in joined[number]]
            element = replace(element, box=Box.around(boxes))
        parent = element.parent
        host = None if parent is None else numbers[of.get(parent, parent)]
        found.append(replace(element, parent=host))
    return found
