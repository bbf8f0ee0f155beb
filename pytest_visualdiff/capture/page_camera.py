"""What the cameras of pages have in common, whatever drives the browser: the hold of the page."""

from __future__ import annotations

from abc import ABC, abstractmethod
from contextlib import suppress
from typing import Any

from pytest_visualdiff.capture import page_hold
from pytest_visualdiff.capture.options import CaptureOptions
from pytest_visualdiff.capture.steps import Steps
from pytest_visualdiff.model import Skipped


class PageCamera(ABC):
    """Holds a page for the pictures of it, or of an element in it, and releases it.

    Parameters
    ----------
    options : CaptureOptions
    is_page : bool
        Whether the pictures are of the page itself.
    """

    def __init__(self, options: CaptureOptions, *, is_page: bool) -> None:
        self._options = options
        self._is_page = is_page
        self._skipped: tuple[Skipped, ...] = ()
        self._scrolled: page_hold.Extent = ()

    def prepare(self, seconds: float) -> Steps[None]:
        """Scroll through the page where that is asked for, and again where it has grown since."""
        if self._is_page and self._options.scroll_first:
            with suppress(Exception):  # the screenshot will say what is wrong with the page
                self._scrolled = yield from page_hold.scroll_through(
                    self._call, self.pause, seconds, self._scrolled
                )

    def hold(self) -> Steps[tuple[str, ...]]:
        """Hold the page still; a page that is just being left is waited for."""
        asked = page_hold.arguments(self._options, scrolls=not self._is_page)
        try:
            return page_hold.waiting((yield self._call(page_hold.hold_script(), asked)))
        except Exception as error:  # the screenshot will say what is wrong with the page
            return ("the next page",) if self._is_left(error) else ()

    def release(self) -> Steps[None]:
        """Leave the page as it was found, if it is still there."""
        with suppress(Exception):
            yield self._call(page_hold.release_script())

    @abstractmethod
    def pause(self, seconds: float) -> Any:
        """Let the page go on for so many seconds."""

    @abstractmethod
    def _call(self, function: str, *arguments: object) -> Any:
        """Call a JavaScript function in the page."""

    def _is_left(self, error: Exception) -> bool:
        """Return whether a call failed because another page is taking the place of this one."""
        return False
