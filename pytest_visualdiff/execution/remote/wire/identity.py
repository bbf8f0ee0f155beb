"""Which code compares: two processes that differ in it may not take each other's word."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from pytest_visualdiff import __version__

_KINDS = frozenset({".py", ".onnx"})
"""Files of code, and of the model that comes with it."""

_ROOMS = ("comparison", "detection", "imaging", "model")
"""What a comparison and the elements of a picture depend on."""


@cache
def model() -> str:
    """Return the digest of what compares pictures and finds elements in them.

    It is that of the model that comes with the package and of the sources: two checkouts of one
    version are told apart as well. Line ends of sources do not count. A user's own model is a part
    of what is asked.
    """
    package = Path(__file__).parents[3]
    digest = hashlib.sha256()
    for room in _ROOMS:
        found = package / room
        for path in sorted(found.rglob("*")) if found.is_dir() else [found]:
            name = path.relative_to(package).as_posix()
            if path.suffix in _KINDS:
                digest.update(name.encode())
                data = path.read_bytes()
                digest.update(data.replace(b"\r\n", b"\n") if path.suffix == ".py" else data)
    return digest.hexdigest()


def version() -> str:
    """Return the version of the plugin."""
    return __version__
