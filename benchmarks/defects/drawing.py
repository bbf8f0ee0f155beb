"""Pages drawn in real browsers, one browser for each rendering."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image

from benchmarks.defects import mutations
from benchmarks.defects.catalogue import Source
from benchmarks.defects.mutations import Named, Outcome
from benchmarks.defects.renderings import RENDERINGS
from benchmarks.defects.truth import Picture
from pytest_visualdiff.capture import CaptureOptions, capture
from pytest_visualdiff.model import Capture, Inventory

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Playwright

    from examples.browser import BrowserChoice

_WHOLE = CaptureOptions(full_page=True, animations="allow", scale="device")
_ALL_ANEW = """async () => {
    const frame = () => new Promise(requestAnimationFrame);
    const frames = () => frame().then(frame);
    document.documentElement.style.display = "none";
    await frames();
    document.documentElement.style.display = "";
    await frames();
}"""
"""Draws the whole page once more: one drawn anew in part has other edges here and there."""


class DrawingError(Exception):
    """A page could not be drawn as it has to be; the text says which."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page as it was drawn.

    Attributes
    ----------
    png : bytes
    elements : Inventory
        What can be seen in it.
    """

    png: bytes
    elements: Inventory


@dataclass(frozen=True, slots=True)
class Mutated:
    """A page as it was drawn with a defect.

    Attributes
    ----------
    drawn : Drawn
    outcome : Outcome
        Where it differs from the page without the defect.
    named : Named or None
        What stands for the defect among its elements; None where nothing does.
    """

    drawn: Drawn
    outcome: Outcome
    named: Named | None


class Studio:
    """Browsers that draw the pages; each is started when it is first needed.

    Parameters
    ----------
    playwright : Playwright
        A Playwright that is running.
    choice : BrowserChoice
        The browser.
    folder : Path
        Where the fontconfig files are written.
    """

    def __init__(self, playwright: Playwright, choice: BrowserChoice, folder: Path) -> None:
        self._playwright = playwright
        self._choice = choice
        self._folder = folder
        self._browsers: dict[str, Browser] = {}
        self._stack = ExitStack()

    def __enter__(self) -> Studio:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._stack.close()

    def draw(self, source: Source, rendering: str) -> Drawn:
        """Draw the whole page as it is.

        Raises
        ------
        DrawingError
            If its elements cannot be read.
        """
        with self._open(source, rendering) as page:
            return _draw(page)

    def mutate(
        self, source: Source, rendering: str, plan: Mapping[str, Any], clean: Inventory
    ) -> Mutated:
        """Draw the whole page with a defect; ``clean`` are its elements without one.

        Raises
        ------
        DrawingError
            If its elements cannot be read.
        """
        with self._open(source, rendering) as page:
            outcome = mutations.apply(page, plan, _paths(clean))
            drawn = _draw(page)
            return Mutated(drawn, outcome, mutations.named(page, _paths(drawn.elements)))

    def choose(self, source: Source, kind: str, seed: int) -> dict[str, Any] | None:
        """Return what to do to a page, in the plain rendering; None if it has nothing for it."""
        with self._open(source, "plain") as page:
            height = page.evaluate("document.documentElement.scrollHeight")
            page.set_viewport_size({"width": source.width, "height": height})
            return mutations.choose(page, kind, seed)

    @contextmanager
    def _open(self, source: Source, rendering: str) -> Iterator[Page]:
        way = RENDERINGS[rendering]
        with way.context(self._browser(rendering), source.width) as context:
            page = context.new_page()
            page.goto(source.address)
            if way.style:
                page.add_style_tag(content=way.style)
            yield page

    def _browser(self, rendering: str) -> Browser:
        if rendering not in self._browsers:
            conf = self._folder / f"{rendering}.conf"
            started = RENDERINGS[rendering].launch(self._playwright, self._choice, conf)
            self._browsers[rendering] = self._stack.enter_context(started)
        return self._browsers[rendering]


def _draw(page: Page) -> Drawn:
    page.evaluate(_ALL_ANEW)
    taken: Capture = capture(page, _WHOLE, frozenset())
    if taken.elements is None:
        raise DrawingError(f"{page.url} has no elements: {taken.skipped[0].reason}")
    return Drawn(taken.png, taken.elements)


def _paths(elements: Inventory) -> Sequence[str]:
    return [element.path for element in elements.elements]


def pixels(png: bytes) -> Picture:
    """Return the colours of a PNG."""
    with Image.open(io.BytesIO(png)) as picture:
        return np.asarray(picture.convert("RGB"))
