"""Where the text of an element stands."""

from __future__ import annotations

from dataclasses import replace

from pytest_visualdiff.model import Box, Element

READ = frozenset({"text", "button", "badge", "input", "select"})
"""Kinds whose text is a single line."""

_BORDER = 3
"""Pixels at the edge of a control that its border takes; no text stands there."""

_TEXT_MARGIN = 2
"""Pixels around a line of text: antialiasing reaches beyond the ink that the box is around."""


def text_place(element: Element) -> Box:
    """Return the box of an element's text."""
    if element.kind == "text":
        return element.box.grow(_TEXT_MARGIN)
    box = element.box.grow(-_BORDER)
    if element.kind == "select":
        return replace(box, w=box.w - box.h)  # without its arrow, in a square at the right end
    return box
