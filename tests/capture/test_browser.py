"""What is known of what drew a page, and that finding it out leaves no trace."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from examples.browser import NO_DRIVER, find_driver
from pytest_visualdiff.baselines.environment import same_rendering
from pytest_visualdiff.capture import CaptureOptions, capture, fingerprint
from pytest_visualdiff.model import Capture
from tests.support import with_fonts

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Playwright
    from selenium.webdriver import Chrome


def take(source: object) -> Capture:
    return capture(source, CaptureOptions(), frozenset())


def parts(taken: Capture) -> dict[str, str]:
    """Return the checksums of a fingerprint, by what was drawn."""
    told = taken.environment["fingerprint"].partition(": ")[2]
    found = (part.rpartition(" ") for part in told.split(", "))
    return {name: checksum for name, _, checksum in found}


class Counting:
    """Counts how often a browser's drawing was looked at."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.count = 0
        real = fingerprint.of_browser

        def counted(browser: Any, scale: float) -> Any:
            self.count += 1
            return real(browser, scale)

        monkeypatch.setattr(fingerprint, "of_browser", counted)


class TestPlaywright:
    """A page of Playwright."""

    def test_two_contexts_draw_alike_and_the_browser_is_asked_once(
        self, playwright: Playwright, launch_options: dict[str, Any],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:  # fmt: skip
        asked = Counting(monkeypatch)
        with playwright.chromium.launch(**launch_options) as browser:
            contexts = [browser.new_context(), browser.new_context(color_scheme="dark")]
            light, dark = (take(context.new_page()) for context in contexts)
        assert asked.count == 1
        assert light.environment["fingerprint"] == dark.environment["fingerprint"]
        assert light.environment["color_scheme"] == "light"
        assert dark.environment["color_scheme"] == "dark"

    def test_another_scale_is_drawn_another_way(self, browser: Browser) -> None:
        context = browser.new_context(device_scale_factor=2)
        twice, once = take(context.new_page()), take(browser.new_page())
        context.close()
        assert twice.environment["device_scale"] == "2"
        assert same_rendering(once.environment, twice.environment) is False
        assert not set(parts(once).values()) & set(parts(twice).values())

    def test_hinting_shows_in_text_and_nowhere_else(
        self, playwright: Playwright, launch_options: dict[str, Any], tmp_path: Path
    ) -> None:
        taken = []
        for style in ("hintslight", "hintfull", "hintslight"):
            with playwright.chromium.launch(
                **with_fonts(launch_options, tmp_path, style)
            ) as browser:
                taken.append(parts(take(browser.new_page())))
        slight, full, again = taken
        assert slight == again
        assert {name for name in slight if slight[name] != full[name]} == {
            "text",
            "system font",
        }

    def test_the_users_context_sees_nothing_of_it(
        self, playwright: Playwright, launch_options: dict[str, Any]
    ) -> None:
        with playwright.chromium.launch(**launch_options) as browser:
            context = browser.new_context()
            opened: list[Page] = []
            context.on("page", lambda page: opened.append(page))
            page = context.new_page()
            page.set_content("<p>Orders")
            before = page.content()
            take(page)
            assert opened == context.pages == [page]
            assert browser.contexts == [context]
            assert page.content() == before

    def test_a_phone_that_is_emulated_is_drawn_by_this_machine(
        self, playwright: Playwright, browser: Browser
    ) -> None:
        context = browser.new_context(**playwright.devices["Pixel 5"])
        taken = take(context.new_page())
        context.close()
        assert taken.environment["platform"] == sys.platform
        assert taken.environment["device_scale"] == "2.75"

    def test_the_platform_is_that_of_the_browser_and_not_that_of_the_tests(
        self, page: Page, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        here = sys.platform
        monkeypatch.setattr(sys, "platform", "plan9")  # as where the browser runs on a server
        assert take(page).environment["platform"] == here

    def test_a_profile_on_disk_has_a_fingerprint(
        self, playwright: Playwright, launch_options: dict[str, Any], tmp_path: Path,
        browser: Browser,
    ) -> None:  # fmt: skip
        kept = playwright.chromium.launch_persistent_context(tmp_path, **launch_options)
        taken = take(kept.pages[0])
        kept.close()
        assert taken.environment == take(browser.new_page()).environment

    def test_a_page_that_hides_its_browser_is_checked_without_a_fingerprint(
        self, page: Page
    ) -> None:
        page.evaluate("() => { window.matchMedia = () => { throw Error('not here') } }")
        taken = take(page)
        assert taken.environment.keys() == {"source", "browser", "version", "platform"}
        (skipped,) = taken.skipped
        assert skipped.stage == "fingerprint"
        assert skipped.reason.startswith("how the browser draws could not be found out: ")
        assert "not here" in skipped.reason

    def test_a_browser_that_opens_no_second_context_is_asked_once_only(
        self, playwright: Playwright, launch_options: dict[str, Any],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:  # fmt: skip
        asked = Counting(monkeypatch)

        def refuse(**_: object) -> None:
            raise RuntimeError("Browser.new_context: not here")

        with playwright.chromium.launch(**launch_options) as browser:
            page = browser.new_page()
            monkeypatch.setattr(browser, "new_context", refuse)
            first, second = take(page), take(page)
        assert asked.count == 1
        assert first.skipped == second.skipped
        assert "not here" in first.skipped[0].reason
        assert first.environment["device_scale"] == "1"


class TestSelenium:
    """A page of Selenium."""

    @pytest.fixture
    def driver(self) -> Iterator[Chrome]:
        choice = find_driver()
        assert choice, NO_DRIVER
        from selenium import webdriver
        from selenium.webdriver.chrome.service import Service

        options = webdriver.ChromeOptions()
        options.binary_location = choice.browser
        options.add_argument("--headless=new")
        options.add_argument("--no-sandbox")
        driver = webdriver.Chrome(options=options, service=Service(choice.driver))
        yield driver
        driver.quit()

    def test_a_canvas_tells_how_text_is_drawn(self, driver: Chrome) -> None:
        driver.get("data:text/html,<p>Orders")
        windows, page = driver.window_handles, driver.page_source
        first = take(driver)
        driver.get("data:text/html,<style>*{font:20px serif;letter-spacing:3px}</style><p>Cart")
        second = take(driver)
        assert first.environment == second.environment
        assert first.environment["fingerprint"].startswith("canvas 1: text ")
        assert first.environment["platform"] == sys.platform
        assert driver.window_handles == windows
        assert "canvas" not in page
