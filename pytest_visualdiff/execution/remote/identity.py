"""Which code compares: two processes that differ in it may not take each other's word."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from pytest_visualdiff import __version__

_ROOMS = ("comparison", "detection", "model", "ground.py", "lines.py", "png.py")
"""What a comparison and the elements of a picture depend on."""


@cache
def model() -> str:
    """Return the digest of what compares pictures and finds elements in them.

    The detector is code and no file of weights, so its digest is that of the sources: two checkouts
    of one version are told apart as well. Line ends do not count.
    """
    package = Path(__file__).parents[2]
    digest = hashlib.sha256()
    for room in _ROOMS:
        found = package / room
        for path in sorted(found.rglob("*.py")) if found.is_dir() else [found]:
            digest.update(path.relative_to(package).as_posix().encode())
            digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()


def version() -> str:
    """Return the version of the plugin."""
    return __version__
