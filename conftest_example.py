"""A conftest.py for visual tests: copy it beside your tests, under that name.

It needs pytest, Playwright and pytest-visualdiff. A test then reads::

    def test_front_page(page, visual_baseline):
        page.goto("http://localhost:8000")
        visual_baseline.check(page)

With pytest-playwright installed, keep its ``browser`` and ``page``: copy only ``CONTEXT`` and
``LAUNCH`` from here, and give both to its own fixtures::

    @pytest.fixture(scope="session")
    def browser_context_args(browser_context_args):
        return {**browser_context_args, **CONTEXT}

    @pytest.fixture(scope="session")
    def browser_type_launch_args(browser_type_launch_args):
        return {**browser_type_launch_args, **LAUNCH}
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

# Whatever a page looks at before it is drawn, the same on every machine.
CONTEXT: dict[str, Any] = {
    # The size of the window decides how a page wraps, and how large its picture is.
    "viewport": {"width": 1280, "height": 800},
    # One image pixel per CSS pixel, also where the screen has more.
    "device_scale_factor": 1,
    # Dates, numbers and the page's language follow the locale; times follow the zone.
    "locale": "en-US",
    "timezone_id": "UTC",
    # Else a machine in dark mode gets another page.
    "color_scheme": "light",
    # Pages that ask leave out their motion, and show the end of it at once.
    "reduced_motion": "reduce",
}

# The Chromium that ``playwright install chromium`` downloads, unless VISUALDIFF_BROWSER is the path
# of another. One browser for all machines gives them one picture.
LAUNCH: dict[str, Any] = {"executable_path": os.environ.get("VISUALDIFF_BROWSER") or None}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for the whole run: starting it takes longer than most tests."""
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(**LAUNCH) as browser,
    ):
        yield browser


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Return an empty page with cookies and storage of its own."""
    with browser.new_context(**CONTEXT) as context:
        yield context.new_page()
