"""Screenshots and elements of Playwright's pages and locators, of the sync and of the async API.

Playwright is recognised, never imported.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
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
from pytest_visualdiff.errors import CaptureError, InvalidPictureError, OptionError
from pytest_visualdiff.imaging import png
from pytest_visualdiff.model import Box, Capture, Size

if TYPE_CHECKING:
    from playwright.async_api import ElementHandle as AsyncElementHandle
    from playwright.async_api import Frame as AsyncFrame
    from playwright.async_api import Locator as AsyncLocator
    from playwright.async_api import Page as AsyncPage
    from playwright.sync_api import ElementHandle, Frame, Locator, Page

SYNC = "playwright.sync_api"
"""The module of Playwright's sync API."""

ASYNC = "playwright.async_api"
"""The module of Playwright's async API."""

_EXTENT = """() => ["Width", "Height"].map(side => {
    const parts = [document.body, document.documentElement];
    const names = [`scroll${side}`, `offset${side}`, `client${side}`];
    return Math.max(...parts.flatMap(part => names.map(name => part ? part[name] : 0)));
})"""
"""A JavaScript function that returns the width and height of the whole page in CSS pixels, as
Playwright finds them."""

_NAVIGATION = re.compile("context was destroyed|navigat", re.IGNORECASE)
"""Errors of Playwright where another page is just taking the place of this one."""

_RECTANGLES = """nodes => nodes.map(node => {
    const { left, top, right, bottom } = node.getBoundingClientRect();
    return [left, top, right, bottom];
})"""
"""A JavaScript function that returns the edges of elements in CSS pixels of the window."""


def is_page(source: object, api: str) -> bool:
    """Return whether ``source`` is a ``Page`` of the Playwright API in the module ``api``."""
    return is_instance(source, api, "Page")


def is_frame(source: object, api: str) -> bool:
    """Return whether ``source`` is a ``Frame`` of the Playwright API in the module ``api``."""
    return is_instance(source, api, "Frame")


def is_locator(source: object, api: str) -> bool:
    """Return whether ``source`` is a ``Locator`` of the Playwright API in the module ``api``."""
    return is_instance(source, api, "Locator")


def is_handle(source: object, api: str) -> bool:
    """Return whether ``source`` is an ``ElementHandle`` of Playwright's API in module ``api``."""
    return is_instance(source, api, "ElementHandle")


def page_camera(page: Page | AsyncPage, options: CaptureOptions) -> Steps[PlaywrightCamera]:
    """Return the camera of a page.

    Parameters
    ----------
    page : Page
    options : CaptureOptions
    """
    yield from ()
    return PlaywrightCamera(page, page, options)


def frame_camera(frame: Frame | AsyncFrame, options: CaptureOptions) -> Steps[PlaywrightCamera]:
    """Return the camera of a frame: of the element that shows it, or of its page.

    Parameters
    ----------
    frame : Frame
    options : CaptureOptions

    Raises
    ------
    CaptureError
        If no page shows it any more.
    """
    if frame.parent_frame is None:
        return PlaywrightCamera(frame.page, frame.page, options)
    try:
        shows = yield frame.frame_element()
    except Exception as error:  # Playwright's own errors are not to be imported
        raise _no_screenshot(frame.url, error) from error
    return PlaywrightCamera(shows, frame.page, options)


def locator_camera(
    locator: Locator | AsyncLocator, options: CaptureOptions
) -> Steps[PlaywrightCamera]:
    """Return the camera of the one element that a locator finds.

    Parameters
    ----------
    locator : Locator
    options : CaptureOptions
    """
    yield from ()
    return PlaywrightCamera(locator, locator.page, options)


def handle_camera(
    handle: ElementHandle | AsyncElementHandle, options: CaptureOptions
) -> Steps[PlaywrightCamera]:
    """Return the camera of an element.

    Parameters
    ----------
    handle : ElementHandle
    options : CaptureOptions

    Raises
    ------
    CaptureError
        If it is in no page any more.
    """
    try:
        frame = yield handle.owner_frame()
        return PlaywrightCamera(handle, frame.page, options)
    except Exception as error:  # Playwright's own errors are not to be imported
        raise _no_screenshot("an element", error) from error


class PlaywrightCamera(PageCamera):
    """Takes pictures of a page or of an element of it.

    Parameters
    ----------
    source : Page, Locator or ElementHandle
    page : Page
        The page that it is in.
    options : CaptureOptions
    """

    def __init__(self, source: Any, page: Any, options: CaptureOptions) -> None:
        super().__init__(options, is_page=source is page)
        self._source = source
        self._page = page

    def environment(self) -> Steps[Mapping[str, str]]:
        """Return what draws the page."""
        renderer = yield from browser.page_renderer(self._page)
        self._skipped = renderer.skipped
        return renderer.environment

    def pause(self, seconds: float) -> Any:
        """Let the page go on; calls that it makes to the test are answered meanwhile."""
        return self._page.wait_for_timeout(seconds * 1000)

    def take(self, drawn_by: Mapping[str, str]) -> Steps[Capture]:
        """Take a screenshot.

        Raises
        ------
        CaptureError
            If the browser gives no screenshot: the page is closed, time is up, or a locator finds
            nothing, or more than one element.
        """
        options = self._options
        arguments = _arguments(self._page, options)
        if self._is_page:
            arguments |= {"full_page": options.full_page}
            if clip := options.clip:
                box = {"x": clip.x, "y": clip.y, "width": clip.w, "height": clip.h}
                arguments |= {"clip": box}
        scale = 1.0
        try:
            data = yield self._source.screenshot(**arguments)
            if options.scale == "device":
                scale = float((yield self._page.evaluate("devicePixelRatio")))
            if tiles.is_too_large(png.check(data, "the screenshot")):
                data = yield from self._in_pieces(arguments, png.check(data, "the screenshot"))
        except InvalidPictureError:
            raise
        except Exception as error:  # Playwright's own errors are not to be imported
            raise _no_screenshot(self._page.url, error) from error
        if boxes := [area for area in options.mask if isinstance(area, Box)]:
            data = pictures.painted(data, boxes, options.mask_color)
        size = png.check(data, "the screenshot")
        return Capture(data, size, scale, drawn_by, skipped=self._skipped)

    def read(self, taken: Capture) -> Steps[Capture]:
        """Read the elements right after the screenshot, while the page is scrolled as it was."""
        options, page = self._options, self._page
        asked_for = ignored_areas.to_find(options.ignore)
        for number, area in enumerate(asked_for):
            locator = _locator(page, area)
            if locator is None:
                raise ignored_areas.unknown(area)
            try:
                yield locator.evaluate_all(elements.HAND_OVER, number)
            except Exception as error:
                raise ignored_areas.not_found(area, error) from None
        try:
            areas = []
            for area in options.mask:
                if not isinstance(area, Box):
                    found = yield _masked(page, area).evaluate_all(_RECTANGLES)
                    areas += found
                    if not found:
                        taken = ignored_areas.with_nothing_masked(taken, area)
            asked = elements.arguments(options, taken.size, taken.scale, areas)
            if self._is_page:
                script = f"options => ({elements.script()})(null, options)"
                answer = yield page.evaluate(script, asked)
            else:
                answer = yield self._source.evaluate(elements.script(), asked)
            read = elements.parse(answer, len(asked_for))
        except Exception as error:  # the picture is there: the check is made without the elements
            return ignored_areas.without_elements(taken, options.ignore, error)
        return ignored_areas.with_elements(taken, options.ignore, read)

    def _call(self, function: str, *arguments: object) -> Any:
        """Call a JavaScript function in the page."""
        return self._page.evaluate(function, *arguments)

    def _is_left(self, error: Exception) -> bool:
        """Return whether a call failed because another page is taking the place of this one."""
        return _NAVIGATION.search(str(error)) is not None

    def _in_pieces(self, arguments: dict[str, Any], size: Size) -> Steps[bytes]:
        """Take a picture again that the browser may not have drawn to its end."""
        whole: tiles.Rectangle
        if clip := self._options.clip if self._is_page else None:
            whole = (clip.x, clip.y, clip.w, clip.h)
        elif self._is_page:
            extent = yield self._page.evaluate(_EXTENT)
            whole = (0, 0, extent[0], extent[1])
        else:
            box = yield self._source.bounding_box()
            left, top = yield self._page.evaluate("[scrollX, scrollY]")
            x, y = math.floor(box["x"] + left), math.floor(box["y"] + top)
            right, bottom = box["x"] + left + box["width"], box["y"] + top + box["height"]
            whole = (x, y, math.ceil(right) - x, math.ceil(bottom) - y)
        taken = {}
        for piece in tiles.pieces(whole, size.width / whole[2]):
            part = dict(zip(("x", "y", "width", "height"), piece, strict=True))
            asked = {**arguments, "full_page": True, "clip": part}
            taken[piece] = yield self._page.screenshot(**asked)
        return tiles.joined(whole, size, taken)


def _no_screenshot(where: str, error: Exception) -> CaptureError:
    return CaptureError(
        f"The browser gave no screenshot of {where}: {error}",
        "Check that the page is open and the element is there and visible at this point.",
    )


def _arguments(page: Any, options: CaptureOptions) -> dict[str, Any]:
    arguments: dict[str, Any] = {
        "type": "png",
        "animations": options.animations,
        "caret": "initial",  # it is hidden already, and no field's own style is touched for it
        "scale": options.scale,
        "omit_background": options.omit_background,
    }
    if masks := [area for area in options.mask if not isinstance(area, Box)]:
        arguments |= {"mask": [_masked(page, area) for area in masks]}
        arguments |= {"mask_color": options.mask_color}
    if options.style:
        arguments["style"] = options.style
    if options.timeout:
        arguments["timeout"] = options.timeout
    return arguments


def _locator(page: Any, area: object) -> Any:
    """Return a locator as it is, the one of a selector, and None for anything else."""
    if is_locator(area, SYNC) or is_locator(area, ASYNC):
        return area
    return page.locator(area) if isinstance(area, str) else None


def _masked(page: Any, area: object) -> Any:
    """Return what Playwright can mask."""
    locator = _locator(page, area)
    if locator is not None:
        return locator
    raise OptionError(
        f"mask has {area!r}, which is no area of a page.",
        "Give locators, CSS selectors or boxes: mask=[page.locator('.clock'), (0, 0, 90, 20)].",
    )
