"""From anything a picture can be had of to a `Capture`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pytest_visualdiff.capture import figure, pictures, playwright, selenium
from pytest_visualdiff.capture.options import CaptureOptions
from pytest_visualdiff.capture.steps import Steps, arun, at_once, run
from pytest_visualdiff.errors import OptionError, UnsupportedSourceError
from pytest_visualdiff.model import Capture

__all__ = ["CaptureOptions", "acapture", "capture"]


@dataclass(frozen=True, slots=True)
class _Kind:
    """One kind of source: how to know it, take its picture, and which options it has a use for.

    The steps of an ``awaited`` kind yield what is to be awaited.
    """

    name: str
    recognises: Callable[[Any], bool]
    steps: Callable[[Any, CaptureOptions], Steps[Capture]]
    applicable: frozenset[str]
    awaited: bool = False


_KINDS = (
    _Kind("page", playwright.is_page, playwright.page_steps, playwright.PAGE_OPTIONS),
    _Kind("locator", playwright.is_locator, playwright.locator_steps, playwright.LOCATOR_OPTIONS),
    _Kind(
        "page",
        playwright.is_async_page,
        playwright.page_steps,
        playwright.PAGE_OPTIONS,
        awaited=True,
    ),
    _Kind(
        "locator",
        playwright.is_async_locator,
        playwright.locator_steps,
        playwright.LOCATOR_OPTIONS,
        awaited=True,
    ),
    _Kind(
        "Selenium driver",
        selenium.is_driver,
        at_once(selenium.take_driver),
        selenium.DRIVER_OPTIONS,
    ),
    _Kind(
        "Selenium element",
        selenium.is_element,
        at_once(selenium.take_element),
        selenium.ELEMENT_OPTIONS,
    ),
    _Kind("figure", figure.is_figure, at_once(figure.take), pictures.OPTIONS),
    _Kind("picture", pictures.is_picture, at_once(pictures.take), pictures.OPTIONS),
)


def capture(source: object, options: CaptureOptions, explicit: frozenset[str]) -> Capture:
    """Take the picture of a source.

    Parameters
    ----------
    source : object
        A sync Playwright ``Page`` or ``Locator``; a Selenium ``WebDriver`` or ``WebElement``;
        ``bytes``, a path, a ``PIL.Image.Image``, a NumPy array; or a matplotlib ``Figure``.
    options : CaptureOptions
    explicit : frozenset of str
        Options that the test itself gave; one that the source has no use for is an error, while a
        default from a configuration file is left aside.

    Raises
    ------
    UnsupportedSourceError
        If the source is nothing of these.
    OptionError
        If an explicit option does not apply to the source.
    InvalidPictureError
        If the source is a picture that cannot be read.
    CaptureError
        If the browser or the figure gave no picture.
    """
    kind = _kind(source, options_given=explicit)
    if kind.awaited:
        raise UnsupportedSourceError(
            f"check() cannot await {_class(source)}: it is of Playwright's async API.",
            "Use the check that awaits it: await visual_baseline.acheck(page).",
        )
    return run(kind.steps(source, options))


async def acapture(source: object, options: CaptureOptions, explicit: frozenset[str]) -> Capture:
    """Take the picture of a source as `capture` does; one of Playwright's async API is awaited."""
    kind = _kind(source, options_given=explicit)
    steps = kind.steps(source, options)
    return await arun(steps) if kind.awaited else run(steps)


def _kind(source: object, options_given: frozenset[str]) -> _Kind:
    """Return the kind of a source, once it is sure that the given options apply to it."""
    for kind in _KINDS:
        if kind.recognises(source):
            if unused := sorted(options_given - kind.applicable):
                raise OptionError(
                    f"{', '.join(unused)} does not apply to a {kind.name}"
                    f" ({type(source).__name__}).",
                    f"A {kind.name} takes: {', '.join(sorted(kind.applicable)) or 'none of them'}.",
                )
            return kind
    raise UnsupportedSourceError(
        f"check() cannot take the picture of {_class(source)}.",
        "Give it a Playwright Page or Locator, a Selenium driver or element, a path, bytes, a PIL "
        "image, a NumPy array or a matplotlib Figure.",
    )


def _class(source: object) -> str:
    return f"{type(source).__module__}.{type(source).__qualname__}"
