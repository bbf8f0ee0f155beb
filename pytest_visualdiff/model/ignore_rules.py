"""Rules for what a check ignores."""

from __future__ import annotations

from dataclasses import dataclass

from pytest_visualdiff.model.elements import ElementKind
from pytest_visualdiff.model.geometry import Box


@dataclass(frozen=True, slots=True)
class Ignore:
    r"""A rule for the option ``ignore``: which elements, and what of them does not count.

    An element has to be all that is given, in the baseline and in the actual picture. What changed
    of it is then reported as dismissed, with the reason ``ignored``. At least one is to be given::

        Ignore(kind="badge", text=r"\d+ new")
        Ignore(within=".sidebar", moves_up_to=4)

    Attributes
    ----------
    kind : str, optional
        One of `ElementKind`, such as ``button`` or ``badge``.
    text : str, optional
        A regular expression. What it matches in the element's text may be other text that it
        matches; the rest of the text has to stay. One that is new or gone has to match as a whole.
    within : box, CSS selector or locator, optional
        The area, or the element of the page, that it is in.
    moves_up_to : int, optional
        Only moves by at most this many pixels in either direction are ignored, and no other change.
    """

    kind: ElementKind | None = None
    text: str | None = None
    within: object = None
    moves_up_to: int | None = None


@dataclass(frozen=True, slots=True)
class Area:
    """A box, or an element of the page that a selector or a locator found at the capture.

    Attributes
    ----------
    box : Box
        Its place in the picture, rounded outwards.
    path : str
        The CSS selector that names the element in an inventory; empty for a box.
    elements : tuple of int
        The numbers, in the picture's inventory, of the element and of all that is in it.
    """

    box: Box
    path: str = ""
    elements: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """An `Ignore` whose area was looked for in the page; without an area it holds everywhere."""

    kind: ElementKind | None = None
    text: str | None = None
    within: tuple[Area, ...] | None = None
    moves_up_to: int | None = None
