"""What the tests of the example pages share: the pages, and a browser to look at them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from examples.browser import NO_BROWSER, find_browser


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that points the tests to other pages."""
    parser.addoption(
        "--pages",
        type=Path,
        default=Path(__file__).parent / "pages",
        metavar="DIR",
        help="folder of the pages to test (default: the one beside the tests)",
    )


@pytest.fixture(scope="session")
def pages(pytestconfig: pytest.Config) -> Path:
    """Folder of the pages."""
    folder: Path = pytestconfig.getoption("pages")
    return pytestconfig.invocation_params.dir / folder


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for the whole run: starting it takes longer than most tests."""
    choice = find_browser()
    if choice is None:
        pytest.fail(NO_BROWSER, pytrace=False)
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(**choice.launch_options()) as browser,
    ):
        yield browser


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Return an empty page, always of one size: what is on it depends on that."""
    with browser.new_page(viewport={"width": 1280, "height": 800}) as page:
        yield page
