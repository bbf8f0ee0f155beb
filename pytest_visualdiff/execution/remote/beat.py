"""``visualdiff beat``: every hour, delete what nobody used for too long."""

from __future__ import annotations

import argparse
import os
import sys
import time
from typing import Any

from pytest_visualdiff.execution.remote.addresses import addresses

_HOUR = 3600.0


def add_to(commands: Any) -> None:
    """Add the command to those of ``visualdiff``."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "beat",
        help="delete old pictures of the remote pool, every hour",
        description="Delete the pictures that no run used for a day, every hour. A Redis deletes "
        "them by itself, and results as well; a folder or a store of objects does not.",
    )
    parser.add_argument("--once", action="store_true", help="do it now, and end")
    parser.set_defaults(run=_beat)


def _beat(options: argparse.Namespace) -> int:
    places = addresses(os.environ)
    from pytest_visualdiff.execution.remote.blobs import open_blobs
    from pytest_visualdiff.execution.remote.connection import PoolError

    while True:
        try:
            freed = open_blobs(places.blobs).purge()
            print(f"deleted {freed.blobs:,} pictures, {freed.size / 1e6:,.1f} MB", flush=True)
        except PoolError as error:
            if options.once:
                raise error.told("Nothing was deleted: ") from None
            print(f"visualdiff: nothing was deleted: {error.problem}", file=sys.stderr, flush=True)
        if options.once:
            return 0
        time.sleep(_HOUR)
