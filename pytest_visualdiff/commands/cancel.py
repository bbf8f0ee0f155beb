"""``visualdiff cancel``: no worker begins anything of a run any more."""

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
        description="Have no worker begin a task of a run any more. Its checks that wait for one "
        "fail. Exit status: 0 cancelled, 2 the pool could not be told.",
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
    print(f"run {options.name}: no worker begins a task of it any more")
    return 0
