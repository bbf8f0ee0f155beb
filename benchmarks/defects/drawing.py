"""Pages drawn in real browsers, one browser for each rendering."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image

from benchmarks.defects import mutations
from benchmarks.defects.catalogue import Source
from benchmarks.defects.mutations import Outcome
from benchmarks.defects.renderings import RENDERINGS
from benchmarks.defects.truth import Picture
from pytest_visualdiff.capture import CaptureOptions, capture
from pytest_visualdiff.model import Capture

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

    def draw(
        self, source: Source, rendering: str, plan: Mapping[str, Any] | None = None
    ) -> tuple[Capture, Outcome | None]:
        """Return a picture of the whole page, and where it differs if a defect was made in it."""
        with self._open(source, rendering) as page:
            outcome = mutations.apply(page, plan) if plan else None
            page.evaluate(_ALL_ANEW)
            return capture(page, _WHOLE, frozenset()), outcome

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


def pixels(png: bytes) -> Picture:
    """Return the colours of a PNG."""
    with Image.open(io.BytesIO(png)) as picture:
        return np.asarray(picture.convert("RGB"))
