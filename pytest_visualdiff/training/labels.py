"""Labels of a page: the classes and boxes of its elements, read from the DOM."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

PAIRS = ("link+text", "link+image", "link+icon", "button+icon")
"""Classes for two elements in the same place, to which a net can assign only one class."""

KINDS = (
    "button", "link", "input", "textarea", "select", "checkbox", "radio", "switch", "slider",
    "image", "icon", "text", "badge",
)  # fmt: skip
"""The kinds of elements; ``text`` is a single line."""

CLASSES = (*KINDS, *PAIRS)
"""The classes of the model, by number."""

SAME_PLACE = 0.6
"""Intersection over union from which two elements are a pair."""


@dataclass(frozen=True, slots=True)
class Label:
    """An element that can be seen in a picture.

    Attributes
    ----------
    kind : str
        One of `CLASSES`.
    left, top, right, bottom : float
        Edges in pixels of the picture.
    confidence : float
        Of the detector, 0..1; 1 for labels from the DOM.
    """

    kind: str
    left: float
    top: float
    right: float
    bottom: float
    confidence: float = 1.0

    @property
    def area(self) -> float:
        """Area in square pixels."""
        return (self.right - self.left) * (self.bottom - self.top)

    def within(self, left: float, top: float, right: float, bottom: float) -> Label:
        """Return the part inside a rectangle, relative to that; it may be empty.

        The edges ``left``, ``top``, ``right`` and ``bottom`` are in pixels of the picture.
        """
        return Label(
            self.kind,
            max(self.left, left) - left,
            max(self.top, top) - top,
            max(min(self.right, right), left) - left,
            max(min(self.bottom, bottom), top) - top,
            self.confidence,
        )


def iou(one: Label, other: Label) -> float:
    """Return the intersection over union, 0..1, of the labels ``one`` and ``other``."""
    width = min(one.right, other.right) - max(one.left, other.left)
    height = min(one.bottom, other.bottom) - max(one.top, other.top)
    if width <= 0 or height <= 0:
        return 0.0
    shared = width * height
    return shared / (one.area + other.area - shared)


def script() -> str:
    """Return the JavaScript function that reads the labels of a page."""
    text = files("pytest_visualdiff.training").joinpath("labels.js").read_text("utf-8")
    return text[text.index("\n(") :]


def read_labels(answer: Sequence[Sequence[Any]], scale: float) -> list[Label]:
    """Return the labels in the answer of the script, with pairs joined.

    Parameters
    ----------
    answer : sequence
        What `script` returned.
    scale : float
        Pixels of the picture per CSS pixel.
    """
    return join_pairs([Label(kind, *(edge * scale for edge in edges)) for kind, *edges in answer])


def join_pairs(labels: Sequence[Label]) -> list[Label]:
    """Return labels in which two in the same place are joined to one of a class for both."""
    inner: dict[str, list[Label]] = {"text": [], "image": [], "icon": []}
    for label in labels:
        if label.kind in inner:
            inner[label.kind].append(label)
    joined: list[Label] = []
    taken: set[int] = set()
    for label in labels:
        partner = _partner(label, inner)
        if partner:
            taken |= {id(label), id(partner)}
            kind = f"{label.kind}+{partner.kind}"
            joined.append(Label(kind, partner.left, partner.top, partner.right, partner.bottom))
    return [label for label in labels if id(label) not in taken] + joined


def _partner(label: Label, inner: dict[str, list[Label]]) -> Label | None:
    kinds = {"link": ("text", "icon", "image"), "button": ("icon",)}.get(label.kind, ())
    near = [other for kind in kinds for other in inner[kind] if iou(label, other) >= SAME_PLACE]
    return max(near, key=lambda other: iou(label, other), default=None)
