"""From anything a picture can be had of to a `Capture`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from pytest_visualdiff.capture import figure, pictures, playwright, selenium
from pytest_visualdiff.capture.options import CaptureOptions
from pytest_visualdiff.capture.steps import Steps, arun, run
from pytest_visualdiff.capture.stillness import Camera, Expecting, nothing, photograph
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
    steps: Callable[[Any, CaptureOptions, Expecting], Steps[Capture]]
    applicable: frozenset[str]
    awaited: bool = False


_Photographs = Callable[[Any, CaptureOptions, Expecting], Steps[Capture]]


def _live(camera: Callable[[Any, CaptureOptions], Steps[Camera]]) -> _Photographs:
    """Return the steps of what may still be moving."""

    def steps(source: Any, options: CaptureOptions, expecting: Expecting) -> Steps[Capture]:
        return (yield from photograph((yield from camera(source, options)), options, expecting))

    return steps


def _once(take: Callable[[Any, CaptureOptions], Capture]) -> _Photographs:
    """Return the steps of what takes none: it calls no browser, and is as it is."""

    def steps(source: Any, options: CaptureOptions, _: Expecting) -> Steps[Capture]:
        yield from ()
        return take(source, options)

    return steps


def _of_playwright(api: str, awaited: bool) -> Iterator[_Kind]:
    """Yield the kinds of one of Playwright's APIs."""
    elements = playwright.LOCATOR_OPTIONS
    for name, recognises, camera, applicable in (
        ("page", playwright.is_page, playwright.page_camera, playwright.PAGE_OPTIONS),
        ("locator", playwright.is_locator, playwright.locator_camera, elements),
        ("frame", playwright.is_frame, playwright.frame_camera, elements),
        ("element", playwright.is_handle, playwright.handle_camera, elements),
    ):
        yield _Kind(name, partial(recognises, api=api), _live(camera), applicable, awaited)


_KINDS = (
    *_of_playwright(playwright.SYNC, awaited=False),
    *_of_playwright(playwright.ASYNC, awaited=True),
    _Kind(
        "Selenium driver",
        selenium.is_driver,
        _live(selenium.driver_camera),
        selenium.DRIVER_OPTIONS,
    ),
    _Kind(
        "Selenium element",
        selenium.is_element,
        _live(selenium.element_camera),
        selenium.ELEMENT_OPTIONS,
    ),
    _Kind("figure", figure.is_figure, _once(figure.take), pictures.OPTIONS),
    _Kind("picture", pictures.is_picture, _once(pictures.take), pictures.OPTIONS),
)


def capture(
    source: object,
    options: CaptureOptions,
    explicit: frozenset[str],
    expecting: Expecting = nothing,
) -> Capture:
    """Take the picture of a source.

    Parameters
    ----------
    source : object
        A sync Playwright ``Page``, ``Frame``, ``Locator`` or ``ElementHandle``; a Selenium
        ``WebDriver`` or ``WebElement``; ``bytes``, a path, a ``PIL.Image.Image``, a NumPy array; or
        a matplotlib ``Figure``.
    options : CaptureOptions
    explicit : frozenset of str
        Options that the test itself gave; one that the source has no use for is an error, while a
        default from a configuration file is left aside.
    expecting : callable, optional
        Told what draws the source, returns what its pictures are held against: a source that may
        still be moving is waited for.

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
    return run(kind.steps(source, options, expecting))


async def acapture(
    source: object,
    options: CaptureOptions,
    explicit: frozenset[str],
    expecting: Expecting = nothing,
) -> Capture:
    """Take the picture of a source as `capture` does; one of Playwright's async API is awaited."""
    kind = _kind(source, options_given=explicit)
    steps = kind.steps(source, options, expecting)
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
