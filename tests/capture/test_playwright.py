"""Screenshots of a real browser's pages and elements."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from pytest_visualdiff.capture import CaptureOptions, capture
from pytest_visualdiff.errors import CaptureError, OptionError, UnsupportedSourceError
from pytest_visualdiff.model import Box, Capture, Size

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PAGE = """
<style>
  body { margin: 0; height: 900px; background: white }
  div { position: absolute; width: 50px; height: 40px }
  #red { left: 10px; top: 20px; background: #f00 }
  #blue { left: 100px; top: 800px; background: #00f }
  #moving { left: 200px; top: 20px; background: #0f0; animation: slide 2s infinite linear }
  @keyframes slide { from { margin-left: 0 } to { margin-left: 90px } }
</style>
<div id=red></div><div id=blue></div><div id=moving></div>
"""

RED, BLUE, WHITE, PINK = (255, 0, 0), (0, 0, 255), (255, 255, 255), (255, 0, 255)


@pytest.fixture
def shop(page: Page) -> Page:
    page.set_content(PAGE)
    return page


def take(source: object, **options: Any) -> tuple[Capture, Image.Image]:
    picture = capture(source, CaptureOptions(**options), frozenset(options))
    return picture, Image.open(io.BytesIO(picture.png)).convert("RGBA")


def color(image: Image.Image, x: int, y: int) -> tuple[int, ...]:
    pixel = image.getpixel((x, y))
    assert isinstance(pixel, tuple)
    return pixel[:3]


def test_a_page_is_taken_as_the_viewport_shows_it(shop: Page, browser: Browser) -> None:
    picture, image = take(shop)
    assert picture.size == Size(400, 300)
    assert color(image, 12, 22) == RED
    fingerprint = picture.environment["fingerprint"]
    assert fingerprint.startswith("page 1: text ")
    assert picture.environment == {
        "source": "playwright",
        "browser": "chromium",
        "version": browser.version,
        "platform": sys.platform,
        "device_scale": "1",
        "color_scheme": "light",
        "fingerprint": fingerprint,
    }


def test_the_full_page_has_what_lies_below(shop: Page) -> None:
    picture, image = take(shop, full_page=True)
    assert picture.size == Size(400, 900)
    assert color(image, 110, 810) == BLUE


def test_clip_takes_a_part(shop: Page) -> None:
    picture, image = take(shop, clip=Box(10, 20, 50, 40))
    assert picture.size == Size(50, 40)
    assert image.getcolors() == [(2000, (*RED, 255))]


def test_a_locator_is_taken_alone(shop: Page) -> None:
    picture, image = take(shop.locator("#blue"))
    assert picture.size == Size(50, 40)
    assert image.getcolors() == [(2000, (*BLUE, 255))]


def test_masks_cover_locators_and_selectors(shop: Page) -> None:
    _, image = take(shop, mask=[shop.locator("#red"), "#moving"])
    assert color(image, 12, 22) == PINK
    _, image = take(shop, mask=["#red"], mask_color="#0000ff")
    assert color(image, 12, 22) == BLUE


def test_what_moves_is_stopped_so_two_pictures_are_equal(shop: Page) -> None:
    first, _ = take(shop)
    shop.wait_for_timeout(120)
    second, _ = take(shop)
    assert first.png == second.png


def test_style_applies_while_taking_and_is_gone_after(shop: Page) -> None:
    _, image = take(shop, style="#red { visibility: hidden }")
    assert color(image, 12, 22) == WHITE
    _, image = take(shop)
    assert color(image, 12, 22) == RED


def test_the_background_can_be_left_out(page: Page) -> None:
    page.set_content("<p>transparent")
    _, image = take(page, omit_background=True)
    assert image.getpixel((399, 299)) == (0, 0, 0, 0)


def test_device_pixels_are_taken_if_asked(browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 100, "height": 80}, device_scale_factor=2)
    page = context.new_page()
    css, _ = take(page)
    device, _ = take(page, scale="device")
    context.close()
    assert (css.size, css.scale) == (Size(100, 80), 1.0)
    assert (device.size, device.scale) == (Size(200, 160), 2.0)


def test_an_element_that_is_not_there_says_so(shop: Page) -> None:
    with pytest.raises(CaptureError, match="The browser gave no screenshot of about:blank") as err:
        take(shop.locator("#nowhere"), timeout=100.0)
    assert "the element is there and visible" in err.value.remedy


def test_a_closed_page_says_so(browser: Browser) -> None:
    page = browser.new_page()
    page.close()
    with pytest.raises(CaptureError, match="closed"):
        take(page)


def test_a_mask_that_is_no_locator_is_refused(shop: Page) -> None:
    with pytest.raises(OptionError, match="which is no area of a page"):
        take(shop, mask=[(1, 2, 3, 4)])


def test_a_locator_has_no_full_page(shop: Page) -> None:
    with pytest.raises(OptionError, match="full_page does not apply to a locator"):
        take(shop.locator("#red"), full_page=True)


def test_an_async_page_is_recognised_and_refused_with_the_way_round() -> None:
    from playwright.async_api import Page as AsyncPage

    page = AsyncPage.__new__(AsyncPage)
    with pytest.raises(UnsupportedSourceError, match="it is of Playwright's async API") as raised:
        take(page)
    assert "await visual_baseline.acheck(page)" in raised.value.remedy
