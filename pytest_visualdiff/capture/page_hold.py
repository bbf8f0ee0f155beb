"""Holding a page still, with one script in the page.

The script is `hold.js` beside this module. The page is held before each picture, and while its
elements are read; what was done to it is taken back when it is released.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from pytest_visualdiff.capture.options import CaptureOptions
from pytest_visualdiff.capture.steps import Steps, with_cleanup
from pytest_visualdiff.model import Skipped

STAGE = "stillness"
"""What `Skipped` calls this part of a capture."""

AREAS = "pytest-visualdiff areas"
"""The property of the topmost window that has the elements which were handed over to be found."""

_SCROLL = """top => {
    const before = [scrollX, scrollY], page = document.scrollingElement || document.documentElement;
    if (top >= 0) scrollTo({ left: scrollX, top, behavior: "instant" });
    return [[performance.timeOrigin, page.scrollHeight], innerHeight, before];
}"""
"""A JavaScript function that scrolls to a place in CSS pixels, unless that is negative.

It returns the `Extent`, the height of the window, and where the page was scrolled to before."""

_SCROLL_BACK = """([opened, left, top]) => {
    if (performance.timeOrigin === opened) scrollTo({ left, top, behavior: "instant" });
}"""
"""A page that has taken the place of the one that was scrolled is left where it is."""

_SCROLL_PAUSE = 0.05
"""Seconds at each place of a page that is scrolled through: what it shows begins to load."""

_MOST_WINDOWS = 200
"""How many heights of the window a page is scrolled through at the most; some have no end."""

_NO_SMOOTH_SCROLLING = "*, ::before, ::after { scroll-behavior: auto !important }"
"""Style sheet under which a page is at once where it is scrolled to."""

_NO_CARET = ":focus, :focus * { caret-color: transparent !important }"
"""Style sheet that hides the text cursor."""


def read_script(name: str) -> str:
    """Return a JavaScript function from a file beside this module, without the words about it."""
    text = files("pytest_visualdiff.capture").joinpath(name).read_text("utf-8")
    return text[text.index("\n(") + 1 :]


@cache
def stillness() -> str:
    """Return a JavaScript function that returns the functions ``hold`` and ``release``."""
    return read_script("hold.js")


@cache
def hold_script() -> str:
    """Return a JavaScript function of `arguments` that holds the page; `waiting` takes its answer.

    The images that are there are decoded when its promise is kept.
    """
    return f"""async options => {{
        const {{ pending, decoding }} = ({stillness()})().hold(options, true);
        await Promise.all(decoding);
        return pending.join("\\n");
    }}"""


@cache
def release_script() -> str:
    """Return a JavaScript function that takes back what was done to the page."""
    return f"""() => {{
        ({stillness()})().release();
        delete window.top["{AREAS}"];
    }}"""


def arguments(options: CaptureOptions, *, scrolls: bool) -> dict[str, Any]:
    """Return the argument of the script that holds a page for its pictures.

    Parameters
    ----------
    options : CaptureOptions
    scrolls : bool
        Whether taking a picture may scroll the page, which is to be taken back.
    """
    # A rule for all elements makes the browser style all of them anew: only where it is needed.
    css = [_NO_SMOOTH_SCROLLING if scrolls else "", options.style]
    css += [_NO_CARET] if options.caret == "hide" else []
    return {
        "animations": options.animations,
        "full_page": options.full_page,
        "lazy": options.full_page and options.scroll_first,
        "css": "\n".join(css),
        "scrolls": scrolls,
    }


def waiting(answer: object) -> tuple[str, ...]:
    """Return what a page is still waiting for, by the answer of the script."""
    return tuple(str(answer).splitlines())


def not_loaded(pending: tuple[str, ...]) -> Skipped:
    """Return what stands for that which did not come in time."""
    more = f" and {len(pending) - 1} more" if len(pending) > 1 else ""
    return Skipped(STAGE, f"the picture was taken without {pending[0]}{more}: it did not load")


Extent = Sequence[float]
"""When a page that was scrolled through was opened (milliseconds), and its height (CSS pixels)."""


def scroll_through(
    call: Callable[[str, object], Any],
    pause: Callable[[float], Any],
    seconds: float,
    scrolled: Extent,
) -> Steps[Extent]:
    """Scroll a page to its end and back, so that it loads what it loads only once it is seen.

    A page that was scrolled through, and is as high as it was, is left as it is.

    Parameters
    ----------
    call : callable
        Calls a JavaScript function in the page with one argument.
    pause : callable
        Lets so many seconds go by for the page.
    seconds : float
        Time for all of it.
    scrolled : sequence of float
        What this returned when it was called last; empty at first.
    """
    extent, window, before = yield call(_SCROLL, -1)
    if extent == scrolled:
        return scrolled

    def scrolled_back() -> Steps[None]:
        yield call(_SCROLL_BACK, [extent[0], *before])

    through = _scroll_down(call, pause, time.monotonic() + seconds, extent, window)
    return (yield from with_cleanup(through, scrolled_back))


def _scroll_down(
    call: Callable[[str, object], Any],
    pause: Callable[[float], Any],
    until: float,
    extent: Extent,
    window: float,
) -> Steps[Extent]:
    """Scroll to the end of a page by its window's height in CSS pixels, until that time."""
    for number in range(_MOST_WINDOWS):
        top = number * window
        if top >= extent[1] or time.monotonic() > until:
            break
        extent, window, _ = yield call(_SCROLL, top)
        yield pause(_SCROLL_PAUSE)
    return extent
