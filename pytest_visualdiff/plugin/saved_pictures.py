"""The pictures of a check in the report folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pytest_visualdiff.files import shown

if TYPE_CHECKING:
    from pytest_visualdiff.report.folder import ReportFolder


@dataclass(frozen=True, slots=True)
class SavedPictures:
    """Pictures in the report, by what they show: ``baseline``, ``actual``, ``diff``.

    Attributes
    ----------
    paths : mapping
        Their paths, as people are shown them.
    links : mapping
        Their paths, as the page links them.
    trouble : tuple of str
        Why not all could be written, a line each.
    """

    paths: Mapping[str, str]
    links: Mapping[str, str]
    trouble: tuple[str, ...] = ()


NOTHING_SAVED = SavedPictures({}, {})
"""What there is of a check whose pictures the report does not need."""


def save_pictures(
    report: ReportFolder, root: Path, check: str, pictures: Mapping[str, bytes]
) -> SavedPictures:
    """Write pictures to the report; what cannot be written is no reason to hide a verdict.

    Parameters
    ----------
    report : ReportFolder
    root : Path
        The folder from which paths are shown.
    check : str
        What tells this check from every other of the run.
    pictures : mapping
        PNG files by what they show.
    """
    written: dict[str, Path] = {}
    trouble: tuple[str, ...] = ()
    try:
        for role, png in pictures.items():
            written[role] = report.save_picture(check, role, png)
    except OSError as error:
        where = shown(report.path, root)
        trouble = (f"no pictures could be written to {where}: {error.strerror}",)
    return SavedPictures(
        {role: shown(path, root) for role, path in written.items()},
        {role: report.link(path) for role, path in written.items()},
        trouble,
    )
