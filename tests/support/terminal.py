"""A terminal for a program, and what it shows."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import termios
import time
from collections.abc import Sequence
from pathlib import Path

import pyte

WIDTH = 80
"""Columns of a `Terminal`."""

HEIGHT = 12
"""Lines of a `Terminal`."""


class Terminal:
    """A terminal of 80x12 in which a program runs; what it shows is kept, screen by screen."""

    def __init__(self) -> None:
        self.ours, self.theirs = pty.openpty()
        fcntl.ioctl(self.theirs, termios.TIOCSWINSZ, struct.pack("HHHH", HEIGHT, WIDTH, 0, 0))
        self._screen = pyte.Screen(WIDTH, HEIGHT)
        self._stream = pyte.ByteStream(self._screen)
        self.written = b""

    def read(self) -> list[str]:
        """Take in what was written, and return the lines of the screen."""
        while select.select([self.ours], [], [], 0.02)[0]:
            data = os.read(self.ours, 65536)
            self.written += data
            self._stream.feed(data)
        return [line.rstrip() for line in self._screen.display]

    def run(
        self, command: Sequence[str], folder: Path, within: float, **variables: str
    ) -> list[list[str]]:
        """Run a program and return the screens that it showed, the last of them at its end."""
        environment = {**os.environ, "TERM": "xterm-256color", **variables}
        del environment["PY_COLORS"]  # with which pytester has no colours
        program = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=self.theirs, stderr=self.theirs
        )
        screens: list[list[str]] = []
        end = time.monotonic() + within
        while program.poll() is None:
            assert time.monotonic() < end
            screens.append(self.read())
        return [*screens, self.read()]

    def close(self) -> None:
        os.close(self.ours)
        os.close(self.theirs)
