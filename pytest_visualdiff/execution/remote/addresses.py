"""Where the pool is: read from the environment, with nothing of Celery or Redis imported."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib.util import find_spec
from typing import NamedTuple
from urllib.parse import urlsplit

from pytest_visualdiff.errors import OptionError

BROKER = ("VISUALDIFF_BROKER_URL", "CELERY_BROKER_URL")
RESULTS = ("VISUALDIFF_RESULT_BACKEND", "CELERY_RESULT_BACKEND")
BLOBS = ("VISUALDIFF_BLOBS",)
"""Variables that name each place; the first one that is set counts."""

_REDIS = ("redis", "rediss")
_NEEDED = ("celery", "redis", "msgspec")
"""Packages of the extra ``remote`` that no comparison by a pool can do without."""

_TRUE, _FALSE = ("1", "true", "yes", "on"), ("0", "false", "no", "off")


class Addresses(NamedTuple):
    """The URLs of the broker, of the Redis that keeps results, and of the store of pictures."""

    broker: str
    results: str
    blobs: str


def addresses(environment: Mapping[str, str]) -> Addresses:
    """Return where the pool is.

    Results are kept beside the messages, and pictures beside the results, unless told otherwise.

    Raises
    ------
    OptionError
        If a package of the extra ``remote`` is not installed, no broker is named, or results would
        have to be kept in something other than Redis.
    """
    if missing := [name for name in _NEEDED if find_spec(name) is None]:
        raise OptionError(
            f"The remote pool needs {' and '.join(missing)}, which cannot be imported.",
            'Install them: pip install "pytest-visualdiff[remote]".',
        )
    broker = _first(environment, BROKER)
    if not broker:
        raise OptionError(
            f"The remote pool has no address: {BROKER[0]} is not set.",
            f"Set it to the broker of the workers, as {BROKER[0]}=redis://localhost:6379/0.",
        )
    results = _first(environment, RESULTS) or broker
    if urlsplit(results).scheme not in _REDIS:
        raise OptionError(
            f"Results are kept in Redis, and not in {shown(results)}.",
            f"Set {RESULTS[0]} to a Redis, as redis://localhost:6379/1.",
        )
    return Addresses(broker, results, _first(environment, BLOBS) or results)


def is_redis(url: str) -> bool:
    """Return whether a URL is that of a Redis."""
    return urlsplit(url).scheme in _REDIS


def shown(url: str) -> str:
    """Return a URL as it may be shown and logged: without passwords, tokens and keys.

    A password with a ``#``, ``?`` or ``/`` in it, which is not a valid URL, is left out as well.
    """
    scheme, separator, rest = url.partition("://")
    if not separator:
        return url
    login, at, place = rest.rpartition("@")
    place, question, query = place.partition("?")
    hidden = f"{login.partition(':')[0]}:***" if ":" in login else login
    values = re.sub(r"=[^&#]*", "=***", query)
    return f"{scheme}://{hidden}{at}{place}{question}{values}"


def truth(environment: Mapping[str, str], name: str) -> bool | None:
    """Return the boolean variable ``name`` of the ``environment``, as in a ``.env``; None if unset.

    Raises
    ------
    OptionError
        If it is neither true nor false.
    """
    value = environment.get(name, "").lower()
    if value and value not in (*_TRUE, *_FALSE):
        raise OptionError(f"{value!r} is not a valid value for {name}.", "Give true or false.")
    return value in _TRUE if value else None


def _first(environment: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next((value for name in names if (value := environment.get(name))), "")
