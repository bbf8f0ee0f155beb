"""From anything a picture can be had of to a `Capture`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pytest_visualdiff.capture import figure, pictures, playwright
from pytest_visualdiff.capture.options import CaptureOptions
from pytest_visualdiff.errors import OptionError, UnsupportedSourceError
from pytest_visualdiff.model import Capture

__all__ = ["CaptureOptions", "capture"]


@dataclass(frozen=True, slots=True)
class _Kind:
    """One kind of source: how to know it, take its picture, and which options it has a use for."""

    name: str
    recognises: Callable[[Any], bool]
    take: Callable[[Any, CaptureOptions], Capture]
    applicable: frozenset[str]


_KINDS = (
    _Kind("page", playwright.is_page, playwright.take_page, playwright.PAGE_OPTIONS),
    _Kind("locator", playwright.is_locator, playwright.take_locator, playwright.LOCATOR_OPTIONS),
    _Kind("figure", figure.is_figure, figure.take, pictures.OPTIONS),
    _Kind("picture", pictures.is_picture, pictures.take, pictures.OPTIONS),
)


def capture(source: object, options: CaptureOptions, explicit: frozenset[str]) -> Capture:
    """Take the picture of a source.

    Parameters
    ----------
    source : object
        A sync Playwright ``Page`` or ``Locator``; ``bytes``, a path, a ``PIL.Image.Image``, a NumPy
        array; or a matplotlib ``Figure``.
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
    for kind in _KINDS:
        if kind.recognises(source):
            if unused := sorted(explicit - kind.applicable):
                raise OptionError(
                    f"{', '.join(unused)} does not apply to a {kind.name}"
                    f" ({type(source).__name__}).",
                    f"A {kind.name} takes: {', '.join(sorted(kind.applicable))}.",
                )
            return kind.take(source, options)
    raise _unsupported(source)


def _unsupported(source: object) -> UnsupportedSourceError:
    of = f"{type(source).__module__}.{type(source).__qualname__}"
    if playwright.is_async(source):
        return UnsupportedSourceError(
            f"check() cannot take the picture of {of}: it is of Playwright's async API.",
            "Take it yourself and check the bytes: visual_baseline.check(await page.screenshot()).",
        )
    return UnsupportedSourceError(
        f"check() cannot take the picture of {of}.",
        "Give it a sync Playwright Page or Locator, a path, bytes, a PIL image, a NumPy array or a "
        "matplotlib Figure.",
    )
