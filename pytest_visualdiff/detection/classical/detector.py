"""Elements by classical means: surfaces and ink, told apart by their geometry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from pytest_visualdiff.detection import CLASSICAL
from pytest_visualdiff.detection.classical.marks import Mark, find_marks
from pytest_visualdiff.detection.classical.surfaces import Areas, Surface
from pytest_visualdiff.detection.structure.hierarchy import in_reading_order
from pytest_visualdiff.imaging.arrays import Picture
from pytest_visualdiff.model import Box, Element, ElementKind, Inventory, Size

Guess: TypeAlias = tuple[ElementKind, float]
"""A kind, and how sure it is: 0..1."""

_LINE_HEIGHT = 12.5
"""Median height of the lines of text, in pixels, of a page at a scale of 1: 16 px of CSS, from the
top of a capital to below a descender."""

_MOST_SCALE = 2
"""Largest scale that is assumed of a page: text larger than that is large text."""

_PAGE_SHARE = 0.6
"""Share of the picture's area from which a surface at two of its edges is the page itself."""

_ROUGH_SHARE = 0.45
"""Share of pixels that are not smooth from which something is a photograph; dense text has about
0.3."""

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

_SAME_BOX = 4
"""Pixels by which the edges of two boxes of one thing differ at most: with its border and without.
"""

_LETTER_HOLE = 64
"""Height in pixels up to which a surface may be the hole of a letter."""

_SURE_TEXT = 0.8
"""Confidence, 0..1, of a line of text from which what it lies in has text."""

_ROUND = 0.27
"""Radius of the corners over the side, from which a square is a circle (0.5 without smoothing)."""


@dataclass
class _Node:
    """A box with what lies in it."""

    box: Box
    surface: Surface | None = None
    mark: Mark | None = None
    is_page: bool = False
    is_rough: bool = False
    children: list[_Node] = field(default_factory=list)

    @property
    def marks(self) -> list[Mark]:
        return [child.mark for child in self.children if child.mark]

    @property
    def boxes(self) -> list[_Node]:
        return [child for child in self.children if not child.mark]

    def has_text(self) -> bool:
        """Whether there is text in it, at any depth."""
        return any(
            child.mark.kind == "text" and child.mark.confidence >= _SURE_TEXT
            if child.mark
            else child.has_text()
            for child in self.children
        )


class ClassicalDetector:
    """Finds text, boxes and small things without having been trained.

    What it cannot see, it does not guess: there is no ``link`` and no ``slider``.
    """

    name = CLASSICAL

    def detect(self, pixels: Picture) -> Inventory:
        """Return the elements of a picture, each before those in it, in reading order."""
        areas = Areas(pixels)
        size = Size(pixels.shape[1], pixels.shape[0])
        surfaces = [
            surface
            for surface in areas.surfaces()
            if not _is_page(surface.box, size) and not _is_letter_hole(surface.box, areas)
        ]
        surfaces = _without_duplicates(surfaces)
        marks = find_marks(areas.ink(surfaces), _owners(surfaces, size))
        words = [mark.box for mark in marks if mark.kind == "text"]
        surfaces = [
            surface
            for surface in surfaces
            if not any(word.contains(surface.inside) for word in words)  # a hole of a letter
        ]
        frames = [
            box
            for box in areas.frames()
            if not _is_page(box, size) and not any(word.contains(box) for word in words)
        ]
        nodes = [_Node(surface.box, surface) for surface in surfaces]
        nodes += [
            _Node(frame, is_rough=areas.roughness(frame) > _ROUGH_SHARE)
            for frame in frames
            if not any(_same(frame, node.box) for node in nodes)
        ]
        heights = [mark.box.h for mark in marks if mark.kind == "text"]
        scale = min(max(median(heights) / _LINE_HEIGHT, 1), _MOST_SCALE) if heights else 1
        page = _build_tree(size, [*nodes, *(_Node(mark.box, mark=mark) for mark in marks)])
        elements: list[Element] = []
        _append_children(page, None, scale, elements)
        return Inventory(tuple(elements), self.name)


def _is_page(box: Box, size: Size) -> bool:
    return box.area >= _PAGE_SHARE * size.area and (
        (box.x <= 0) + (box.y <= 0) + (box.right >= size.width) + (box.bottom >= size.height) >= 2
    )


def _is_letter_hole(box: Box, areas: Areas) -> bool:
    """Return whether a small surface has ink close beside it: then it is the hole of a letter."""
    if box.h > _LETTER_HOLE or box.w > 1.5 * box.h:
        return False
    return areas.busiest_side(box, max(round(0.15 * box.h), 3)) > 0.1


def _owners(surfaces: Sequence[Surface], size: Size) -> npt.NDArray[np.int16]:
    """Return the number of the smallest surface that each pixel is on; 0 for none."""
    owners = np.zeros((size.height, size.width), np.int16)
    boxes = [surface.box for surface in surfaces if not _is_choice(surface.box, 1)]
    for number, box in enumerate(sorted(boxes, key=lambda box: -box.area), 1):
        owners[box.slices] = number
    return owners


def _without_duplicates(surfaces: Sequence[Surface]) -> list[Surface]:
    """Return surfaces without what is found twice: a wide border is a surface too."""
    kept: list[Surface] = []
    for surface in sorted(surfaces, key=lambda surface: not surface.bordered):
        if not any(_same(surface.box, other.box) for other in kept):
            kept.append(surface)
    return kept


def _same(one: Box, other: Box) -> bool:
    return max(
        abs(one.x - other.x), abs(one.y - other.y),
        abs(one.right - other.right), abs(one.bottom - other.bottom),
    ) <= _SAME_BOX  # fmt: skip


def _build_tree(size: Size, nodes: Sequence[_Node]) -> _Node:
    """Return the page with every node below the smallest one around it."""
    page = _Node(Box(0, 0, size.width, size.height), is_page=True)
    ordered = sorted(nodes, key=lambda node: (node.box.area, node.box.y, node.box.x))
    hosts = [node for node in ordered if not node.mark]
    for node in ordered:
        area = node.box.area
        host = next(
            (
                host
                for host in hosts
                if host is not node and host.box.area > area and host.box.grow(1).contains(node.box)
            ),
            page,
        )
        host.children.append(node)
    return page


def _append_children(
    parent: _Node, number: int | None, scale: float, elements: list[Element]
) -> None:
    for node in in_reading_order(parent.children, lambda it: it.box):
        guess = _classify(node, parent, scale)
        if guess is None:  # it shows nothing of its own
            _append_children(node, number, scale, elements)
            continue
        kind, confidence = guess
        elements.append(
            Element(kind, node.box, parent=number, source="pixels", confidence=confidence)
        )
        if kind == "image":  # what is drawn in it is no element, but a badge on it is
            drawn_on = [] if node.is_rough else node.children
            node.children = [child for child in drawn_on if child.has_text()]
        if kind in ("container", "image"):
            _append_children(node, len(elements) - 1, scale, elements)


def _classify(node: _Node, parent: _Node, scale: float) -> Guess | None:
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


def _is_strip(node: _Node, parent: _Node, scale: float) -> bool:
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


def _classify_frame(node: _Node, scale: float) -> Guess | None:
    """Classify what is around something in which no surface reaches from side to side."""
    if node.has_text() and not node.is_rough:
        return "container", 0.6
    if min(node.box.w, node.box.h) >= _LEAST_IMAGE * scale:
        return "image", 0.6
    return "icon", 0.4


def _is_choice(box: Box, scale: float) -> bool:
    return (
        _LEAST_CHOICE * scale <= min(box.w, box.h)
        and max(box.w, box.h) <= _MOST_CHOICE * scale
        and abs(box.w - box.h) <= 2 * scale
    )


def _is_in_the_middle(inner: Box, outer: Box) -> bool:
    dx = inner.x + inner.right - outer.x - outer.right
    dy = inner.y + inner.bottom - outer.y - outer.bottom
    return max(abs(dx), abs(dy)) <= 0.25 * outer.w


def _classify_choice(node: _Node, surface: Surface, scale: float) -> Guess | None:
    """Classify what may be a check box or radio button; None of what is too large."""
    if not _is_choice(node.box, scale):
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


def _classify_control(node: _Node, surface: Surface, scale: float) -> Guess | None:
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


def _classify_area(node: _Node, surface: Surface, parent: _Node, scale: float) -> Guess | None:
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
