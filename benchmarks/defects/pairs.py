"""The pairs to compare, with what is known of them; the generator writes them to ``pairs.json``."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple


class Rectangle(NamedTuple):
    """An area in image pixels: its top left pixel, its width and its height."""

    x: int
    y: int
    w: int
    h: int

    def grow(self, margin: int) -> Rectangle:
        """Return the area with so many pixels more on every side."""
        return Rectangle(self.x - margin, self.y - margin, self.w + 2 * margin, self.h + 2 * margin)

    def meets(self, other: Rectangle) -> bool:
        """Say whether the two have a pixel in common."""
        return max(self.x, other.x) < min(self.x + self.w, other.x + other.w) and max(
            self.y, other.y
        ) < min(self.y + self.h, other.y + other.h)


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
    elements_before, elements_after : Path or None
        What can be seen in the two, as `Inventory.to_wire` says it; None where it was not read.
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
    elements_before: Path | None = None
    elements_after: Path | None = None


def elements_of(picture: Path) -> Path:
    """Return the file with the elements of a picture, whether it exists or not."""
    return picture.with_suffix(".elements.json")


def read_pairs(folder: Path, split: str) -> list[Pair]:
    """Return the pairs of a split (``all``: of every split) in the order they are listed."""
    entries = json.loads((folder / "pairs.json").read_text("utf-8"))
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
        elements_before=_if_there(elements_of(folder / entry["baseline"])),
        elements_after=_if_there(elements_of(folder / entry["actual"])),
    )


def _if_there(file: Path) -> Path | None:
    return file if file.exists() else None
