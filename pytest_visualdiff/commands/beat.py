"""``visualdiff beat``: every hour, delete what nobody used for too long."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator
from typing import Any

from pytest_visualdiff.execution.remote.addresses import Addresses, addresses, is_redis, shown

_HOUR = 3600.0

_MB = 1e6


def add_to(commands: Any) -> None:
    """Add the command to those of ``visualdiff``."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "beat",
        help="delete what the remote pool does not need any more, every hour",
        description="Every hour, delete pictures that no run used for a day from a folder or a "
        "store of objects, and messages that expired before a worker took them; and say what Redis "
        "keeps, which deletes pictures, results and history by itself. Exit status: 2 if --once is "
        "given and something could not be reached.",
    )
    parser.add_argument("--once", action="store_true", help="do it now, and end")
    parser.set_defaults(run=_beat)


def _beat(options: argparse.Namespace) -> int:
    places = addresses(os.environ)
    from pytest_visualdiff.execution.remote.connection import PoolError

    while True:
        failed = False
        for purge in (_pictures, _messages, _redis):
            try:
                for line in purge(places):
                    print(line, flush=True)
            except PoolError as error:
                failed = True
                print(f"visualdiff: {error.problem}. {error.remedy}", file=sys.stderr, flush=True)
        if options.once:
            return 2 if failed else 0
        time.sleep(_HOUR)


def _pictures(places: Addresses) -> Iterator[str]:
    from pytest_visualdiff.execution.remote.storage.blobs import open_blobs

    if not is_redis(places.blobs):
        freed = open_blobs(places.blobs).purge()
        yield (
            f"{shown(places.blobs)}: deleted {freed.blobs:,} pictures, {freed.size / _MB:,.1f} MB"
        )


def _messages(places: Addresses) -> Iterator[str]:
    from pytest_visualdiff.execution.remote.storage.retention import purge_messages

    if is_redis(places.broker):
        count = purge_messages(places.broker)
        yield f"{shown(places.broker)}: deleted {count:,} messages that had expired"


def _redis(places: Addresses) -> Iterator[str]:
    """Say what each Redis keeps and what it deleted by itself."""
    from pytest_visualdiff.execution.remote.storage.retention import deleted, kept

    for url in dict.fromkeys((places.results, places.blobs)):
        if is_redis(url):
            there = kept(url)
            told = ", ".join(
                f"{it.entries:,} {kind} ({it.size / _MB:,.1f} MB)" for kind, it in there.items()
            )
            gone = deleted(url)
            yield (
                f"{shown(url)}: keeps {told}; has itself deleted {gone.expired:,} keys for their "
                f"age and {gone.evicted:,} for want of room since it was started"
            )
