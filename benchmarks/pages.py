"""The page that is compared, in a real browser, and its pictures."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from examples.browser import NO_BROWSER, BrowserError, find_browser

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

DASHBOARD = Path(__file__).parent.parent / "examples" / "pages" / "dashboard.html"
_CHANGE = """button => {
    const { width } = button.getBoundingClientRect();
    button.textContent = "Order Now";
    button.style.cssText = `width: ${width}px; background: #b45309; justify-content: center`;
}"""

_WORDS = ("Stock", "Refunds", "Weekly sales", "Suppliers", "Open cases")
_REWORD = """([headings, words]) => {
    words.forEach((word, number) => { headings[number].textContent = word; });
}"""


@contextmanager
def started_browser() -> Iterator[Browser]:
    """Start the browser that there is.

    Raises
    ------
    BrowserError
        If there is none.
    """
    choice = find_browser()
    if choice is None:
        raise BrowserError(NO_BROWSER)
    from playwright.sync_api import sync_playwright

    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(**choice.launch_options()) as browser,
    ):
        yield browser


@contextmanager
def dashboard() -> Iterator[Page]:
    """Open the dashboard in a window of 1280x1700.

    Raises
    ------
    BrowserError
        If there is no browser.
    """
    with (
        started_browser() as browser,
        browser.new_page(viewport={"width": 1280, "height": 1700}, device_scale_factor=1) as page,
    ):
        page.goto(DASHBOARD.as_uri())
        yield page


def change_button(page: Page) -> None:
    """Give one button another text and colour, and draw the whole page anew.

    Drawn in part only, the page has other rounded corners here and there, by a level or two.
    """
    page.get_by_test_id("place-order").evaluate(_CHANGE)
    page.set_content(page.content())


def change_texts(page: Page) -> None:
    """Give five headings other words, and draw the whole page anew."""
    headings = page.evaluate_handle("[...document.querySelectorAll('h2')]")
    page.evaluate(_REWORD, [headings, list(_WORDS)])
    page.set_content(page.content())


def browser_name(page: Page) -> str:
    """Return the name and version of the browser that shows a page."""
    browser = page.context.browser
    return f"{browser.browser_type.name} {browser.version}" if browser else "unknown"


def other_bytes(png: bytes) -> bytes:
    """Return the same pixels in another file: compressed harder than a browser does."""
    buffer = io.BytesIO()
    Image.open(io.BytesIO(png)).save(buffer, "PNG", compress_level=9)
    return buffer.getvalue()
