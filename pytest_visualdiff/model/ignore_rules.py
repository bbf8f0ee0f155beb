"""Rules for what a check ignores."""

from __future__ import annotations

from dataclasses import dataclass

from pytest_visualdiff.model.elements import ElementKind
from pytest_visualdiff.model.geometry import Box


@dataclass(frozen=True, slots=True)
class Ignore:
    r"""A rule for the option ``ignore``: which changes of which elements do not count.

    An element has to match all conditions, in the baseline and in the actual picture. Its changes
    are then reported as dismissed, with the reason ``ignored``. At least one has to be given::

        Ignore(kind="badge", text=r"\d+ new")
        Ignore(within=".sidebar", moves_up_to=4)

    Attributes
    ----------
    kind : str, optional
        One of `ElementKind`, such as ``button`` or ``badge``.
    text : str, optional
        A regular expression. The part of the element's text that it matches may become other text
        that it matches; the rest has to stay. The text of a new or missing element has to match as
        a whole.
    within : box, CSS selector or locator, optional
        The area, or the element of the page, that contains it.
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
        The numbers, in the picture's inventory, of the element and of all elements inside it.
    """

    box: Box
    path: str = ""
    elements: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """An `Ignore` whose area was located in the page; without an area it applies everywhere."""

    kind: ElementKind | None = None
    text: str | None = None
    within: tuple[Area, ...] | None = None
    moves_up_to: int | None = None
