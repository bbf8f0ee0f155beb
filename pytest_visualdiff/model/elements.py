"""The visible elements of a picture."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from pytest_visualdiff.model.geometry import Box

ElementKind = Literal[
    "button", "link", "input", "textarea", "select", "checkbox", "radio", "switch", "slider",
    "image", "icon", "text", "badge", "container",
]  # fmt: skip
"""``container`` is a box that shows itself (ground, border, shadow) and holds others."""

PICTURES: frozenset[ElementKind] = frozenset({"image", "icon"})
"""Kinds that are drawn and not written."""

BY_PAGE = "dom"
"""What an inventory says found its elements (``model``) where that is the page itself."""

ElementSource = Literal["dom", "pixels"]

StyleProperty = Literal[
    "color", "background", "font-family", "font-size", "font-weight", "border", "border-radius",
    "box-shadow", "opacity", "text-decoration",
]  # fmt: skip
"""The computed style that people notice, by its CSS names."""

StateName = Literal[
    "checked", "disabled", "selected", "expanded", "value", "placeholder", "truncated"
]  # fmt: skip

Style: TypeAlias = Mapping[StyleProperty, str]
State: TypeAlias = Mapping[StateName, str]


@dataclass(frozen=True, slots=True)
class Element:
    """A visible element.

    Attributes
    ----------
    kind : str
        One of `ElementKind`.
    box : Box
        Its place, in pixels of the picture; it may reach beyond the picture's edge.
    text : str
        Its accessible name, or the text it shows, with white space collapsed.
    path : str
        A CSS selector that finds it in the page; empty if it was found in the pixels.
    state : Mapping
        Its state as text: ``{"checked": "true"}``; only what applies to its kind.
    style : Mapping
        Computed style, by CSS property; only what differs from the initial value.
    parent : int or None
        The number, in its inventory, of the nearest element around it.
    source : {"dom", "pixels"}
    confidence : float
        0..1; 1 for elements read from the page.
    label : int or None
        For a control that is named by another element's text, the number of that element: a change
        of the name is a change of that text.
    """

    kind: ElementKind
    box: Box
    text: str = ""
    path: str = ""
    state: State = field(default_factory=dict)
    style: Style = field(default_factory=dict)
    parent: int | None = None
    source: ElementSource = "dom"
    confidence: float = 1.0
    label: int | None = None

    def to_name(self) -> dict[str, str]:
        """Return how JSON documents name the element of a defect."""
        return {"kind": self.kind, "text": self.text, "path": self.path}


@dataclass(frozen=True, slots=True)
class Inventory:
    """The elements of one picture, in the order of the document or in reading order.

    Attributes
    ----------
    elements : tuple of Element
    model : str
        What found them: ``dom``, or the name of the detector that read the pixels.
    """

    elements: tuple[Element, ...]
    model: str = BY_PAGE

    def to_wire(self) -> dict[str, Any]:
        """Return the inventory as JSON values, so that few lines change with the page.

        Equal styles are written once, under a name that follows from what they are. ``in`` and
        ``label`` count the rows back to the element that is meant (negative: forward). A path that
        begins with ``>`` goes on from that of the element which ``in`` means.
        """
        styles: dict[str, dict[str, str]] = {}
        rows: list[dict[str, Any]] = []
        for number, element in enumerate(self.elements):
            row: dict[str, Any] = {"kind": element.kind, "box": element.box.to_wire()}
            row |= {"text": element.text} if element.text else {}
            around = None if element.parent is None else self.elements[element.parent]
            path = _beyond(around.path, element.path) if around else element.path
            row |= {"path": path} if path else {}
            row |= {"state": dict(sorted(element.state.items()))} if element.state else {}
            if element.style:
                row["style"] = name = _style_name(element.style)
                styles[name] = dict(sorted(element.style.items()))
            row |= {"in": number - element.parent} if element.parent is not None else {}
            row |= {"label": number - element.label} if element.label is not None else {}
            if element.source != "dom":
                row |= {"source": element.source, "confidence": element.confidence}
            rows.append(row)
        return {"model": self.model, "styles": dict(sorted(styles.items())), "elements": rows}

    @classmethod
    def from_wire(cls, document: Mapping[str, Any]) -> Inventory:
        """Return the inventory that `to_wire` wrote.

        Raises
        ------
        KeyError, TypeError, ValueError, IndexError, AttributeError
            If the document is none.
        """
        styles = document["styles"]
        paths: list[str] = []
        elements = []
        for number, row in enumerate(document["elements"]):
            parent = number - row["in"] if "in" in row else None
            path = row.get("path", "")
            if path.startswith(">") and parent is not None:
                path = f"{paths[parent]} {path}"
            paths.append(path)
            elements.append(
                Element(
                    kind=row["kind"],
                    box=Box(*row["box"]),
                    text=row.get("text", ""),
                    path=path,
                    state=row.get("state", {}),
                    style=styles[row["style"]] if "style" in row else {},
                    parent=parent,
                    source=row.get("source", "dom"),
                    confidence=row.get("confidence", 1.0),
                    label=number - row["label"] if "label" in row else None,
                )
            )
        return cls(tuple(elements), document["model"])


def _beyond(start: str, path: str) -> str:
    """Return what a path adds to the one it starts with, or the whole of it."""
    return path[len(start) + 1 :] if start and path.startswith(f"{start} >") else path


def _style_name(style: Style) -> str:
    """Return the first six hexadecimal digits of the SHA-256 of a style."""
    said = "\n".join(f"{name}: {value}" for name, value in sorted(style.items()))
    return hashlib.sha256(said.encode()).hexdigest()[:6]
