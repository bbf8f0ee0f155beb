"""The camera of callables: of functions that make a picture, and of widgets that draw one."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

from pytest_visualdiff.capture.steps import Steps
from pytest_visualdiff.model import Capture


class CallableCamera:
    """Takes each picture by a call.

    Parameters
    ----------
    take : callable
        Makes one picture.
    pause : callable, optional
        Lets a time in seconds go by.
    """

    def __init__(
        self, take: Callable[[], Capture], pause: Callable[[float], Any] = time.sleep
    ) -> None:
        self._take = take
        self._pause = pause
        self._first: Capture | None = None

    def environment(self) -> Steps[Mapping[str, str]]:
        """Return what draws the pictures, which the first of them says."""
        yield from ()
        self._first = self._take()
        return self._first.environment

    def prepare(self, seconds: float) -> Steps[None]:
        """Do nothing: there is no page to scroll through."""
        yield from ()

    def hold(self) -> Steps[tuple[str, ...]]:
        """Wait for nothing."""
        yield from ()
        return ()

    def take(self, drawn_by: Mapping[str, str]) -> Steps[Capture]:
        """Return the first picture once, and then a new one."""
        yield from ()
        taken, self._first = self._first or self._take(), None
        return taken

    def read(self, taken: Capture) -> Steps[Capture]:
        """Return the picture as it is: there is no more to know of it."""
        yield from ()
        return taken

    def release(self) -> Steps[None]:
        """Do nothing: nothing was changed."""
        yield from ()

    def pause(self, seconds: float) -> Any:
        """Let the time go by."""
        return self._pause(seconds)
