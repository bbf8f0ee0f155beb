"""Captures: the picture of any kind of source, with what its page says of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from pytest_visualdiff.capture import figure, pictures, playwright, qt, selenium
from pytest_visualdiff.capture.callables import CallableCamera
from pytest_visualdiff.capture.options import ELEMENT_OPTIONS, PAGE_OPTIONS, CaptureOptions
from pytest_visualdiff.capture.steps import Steps, arun, run
from pytest_visualdiff.capture.stillness import Camera, Expecting, nothing, photograph
from pytest_visualdiff.errors import OptionError, UnsupportedSourceError
from pytest_visualdiff.model import Capture

__all__ = ["CaptureOptions", "acapture", "capture"]


@dataclass(frozen=True, slots=True)
class _Kind:
    """One kind of source.

    Attributes
    ----------
    name : str
        What it is called in errors.
    recognises : callable
        Returns whether a source is of this kind.
    steps : callable
        Returns the steps that take its picture.
    applicable : frozenset of str
        The options of `CaptureOptions` that it has a use for.
    live : bool
        Whether it may still be moving.
    awaited : bool
        Whether its steps yield what is to be awaited.
    """

    name: str
    recognises: Callable[[Any], bool]
    steps: Callable[[Any, CaptureOptions, Expecting], Steps[Capture]]
    applicable: frozenset[str]
    live: bool = True
    awaited: bool = False


_Photographs = Callable[[Any, CaptureOptions, Expecting], Steps[Capture]]


def _live(camera: Callable[[Any, CaptureOptions], Steps[Camera]]) -> _Photographs:
    """Return the steps of what may still be moving."""

    def steps(source: Any, options: CaptureOptions, expecting: Expecting) -> Steps[Capture]:
        """Photograph ``source`` with ``options``, as ``expecting`` allows."""
        return (yield from photograph((yield from camera(source, options)), options, expecting))

    return steps


def _once(take: Callable[[Any, CaptureOptions], Capture]) -> _Photographs:
    """Return the steps of what takes none: it calls no browser, and is as it is."""

    def steps(source: Any, options: CaptureOptions, _: Expecting) -> Steps[Capture]:
        """Take the picture of ``source`` with ``options``; ``_`` is not needed."""
        yield from ()
        return take(source, options)

    return steps


def _of_playwright(api: str, awaited: bool) -> Iterator[_Kind]:
    """Yield the kinds of one of Playwright's APIs."""
    for name, recognises, camera, applicable in (
        ("page", playwright.is_page, playwright.page_camera, PAGE_OPTIONS),
        ("locator", playwright.is_locator, playwright.locator_camera, ELEMENT_OPTIONS),
        ("frame", playwright.is_frame, playwright.frame_camera, ELEMENT_OPTIONS),
        ("element", playwright.is_handle, playwright.handle_camera, ELEMENT_OPTIONS),
    ):
        yield _Kind(name, partial(recognises, api=api), _live(camera), applicable, awaited=awaited)


_MADE_ANEW = pictures.OPTIONS | {"recapture", "timeout"}
"""Options of pictures that can be made again."""

_KINDS = (
    *_of_playwright(playwright.SYNC, awaited=False),
    *_of_playwright(playwright.ASYNC, awaited=True),
    _Kind(
        "Selenium driver",
        selenium.is_driver,
        _live(selenium.driver_camera),
        PAGE_OPTIONS,
    ),
    _Kind(
        "Selenium element",
        selenium.is_element,
        _live(selenium.element_camera),
        ELEMENT_OPTIONS,
    ),
    _Kind("widget", qt.is_widget, _live(qt.widget_camera), _MADE_ANEW),
    _Kind("figure", figure.is_figure, _once(figure.take), pictures.OPTIONS, live=False),
    _Kind("picture", pictures.is_picture, _once(pictures.take), pictures.OPTIONS, live=False),
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
        ``WebDriver`` or ``WebElement``, or what has their way to take screenshots; ``bytes``, a
        path, a ``PIL.Image.Image``, a NumPy array; a matplotlib ``Figure``; a Qt ``QWidget``; or a
        function without arguments that returns one of these.
    options : CaptureOptions
    explicit : frozenset of str
        Options that the test itself gave; one that the source has no use for is an error, while a
        default from a configuration file is left aside.
    expecting : callable, optional
        Told what draws the source, returns what its pictures are compared with: a source that may
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
    return run(_steps(source, _Request(options, explicit, expecting, awaits=False)))


async def acapture(
    source: object,
    options: CaptureOptions,
    explicit: frozenset[str],
    expecting: Expecting = nothing,
) -> Capture:
    """Take the picture of a source as `capture` does, awaiting Playwright's async API.

    The parameters ``source``, ``options``, ``explicit`` and ``expecting``, and what can be raised,
    are those of `capture`.
    """
    return await arun(_steps(source, _Request(options, explicit, expecting, awaits=True)))


@dataclass(frozen=True, slots=True)
class _Request:
    """How a picture is asked for: the parameters of `capture`, and whether calls are awaited."""

    options: CaptureOptions
    explicit: frozenset[str]
    expecting: Expecting
    awaits: bool


def _steps(source: Any, request: _Request) -> Steps[Capture]:
    """Take the picture of a source, or of what it returns when it is called."""
    kind = _kind(source)
    if kind is None and callable(source) and not isinstance(source, type):
        return (yield from _called(source, request))
    return (yield from _applied(kind, source, request))


def _applied(kind: _Kind | None, source: Any, request: _Request) -> Steps[Capture]:
    """Take the picture of a source of a kind, once it is sure that the options apply to it."""
    if kind is None:
        raise UnsupportedSourceError(
            f"check() cannot take the picture of {_class(source)}.",
            "Give it a Playwright Page, Frame, Locator or ElementHandle, a Selenium driver or "
            "element, a path, bytes, a PIL image, a NumPy array, a matplotlib Figure, a Qt widget "
            "or a function that returns one of these; or tell it how with the hook "
            "pytest_visualdiff_capture.",
        )
    if unused := sorted(request.explicit - kind.applicable):
        raise OptionError(
            f"{', '.join(unused)} does not apply to a {kind.name} ({type(source).__name__}).",
            f"A {kind.name} takes: {', '.join(sorted(kind.applicable)) or 'none of them'}.",
        )
    if kind.awaited and not request.awaits:
        raise UnsupportedSourceError(
            f"check() cannot await {_class(source)}: it is of Playwright's async API.",
            "Use the check that awaits it: await visual_baseline.acheck(page).",
        )
    return (yield from kind.steps(source, request.options, request.expecting))


def _called(function: Callable[[], Any], request: _Request) -> Steps[Capture]:
    """Take the picture of what a function returns; pictures that it makes are made again."""
    source = function()
    kind = _kind(source)
    if kind is None or kind.live:
        return (yield from _applied(kind, source, request))
    made = replace(kind, name=f"{kind.name} of a function", applicable=_MADE_ANEW)
    first = [source]

    def take() -> Capture:
        picture = first.pop() if first else function()
        return run(kind.steps(picture, request.options, request.expecting))

    def steps(_: Any, options: CaptureOptions, expecting: Expecting) -> Steps[Capture]:
        """Photograph what the function returns, with ``options`` and ``expecting``, not ``_``."""
        return photograph(CallableCamera(take), options, expecting)

    made = replace(made, steps=steps)
    return (yield from _applied(made, source, request))


def _kind(source: object) -> _Kind | None:
    return next((kind for kind in _KINDS if kind.recognises(source)), None)


def _class(source: object) -> str:
    return f"{type(source).__module__}.{type(source).__qualname__}"
