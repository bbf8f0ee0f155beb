"""The pairs to compare, with what is known of them; the generator writes them to ``pairs.json``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, NamedTuple

from pytest_visualdiff.model import Inventory

PAIRS = "pairs.json"
"""The file that lists the pairs of a folder."""


class Rectangle(NamedTuple):
    """An area in image pixels: its top left pixel, its width and its height."""

    x: int
    y: int
    w: int
    h: int

    def grow(self, margin: int) -> Rectangle:
        """Return the area with so many pixels more on every side."""
        return Rectangle(self.x - margin, self.y - margin, self.w + 2 * margin, self.h + 2 * margin)

    def overlap(self, other: Rectangle) -> float:
        """Return the area that the two have in common over that of both (IoU), 0..1."""
        width = min(self.x + self.w, other.x + other.w) - max(self.x, other.x)
        height = min(self.y + self.h, other.y + other.h) - max(self.y, other.y)
        common = max(width, 0) * max(height, 0)
        both = self.w * self.h + other.w * other.h - common
        return common / both if both else 0.0

    def meets(self, other: Rectangle) -> bool:
        """Return whether the two have a pixel in common."""
        return max(self.x, other.x) < min(self.x + self.w, other.x + other.w) and max(
            self.y, other.y
        ) < min(self.y + self.h, other.y + other.h)


@dataclass(frozen=True, slots=True)
class Subject:
    """What was changed, as the elements of one of the two pages tell it.

    Attributes
    ----------
    relation : {"itself", "parts", "holder"}
        Whether it is an element itself, or its topmost parts are, or the nearest one around it is.
    boxes : dict of str to Rectangle
        These elements: their places by their paths.
    holds_others : bool
        Whether it is more than a single element.
    """

    relation: Literal["itself", "parts", "holder"]
    boxes: Mapping[str, Rectangle]
    holds_others: bool


@dataclass(frozen=True, slots=True)
class Pair:
    """Two screenshots of a page and what differs between them.

    Attributes
    ----------
    baseline, actual : Path
        The PNG files.
    renderings : tuple of str
        How the baseline and the actual picture were drawn.
    cross_rendered : bool
        Whether the two were drawn in different ways.
    mutation : str or None
        What kind of defect the actual picture has; None for a harmless pair.
    before, after : Rectangle or None
        Where the defect is in the baseline and in the actual picture.
    affected : tuple of Rectangle
        Areas of the actual picture that differ in consequence of the defect.
    scale : int
        Pixels of the actual picture per CSS pixel.
    subject_before, subject_after : Subject or None
        What was changed, among the elements of the baseline and of the actual picture; None where
        nothing there stands for it.
    plan : Mapping
        What was done, as `mutations.choose` says it; empty for a harmless pair.
    """

    id: str
    baseline: Path
    actual: Path
    renderings: tuple[str, str]
    cross_rendered: bool
    mutation: str | None
    before: Rectangle | None = None
    after: Rectangle | None = None
    affected: tuple[Rectangle, ...] = ()
    scale: int = 1
    subject_before: Subject | None = None
    subject_after: Subject | None = None
    plan: Mapping[str, Any] = field(default_factory=dict)


def elements_of(picture: Path) -> Path:
    """Return the file with the elements of a picture, whether it exists or not."""
    return picture.with_suffix(".elements.json")


def read_elements(picture: Path) -> Inventory:
    """Return the elements of a picture.

    Raises
    ------
    OSError
        If they were not written beside it.
    """
    return Inventory.from_wire(json.loads(elements_of(picture).read_text("utf-8")))


def read_pairs(folder: Path, split: str) -> list[Pair]:
    """Return the pairs of a split (``all``: of every split) in the order they are listed."""
    entries = json.loads((folder / PAIRS).read_text("utf-8"))
    return [_pair(folder, entry) for entry in entries if split in ("all", entry["split"])]


def _pair(folder: Path, entry: dict[str, Any]) -> Pair:
    baseline, actual = entry["renderings"]
    return Pair(
        id=entry["id"],
        baseline=folder / entry["baseline"],
        actual=folder / entry["actual"],
        renderings=(baseline, actual),
        cross_rendered=entry["cross_rendered"],
        mutation=entry["mutation"],
        before=Rectangle(*entry["before"]) if entry["before"] else None,
        after=Rectangle(*entry["after"]) if entry["after"] else None,
        affected=tuple(Rectangle(*area) for area in entry["affected"]),
        scale=entry["scale"],
        subject_before=_subject(folder / entry["baseline"], entry["named_before"]),
        subject_after=_subject(folder / entry["actual"], entry["named_after"]),
        plan=entry["plan"] or {},
    )


def _subject(picture: Path, named: dict[str, Any] | None) -> Subject | None:
    if named is None:
        return None
    elements = read_elements(picture).elements
    meant = {
        number: element for number, element in enumerate(elements) if element.path in named["paths"]
    }
    return Subject(
        relation=named["relation"],
        boxes={element.path: Rectangle(*element.box.to_wire()) for element in meant.values()},
        holds_others=len(meant) > 1 or any(element.parent in meant for element in elements),
    )
