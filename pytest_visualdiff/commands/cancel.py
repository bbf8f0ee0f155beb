"""``visualdiff cancel``: let no worker begin another task of a run."""

from __future__ import annotations

import argparse
import os
from typing import Any

from pytest_visualdiff.execution.remote.addresses import addresses


def add_to(commands: Any) -> None:
    """Add the command to those of ``visualdiff``."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "cancel",
        help="cancel a run in the remote pool",
        description="Let no worker begin another task of a run. Checks that wait for one fail. "
        "Exit status: 0 cancelled, 2 the pool could not be reached.",
    )
    parser.add_argument("name", metavar="RUN", help="the run, as the first lines of pytest name it")
    parser.set_defaults(run=_cancel)


def _cancel(options: argparse.Namespace) -> int:
    places = addresses(os.environ)
    from pytest_visualdiff.execution.remote.connection import PoolError
    from pytest_visualdiff.execution.remote.storage.store import Store

    try:
        Store(places.results).cancel([options.name])
    except PoolError as error:
        raise error.told("The run was not cancelled: ") from None
    print(f"run {options.name} is cancelled: no worker begins another task of it")
    return 0
