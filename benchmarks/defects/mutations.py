"""The kinds of defects, and what the page says of one that was made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from playwright.sync_api import Page

KINDS = {
    "text": "a word is another one of similar length",
    "digit": "a digit of a number is another one",
    "missing": "an element is not seen, and its place is empty",
    "removed": "an element is gone, and what follows takes its place",
    "moved": "an element is 8 to 24 pixels away",
    "moved_2px": "an element is 2 pixels away",
    "resized": "an element is larger or smaller",
    "background": "an element has another background",
    "text_color": "a text has another colour",
    "banner": "a banner is inserted, and what follows is pushed down",
    "added": "a badge lies over the page",
    "truncated": "the end of a text is cut off",
    "state": "a checkbox, radio button, switch or tab is in its other state",
    "image": "a picture is another one",
    "border": "a border or the weight of a font is another one",
}
"""What each kind of defect is, by its name in ``mutations.js``."""

Area = tuple[float, float, float, float]
"""Left, top, width and height in CSS pixels of the whole page."""

_FOLDER = Path(__file__).parent
_SCRIPTS = tuple((_FOLDER / name).read_text() for name in ("consequences.js", "mutations.js"))


@dataclass(frozen=True, slots=True)
class Named:
    """Which elements of an inventory stand for what was changed.

    Attributes
    ----------
    relation : {"itself", "parts", "holder"}
        Whether what was changed is listed itself. Where it is not, its topmost parts stand for it,
        and where it has none, the nearest element around it.
    paths : tuple of str
        Their paths, as the inventory has them.
    """

    relation: Literal["itself", "parts", "holder"]
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where a page differs after a defect was made.

    Attributes
    ----------
    before, after : Area or None
        Where the defect is in the page without it and with it; None where there is nothing to see.
    affected : tuple of Area
        What differs in consequence: its places before and after.
    named : Named or None
        What stands for it in the inventory of the page without it; None where nothing does.
    """

    before: Area | None
    after: Area | None
    affected: tuple[Area, ...]
    named: Named | None


def choose(page: Page, kind: str, seed: int) -> dict[str, Any] | None:
    """Return what to do to the page that is open; None if it has nothing for this kind.

    The plan is plain data and names elements by their place in the document, so that it can be
    carried out in another rendering. The window must be as high as the page.
    """
    _prepare(page)
    plan: dict[str, Any] | None = page.evaluate(
        "([kind, seed]) => defects.choose(kind, seed)", [kind, seed]
    )
    return plan


def apply(page: Page, plan: Mapping[str, Any], paths: Sequence[str]) -> Outcome:
    """Make a defect in the page that is open.

    Parameters
    ----------
    page : Page
    plan : Mapping
        What `choose` returned.
    paths : sequence of str
        The paths of the elements that the page has without the defect.
    """
    _prepare(page)
    said = page.evaluate("([plan, paths]) => defects.apply(plan, paths)", [plan, list(paths)])
    return Outcome(
        before=_area(said["before"]),
        after=_area(said["after"]),
        affected=tuple(area for found in said["affected"] if (area := _area(found))),
        named=_named(said["named"]),
    )


def named(page: Page, paths: Sequence[str]) -> Named | None:
    """Return which of these elements stand for the defect that was made in the page."""
    return _named(page.evaluate("paths => defects.named(paths)", list(paths)))


def _prepare(page: Page) -> None:
    for script in _SCRIPTS:
        page.evaluate(script)


def _named(said: dict[str, Any] | None) -> Named | None:
    return Named(said["relation"], tuple(said["paths"])) if said else None


def _area(said: list[float] | None) -> Area | None:
    if said is None:
        return None
    left, top, width, height = said
    return left, top, width, height
