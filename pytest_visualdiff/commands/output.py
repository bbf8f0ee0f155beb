"""What commands print and write in the same way."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from pytest_visualdiff.errors import VisualDiffError

if TYPE_CHECKING:
    from pytest_visualdiff.model import Skipped


def print_skipped(stages: Iterable[Skipped]) -> None:
    """Print to stderr which stages did not run, and why."""
    for stage in stages:
        print(f"visualdiff: {stage.stage} skipped: {stage.reason}", file=sys.stderr)


def write_file(path: Path, data: bytes, what: str) -> None:
    """Write the file that a user asked for.

    Parameters
    ----------
    path : Path
    data : bytes
    what : str
        What the file is, for the message: ``the page``.

    Raises
    ------
    VisualDiffError
        If it cannot be written.
    """
    try:
        path.write_bytes(data)
    except OSError as error:
        raise VisualDiffError(
            f"Could not write {what} {path}: {error.strerror or error}.",
            "Check that its folder exists and can be written.",
        ) from None
