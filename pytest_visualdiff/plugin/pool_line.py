"""The live line about the pool: whether it is shown, and when pytest needs its place."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pytest_visualdiff.execution.choice import Asked
    from pytest_visualdiff.execution.remote.client.follower import Follower
    from pytest_visualdiff.plugin.live_line import LiveLine


def is_shown(config: pytest.Config, environment: Mapping[str, str]) -> bool:
    """Return whether somebody watches a terminal to which only pytest's reporter writes.

    Parameters
    ----------
    config : pytest.Config
    environment : mapping
        Environment variables.
    """
    option = config.option
    return (
        sys.platform != "win32"
        and not environment.get("CI")
        and environment.get("TERM") not in (None, "", "dumb")
        and config.pluginmanager.hasplugin("terminalreporter")
        and config.get_terminal_writer().hasmarkup
        and option.verbose >= 0
        and option.capture != "no"
        and not (option.setupshow or option.setuponly or config.getini("log_cli"))
        and sys.stdout.isatty()
    )


class PoolLine:
    """Hooks of pytest's own process that show the line, and erase it before pytest writes."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._line: LiveLine | None = None
        self._follower: Follower | None = None

    def pytest_sessionstart(self, session: pytest.Session) -> None:
        """Begin to follow the run, if somebody watches; pytest does not capture yet."""
        if not is_shown(session.config, os.environ):
            return
        from pytest_visualdiff.execution.choice import follow
        from pytest_visualdiff.plugin.live_line import LiveLine

        self._line = LiveLine(sys.stdout.fileno())
        self._follower = follow(self._asked, os.environ, self._line.show)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logstart(self) -> None:
        """Erase the line: pytest is about to write."""
        self._clear()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logreport(self) -> None:
        """Erase the line: pytest is about to write."""
        self._clear()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logfinish(self) -> None:
        """Erase the line: pytest is about to write."""
        self._clear()

    @pytest.hookimpl(tryfirst=True)
    def pytest_enter_pdb(self) -> None:
        """Leave the terminal to the debugger, for the rest of the run."""
        self._end()

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self) -> None:
        """Leave the terminal to the summary."""
        self._end()

    def _clear(self) -> None:
        if self._line:
            self._line.clear()

    def _end(self) -> None:
        if self._line and self._follower:
            self._line.close()
            self._follower.stop()
