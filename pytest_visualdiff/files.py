"""File names that every system takes, and files that are written as a whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import stat
import time
import unicodedata
import uuid
from collections.abc import Mapping
from pathlib import Path

_UNSAFE = re.compile(r"[^\w\-.,=+@()\[\] ]")
"""What is replaced in a name: all but word characters and a few that every system takes."""

_LONGEST = 120
"""Bytes of a name; file systems allow 255, and the variant and the suffix are added."""

TEMPORARY = ".tmp"
"""Suffix of a file that is being written."""

_TEMPORARY_NAME = re.compile(r"\.[0-9a-f]{32}\.tmp")
"""The names of the temporary files of `write_atomically` and `write_together`."""

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


def read_regular(path: Path) -> bytes:
    """Return what is in the regular file ``path``; nothing else is waited for, or read for ever.

    Raises
    ------
    OSError
        If it cannot be read, or is no regular file: a folder, a pipe, a device.
    """
    try:
        # A pipe without a writer would otherwise be waited for here.
        descriptor = os.open(
            path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        )
    except ValueError as error:  # a NUL, or what the file system's encoding does not have
        raise OSError(errno.EINVAL, f"its name is not one that files have: {error}") from None
    kind = os.fstat(descriptor).st_mode
    if not stat.S_ISREG(kind):
        os.close(descriptor)
        what = "a folder" if stat.S_ISDIR(kind) else "a pipe, a device or a socket"
        raise OSError(errno.EINVAL, f"it is {what}, and no file")
    with open(descriptor, "rb") as file:  # noqa: PTH123 - of a descriptor
        return file.read()


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
    temporary = path.with_name(f".{uuid.uuid4().hex}{TEMPORARY}")
    try:
        _write_through(temporary, data)
        if overwrite:
            temporary.replace(path)
            return True
        return _link(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def write_together(files: Mapping[Path, bytes]) -> None:
    """Replace several files, all of them or none.

    All are written beside their places first, where a full disk or a folder that cannot be written
    shows; only then is each moved to its place. If one cannot be, those before it are put back.

    Parameters
    ----------
    files : mapping of Path to bytes

    Raises
    ------
    OSError
        As the file system raises it; then every file is as it was.
    """
    temporary = {path: path.with_name(f".{uuid.uuid4().hex}{TEMPORARY}") for path in files}
    before: dict[Path, bytes | None] = {}
    try:
        for path, data in files.items():
            _write_through(temporary[path], data)
        for path in files:
            before[path] = path.read_bytes() if path.exists() else None
            temporary[path].replace(path)
    except OSError:
        for path, old in before.items():
            _put_back(path, old)
        raise
    finally:
        for path in temporary.values():
            path.unlink(missing_ok=True)


def _put_back(path: Path, data: bytes | None) -> None:
    """Give a file what it held before, as far as the file system lets us."""
    with contextlib.suppress(OSError):
        if data is None:
            path.unlink(missing_ok=True)
        else:
            write_atomically(path, data, overwrite=True)


def clear_leftovers(folder: Path, older_than: float) -> None:
    """Delete the temporary files of writers that were killed.

    Parameters
    ----------
    folder : Path
        Where they are looked for; not below it.
    older_than : float
        Seconds since they were written: another process may be about to move a younger one.
    """
    with contextlib.suppress(OSError):
        for path in folder.glob(f".*{TEMPORARY}"):
            age = time.time() - path.stat().st_mtime
            if _TEMPORARY_NAME.fullmatch(path.name) and age > older_than:
                path.unlink(missing_ok=True)


def _write_through(path: Path, data: bytes) -> None:
    """Write a new file down to the disk."""
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


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
