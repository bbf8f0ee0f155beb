"""``visualdiff beat``: every hour, delete what the pool no longer needs."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator
from typing import Any

from pytest_visualdiff.execution.remote.addresses import Addresses, addresses, is_redis, shown
from pytest_visualdiff.plural import plural

_HOUR = 3600.0
"""Seconds from one purge to the next."""

_MEGABYTE = 1e6
"""Bytes of a megabyte, the unit in which sizes are printed."""

_SINGULAR = {"pictures": "picture", "results": "result", "entries of history": "entry of history"}
"""What one entry of each kind that a Redis keeps is called."""


def add_to(commands: Any) -> None:
    """Add the command to those of ``visualdiff``."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "beat",
        help="every hour, delete what the remote pool no longer needs",
        description="Every hour, delete pictures that no run used for a day from a folder or an "
        "object store, and messages that expired before a worker took them; and print what Redis "
        "keeps, which deletes pictures, results and history by itself. Exit status: 2 if --once is "
        "given and something could not be reached.",
    )
    parser.add_argument("--once", action="store_true", help="do it once and exit")
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
    """Delete old pictures where they are not in a Redis, which does so by itself."""
    from pytest_visualdiff.execution.remote.storage.blobs import open_blobs

    if not is_redis(places.blobs):
        freed = open_blobs(places.blobs).purge()
        count = f"{freed.blobs:,} {plural(freed.blobs, 'picture')}"
        yield f"{shown(places.blobs)}: deleted {count}, {freed.size / _MEGABYTE:,.1f} MB"


def _messages(places: Addresses) -> Iterator[str]:
    """Delete expired messages from a Redis; in RabbitMQ they wait for a worker."""
    from pytest_visualdiff.execution.remote.storage.retention import purge_messages

    if is_redis(places.broker):
        count = purge_messages(places.broker)
        messages = f"{count:,} {plural(count, 'message')}"
        yield f"{shown(places.broker)}: deleted {messages} that had expired"


def _redis(places: Addresses) -> Iterator[str]:
    """Yield what each Redis keeps and what it has deleted by itself."""
    from pytest_visualdiff.execution.remote.storage.retention import deleted, kept

    for url in dict.fromkeys((places.results, places.blobs)):
        if is_redis(url):
            keeps = ", ".join(
                f"{it.entries:,} {plural(it.entries, _SINGULAR[kind], kind)}"
                f" ({it.size / _MEGABYTE:,.1f} MB)"
                for kind, it in kept(url).items()
            )
            gone = deleted(url)
            yield (
                f"{shown(url)}: keeps {keeps}; since it was started it has deleted "
                f"{gone.expired:,} {plural(gone.expired, 'key')} that expired and "
                f"{gone.evicted:,} to free memory"
            )
