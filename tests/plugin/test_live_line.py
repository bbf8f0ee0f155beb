"""The live line leaves no trace of itself in what pytest writes."""

from __future__ import annotations

import os

from pytest_visualdiff.plugin.live_line import LiveLine
from tests.support.terminal import HEIGHT, WIDTH, Terminal


def test_a_line_is_cut_to_the_width_of_the_terminal_and_leaves_the_cursor() -> None:
    terminal = Terminal()
    line = LiveLine(terminal.theirs)
    os.write(terminal.theirs, b"\r\n" * HEIGHT + b"test_shop.py ..")
    line.show("long " * WIDTH)
    assert terminal.read()[-2:] == ["test_shop.py ..", ("long " * WIDTH)[: WIDTH - 1].rstrip()]
    line.clear()
    os.write(terminal.theirs, b"F")
    assert terminal.read()[-2:] == ["test_shop.py ..F", ""]
    line.show("at once")
    assert terminal.read()[-1] == ""  # it leaves the terminal to pytest for a moment
    line.close()
    line.show("after the end")
    line.close()
    assert terminal.read()[-1] == ""
    terminal.close()


def test_a_terminal_that_was_closed_is_none_of_its_business() -> None:
    terminal = Terminal()
    line = LiveLine(terminal.theirs)
    line.show("here")
    terminal.close()
    line.show("there")
    line.close()
