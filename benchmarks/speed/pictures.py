"""The screenshots that are compared: pages of our own, stacked until a picture is full."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from benchmarks.comparing import BYTES, CHANGED, PIXELS, Pair
from benchmarks.defects.catalogue import SOURCES
from benchmarks.defects.renderings import RENDERINGS
from benchmarks.pages import DASHBOARD, browser_name, change_button, other_bytes
from examples.browser import NO_BROWSER, BrowserError, find_browser

if TYPE_CHECKING:
    from playwright.sync_api import Browser

BANNER, CROSSED = "banner inserted", "cross-rendered"
CASES = (BYTES, PIXELS, CHANGED, BANNER, CROSSED)

_WIDTH, _TALLEST = 1280, 1000
"""A page is shown in this width; of a page that is longer than the other number no more is shown,
so that a picture has many pages."""

_BANNER = '<div style="height: 48px; background: #fde68a">Orders placed today leave tomorrow.</div>'
_SHEET = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Pages</title>
<style>
body {{ margin: 0; font: 20px/48px "Liberation Sans", Arial, sans-serif; text-align: center; }}
main {{ display: flex; height: {height}px; overflow: hidden; }}
iframe {{ display: block; width: {width}px; border: 0; }}
</style>
<body>{banner}<main>{columns}</main></body>
</html>
"""


class Size(NamedTuple):
    """Width and height of a picture."""

    width: int
    height: int

    def __str__(self) -> str:
        return f"{self.width}x{self.height}"

    @property
    def decoded(self) -> int:
        """Bytes of one decoded picture, three of them a pixel."""
        return 3 * self.width * self.height


SIZES = (Size(1280, 800), Size(1280, 1700), Size(1280, 10000), Size(2560, 3400))


def parse_size(text: str) -> Size:
    """Read a size such as 1280x800.

    Raises
    ------
    ValueError
        If it is none.
    """
    if not re.fullmatch(r"[1-9]\d*x[1-9]\d*", text):
        raise ValueError(f"{text!r} is no size: give one as 1280x800")
    return Size(*map(int, text.split("x")))


def draw(folder: Path, sizes: Sequence[Size]) -> tuple[dict[Size, dict[str, Pair]], str]:
    """Write the pair of each size and case, and return them with the browser's name.

    Raises
    ------
    BrowserError
        If there is no browser.
    """
    choice = find_browser()
    if choice is None:
        raise BrowserError(NO_BROWSER)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        plain, unhinted = (
            RENDERINGS[way].launch(playwright, choice, folder / f"{way}.conf")
            for way in ("plain", "hinting-none")
        )
        with plain, unhinted:
            changed = folder / "changed.html"
            name = _write_changed(plain, changed)
            return {
                size: _draw_pairs(folder, size, changed, plain, unhinted) for size in sizes
            }, name


def tiny(folder: Path) -> Pair:
    """Write a pair that is compared in no time: it loads what a tool loads when first used."""
    picture = np.full((64, 64, 3), 255, np.uint8)
    pair = Pair(folder / "tiny.png", folder / "tiny-changed.png")
    cv2.imwrite(str(pair.baseline), picture)
    picture[20:30, 20:40] = 0
    cv2.imwrite(str(pair.actual), picture)
    return pair


def _write_changed(browser: Browser, path: Path) -> str:
    """Write the dashboard with its button changed, and return the browser's name."""
    with browser.new_page() as page:
        page.goto(DASHBOARD.as_uri())
        change_button(page)
        path.write_text(page.content(), "utf-8")
        return browser_name(page)


def _draw_pairs(
    folder: Path, size: Size, changed: Path, plain: Browser, unhinted: Browser
) -> dict[str, Pair]:
    sheet = folder / "sheet.html"
    baseline = folder / f"{size}.png"
    sheet.write_text(_sheet(size, DASHBOARD), "utf-8")
    png = _shoot(plain, size, sheet)
    pictures = {BYTES: png, PIXELS: other_bytes(png), CROSSED: _shoot(unhinted, size, sheet)}
    sheet.write_text(_sheet(size, DASHBOARD, banner=_BANNER), "utf-8")
    pictures[BANNER] = _shoot(plain, size, sheet)
    sheet.write_text(_sheet(size, changed), "utf-8")
    pictures[CHANGED] = _shoot(plain, size, sheet)

    baseline.write_bytes(png)
    pairs = {case: Pair(baseline, folder / f"{size}, {case}.png") for case in CASES}
    for case, pair in pairs.items():
        pair.actual.write_bytes(pictures[case])
    return pairs


def _sheet(size: Size, first: Path, banner: str = "") -> str:
    """Return a page that shows pages, as many as there is room for, the first one top left."""
    others = [source.address for source in SOURCES if source.width == _WIDTH]
    columns = -(-size.width // _WIDTH)
    rows = -(-size.height // _TALLEST)
    shown = iter([first.as_uri(), *(others[i % len(others)] for i in range(columns * rows - 1))])
    frame = f'<iframe scrolling="no" height="{_TALLEST}" src="{{}}"></iframe>'
    return _SHEET.format(
        height=size.height,
        width=_WIDTH,
        banner=banner,
        columns="".join(
            f"<div>{''.join(frame.format(next(shown)) for _ in range(rows))}</div>"
            for _ in range(columns)
        ),
    )


def _shoot(browser: Browser, size: Size, sheet: Path) -> bytes:
    # A frame that is outside of the window is not drawn, whatever the screenshot takes in.
    with browser.new_page(
        viewport={"width": size.width, "height": size.height}, device_scale_factor=1
    ) as page:
        page.goto(sheet.as_uri())
        return page.screenshot(full_page=True)
