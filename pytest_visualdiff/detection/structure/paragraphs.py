"""Lines of text put together to blocks, as a page has them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pytest_visualdiff.model import Box, Element

_LEADING = 1.7
"""Lines of a block are at most so many of their heights below each other, middle to middle."""

_AS_HIGH = 0.7
"""Share of the height of one line that the other has at least; one may have no long letters."""

_ASIDE = 0.6
"""Heights of a line by which the beginnings, or the middles, of lines of a block are apart."""

_FULL = 0.75
"""Share of the width of a block that each of its lines takes but the last: else it did not wrap."""

_EVEN = 0.25
"""Heights of a line by which the distances in a block differ."""


def blocks(elements: Sequence[Element]) -> list[Element]:
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
    if not 0.5 * high < pitch <= _LEADING * high or min(above.h, line.h) < _AS_HIGH * high:
        return False
    if len(lines) > 1 and abs(pitch - _middle(above)[1] + _middle(lines[-2])[1]) > _EVEN * high:
        return False
    widest = max(box.w for box in (*lines, line))
    if min(box.w for box in lines) < _FULL * widest:
        return False
    aside = min(abs(line.x - above.x), abs(_middle(line)[0] - _middle(above)[0]))
    return aside <= _ASIDE * high


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
