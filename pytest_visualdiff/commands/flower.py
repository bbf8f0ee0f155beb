"""``visualdiff flower``: show the pool in a browser with Flower, behind a password."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pytest_visualdiff.commands.worker import CELERY
from pytest_visualdiff.errors import OptionError
from pytest_visualdiff.execution.remote.addresses import addresses

PASSWORD = "FLOWER_BASIC_AUTH"  # noqa: S105 - the name of a variable
"""Flower's variable for the user and the password that it asks for."""

_OPEN_TO_ALL = "FLOWER_UNAUTHENTICATED_API"
"""Flower's variable that opens its API to everybody, which is not passed on."""


def add_to(commands: Any) -> None:
    """Add the command to those of ``visualdiff``."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "flower",
        help="show the remote pool in a browser",
        description=f"Run Flower on the pool. {PASSWORD} has to be set to user:password; the pages "
        "and the API ask for it.",
    )
    parser.add_argument(
        "--address",
        default="127.0.0.1",
        help="the address to listen on (default: 127.0.0.1, this machine only)",
    )
    parser.add_argument(
        "--port", type=int, default=5555, help="the port to listen on (default: 5555)"
    )
    parser.add_argument(
        "--state", type=Path, metavar="FILE", help="file that keeps its state across restarts"
    )
    parser.set_defaults(run=_show)


def _show(options: argparse.Namespace) -> int:
    addresses(os.environ)
    user, separator, password = os.environ.get(PASSWORD, "").partition(":")
    if not (user and separator and password):
        raise OptionError(
            f"Flower is not started without a password: {PASSWORD} is not set to user:password.",
            f"Set it, as {PASSWORD}=me:$(openssl rand -hex 16).",
        )
    if find_spec("flower") is None:
        raise OptionError("Flower is not installed.", "Install it: pip install flower.")
    environment = {name: it for name, it in os.environ.items() if name != _OPEN_TO_ALL}
    command = [*CELERY, "flower", f"--address={options.address}", f"--port={options.port}"]
    if options.state:
        command += ["--persistent=True", f"--db={options.state}", "--state_save_interval=10000"]
    if sys.platform != "win32":
        # Flower saves its state as it ends, and loses it if it is told to end a second time. A
        # service is stopped by a signal to one of its processes or to all, so there is only one.
        os.execve(sys.executable, command, environment)  # noqa: S606
    with subprocess.Popen(command, env=environment) as flower:  # noqa: S603
        try:
            return flower.wait()
        except KeyboardInterrupt:  # Flower gets it, too
            flower.wait()
            return 0
