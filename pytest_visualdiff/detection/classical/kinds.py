"""The kind of each box that was found, told by its geometry and by what lies in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from pytest_visualdiff.detection.classical.marks import Mark
from pytest_visualdiff.detection.classical.surfaces import Surface
from pytest_visualdiff.model import Box, ElementKind

Guess: TypeAlias = tuple[ElementKind, float]
"""A kind, and its confidence: 0..1."""

_LEAST_CHOICE = 8
"""Least side of a check box or radio button, in CSS pixels; browsers draw 13."""

_MOST_CHOICE = 24
"""Most side of a check box or radio button, in CSS pixels."""

_LEAST_CONTROL = 20
"""Least height of a button or an input, in CSS pixels."""

_MOST_CONTROL = 60
"""Most height of a button or an input, in CSS pixels."""

_MOST_BADGE = 24
"""Most height of a badge, in CSS pixels."""

_LEAST_IMAGE = 32
"""Least shorter side of an image, in CSS pixels."""

_MOST_ICON = 48
"""Most longer side of an icon, in CSS pixels."""

_LEAST_AREA = 6
"""Least shorter side of a container or image, in CSS pixels: what is thinner is a rule or a bar."""

_ALIGNED = 3
"""Pixels that two edges in one line are apart at most: a border may be between them."""

_SURE_TEXT = 0.8
"""Confidence, 0..1, of a line of text from which what it lies in has text."""

_ROUND = 0.27
"""Radius of the corners over the side, from which a square is a circle (0.5 without smoothing)."""


@dataclass
class Node:
    """A box with what lies in it.

    Attributes
    ----------
    box : Box
    surface : Surface or None
        The smooth area that it is, if it is one.
    mark : Mark or None
        The ink that it is, if it is some.
    is_page : bool
        Whether it is the whole picture.
    is_rough : bool
        Whether most of it is not smooth, as in a photograph.
    children : list of Node
        Those that lie in it and in no smaller one.
    """

    box: Box
    surface: Surface | None = None
    mark: Mark | None = None
    is_page: bool = False
    is_rough: bool = False
    children: list[Node] = field(default_factory=list)

    @property
    def marks(self) -> list[Mark]:
        """The ink that lies directly in it."""
        return [child.mark for child in self.children if child.mark]

    @property
    def boxes(self) -> list[Node]:
        """The boxes that lie directly in it."""
        return [child for child in self.children if not child.mark]

    def has_text(self) -> bool:
        """Whether there is text in it, at any depth."""
        return any(
            child.mark.kind == "text" and child.mark.confidence >= _SURE_TEXT
            if child.mark
            else child.has_text()
            for child in self.children
        )


def classify(node: Node, parent: Node, scale: float) -> Guess | None:
    """Return the kind of a box, or None if it shows nothing of its own.

    Parameters
    ----------
    node : Node
    parent : Node
        The one that it lies in.
    scale : float
        Pixels of the picture per CSS pixel, as far as the height of the text tells.
    """
    if node.mark:
        return node.mark.kind, node.mark.confidence
    if node.surface is None:
        return _classify_frame(node, scale)
    guess = _classify_choice(node, node.surface, scale) or _classify_control(
        node, node.surface, scale
    )
    if guess and not _is_strip(node, parent, scale):
        return guess
    return _classify_area(node, node.surface, parent, scale)


def _is_strip(node: Node, parent: Node, scale: float) -> bool:
    """Return whether a box is the head or foot of a card, and as wide: a title, not a control.

    The card is around it, or, where only its parts are seen, what is right above or below.
    """
    box = node.box

    def is_as_wide(other: Box) -> bool:
        is_aligned = max(abs(box.x - other.x), abs(box.right - other.right)) <= _ALIGNED
        return is_aligned and other.h > _MOST_CONTROL * scale

    if not parent.is_page and is_as_wide(parent.box) and _shared_sides(box, parent.box) >= 3:
        return True
    return any(
        is_as_wide(other.box)
        and min(abs(other.box.y - box.bottom), abs(box.y - other.box.bottom)) <= _ALIGNED
        for other in parent.boxes
    )


def _classify_frame(node: Node, scale: float) -> Guess | None:
    """Classify what is around something in which no surface reaches from side to side."""
    if node.has_text() and not node.is_rough:
        return "container", 0.6
    if min(node.box.w, node.box.h) >= _LEAST_IMAGE * scale:
        return "image", 0.6
    return "icon", 0.4


def is_choice(box: Box, scale: float) -> bool:
    """Return whether a box has the size and shape of a check box or radio button.

    ``scale`` is the number of pixels of the picture per CSS pixel.
    """
    return (
        _LEAST_CHOICE * scale <= min(box.w, box.h)
        and max(box.w, box.h) <= _MOST_CHOICE * scale
        and abs(box.w - box.h) <= 2 * scale
    )


def _is_in_the_middle(inner: Box, outer: Box) -> bool:
    dx = inner.x + inner.right - outer.x - outer.right
    dy = inner.y + inner.bottom - outer.y - outer.bottom
    return max(abs(dx), abs(dy)) <= 0.25 * outer.w


def _classify_choice(node: Node, surface: Surface, scale: float) -> Guess | None:
    """Classify what may be a check box or radio button; None of what is too large."""
    if not is_choice(node.box, scale):
        return None
    is_round = surface.radius > _ROUND * surface.inside.w
    marks = [mark for mark in node.marks if _is_in_the_middle(mark.box, node.box)]
    for mark in marks:
        if mark.box.w < 0.75 * mark.box.h:
            return "badge", 0.6  # as narrow as a digit
        if is_round and mark.kind == "text":
            return "icon", 0.4  # a person's initials
    if not (surface.bordered or marks):
        return "icon", 0.5  # a dot or a square of one colour
    return ("radio" if is_round else "checkbox"), 0.8


def _classify_control(node: Node, surface: Surface, scale: float) -> Guess | None:
    """Classify low boxes with at most one line of text: buttons, inputs, badges; else None."""
    box, marks = node.box, node.marks
    texts = [mark for mark in marks if mark.kind == "text"]
    if node.boxes or len(texts) > 1 or len(marks) > 3 or box.h > _MOST_CONTROL * scale:
        return None
    is_high = box.h >= _LEAST_CONTROL * scale
    if not marks:
        is_empty_input = surface.bordered and is_high and box.w >= 2.5 * box.h
        return ("input", 0.5) if is_empty_input else None
    left, right, top, bottom = _padding(box, marks)
    if abs(top - bottom) > max(6 * scale, 0.3 * box.h):
        return None
    centred = abs(left - right) <= max(4 * scale, 0.1 * box.w)
    if box.w <= 1.3 * box.h:  # with an icon it is a button; with text, most often, initials
        guess: Guess = ("icon", 0.4) if texts else ("button", 0.5)
        return guess if centred and is_high else None
    if not texts:
        return None
    if (
        centred
        and surface.filled
        and box.h < _MOST_BADGE * scale
        and not (surface.bordered and is_high)
    ):
        return "badge", 0.6 if is_high else 0.8
    if not is_high:
        return None
    if surface.bordered and right <= box.h and _has_arrow(box, marks, texts[0]):
        return "select", 0.7
    if centred:
        return "button", 0.8 if box.w <= 8 * box.h else 0.5
    if surface.bordered and box.w >= 2 * box.h and min(left, right) <= box.h:
        return "input", 0.7
    return None


def _padding(box: Box, marks: Sequence[Mark]) -> tuple[int, int, int, int]:
    """Return the padding of a box in pixels: left, right, above and below its marks."""
    return (
        min(mark.box.x for mark in marks) - box.x,
        box.right - max(mark.box.right for mark in marks),
        min(mark.box.y for mark in marks) - box.y,
        box.bottom - max(mark.box.bottom for mark in marks),
    )


def _has_arrow(box: Box, marks: Sequence[Mark], text: Mark) -> bool:
    """Return whether something small is behind the text."""
    return any(
        mark.kind == "icon" and mark.box.x > text.box.right and mark.box.h < 0.5 * box.h
        for mark in marks
    )


def _classify_area(node: Node, surface: Surface, parent: Node, scale: float) -> Guess | None:
    """Classify the other boxes: containers, images, icons; None of a mere part of its parent."""
    box = node.box
    if min(box.w, box.h) < _LEAST_AREA * scale:
        return None
    is_small = max(box.w, box.h) <= _MOST_ICON * scale
    if not node.children:
        return ("icon", 0.3) if is_small else ("image", 0.3)
    if node.has_text() and not is_small:
        in_a_frame = parent.surface is None and not parent.is_page
        if in_a_frame and _shared_sides(box, parent.box) >= 3:
            return None  # the lower part of a card with a picture
        return "container", 0.8 if surface.stands_alone else 0.6
    if min(box.w, box.h) >= _LEAST_IMAGE * scale and not is_small:
        return "image", 0.5
    return "icon", 0.4


def _shared_sides(inner: Box, outer: Box) -> int:
    return (
        (inner.x - outer.x <= _ALIGNED) + (inner.y - outer.y <= _ALIGNED)
        + (outer.right - inner.right <= _ALIGNED) + (outer.bottom - inner.bottom <= _ALIGNED)
    )  # fmt: skip
