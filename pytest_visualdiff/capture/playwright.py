"""Screenshots and elements of Playwright's pages and locators, of the sync and of the async API.

Playwright is recognised, never imported.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pytest_visualdiff import png
from pytest_visualdiff.capture import elements, environment, ignoring
from pytest_visualdiff.capture.options import CaptureOptions
from pytest_visualdiff.capture.recognising import has_base
from pytest_visualdiff.capture.steps import Steps
from pytest_visualdiff.errors import CaptureError, OptionError
from pytest_visualdiff.model import Capture

if TYPE_CHECKING:
    from playwright.async_api import Locator as AsyncLocator
    from playwright.async_api import Page as AsyncPage
    from playwright.sync_api import Locator, Page

LOCATOR_OPTIONS = frozenset(
    {
        "animations",
        "caret",
        "ignore",
        "mask",
        "mask_color",
        "omit_background",
        "scale",
        "style",
        "timeout",
    }
)
PAGE_OPTIONS = LOCATOR_OPTIONS | {"clip", "full_page"}

_SYNC, _ASYNC = "playwright.sync_api", "playwright.async_api"

_AREAS = """nodes => nodes.map(node => {
    const { left, top, right, bottom } = node.getBoundingClientRect();
    return [left, top, right, bottom];
})"""


def is_page(source: object) -> bool:
    """Return whether this is a ``Page`` of Playwright's sync API."""
    return has_base(source, _SYNC, "Page")


def is_locator(source: object) -> bool:
    """Return whether this is a ``Locator`` of Playwright's sync API."""
    return has_base(source, _SYNC, "Locator")


def is_async_page(source: object) -> bool:
    """Return whether this is a ``Page`` of Playwright's async API."""
    return has_base(source, _ASYNC, "Page")


def is_async_locator(source: object) -> bool:
    """Return whether this is a ``Locator`` of Playwright's async API."""
    return has_base(source, _ASYNC, "Locator")


def page_steps(page: Page | AsyncPage, options: CaptureOptions) -> Steps[Capture]:
    """Take a screenshot of a page and read its elements.

    Raises
    ------
    CaptureError
        If the browser gives no screenshot: the page is closed, or time is up.
    """
    clip = options.clip and {
        "x": options.clip.x, "y": options.clip.y,
        "width": options.clip.w, "height": options.clip.h,
    }  # fmt: skip
    arguments = _arguments(page, options)
    arguments |= {"full_page": options.full_page} | ({"clip": clip} if clip else {})
    return (yield from _take(page, page, arguments, options))


def locator_steps(locator: Locator | AsyncLocator, options: CaptureOptions) -> Steps[Capture]:
    """Take a screenshot of the one element that a locator finds, and read what is in it.

    Raises
    ------
    CaptureError
        If the browser gives no screenshot: the locator finds nothing, or more than one element.
    """
    page = locator.page
    return (yield from _take(locator, page, _arguments(page, options), options))


def _take(
    source: Any, page: Any, arguments: dict[str, Any], options: CaptureOptions
) -> Steps[Capture]:
    drawn_by, skipped = yield from environment.page_steps(page)
    scale = 1.0
    try:
        data = yield source.screenshot(**arguments)
        if options.scale == "device":
            scale = float((yield page.evaluate("devicePixelRatio")))
    except Exception as error:  # Playwright's own errors are not to be imported
        raise CaptureError(
            f"The browser gave no screenshot of {page.url}: {error}",
            "Check that the page is open and the element is there and visible at this point.",
        ) from error
    size = png.check(data, "the screenshot")
    return (
        yield from _with_elements(
            source,
            page,
            arguments.get("mask", []),
            options,
            Capture(data, size, scale, drawn_by, skipped=skipped),
        )
    )


def _with_elements(
    source: Any, page: Any, masks: list[Any], options: CaptureOptions, taken: Capture
) -> Steps[Capture]:
    """Read the elements right after the screenshot, while the page is scrolled as it was."""
    asked_for = ignoring.to_find(options.ignore)
    for number, area in enumerate(asked_for):
        locator = _locator(page, area)
        if locator is None:
            raise ignoring.unknown(area)
        try:
            yield locator.evaluate_all(elements.HAND_OVER, number)
        except Exception as error:
            raise ignoring.not_found(area, error) from None
    try:
        areas = []
        for mask in masks:
            areas += yield mask.evaluate_all(_AREAS)
        asked = elements.arguments(options, taken.size, taken.scale, areas)
        if source is page:
            answer = yield page.evaluate(f"options => ({elements.script()})(null, options)", asked)
        else:
            answer = yield source.evaluate(elements.script(), asked)
        read = elements.parse(answer, len(asked_for))
    except Exception as error:  # the picture is there: the check is made without the elements
        return ignoring.without_elements(taken, options.ignore, error)
    return ignoring.with_elements(taken, options.ignore, read)


def _arguments(page: Any, options: CaptureOptions) -> dict[str, Any]:
    arguments: dict[str, Any] = {
        "type": "png",
        "animations": options.animations,
        "caret": options.caret,
        "scale": options.scale,
        "omit_background": options.omit_background,
    }
    if options.mask:
        arguments |= {"mask": [_masked(page, area) for area in options.mask]}
        arguments |= {"mask_color": options.mask_color}
    if options.style:
        arguments["style"] = options.style
    if options.timeout is not None:
        arguments["timeout"] = options.timeout
    return arguments


def _locator(page: Any, area: object) -> Any:
    """Return a locator as it is, the one of a selector, and None for anything else."""
    if is_locator(area) or is_async_locator(area):
        return area
    return page.locator(area) if isinstance(area, str) else None


def _masked(page: Any, area: object) -> object:
    """Return what Playwright can mask."""
    locator = _locator(page, area)
    if locator is not None:
        return locator
    raise OptionError(
        f"mask has {area!r}, which is no area of a page.",
        "Give locators or CSS selectors: mask=[page.locator('.clock')].",
    )
