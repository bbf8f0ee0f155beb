"""Drawn pages, and what a comparison of two of them says."""

from __future__ import annotations

from pytest_visualdiff.model import Comparison, Defect, Job, Settings
from pytest_visualdiff.verdict.defects import find_defects
from tests.support import array_png
from tests.support.drawing import BLUE, LIGHT, Drawing
from tests.support.tools import compare


def lines() -> Drawing:
    """Return a page with a heading and a line of text."""
    return Drawing((360, 200)).text(20, 15, "Your cart", height=20).text(20, 60, "Blue notebook")


def page() -> Drawing:
    """Return a page with a heading, a line of text and a button."""
    return button(lines())


def button(
    drawing: Drawing, x: int = 20, y: int = 120, said: str = "Place order",
    fill: tuple[int, int, int] = BLUE,
) -> Drawing:  # fmt: skip
    """Return a page with a button on it."""
    return drawing.box((x, y, 120, 36), fill, radius=4).text(x + 22, y + 9, said, LIGHT)


def compared(
    before: Drawing, after: Drawing, language: str = "eng", model: str = "none"
) -> Comparison:
    """Return the comparison of two drawings by the pixels alone, drawn by one rendering."""
    one, other = (array_png(it.pixels()[:, :, ::-1]) for it in (before, after))
    settings = Settings(ocr_language=language, model=model)
    return compare(Job(one, other, settings, same_environment=True))


def defects(before: Drawing, after: Drawing) -> list[Defect]:
    """Return the defects of two drawings, no text being read."""
    return list(find_defects(compared(before, after, "none")))


def kinds(before: Drawing, after: Drawing) -> list[tuple[str, str | None]]:
    """Return kind of defect and kind of element of each."""
    found = find_defects(compared(before, after))
    return [(it.kind, it.element.kind if it.element else None) for it in found]


def roots(found: list[Defect]) -> list[Defect]:
    """Return the defects that follow from no other one."""
    return [it for it in found if it.caused_by is None]
