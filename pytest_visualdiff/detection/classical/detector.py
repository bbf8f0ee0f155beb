"""Elements by classical means: surfaces and ink, told apart by their geometry."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median

import numpy as np
import numpy.typing as npt

from pytest_visualdiff.detection import CLASSICAL
from pytest_visualdiff.detection.classical.ink import ink_levels
from pytest_visualdiff.detection.classical.kinds import Guess, Node, classify, is_choice
from pytest_visualdiff.detection.classical.marks import find_marks
from pytest_visualdiff.detection.classical.surfaces import Areas, Surface
from pytest_visualdiff.detection.structure.hierarchy import in_reading_order
from pytest_visualdiff.imaging.arrays import Picture
from pytest_visualdiff.model import Box, Element, Inventory, Size

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

_SAME_BOX = 4
"""Pixels by which the edges of two boxes of one thing differ at most: with its border and without.
"""

_LETTER_HOLE = 64
"""Height in pixels up to which a surface may be the hole of a letter."""


class ClassicalDetector:
    """Finds text, boxes and small things without having been trained.

    What it cannot see, it does not guess: there is no ``link`` and no ``slider``.
    """

    name = CLASSICAL

    def detect(self, pixels: Picture) -> Inventory:
        """Return the elements of a picture, each before those in it, in reading order."""
        areas = Areas(pixels)
        size = Size(pixels.shape[1], pixels.shape[0])
        found = areas.surfaces()
        surfaces = _on_the_page(found.surfaces, areas, size)
        ink = ink_levels(areas, surfaces, found.cells)
        marks = find_marks(ink, _owners(surfaces, size))
        lines = [mark.box for mark in marks if mark.kind == "text"]
        nodes = _boxes(areas, surfaces, lines, size)
        page = _build_tree(size, [*nodes, *(Node(mark.box, mark=mark) for mark in marks)])
        return Inventory(tuple(_elements(page, _scale(lines))), self.name)


def _on_the_page(surfaces: Sequence[Surface], areas: Areas, size: Size) -> list[Surface]:
    """Return the surfaces that are neither the page nor the hole of a letter, each once."""
    return _without_duplicates(
        [
            surface
            for surface in surfaces
            if not _is_page(surface.box, size) and not _is_letter_hole(surface.box, areas)
        ]
    )


def _boxes(
    areas: Areas, surfaces: Sequence[Surface], lines: Sequence[Box], size: Size
) -> list[Node]:
    """Return surfaces, and the frames that are none of them, without what lies in a line of text.

    There it is the hole of a letter.
    """
    nodes = [
        Node(surface.box, surface)
        for surface in surfaces
        if not any(line.contains(surface.inside) for line in lines)
    ]
    frames = [
        frame
        for frame in areas.frames()
        if not _is_page(frame, size)
        and not any(line.contains(frame) for line in lines)
        and not any(_same(frame, node.box) for node in nodes)
    ]
    nodes += [Node(box, is_rough=areas.roughness(box) > _ROUGH_SHARE) for box in frames]
    return nodes


def _scale(lines: Sequence[Box]) -> float:
    """Return the pixels per CSS pixel, as far as the height of the lines of text tells."""
    if not lines:
        return 1
    return min(max(median(line.h for line in lines) / _LINE_HEIGHT, 1), _MOST_SCALE)


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
    boxes = [surface.box for surface in surfaces if not is_choice(surface.box, 1)]
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


def _build_tree(size: Size, nodes: Sequence[Node]) -> Node:
    """Return the page with every node below the smallest one around it."""
    page = Node(Box(0, 0, size.width, size.height), is_page=True)
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


def _elements(page: Node, scale: float) -> Iterator[Element]:
    """Yield the elements of a page in reading order, each after the one that it is in."""
    numbers: dict[int, int] = {}
    for node, (kind, confidence), host in _walk(page, None, scale):
        parent = None if host is None else numbers[id(host)]
        numbers[id(node)] = len(numbers)
        yield Element(kind, node.box, parent=parent, source="pixels", confidence=confidence)


def _walk(
    parent: Node, host: Node | None, scale: float
) -> Iterator[tuple[Node, Guess, Node | None]]:
    """Yield what lies in a node, its kind, and the nearest node around it that is an element."""
    for node in in_reading_order(parent.children, lambda it: it.box):
        guess = classify(node, parent, scale)
        if guess is None:
            yield from _walk(node, host, scale)
            continue
        yield node, guess, host
        kind, _ = guess
        if kind == "container":
            yield from _walk(node, node, scale)
        if kind == "image":  # what is drawn in it is no element, but a badge on it is
            drawn_on = () if node.is_rough else node.children
            shown = [child for child in drawn_on if child.has_text()]
            yield from _walk(replace(node, children=shown), node, scale)
