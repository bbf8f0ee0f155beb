"""A line that lives below the one on which pytest writes, and is gone before pytest writes on."""

from __future__ import annotations

import os
from contextlib import suppress
from threading import Lock
from time import monotonic

_OWN = 0.1
"""Seconds that pytest has the terminal to itself once it has begun to write."""

_MAKE_ROOM = "\x1bD\x1bM"
_SAVE, _RESTORE = "\x1b7", "\x1b8"
_DOWN, _ERASE_LINE, _ERASE_BELOW = "\x1b[B\r", "\x1b[K", "\x1b[J"
_DIM, _PLAIN = "\x1b[2m", "\x1b[22m"
"""Control sequences that terminals know since the VT100; where the cursor stands does not change.

A line further down is made first: at the end of the screen there is none, and what is saved as the
cursor's place would be wrong once the screen has moved up.
"""


class LiveLine:
    """Writes past pytest and past what it captures, all of a line at once.

    Parameters
    ----------
    descriptor : int
        Of a terminal; a copy is kept.
    """

    def __init__(self, descriptor: int) -> None:
        self._terminal = os.dup(descriptor)
        self._lock = Lock()
        self._quiet_until = 0.0
        self._shown = ""
        self._closed = False

    def show(self, text: str) -> None:
        """Show a text instead of the one before, cut to the width of the terminal."""
        with self._lock, suppress(OSError):  # the terminal was closed
            if self._closed or text == self._shown or monotonic() < self._quiet_until:
                return
            line = text[: os.get_terminal_size(self._terminal).columns - 1]
            drawn = f"{_DOWN}{_DIM}{line}{_PLAIN}{_ERASE_LINE}"
            os.write(self._terminal, f"{_MAKE_ROOM}{_SAVE}{drawn}{_RESTORE}".encode())
            self._shown = text

    def make_way(self) -> None:
        """Take the text away, as pytest is about to write."""
        with self._lock:
            self._erase()

    def close(self) -> None:
        """Take the text away for good."""
        with self._lock:
            if not self._closed:
                self._erase()
                self._closed = True
                os.close(self._terminal)

    def _erase(self) -> None:
        self._quiet_until = monotonic() + _OWN
        if self._shown:
            self._shown = ""
            with suppress(OSError):
                os.write(self._terminal, _ERASE_BELOW.encode())
