"""By how much another rendering may make the same text wider or taller."""

from __future__ import annotations

import math
from collections.abc import Sequence

from pytest_visualdiff.comparison.elements.layout_graph import LINE_DRIFT, TALLEST_LINE
from pytest_visualdiff.comparison.elements.neighbours import ROUNDED
from pytest_visualdiff.model import Element

_MOST_DRIFT = 0.2
"""Share of its width that the same text may at most be wider or narrower by in another rendering:
a pixel for each small bold letter."""

_BEYOND = 3
"""A text may drift so many times as far as nine of ten do: short and bold ones drift farthest."""

_FEW = 3
"""So many texts of another width show that another rendering drew them."""

_NEARLY = 0.7
"""Letters are about half as wide as high; a line that takes up so much may be full in fact."""

_SHOWS_ITSELF = frozenset({"background", "border", "box-shadow"})
"""Style that shows where an element ends."""


def usual_drift(before: Sequence[Element], after: Sequence[Element]) -> float:
    """Return by which share of their width texts may differ on a page, 0..1.

    Parameters
    ----------
    before, after : sequence of Element
        The same elements in both pictures, in one order.
    """
    shares = sorted(
        abs(one.box.w - other.box.w) / one.box.w
        for one, other in zip(before, after, strict=True)
        if one.kind == "text" and one.text == other.text and one.style == other.style
        and abs(one.box.w - other.box.w) > ROUNDED
    )  # fmt: skip
    if len(shares) < _FEW:
        return 0.0
    return min(_BEYOND * shares[len(shares) * 9 // 10], _MOST_DRIFT)


def may_be_drawn_so(one: Element, other: Element, drift: float, *, down: bool) -> bool:
    """Return whether another rendering may draw the same text as wide, or as tall.

    Parameters
    ----------
    one, other : Element
        Then and now.
    drift : float
        As `usual_drift` returns it.
    down : bool
        Whether it is about the height, and not the width.
    """
    if not down:
        return abs(one.box.w - other.box.w) <= ROUNDED + drift * one.box.w
    line = min(one.box.h, TALLEST_LINE)
    fits = abs(one.box.h - other.box.h) <= max(ROUNDED, round(LINE_DRIFT * line))
    return fits or (drift > 0 and _may_wrap(one))


def hugs_its_text(element: Element) -> bool:
    """Return whether an element is as large as what it says."""
    return element.kind == "text" and not _SHOWS_ITSELF & element.style.keys()


def _may_wrap(element: Element) -> bool:
    """Return whether a text is about as long as its box is wide, or longer, and so may break."""
    return len(element.text) * _letters(element) / 2 > _NEARLY * element.box.w


def _letters(element: Element) -> float:
    """Return how large the letters of an element are, in CSS pixels."""
    return float(element.style.get("font-size", "16px").removesuffix("px"))


def is_distorted(one: Element, other: Element) -> bool:
    """Return whether ``one`` and ``other`` have the same text and lines, but another height."""
    taller = abs(one.box.h - other.box.h)
    rounding = math.ceil(LINE_DRIFT * one.box.h)
    return one.text == other.text and rounding < taller < _letters(one) / 2
