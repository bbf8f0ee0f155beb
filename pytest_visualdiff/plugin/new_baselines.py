"""The baselines that this run wrote, as all of its processes know them."""

from __future__ import annotations

import contextlib
import hashlib
import shutil
from pathlib import Path


class NewBaselines:
    """The baselines that were missing when this run began.

    Workers of pytest-xdist are told by empty files in the folder of the report.

    Parameters
    ----------
    report : Path
        The folder of the report.
    run : str
        The name of the run.
    """

    def __init__(self, report: Path, run: str) -> None:
        self._folder = notes_of(report, run)
        self._mine: set[Path] = set()

    def add(self, path: Path) -> None:
        """Remember that a baseline was missing."""
        self._mine.add(path)
        with contextlib.suppress(OSError):  # then other processes do not know it
            self._folder.mkdir(parents=True, exist_ok=True)
            self._note(path).touch()

    def __contains__(self, path: Path) -> bool:
        """Return whether a baseline was missing when this run began."""
        return path in self._mine or self._note(path).exists()

    def _note(self, path: Path) -> Path:
        return self._folder / hashlib.sha256(str(path).encode(errors="replace")).hexdigest()[:32]


def notes_of(report: Path, run: str) -> Path:
    """Return the folder of the notes of a ``run``, in the folder of its ``report``."""
    return report / f".new-{run}"


def forget(report: Path, run: str) -> None:
    """Delete the notes of a ``run`` in the folder of its ``report``, once it has ended."""
    shutil.rmtree(notes_of(report, run), ignore_errors=True)
