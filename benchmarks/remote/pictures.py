"""Pages of our own and the same with one change: no two pictures of them are the same."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.defects.catalogue import SOURCES
from benchmarks.pages import DASHBOARD, started_browser

if TYPE_CHECKING:
    from playwright.sync_api import FloatRect, Page

BEFORE, AFTER = "before", "after"
_WIDTH = 1280

_PAGES = (
    *sorted(path.as_uri() for path in DASHBOARD.parent.glob("*.html")),
    *(source.address for source in SOURCES if source.split == "development"),
)

_NUMBER = "number => { document.querySelector('h1, h2').textContent += ` ${number}`; }"
_HEIGHT = """() => {
    const root = document.documentElement, height = root.scrollHeight;
    root.style.minHeight = `${height}px`;
    return height;
}"""
"""Returns how high the page is, which will not become less."""

_CHANGE = """number => {
    const leaves = [...document.querySelectorAll("button, a, h2, h3, p, td, label, span")].filter(
        (it) => !it.children.length && it.textContent.trim() && it.getBoundingClientRect().width);
    const leaf = leaves[(7 * number) % leaves.length];
    leaf.textContent = `Changed ${number}`;
    leaf.style.cssText += "; background: #fde68a; color: #7c2d12";
}"""
"""Makes one text another one on another ground."""


def draw(folder: Path, count: int) -> None:
    """Write that many pairs as ``before/NUMBER.png`` and ``after/NUMBER.png``.

    Raises
    ------
    BrowserError
        If there is no browser.
    """
    for name in (BEFORE, AFTER):
        (folder / name).mkdir()
    with (
        started_browser() as browser,
        browser.new_page(viewport={"width": _WIDTH, "height": 900}) as page,
    ):
        for number in range(count):
            _draw(page, folder, number)


def _draw(page: Page, folder: Path, number: int) -> None:
    """Write a pair of pictures of one size, as a changed size is within no limit."""
    page.goto(_PAGES[number % len(_PAGES)])
    page.evaluate(_NUMBER, number)
    height = page.evaluate(_HEIGHT)
    whole: FloatRect = {"x": 0, "y": 0, "width": _WIDTH, "height": height}
    page.screenshot(path=folder / BEFORE / f"{number}.png", full_page=True, clip=whole)
    page.evaluate(_CHANGE, number)
    page.screenshot(path=folder / AFTER / f"{number}.png", full_page=True, clip=whole)
