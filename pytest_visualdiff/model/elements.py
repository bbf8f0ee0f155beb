"""What can be seen in a picture, element by element."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from pytest_visualdiff.model.geometry import Box

ElementKind = Literal[
    "button", "link", "input", "textarea", "select", "checkbox", "radio", "switch", "slider",
    "image", "icon", "text", "badge", "container",
]  # fmt: skip
"""``container`` is a box that shows itself (ground, border, shadow) and holds others."""

ElementSource = Literal["dom", "pixels"]

StyleProperty = Literal[
    "color", "background", "font-family", "font-size", "font-weight", "border", "border-radius",
    "box-shadow", "opacity", "text-decoration",
]  # fmt: skip
"""The computed style that people notice, by its CSS names."""

StateName = Literal["checked", "disabled", "selected", "expanded", "value", "truncated"]

Style: TypeAlias = Mapping[StyleProperty, str]
State: TypeAlias = Mapping[StateName, str]


@dataclass(frozen=True, slots=True)
class Element:
    """One thing on the screen.

    Attributes
    ----------
    kind : str
        One of `ElementKind`.
    box : Box
        Its place, in pixels of the picture; it may reach beyond the picture's edge.
    text : str
        Its accessible name, or the text it shows; white space is made one space.
    path : str
        A CSS selector that finds it in the page; empty where it was found in the pixels.
    state : Mapping
        What it is set to, in words: ``{"checked": "true"}``; only what applies to its kind.
    style : Mapping
        Computed style, by CSS property; only what differs from the initial value.
    parent : int or None
        The number, in its inventory, of the nearest element around it.
    source : {"dom", "pixels"}
    confidence : float
        0..1; 1 for what the page says itself.
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
    model: str = "dom"

    def to_wire(self) -> dict[str, Any]:
        """Return the inventory as JSON values; equal styles are written once."""
        styles: list[dict[str, str]] = []
        numbers: dict[tuple[tuple[str, str], ...], int] = {}
        rows: list[dict[str, Any]] = []
        for element in self.elements:
            key = tuple(sorted(element.style.items()))
            if key and key not in numbers:
                numbers[key] = len(styles)
                styles.append(dict(key))
            row: dict[str, Any] = {"kind": element.kind, "box": element.box.to_wire()}
            row |= {"text": element.text} if element.text else {}
            row |= {"path": element.path} if element.path else {}
            row |= {"state": dict(sorted(element.state.items()))} if element.state else {}
            row |= {"style": numbers[key]} if key else {}
            row |= {"in": element.parent} if element.parent is not None else {}
            if element.source != "dom":
                row |= {"source": element.source, "confidence": element.confidence}
            rows.append(row)
        return {"model": self.model, "styles": styles, "elements": rows}

    @classmethod
    def from_wire(cls, document: Mapping[str, Any]) -> Inventory:
        """Return the inventory that `to_wire` wrote.

        Raises
        ------
        KeyError, TypeError, ValueError, IndexError
            If the document is none.
        """
        styles = document["styles"]
        elements = tuple(
            Element(
                kind=row["kind"],
                box=Box(*row["box"]),
                text=row.get("text", ""),
                path=row.get("path", ""),
                state=row.get("state", {}),
                style=styles[row["style"]] if "style" in row else {},
                parent=row.get("in"),
                source=row.get("source", "dom"),
                confidence=row.get("confidence", 1.0),
            )
            for row in document["elements"]
        )
        return cls(elements, document["model"])
