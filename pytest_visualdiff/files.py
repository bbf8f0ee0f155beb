"""File names that every system takes, and files that are written as a whole or not at all."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
import uuid
from pathlib import Path

_UNSAFE = re.compile(r"[^\w\-.,=+@()\[\] ]")
"""What is replaced in a name: all but word characters and a few that every system takes."""

_LONGEST = 120
"""Bytes of a name; file systems allow 255, and the variant and the suffix are added."""

_WINDOWS_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?$")
"""Names that Windows keeps for devices, whatever the suffix."""


def safe_name(text: str) -> str:
    """Return a file name for any text: it stays in its folder on every system.

    A text that had to be altered gets eight hexadecimal digits of its SHA-256, so two texts never
    share a name.
    """
    normal = unicodedata.normalize("NFC", text)
    safe = _UNSAFE.sub("-", normal).strip(" .")
    if (
        safe
        and safe == text
        and len(safe.encode()) <= _LONGEST
        and not _WINDOWS_DEVICES.match(safe)
    ):
        return safe
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    kept = safe.encode()[: _LONGEST - 9].decode(errors="ignore").rstrip(" .")
    return f"{kept}-{digest}" if kept else digest


def shown(path: Path, root: Path) -> str:
    """Return a path as people are shown it.

    Parameters
    ----------
    path : Path
        Absolute.
    root : Path
        The folder from which it is shown if it is below it.
    """
    return (path.relative_to(root) if path.is_relative_to(root) else path).as_posix()


def write_atomically(path: Path, data: bytes, *, overwrite: bool) -> bool:
    """Write a file so that it is never seen half written, and return whether it was written.

    Parameters
    ----------
    path : Path
    data : bytes
    overwrite : bool
        If false, an existing file stays, also one that appears at the same moment.

    Raises
    ------
    OSError
        As the file system raises it; no temporary file is left behind.
    """
    temporary = path.with_name(f".{uuid.uuid4().hex}.tmp")
    try:
        with temporary.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if overwrite:
            temporary.replace(path)
            return True
        return _link(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def _link(temporary: Path, path: Path) -> bool:
    """Give a file its final name unless that name is taken."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        return False
    except OSError:  # a file system without hard links
        if path.exists():
            return False
        temporary.replace(path)
    return True
