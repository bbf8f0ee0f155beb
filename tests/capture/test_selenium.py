"""Screenshots and elements through Selenium, with a real driver and a real browser."""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from examples.browser import NO_DRIVER, find_driver, find_gecko_driver
from examples.restless import PAGES
from pytest_visualdiff.capture import CaptureOptions, capture
from pytest_visualdiff.errors import CaptureError, OptionError
from pytest_visualdiff.model import Box, Capture, Ignore, Size
from tests.support.recorded import Recorded

if TYPE_CHECKING:
    from selenium.webdriver.remote.webdriver import WebDriver

PAGE = """data:text/html,<body style='margin: 0; height: 900px; background: white'>
<button id=buy style='position: absolute; left: 10px; top: 20px; width: 60px; height: 30px'>
Buy</button>
<div id=low style='position: absolute; left: 30px; top: 700px; width: 50px; height: 40px;
background: blue'></div>"""

BLUE = (0, 0, 255)


@pytest.fixture(scope="module", params=["chromium", "firefox"])
def driver(request: pytest.FixtureRequest) -> Iterator[WebDriver]:
    """Start a browser of two device pixels for each CSS pixel."""
    driver = chrome() if request.param == "chromium" else firefox()
    yield driver
    driver.quit()


@pytest.fixture(scope="module")
def gecko() -> Iterator[WebDriver]:
    driver = firefox(scale=1)
    yield driver
    driver.quit()


@pytest.fixture(scope="module")
def chromium() -> Iterator[WebDriver]:
    driver = chrome()
    yield driver
    driver.quit()


def chrome() -> WebDriver:
    choice = find_driver()
    assert choice, NO_DRIVER
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = choice.browser
    for argument in ("headless=new", "no-sandbox", "force-device-scale-factor=2"):
        options.add_argument(f"--{argument}")
    return webdriver.Chrome(options=options, service=Service(choice.driver))


def firefox(scale: int = 2) -> WebDriver:
    choice = find_gecko_driver()
    assert choice, NO_DRIVER
    from selenium import webdriver
    from selenium.webdriver.firefox.service import Service

    options = webdriver.FirefoxOptions()
    options.binary_location = choice.browser
    options.add_argument("-headless")
    options.set_preference("layout.css.devPixelsPerPx", str(scale))
    return webdriver.Firefox(options=options, service=Service(choice.driver))


@pytest.fixture
def shop(driver: WebDriver) -> WebDriver:
    driver.get(PAGE)
    return driver


def take(source: object, **options: Any) -> tuple[Capture, Image.Image]:
    picture = capture(source, CaptureOptions(**options), frozenset(options))
    return picture, Image.open(io.BytesIO(picture.png)).convert("RGB")


def boxes(picture: Capture) -> dict[str, Box]:
    assert picture.elements is not None
    return {element.path: element.box for element in picture.elements.elements}


def test_a_driver_is_taken_as_the_window_shows_it(shop: WebDriver) -> None:
    picture, _ = take(shop)
    width, height = shop.execute_script("return [innerWidth, innerHeight]")
    assert (picture.size, picture.scale) == (Size(width, height), 1.0)
    assert boxes(picture) == {"#buy": Box(10, 20, 60, 30)}
    picture, _ = take(shop, scale="device")
    assert (picture.size, picture.scale) == (Size(2 * width, 2 * height), 2.0)
    assert boxes(picture) == {"#buy": Box(20, 40, 120, 60)}
    fingerprint = picture.environment["fingerprint"]
    assert fingerprint.startswith("canvas 1: text ")
    assert picture.environment == {
        "source": "selenium",
        "browser": {"chrome": "chromium"}.get(shop.name, shop.name),
        "version": shop.capabilities["browserVersion"],
        "platform": sys.platform,
        "device_scale": "2",
        "color_scheme": "light",
        "fingerprint": fingerprint,
    }


def test_the_full_page_has_what_lies_below(shop: WebDriver) -> None:
    picture, image = take(shop, full_page=True, scale="device")
    assert picture.size.height == 1800
    assert image.getpixel((62, 1402)) == BLUE
    assert boxes(picture) == {"#buy": Box(20, 40, 120, 60), "#low": Box(60, 1400, 100, 80)}


def test_clip_takes_a_part(shop: WebDriver) -> None:
    picture, image = take(shop, full_page=True, clip=Box(30, 700, 50, 40), scale="device")
    assert image.getcolors() == [(8000, BLUE)]
    assert boxes(picture) == {"#low": Box(0, 0, 100, 80)}


def test_an_element_is_taken_alone(shop: WebDriver) -> None:
    picture, image = take(shop.find_element("id", "low"), scale="device")
    assert image.getcolors() == [(8000, BLUE)]
    assert boxes(picture) == {"#low": Box(0, 0, 100, 80)}


def test_a_driver_that_is_in_a_frame_still_reads_the_page(driver: WebDriver) -> None:
    driver.get("data:text/html,<iframe id=shop srcdoc='<button id=buy>Buy</button>'></iframe>")
    whole = boxes(take(driver)[0])
    driver.switch_to.frame("shop")
    assert boxes(take(driver)[0]) == whole
    assert list(whole) == ["#shop", "#shop >>> #buy"]


def test_what_a_selector_finds_is_ignored_in_device_pixels(shop: WebDriver) -> None:
    asked = ("#buy", Ignore(text="B", within="body"))
    picture, _ = take(shop, ignore=asked, full_page=True, scale="device")
    assert picture.ignore == (Box(20, 40, 120, 60),)
    buy, body = picture.rules
    assert isinstance(buy.within, tuple)
    assert [(it.path, it.elements) for it in buy.within if it.path] == [("#buy", (0,))]
    assert [it.elements for it in body.within or () if it.path] == [(0, 1)]
    low, _ = take(shop.find_element("id", "low"), ignore=("#low",))
    assert low.ignore == (Box(0, 0, 50, 40),)


def test_what_selenium_cannot_look_for_is_an_error(shop: WebDriver) -> None:
    with pytest.raises(OptionError, match=r"ignore has 'div\[', which the page could not look for"):
        take(shop, ignore=("div[",))
    with pytest.raises(OptionError, match="ignore has 3, which is no area of a page"):
        take(shop, ignore=(3,))
    with pytest.raises(OptionError, match="mask has 3, which is no area of a page"):
        take(shop, mask=(3,))


def test_an_element_that_is_gone_says_so(shop: WebDriver) -> None:
    button = shop.find_element("id", "buy")
    shop.execute_script("arguments[0].remove()", button)
    with pytest.raises(CaptureError, match=r"The browser gave no screenshot: .*stale"):
        take(button)


def test_what_selenium_cannot_do_is_refused(shop: WebDriver) -> None:
    with pytest.raises(OptionError, match="clip does not apply to a Selenium element"):
        take(shop.find_element("id", "low"), clip=Box(0, 0, 9, 9))


PINK, WHITE = (255, 0, 255), (255, 255, 255)


def test_masks_cover_selectors_elements_and_boxes(shop: WebDriver) -> None:
    masks = ("#buy", shop.find_element("id", "low"), Box(100, 0, 10, 10))
    picture, image = take(shop, mask=masks, full_page=True)
    assert [image.getpixel(at) for at in ((12, 22), (32, 702), (105, 5), (5, 5))] == [
        PINK, PINK, PINK, WHITE,
    ]  # fmt: skip
    assert boxes(picture) == {}
    _, image = take(shop.find_element("id", "low"), mask=("#low",), mask_color="#fff")
    assert image.getcolors() == [(2000, WHITE)]
    _, image = take(shop, mask=("#buy",), scale="device")
    assert (image.getpixel((22, 42)), image.getpixel((18, 42))) == (PINK, WHITE)


def test_a_page_is_held_still_and_left_as_it_was(shop: WebDriver) -> None:
    shop.execute_script(
        "document.body.animate([{}, {background: 'red'}], {duration: 900, iterations: Infinity})"
    )
    shop.execute_script("scrollTo(0, 40); document.getElementById('buy').focus()")
    found = "return [scrollY, document.activeElement.id, document.documentElement.outerHTML]"
    before = shop.execute_script(found)
    picture, image = take(
        shop.find_element("id", "low"), style="#low { background: lime !important }"
    )
    assert picture.still
    assert image.getcolors() == [(2000, (0, 255, 0))]
    assert shop.execute_script(found) == before
    assert shop.execute_script("return document.getAnimations()[0].playState") == "running"


def test_an_element_larger_than_the_window_is_taken_whole(driver: WebDriver) -> None:
    driver.get(
        "data:text/html,<body style='margin: 9px'><div id=tall style='width: 70px;"
        "height: 9000px; background: linear-gradient(red 8000px, blue 8000px)'></div>"
    )
    picture, image = take(driver.find_element("id", "tall"))
    assert (str(picture.size), picture.still) == ("70x9000", True)
    assert sorted(image.getcolors() or []) == [(70 * 1000, BLUE), (70 * 8000, (255, 0, 0))]


def test_the_background_can_be_left_out_in_chromium(chromium: WebDriver) -> None:
    chromium.get("data:text/html,<p>transparent")
    picture = capture(chromium, CaptureOptions(omit_background=True), frozenset())
    assert Image.open(io.BytesIO(picture.png)).convert("RGBA").getpixel((90, 90)) == (0, 0, 0, 0)


def test_a_driver_without_a_full_page_says_so() -> None:
    from selenium.webdriver.remote.webdriver import WebDriver

    driver = WebDriver.__new__(WebDriver)
    driver.caps = {"browserName": "safari"}
    with pytest.raises(OptionError, match="full_page does not apply to safari"):
        take(driver, full_page=True)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_that_misbehaves_passes_in_firefox_too(
    name: str, gecko: WebDriver, address: str, recorded: Recorded
) -> None:
    url, restless = f"{address}/{name}", PAGES[name]

    def source() -> object:
        gecko.get(url)
        return gecko.find_element("css selector", restless.element) if restless.element else gecko

    taken = source()
    time.sleep(1)  # all that comes late is there
    assert recorded.record(taken, **restless.options).still
    assert recorded.check(source(), recapture=0, **restless.options)[0]
