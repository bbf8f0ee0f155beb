"""Screenshots and elements of Selenium's drivers and elements, in device pixels.

Selenium is recognised, never imported.
"""

from __future__ import annotations

import base64
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pytest_visualdiff.capture import elements, environment, ignoring, pictures
from pytest_visualdiff.capture.options import CaptureOptions
from pytest_visualdiff.capture.recognising import has_base
from pytest_visualdiff.errors import CaptureError, OptionError
from pytest_visualdiff.model import Box, Capture

if TYPE_CHECKING:
    from selenium.webdriver.remote.webdriver import WebDriver
    from selenium.webdriver.remote.webelement import WebElement

ELEMENT_OPTIONS = frozenset({"ignore"})
DRIVER_OPTIONS = ELEMENT_OPTIONS | {"clip", "full_page"}


def is_driver(source: object) -> bool:
    """Return whether this is a ``WebDriver`` of Selenium, of any browser."""
    return has_base(source, "selenium.webdriver.remote.webdriver", "WebDriver")


def is_element(source: object) -> bool:
    """Return whether this is a ``WebElement`` of Selenium."""
    return has_base(source, "selenium.webdriver.remote.webelement", "WebElement")


def take_driver(driver: WebDriver, options: CaptureOptions) -> Capture:
    """Take a screenshot of the page that a driver is at, and read its elements.

    Raises
    ------
    OptionError
        If ``full_page`` is asked of a browser whose driver cannot take one.
    CaptureError
        If the browser gives no screenshot.
    """
    take = _full_page(driver) if options.full_page else driver.get_screenshot_as_png
    return _take(driver, None, take, options)


def take_element(element: WebElement, options: CaptureOptions) -> Capture:
    """Take a screenshot of an element, and read what is in it.

    Raises
    ------
    CaptureError
        If the browser gives no screenshot: the element is gone, or has no size.
    """
    options = replace(options, full_page=False, clip=None)
    return _take(element.parent, element, lambda: element.screenshot_as_png, options)


def _take(driver: Any, element: Any, take: Any, options: CaptureOptions) -> Capture:
    drawn_by, skipped = environment.of_driver(driver)
    try:
        data = take()
        scale = float(driver.execute_script("return devicePixelRatio"))
    except OptionError:
        raise
    except Exception as error:  # Selenium's own errors are not to be imported
        raise CaptureError(
            f"The browser gave no screenshot: {str(error).strip()}",
            "Check that the window is open and the element is there and visible at this point.",
        ) from error
    clip = options.clip and _scaled(options.clip, scale)
    picture = pictures.from_png(
        data, "the screenshot", drawn_by, replace(options, clip=clip, mask=(), ignore=())
    )
    picture = replace(picture, scale=scale, skipped=skipped)
    return _with_elements(driver, element, options, picture)


def _with_elements(driver: Any, element: Any, options: CaptureOptions, taken: Capture) -> Capture:
    asked_for = ignoring.to_find(options.ignore)
    for number, area in enumerate(asked_for):
        if not isinstance(area, str):
            raise ignoring.unknown(area)
        try:
            nodes = driver.find_elements("css selector", area)
            script = f"({elements.HAND_OVER})(arguments[0], arguments[1])"
            driver.execute_script(script, nodes, number)
        except Exception as error:
            raise ignoring.not_found(area, error) from None
    # Nothing was held still for the picture, and no style was added.
    still = replace(options, animations="allow", style="")
    asked = elements.arguments(still, taken.size, taken.scale)
    try:
        answer = driver.execute_script(
            f"return ({elements.script()})(arguments[0], arguments[1])", element, asked
        )
        read = elements.parse(answer, len(asked_for))
    except Exception as error:  # the picture is there: the check is made without the elements
        return ignoring.without_elements(taken, options.ignore, error)
    return ignoring.with_elements(taken, options.ignore, read)


def _full_page(driver: Any) -> Any:
    """Return what takes the whole page, in the way that the driver's browser has for it."""
    if hasattr(driver, "get_full_page_screenshot_as_png"):
        return driver.get_full_page_screenshot_as_png
    if environment.browser_of(driver) == "chromium":
        return lambda: _beyond_the_window(driver)
    raise OptionError(
        f"full_page does not apply to {driver.capabilities.get('browserName', 'this browser')}:"
        " its driver takes what the window shows.",
        "Leave it out, make the window higher, or use Chromium or Firefox.",
    )


def _beyond_the_window(driver: Any) -> bytes:
    page = driver.execute_cdp_cmd("Page.getLayoutMetrics", {})["cssContentSize"]
    asked = {"captureBeyondViewport": True, "clip": {**page, "scale": 1}}
    return base64.b64decode(driver.execute_cdp_cmd("Page.captureScreenshot", asked)["data"])


def _scaled(box: Box, scale: float) -> Box:
    x, y = round(box.x * scale), round(box.y * scale)
    return Box(x, y, round(box.right * scale) - x, round(box.bottom * scale) - y)
