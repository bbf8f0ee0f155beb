"""Screenshots of Playwright's sync pages and locators. Playwright is recognised, never imported."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from pytest_visualdiff import png
from pytest_visualdiff.capture.options import CaptureOptions
from pytest_visualdiff.errors import CaptureError, OptionError
from pytest_visualdiff.model import Capture

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

LOCATOR_OPTIONS = frozenset(
    {"animations", "caret", "mask", "mask_color", "omit_background", "scale", "style", "timeout"}
)
PAGE_OPTIONS = LOCATOR_OPTIONS | {"clip", "full_page"}


def is_page(source: object) -> bool:
    """Return whether this is a ``Page`` of Playwright's sync API."""
    return _has_base(source, "playwright.sync_api", "Page")


def is_locator(source: object) -> bool:
    """Return whether this is a ``Locator`` of Playwright's sync API."""
    return _has_base(source, "playwright.sync_api", "Locator")


def is_async(source: object) -> bool:
    """Return whether this is anything of Playwright's async API."""
    return any(base.__module__.startswith("playwright.async_api") for base in type(source).__mro__)


def take_page(page: Page, options: CaptureOptions) -> Capture:
    """Take a screenshot of a page.

    Raises
    ------
    CaptureError
        If the browser gives none: the page is closed, or time is up.
    """
    clip = options.clip and {
        "x": options.clip.x, "y": options.clip.y,
        "width": options.clip.w, "height": options.clip.h,
    }  # fmt: skip
    arguments = _arguments(page, options)
    arguments |= {"full_page": options.full_page} | ({"clip": clip} if clip else {})
    return _take(page, page, arguments, options)


def take_locator(locator: Locator, options: CaptureOptions) -> Capture:
    """Take a screenshot of the one element that a locator finds.

    Raises
    ------
    CaptureError
        If the browser gives none: the locator finds nothing, or more than one element.
    """
    return _take(locator, locator.page, _arguments(locator.page, options), options)


def _take(
    source: Page | Locator, page: Page, arguments: dict[str, Any], options: CaptureOptions
) -> Capture:
    try:
        data = source.screenshot(**arguments)
        scale = float(page.evaluate("devicePixelRatio")) if options.scale == "device" else 1.0
    except Exception as error:  # Playwright's own errors are not to be imported
        raise CaptureError(
            f"The browser gave no screenshot of {page.url}: {error}",
            "Check that the page is open and the element is there and visible at this point.",
        ) from error
    browser = page.context.browser
    environment = {
        "source": "playwright",
        "browser": browser.browser_type.name if browser else "chromium",
        "version": browser.version if browser else "unknown",
        "platform": sys.platform,
    }
    return Capture(data, png.check(data, "the screenshot"), scale, environment)


def _arguments(page: Page, options: CaptureOptions) -> dict[str, Any]:
    arguments: dict[str, Any] = {
        "type": "png",
        "animations": options.animations,
        "caret": options.caret,
        "scale": options.scale,
        "omit_background": options.omit_background,
    }
    if options.mask:
        arguments |= {"mask": [_locator(page, area) for area in options.mask]}
        arguments |= {"mask_color": options.mask_color}
    if options.style:
        arguments["style"] = options.style
    if options.timeout is not None:
        arguments["timeout"] = options.timeout
    return arguments


def _locator(page: Page, area: object) -> object:
    """Return what Playwright can mask: a locator as it is, a string as a selector."""
    if is_locator(area):
        return area
    if isinstance(area, str):
        return page.locator(area)
    raise OptionError(
        f"mask has {area!r}, which is no area of a page.",
        "Give locators or CSS selectors: mask=[page.locator('.clock')].",
    )


def _has_base(source: object, module: str, name: str) -> bool:
    return any(
        base.__name__ == name and base.__module__.startswith(module)
        for base in type(source).__mro__
    )
