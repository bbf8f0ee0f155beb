"""A line below the one on which pytest writes, which is gone before pytest writes on."""

from __future__ import annotations

import os
from contextlib import suppress
from threading import Lock
from time import monotonic

_QUIET = 0.1
"""Seconds for which nothing is shown after pytest has begun to write."""

# Control sequences that terminals know since the VT100. The cursor ends where it was.

_MAKE_ROOM = "\x1bD\x1bM"
"""Move down, scrolling at the end of the screen, and up again: there is a line below now.

It comes first: the saved place of the cursor would be wrong once the screen has scrolled.
"""

_SAVE = "\x1b7"
"""Save the place of the cursor."""

_RESTORE = "\x1b8"
"""Put the cursor back to its saved place."""

_DOWN = "\x1b[B\r"
"""Move to the start of the line below."""

_ERASE_LINE = "\x1b[K"
"""Erase what is right of the cursor."""

_ERASE_BELOW = "\x1b[J"
"""Erase what is right of and below the cursor."""

_DIM = "\x1b[2m"
"""Write in a dim colour."""

_NORMAL = "\x1b[22m"
"""Write in the normal colour."""


class LiveLine:
    """Writes to a terminal past pytest and its capturing, a whole line at once.

    Parameters
    ----------
    descriptor : int
        File descriptor of a terminal; it is duplicated.
    """

    def __init__(self, descriptor: int) -> None:
        self._terminal = os.dup(descriptor)
        self._lock = Lock()
        self._quiet_until = 0.0
        self._shown = ""
        self._closed = False

    def show(self, text: str) -> None:
        """Show a text in place of the one before, cut to the width of the terminal."""
        with self._lock, suppress(OSError):  # the terminal was closed
            if self._closed or text == self._shown or monotonic() < self._quiet_until:
                return
            line = text[: os.get_terminal_size(self._terminal).columns - 1]
            drawn = f"{_DOWN}{_DIM}{line}{_NORMAL}{_ERASE_LINE}"
            os.write(self._terminal, f"{_MAKE_ROOM}{_SAVE}{drawn}{_RESTORE}".encode())
            self._shown = text

    def clear(self) -> None:
        """Erase the text, as pytest is about to write."""
        with self._lock:
            self._erase()

    def close(self) -> None:
        """Erase the text, and show nothing more."""
        with self._lock:
            if not self._closed:
                self._erase()
                self._closed = True
                os.close(self._terminal)

    def _erase(self) -> None:
        self._quiet_until = monotonic() + _QUIET
        if self._shown:
            self._shown = ""
            with suppress(OSError):
                os.write(self._terminal, _ERASE_BELOW.encode())
