"""Screenshots and elements of Selenium's drivers and elements, and of what has their interface.

Selenium is recognised, never imported. Appium's drivers are Selenium's, too; what else has
``get_screenshot_as_png`` or ``screenshot_as_png`` is taken in the same way, as far as it goes.
"""

from __future__ import annotations

import base64
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pytest_visualdiff.capture import (
    browser,
    elements,
    ignored_areas,
    pictures,
    tiles,
)
from pytest_visualdiff.capture.options import CaptureOptions
from pytest_visualdiff.capture.page_camera import PageCamera
from pytest_visualdiff.capture.steps import Steps
from pytest_visualdiff.capture.type_checks import is_instance
from pytest_visualdiff.errors import CaptureError, OptionError, VisualDiffError
from pytest_visualdiff.imaging import png
from pytest_visualdiff.model import Box, Capture, Size

if TYPE_CHECKING:
    from selenium.webdriver.remote.webdriver import WebDriver
    from selenium.webdriver.remote.webelement import WebElement

_PLACE = """node => {
    const { left, top, width, height } = node.getBoundingClientRect();
    const x = Math.floor(left + scrollX + 0.001), y = Math.floor(top + scrollY + 0.001);
    const w = Math.ceil(left + scrollX + width - 0.001) - x;
    const h = Math.ceil(top + scrollY + height - 0.001) - y;
    const fits = w <= innerWidth && h <= innerHeight;
    return window !== window.top || fits ? null : [x, y, w, h];
}"""
"""A JavaScript function that returns where an element is in the page, as x, y, width and height in
whole CSS pixels; null where the window can show all of it."""


def is_driver(source: object) -> bool:
    """Return whether this is a ``WebDriver`` of Selenium, or has its way to take a screenshot."""
    return is_instance(source, "selenium.webdriver.remote.webdriver", "WebDriver") or callable(
        getattr(type(source), "get_screenshot_as_png", None)
    )


def is_element(source: object) -> bool:
    """Return whether this is a ``WebElement`` of Selenium, or has its way to take a screenshot."""
    return is_instance(source, "selenium.webdriver.remote.webelement", "WebElement") or hasattr(
        type(source), "screenshot_as_png"
    )


def driver_camera(driver: WebDriver, options: CaptureOptions) -> Steps[SeleniumCamera]:
    """Return the camera of the page that a driver is at.

    Parameters
    ----------
    driver : WebDriver
    options : CaptureOptions
    """
    yield from ()
    return SeleniumCamera(driver, None, options)


def element_camera(element: WebElement, options: CaptureOptions) -> Steps[SeleniumCamera]:
    """Return the camera of an element.

    Parameters
    ----------
    element : WebElement
    options : CaptureOptions
    """
    yield from ()
    alone = replace(options, full_page=False, clip=None)
    return SeleniumCamera(getattr(element, "parent", None), element, alone)


class SeleniumCamera(PageCamera):
    """Takes pictures of a page, or of an element of it.

    Parameters
    ----------
    driver : WebDriver
    element : WebElement or None
    options : CaptureOptions
    """

    def __init__(self, driver: Any, element: Any, options: CaptureOptions) -> None:
        super().__init__(options, is_page=element is None)
        self._driver = driver
        self._element = element

    def environment(self) -> Steps[Mapping[str, str]]:
        """Return what draws the pictures."""
        yield from ()
        renderer = browser.driver_renderer(self._driver)
        self._skipped = renderer.skipped
        return renderer.environment

    def pause(self, seconds: float) -> Any:
        """Let the page go on."""
        return time.sleep(seconds)

    def take(self, drawn_by: Mapping[str, str]) -> Steps[Capture]:
        """Take a screenshot.

        Raises
        ------
        OptionError
            If the browser has no way to do what an option asks for.
        CaptureError
            If it gives no screenshot: the window is closed, or the element is gone or has no size.
        """
        yield from ()
        options = self._options
        try:
            with self._without_background():
                data = self._screenshot()
        except VisualDiffError:
            raise
        except Exception as error:  # Selenium's own errors are not to be imported
            raise CaptureError(
                f"The browser gave no screenshot: {_said(error)}",
                "Check that the window is open and the element is there and visible at this point.",
            ) from error
        scale = self._scale()
        if options.clip:
            data = pictures.clipped(data, _scaled(options.clip, scale))
        size = png.check(data, "the screenshot")
        if options.scale == "css" and scale != 1:
            size, scale = Size(round(size.width / scale), round(size.height / scale)), 1.0
            data = pictures.resized(data, size)
        return Capture(data, size, scale, drawn_by, skipped=self._skipped)

    def read(self, taken: Capture) -> Steps[Capture]:
        """Read the elements right after the screenshot, and paint over what is masked."""
        yield from ()
        options = self._options
        asked_for = ignored_areas.to_find(options.ignore)
        hidden = [area for area in options.mask if isinstance(area, Box)]
        masks = [area for area in options.mask if not isinstance(area, Box)]
        try:
            read = self._read(taken, asked_for, masks)
        except OptionError:
            raise
        except Exception as error:  # the picture is there: the check is made without the elements
            if masks:
                raise _no_masks(error) from error
            return ignored_areas.without_elements(
                self._painted(taken, hidden), options.ignore, error
            )
        for area, found in zip(masks, read.areas[len(asked_for) :], strict=True):
            hidden += [it.box for it in found]
            if not found:
                taken = ignored_areas.with_nothing_masked(taken, area)
        read = read._replace(areas=read.areas[: len(asked_for)])
        return ignored_areas.with_elements(self._painted(taken, hidden), options.ignore, read)

    def _call(self, function: str, *arguments: object) -> Any:
        """Call a JavaScript function in the page."""
        return self._driver.execute_script(f"return ({function})(...arguments)", *arguments)

    def _scale(self) -> float:
        try:
            return float(self._call("() => devicePixelRatio"))
        except Exception:  # what is no page has pixels only
            return 1.0

    def _screenshot(self) -> bytes:
        """Return a picture in device pixels."""
        if self._element is None:
            return (
                self._whole() if self._options.full_page else self._driver.get_screenshot_as_png()
            )
        data: bytes = self._element.screenshot_as_png  # which scrolls to it
        place = None
        with suppress(Exception):  # what is no page has no such place
            place = self._call(_PLACE, self._element)
        if place is None or not self._takes_whole():
            return data
        if self._has_devtools():
            return self._beyond_the_window(tuple(place))
        return pictures.clipped(self._whole(), _scaled(Box(*place), self._scale()))

    def _takes_whole(self) -> bool:
        return hasattr(self._driver, "get_full_page_screenshot_as_png") or self._has_devtools()

    def _has_devtools(self) -> bool:
        chromium = browser.browser_name(self._driver) == "chromium"
        return chromium and hasattr(self._driver, "execute_cdp_cmd")

    def _whole(self) -> bytes:
        """Return the whole page, in the way that the driver's browser has for it."""
        if hasattr(self._driver, "get_full_page_screenshot_as_png"):
            return bytes(self._driver.get_full_page_screenshot_as_png())
        if not self._has_devtools():
            raise self._cannot("full_page", "its driver takes what the window shows")
        page = self._driver.execute_cdp_cmd("Page.getLayoutMetrics", {})["cssContentSize"]
        return self._beyond_the_window((page["x"], page["y"], page["width"], page["height"]))

    def _beyond_the_window(self, whole: tiles.Rectangle) -> bytes:
        """Return a part of the page that the window need not show, in pieces where it is large."""
        scale = self._scale()
        size = Size(round(whole[2] * scale), round(whole[3] * scale))
        if not tiles.is_too_large(size):
            return self._through_devtools(whole)
        taken = {piece: self._through_devtools(piece) for piece in tiles.pieces(whole, scale)}
        return tiles.joined(whole, size, taken)

    def _through_devtools(self, place: tiles.Rectangle) -> bytes:
        clip = dict(zip(("x", "y", "width", "height"), place, strict=True))
        asked = {"captureBeyondViewport": True, "clip": {**clip, "scale": 1}}
        answer = self._driver.execute_cdp_cmd("Page.captureScreenshot", asked)
        return base64.b64decode(answer["data"])

    @contextmanager
    def _without_background(self) -> Iterator[None]:
        """Leave the white background out meanwhile, if that is asked for."""
        if not self._options.omit_background:
            yield
            return
        if not self._has_devtools():
            raise self._cannot("omit_background", "its driver cannot leave it out")
        command = "Emulation.setDefaultBackgroundColorOverride"
        self._driver.execute_cdp_cmd(command, {"color": {"r": 0, "g": 0, "b": 0, "a": 0}})
        try:
            yield
        finally:
            self._driver.execute_cdp_cmd(command, {})

    def _cannot(self, option: str, why: str) -> OptionError:
        name = browser.browser_name(self._driver) or "an app"
        return OptionError(
            f"{option} does not apply to {name}: {why}.",
            "Leave it out, or use Chromium, which has it.",
        )

    def _read(
        self, taken: Capture, asked_for: list[object], masks: list[object]
    ) -> elements.Reading:
        for number, area in enumerate(asked_for):
            self._hand_over(number, area, "ignore")
        for number, area in enumerate(masks, len(asked_for)):
            self._hand_over(number, area, "mask")
        asked = elements.arguments(self._options, taken.size, taken.scale, hidden=len(masks))
        answer = self._call(elements.script(), self._element, asked)
        return elements.parse(answer, len(asked_for) + len(masks))

    def _painted(self, taken: Capture, boxes: list[Box]) -> Capture:
        if not boxes:
            return taken
        return replace(taken, png=pictures.painted(taken.png, boxes, self._options.mask_color))

    def _hand_over(self, number: int, area: object, option: str) -> None:
        """Tell the page which of its elements an area is."""
        if isinstance(area, str):
            try:
                nodes: list[Any] = self._driver.find_elements("css selector", area)
            except Exception as error:
                raise ignored_areas.not_found(area, error, option) from None
        elif is_element(area):
            nodes = [area]
        else:
            raise ignored_areas.unknown(area, option)
        self._call(elements.HAND_OVER, nodes, number)


def _said(error: Exception) -> str:
    """Return what a driver says, without the trace of what it did."""
    return str(error).partition("\nStacktrace:")[0].strip()


def _no_masks(error: Exception) -> CaptureError:
    return CaptureError(
        f"What to mask could not be found: {elements.not_read(error).reason}",
        "Give boxes (x, y, width, height) in pixels of the picture: mask=[(10, 20, 90, 30)].",
    )


def _scaled(box: Box, scale: float) -> Box:
    x, y = round(box.x * scale), round(box.y * scale)
    return Box(x, y, round(box.right * scale) - x, round(box.bottom * scale) - y)
