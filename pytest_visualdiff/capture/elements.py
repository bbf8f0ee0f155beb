"""The elements of a page, read by one script that runs in the page and leaves it as it is.

The script is `elements.js` beside this module. It answers with a text of four sections: how many
elements could not be read, the styles, the elements, and where what is to be ignored was found. A
page's own text holds no control characters by then, so these divide it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple, cast

from pytest_visualdiff.capture import page_hold
from pytest_visualdiff.capture.options import CaptureOptions
from pytest_visualdiff.model import Area, Box, Element, ElementKind, Inventory, Size, Skipped

STAGE = "elements"
"""What `Skipped` calls this part of a capture."""

_SECTION = "\x1c"
"""Divides the four sections of the script's answer."""

_ROW = "\x1e"
"""Divides the rows of a section."""

_FIELD = "\x1f"
"""Divides the fields of a row."""

_PART = "\x1d"
"""Divides the names and values, or the numbers, of a field."""

HAND_OVER = f"""(nodes, area) => {{
    if (area === 0) window.top['{page_hold.AREAS}'] = [];
    window.top['{page_hold.AREAS}'][area] = nodes;
}}"""
"""A JavaScript function: gives the elements of an area, by number from 0 on, to the script, from
whatever frame they are in."""


class Reading(NamedTuple):
    """What was read of a page.

    Attributes
    ----------
    elements : Inventory
    areas : tuple of tuple of Area
        What each area is that was handed over, by its number.
    skipped : tuple of Skipped
        What could not be read.
    """

    elements: Inventory
    areas: tuple[tuple[Area, ...], ...]
    skipped: tuple[Skipped, ...]


Rectangle = Sequence[float]
"""Left, top, right and bottom edge, in CSS pixels of the window."""


@cache
def script() -> str:
    """Return the script: a JavaScript function of an element or null, and of `arguments`."""
    read = page_hold.read_script("elements.js")
    return f"(start, options) => ({read})(start, options, ({page_hold.stillness()})())"


def arguments(
    options: CaptureOptions,
    size: Size,
    scale: float,
    masks: Sequence[Rectangle] = (),
    hidden: int = 0,
) -> dict[str, Any]:
    """Return what the script has to know of the picture that was taken.

    Parameters
    ----------
    options : CaptureOptions
        How it was taken.
    size : Size
        Its size in pixels.
    scale : float
        Its pixels per CSS pixel.
    masks : sequence of rectangles
        What was painted over; elements in there are not listed. Boxes among the masks of the
        options are as well, in pixels of the picture.
    hidden : int
        How many of the areas that were handed over, the last ones, are to be painted over.
    """
    clip = options.clip
    return {
        "x": max(clip.x, 0) if clip else 0,
        "y": max(clip.y, 0) if clip else 0,
        "width": size.width / scale,
        "height": size.height / scale,
        "scale": scale,
        "full_page": options.full_page,
        "hold": page_hold.arguments(options, scrolls=False),
        "masks": [list(mask) for mask in masks],
        "painted": [mask.to_wire() for mask in options.mask if isinstance(mask, Box)],
        "hidden": hidden,
        "areas": page_hold.AREAS,
    }


def parse(answer: object, areas: int = 0) -> Reading:
    """Return the elements that the script found.

    Parameters
    ----------
    answer : object
        What the script returned.
    areas : int, optional
        How many areas were handed over.

    Raises
    ------
    ValueError
        If this is no answer of the script.
    """
    unread, styles, rows, places = str(answer).split(_SECTION)
    looks = [_pairs(style) for style in _lines(styles)]
    elements = tuple(_element(row.split(_FIELD), looks) for row in _lines(_well_formed(rows)))
    skipped = (Skipped(STAGE, f"{unread} elements of the page could not be read"),)
    found: list[list[Area]] = [[] for _ in range(areas)]
    for place in _lines(_well_formed(places)):
        area, *fields = place.split(_FIELD)
        if int(area) < areas:  # a capture that failed may have left some behind
            found[int(area)].append(_found(fields))
    return Reading(Inventory(elements), tuple(map(tuple, found)), skipped if int(unread) else ())


def not_read(error: Exception) -> Skipped:
    """Return what stands for the elements of a page that did not let them be read."""
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return Skipped(STAGE, f"the elements of the page could not be read: {lines[0]}")


def _element(fields: list[str], looks: list[dict[Any, str]]) -> Element:
    kind, x, y, w, h, text, path, state, style, parent, label = fields
    return Element(
        kind=cast("ElementKind", kind),
        box=Box(int(x), int(y), int(w), int(h)),
        text=text,
        path=path,
        state=_pairs(state),
        style=looks[int(style)] if style else {},
        parent=int(parent) if parent else None,
        label=int(label) if label else None,
    )


def _found(fields: list[str]) -> Area:
    x, y, w, h, path, inside = fields
    numbers = tuple(int(number) for number in inside.split(_PART)) if inside else ()
    return Area(Box(int(x), int(y), int(w), int(h)), path, numbers)


def _lines(section: str) -> list[str]:
    return section.split(_ROW) if section else []


def _pairs(text: str) -> dict[Any, str]:
    parts = text.split(_PART) if text else []
    return dict(zip(parts[::2], parts[1::2], strict=True))


def _well_formed(text: str) -> str:
    """Return the text without half characters, which JavaScript has and a file cannot."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
