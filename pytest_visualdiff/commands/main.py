"""The ``visualdiff`` command: parse the command line and run the command it names."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from pytest_visualdiff import __version__
from pytest_visualdiff.commands import (
    beat,
    cancel,
    compare,
    doctor,
    flaky,
    flower,
    inspect,
    train,
    worker,
)
from pytest_visualdiff.errors import VisualDiffError

NOT_DONE = 2
"""Exit status of every command that could not do what it was asked to."""

_COMMANDS = (compare, inspect, flaky, train, worker, doctor, cancel, beat, flower)
"""The commands in the order of the help."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status; errors are two lines on stderr."""
    try:
        options = _parser().parse_args(arguments)
        status: int = options.run(options)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader has closed the pipe, as `head` does
        # Python flushes once more at its end: https://docs.python.org/3/library/signal.html
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return NOT_DONE
    except VisualDiffError as error:
        print(f"visualdiff: {error}", file=sys.stderr)
        return NOT_DONE
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="visualdiff", description="Compare two pictures, or list the elements of one."
    )
    parser.add_argument("--version", action="version", version=f"visualdiff {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in _COMMANDS:
        command.add_to(commands)
    return parser
