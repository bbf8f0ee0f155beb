"""``visualdiff flower``: Flower, which shows the pool in a browser, with a password at least."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pytest_visualdiff.errors import OptionError
from pytest_visualdiff.execution.remote.addresses import addresses

PASSWORD = "FLOWER_BASIC_AUTH"  # noqa: S105 - the name of a variable
_OPEN_TO_ALL = "FLOWER_UNAUTHENTICATED_API"


def add_to(commands: Any) -> None:
    """Add the command to those of ``visualdiff``."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "flower",
        help="show the remote pool in a browser",
        description=f"Run Flower on the pool. {PASSWORD} has to be set to user:password; it is "
        "asked for by the pages and by the API.",
    )
    parser.add_argument(
        "--address", default="127.0.0.1", help="where it listens (default: this machine alone)"
    )
    parser.add_argument("--port", type=int, default=5555, help="its port (default: 5555)")
    parser.add_argument(
        "--state", type=Path, metavar="FILE", help="keep what it knows in a file across restarts"
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
    command = [
        sys.executable, "-m", "celery", "-A", "pytest_visualdiff.execution.remote.workers.tasks",
        "flower",
        f"--address={options.address}", f"--port={options.port}",
    ]  # fmt: skip
    if options.state:
        command += ["--persistent=True", f"--db={options.state}", "--state_save_interval=10000"]
    if sys.platform != "win32":
        # Flower keeps its state as it ends, and loses it if it is told to end once more meanwhile.
        # It takes the place of this process: who stops a service tells one of its processes or all.
        os.execve(sys.executable, command, environment)  # noqa: S606
    with subprocess.Popen(command, env=environment) as flower:  # noqa: S603
        try:
            return flower.wait()
        except KeyboardInterrupt:  # which Flower was told as well
            flower.wait()
            return 0
