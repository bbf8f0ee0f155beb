"""The page that is timed, in a real browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from benchmarks.elements import PIXELS_ONLY, READING, WITH_ELEMENTS, beyond_screenshot
from benchmarks.pages import DASHBOARD, change_button, change_texts
from pytest_visualdiff.capture import CaptureOptions, capture

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.fixture
def dashboard(browser: Browser) -> Iterator[Page]:
    """Open the dashboard as it is timed."""
    with browser.new_page(viewport={"width": 1280, "height": 1700}) as page:
        page.goto(DASHBOARD.as_uri())
        yield page


@pytest.mark.parametrize(("change", "count"), [(change_button, 1), (change_texts, 5)])
def test_as_many_texts_change_as_are_timed(
    dashboard: Page, change: Callable[[Page], None], count: int
) -> None:
    before = texts(dashboard)
    change(dashboard)
    after = texts(dashboard)
    assert sum(before[path] != after[path] for path in before.keys() & after.keys()) == count


def texts(page: Page) -> dict[str, str]:
    """Return the texts of the page's elements by their paths."""
    picture = capture(page, CaptureOptions(), frozenset())
    assert picture.elements
    return {element.path: element.text for element in picture.elements.elements}


def test_what_is_timed_finds_what_changed(
    dashboard: Page, capsys: pytest.CaptureFixture[str]
) -> None:
    times = beyond_screenshot(dashboard, change_button, rounds=2)
    assert {name: len(its.wall) for name, its in times.items()} == {
        READING: 2,
        WITH_ELEMENTS: 2,
        PIXELS_ONLY: 2,
    }
    assert "button 'Place New Order' became 'Order Now'" in capsys.readouterr().out
