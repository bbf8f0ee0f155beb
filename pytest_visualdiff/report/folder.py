"""The report folder: ``results.json``, ``index.html``, and the pictures in ``images/``."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from pytest_visualdiff.files import safe_name, write_atomically

_IMAGES = "images"
"""Name of the folder of the pictures."""


class ReportFolder:
    """The folder of a run's report; made when the first file is written.

    Parameters
    ----------
    path : Path
        The folder, absolute.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def save_picture(self, check: str, role: str, png: bytes) -> Path:
        """Write a picture of a check and return its file.

        Workers may write at the same time; every check has files of its own.

        Parameters
        ----------
        check : str
            What tells this check from every other of the run.
        role : str
            What the picture shows: ``baseline``, ``actual`` or ``diff``.
        png : bytes

        Raises
        ------
        OSError
            If the folder cannot be written.
        """
        path = self.path / _IMAGES / f"{safe_name(check)}-{role}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, png, overwrite=True)
        return path

    def link(self, picture: Path) -> str:
        """Return the link to a picture of the folder from ``index.html``."""
        return picture.relative_to(self.path).as_posix()

    def write(self, document: Mapping[str, Any], replaced: Sequence[Mapping[str, Any]]) -> Path:
        """Write a run's document and page, delete pictures that are out of date, return the page.

        Only pictures that the last run's ``results.json`` names are deleted, and those of results
        that were replaced in this run: a folder given by mistake keeps what is in it.

        Raises
        ------
        OSError
            If the folder cannot be written.
        """
        from pytest_visualdiff.report.html import render

        self.path.mkdir(parents=True, exist_ok=True)
        results, page = self.path / "results.json", self.path / "index.html"
        old = {*_pictures(_load(results)), *_pictures({"results": replaced})}
        stale = old - set(_pictures(document))
        for path, text in (
            (results, json.dumps(document, indent=2, ensure_ascii=False) + "\n"),
            (page, render(document)),
        ):
            # A file name that is no Unicode text has lone surrogates: \udc80 is JSON's way too.
            write_atomically(path, text.encode(errors="backslashreplace"), overwrite=True)
        for name in stale:
            (self.path / _IMAGES / name).unlink(missing_ok=True)
        return page


def _load(results: Path) -> object:
    try:
        return json.loads(results.read_bytes())
    except (OSError, ValueError):
        return None


def _pictures(document: object) -> Iterator[str]:
    """Yield the file names in ``images/`` that a document names, whatever else it says."""
    try:
        links = [link for entry in document["results"] for link in entry["images"].values()]  # type: ignore[index]
    except (KeyError, TypeError, AttributeError):
        return
    for link in links:
        path = PurePosixPath(str(link))
        if len(path.parts) == 2 and path.parts[0] == _IMAGES and path.suffix == ".png":
            yield path.name
