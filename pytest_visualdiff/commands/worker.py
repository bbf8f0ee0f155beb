"""``visualdiff worker``: run a worker of the pool, and start it again if it dies."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from types import FrameType
from typing import Any

from pytest_visualdiff.execution.remote.addresses import addresses
from pytest_visualdiff.execution.remote.configuration import (
    ANALYSE_QUEUE,
    ARGUMENTS,
    COMPARE_QUEUE,
    TIME_LIMIT,
    limits,
)
from pytest_visualdiff.execution.remote.workers.models import own_model

CELERY = (
    sys.executable, "-m", "celery", "-A", "pytest_visualdiff.execution.remote.workers.tasks",
)  # fmt: skip
"""The start of every command of Celery."""

_FIRST_PAUSE = 1.0
"""Seconds before a worker is started again; each time twice as long as before."""

_LONGEST_PAUSE = 30.0
"""Most seconds before a worker is started again."""

_STABLE = 60.0
"""Seconds that a worker has to run for the next pause to be the first one again."""


def add_to(commands: Any) -> None:
    """Add the command to those of ``visualdiff``."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "worker",
        help="run a worker of the remote pool",
        description="Run a worker that compares pictures for test runs on other machines. "
        "VISUALDIFF_BROKER_URL is the address of the broker. A worker that dies is started again.",
    )
    parser.add_argument(
        "--processes",
        type=int,
        default=os.cpu_count() or 1,
        metavar="N",
        help="comparisons at a time (default: one for each core)",
    )
    parser.add_argument(
        "--pool",
        choices=("prefork", "solo"),
        default="solo" if sys.platform == "win32" else "prefork",
        help="solo: in this process, one at a time, as Windows and GPUs need it (default: solo on "
        "Windows, else prefork)",
    )
    parser.add_argument(
        "--name", default="visualdiff@%h", help="name of the worker; %%h is the name of the machine"
    )
    parser.add_argument(
        "--time-limit", metavar="SECONDS", help="time limit of one comparison (default: 25)"
    )
    parser.set_defaults(run=_work)


def _work(options: argparse.Namespace) -> int:
    addresses(os.environ)  # what is wrong with them is reported here, not by Celery
    if options.time_limit:
        os.environ[TIME_LIMIT] = options.time_limit
    limits(os.environ)
    own_model(os.getpid())
    processes = 1 if options.pool == "solo" else options.processes
    return _keep_running(command(options.name, options.pool, processes))


def command(name: str, pool: str, processes: int) -> list[str]:
    """Return the command that runs a worker of Celery.

    Parameters
    ----------
    name : str
        The worker's name, as Celery takes it.
    pool : {"prefork", "solo"}
    processes : int
        How many comparisons run at a time.
    """
    return [
        *CELERY, "worker", "--hostname", name, "--pool", pool, "--concurrency", str(processes),
        "--queues", f"{COMPARE_QUEUE},{ANALYSE_QUEUE}", "--loglevel", "INFO", "-E", *ARGUMENTS,
    ]  # fmt: skip


def _keep_running(arguments: Sequence[str]) -> int:
    """Run a command until it exits with 0, or until this process is asked to end."""
    asked_to_end = False
    running: subprocess.Popen[bytes] | None = None

    def end(number: int, _: FrameType | None) -> None:
        """Pass the signal ``number`` on to the worker; ``_``, the current frame, is not used."""
        nonlocal asked_to_end
        asked_to_end = True
        if running is not None:
            running.send_signal(number)

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, lambda *_: end(signal.SIGTERM, None))
    pause = _FIRST_PAUSE
    while True:
        started = time.monotonic()
        running = subprocess.Popen(arguments)  # noqa: S603 - our own command
        status = running.wait()
        if asked_to_end or status == 0:
            return status
        if time.monotonic() - started > _STABLE:
            pause = _FIRST_PAUSE
        print(
            f"visualdiff: the worker ended with status {status}; it is started again in "
            f"{pause:g} s.",
            file=sys.stderr,
        )
        time.sleep(pause)
        if asked_to_end:
            return status
        pause = min(2 * pause, _LONGEST_PAUSE)
