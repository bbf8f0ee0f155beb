"""Screenshots and elements through Selenium, with a real driver and a real browser."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from examples.browser import find_driver
from pytest_visualdiff.capture import CaptureOptions, capture
from pytest_visualdiff.errors import CaptureError, OptionError
from pytest_visualdiff.model import Box, Capture, Found, Ignore, Size

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

PAGE = """data:text/html,<body style='margin: 0; height: 900px; background: white'>
<button id=buy style='position: absolute; left: 10px; top: 20px; width: 60px; height: 30px'>
Buy</button>
<div id=low style='position: absolute; left: 30px; top: 700px; width: 50px; height: 40px;
background: blue'></div>"""

BLUE = (0, 0, 255)


@pytest.fixture(scope="module")
def driver() -> Iterator[Chrome]:
    """Start a browser of two device pixels for each CSS pixel."""
    choice = find_driver()
    assert choice, "no chromedriver here: python -m examples.browser --install --driver installs it"
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = choice.browser
    for argument in ("headless=new", "no-sandbox", "force-device-scale-factor=2"):
        options.add_argument(f"--{argument}")
    driver = webdriver.Chrome(options=options, service=Service(choice.driver))
    yield driver
    driver.quit()


@pytest.fixture
def shop(driver: Chrome) -> Chrome:
    driver.get(PAGE)
    return driver


def take(source: object, **options: Any) -> tuple[Capture, Image.Image]:
    picture = capture(source, CaptureOptions(**options), frozenset(options))
    return picture, Image.open(io.BytesIO(picture.png)).convert("RGB")


def boxes(picture: Capture) -> dict[str, Box]:
    assert picture.elements is not None
    return {element.path: element.box for element in picture.elements.elements}


def test_a_driver_is_taken_as_the_window_shows_it(shop: Chrome) -> None:
    picture, _ = take(shop)
    width, height = shop.execute_script("return [innerWidth, innerHeight]")
    assert (picture.size, picture.scale) == (Size(2 * width, 2 * height), 2.0)
    assert boxes(picture) == {"#buy": Box(20, 40, 120, 60)}
    fingerprint = picture.environment["fingerprint"]
    assert fingerprint.startswith("canvas 1: text ")
    assert picture.environment == {
        "source": "selenium",
        "browser": "chromium",
        "version": shop.capabilities["browserVersion"],
        "platform": sys.platform,
        "device_scale": "2",
        "color_scheme": "light",
        "fingerprint": fingerprint,
    }


def test_the_full_page_has_what_lies_below(shop: Chrome) -> None:
    picture, image = take(shop, full_page=True)
    assert picture.size.height == 1800
    assert image.getpixel((62, 1402)) == BLUE
    assert boxes(picture) == {"#buy": Box(20, 40, 120, 60), "#low": Box(60, 1400, 100, 80)}


def test_clip_takes_a_part(shop: Chrome) -> None:
    picture, image = take(shop, full_page=True, clip=Box(30, 700, 50, 40))
    assert image.getcolors() == [(8000, BLUE)]
    assert boxes(picture) == {"#low": Box(0, 0, 100, 80)}


def test_an_element_is_taken_alone(shop: Chrome) -> None:
    picture, image = take(shop.find_element("id", "low"))
    assert image.getcolors() == [(8000, BLUE)]
    assert boxes(picture) == {"#low": Box(0, 0, 100, 80)}


def test_a_driver_that_is_in_a_frame_still_reads_the_page(driver: Chrome) -> None:
    driver.get("data:text/html,<iframe id=shop srcdoc='<button id=buy>Buy</button>'></iframe>")
    whole = boxes(take(driver)[0])
    driver.switch_to.frame("shop")
    assert boxes(take(driver)[0]) == whole
    assert list(whole) == ["#shop", "#shop >>> #buy"]


def test_what_a_selector_finds_is_ignored_in_device_pixels(shop: Chrome) -> None:
    picture, _ = take(shop, ignore=("#buy", Ignore(text="B", within="body")), full_page=True)
    assert picture.ignore == (Box(20, 40, 120, 60),)
    buy, body = picture.rules
    assert isinstance(buy.within, tuple)
    assert [(it.path, it.elements) for it in buy.within if isinstance(it, Found)] == [
        ("#buy", (0,))
    ]
    assert [it.elements for it in body.within or () if isinstance(it, Found)] == [(0, 1)]
    low, _ = take(shop.find_element("id", "low"), ignore=("#low",))
    assert low.ignore == (Box(0, 0, 100, 80),)


def test_what_selenium_cannot_look_for_is_an_error(shop: Chrome) -> None:
    with pytest.raises(OptionError, match=r"ignore has 'div\[', which the page could not look for"):
        take(shop, ignore=("div[",))
    with pytest.raises(OptionError, match="which is no area of a page"):
        take(shop, ignore=(shop.find_element("id", "buy"),))


def test_an_element_that_is_gone_says_so(shop: Chrome) -> None:
    button = shop.find_element("id", "buy")
    shop.execute_script("arguments[0].remove()", button)
    with pytest.raises(CaptureError, match=r"The browser gave no screenshot: .*stale element"):
        take(button)


def test_what_selenium_cannot_do_is_refused(shop: Chrome) -> None:
    with pytest.raises(OptionError, match="style does not apply to a Selenium driver") as refused:
        take(shop, style="p { color: red }")
    assert refused.value.remedy == "A Selenium driver takes: clip, full_page, ignore."
    with pytest.raises(OptionError, match="clip does not apply to a Selenium element"):
        take(shop.find_element("id", "low"), clip=Box(0, 0, 9, 9))


def test_a_driver_without_a_full_page_says_so() -> None:
    from selenium.webdriver.remote.webdriver import WebDriver

    driver = WebDriver.__new__(WebDriver)
    driver.caps = {"browserName": "safari"}
    with pytest.raises(OptionError, match="full_page does not apply to safari"):
        take(driver, full_page=True)
