"""Baselines on disk: the pictures beside the tests, and the sidecar of each.

``<dir>/__visual__/<test file stem>/<test name>/<check name>[.<variant>].png``, with a sidecar of
the same stem that ends in ``.json``. A picture or a sidecar is there whole or not at all.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pytest_visualdiff.errors import BaselineError, InvalidPictureError
from pytest_visualdiff.files import (
    clear_leftovers,
    read_regular,
    safe_name,
    write_atomically,
    write_together,
)
from pytest_visualdiff.imaging import png
from pytest_visualdiff.imaging.png.limits import check_pixels
from pytest_visualdiff.model import PIXEL_LIMIT, SCHEMA, Capture, Inventory

ROOT_NAME = "__visual__"
"""The folder beside the test files that baselines are in."""


_LEFT_OVER = 60
"""Seconds from which on a temporary file is of a writer that was killed."""

_BROKEN = "{} cannot be read, so it is not known what drew the baseline, nor what is in it"
_FOREIGN = "{} is of another picture, so it is not known what drew the baseline, nor what is in it"
_NO_ELEMENTS = "{} does not say what elements the baseline has"


@dataclass(frozen=True, slots=True)
class Variant:
    """Which rendering of a check a baseline shows.

    Attributes
    ----------
    label : str
        The part of the file name between the check's name and ``.png``.
    browser : str or None
        For the label ``<browser>-<platform>``, the browser: a baseline of the same browser from
        another platform can stand in.
    """

    label: str
    browser: str | None = None


@dataclass(frozen=True, slots=True)
class Baseline:
    """A baseline that was found.

    Attributes
    ----------
    path : Path
    png : bytes
    cross_rendered : bool
        Whether it stands in for a missing variant.
    environment : Mapping or None
        What drew it; None if its sidecar is missing, broken or of another picture.
    elements : Inventory or None
        What can be seen in it; None where the sidecar does not say so.
    trouble : str or None
        Why the sidecar says nothing; None if it does.
    """

    path: Path
    png: bytes
    cross_rendered: bool
    environment: Mapping[str, str] | None = None
    elements: Inventory | None = None
    trouble: str | None = None


def baseline_folder(test_file: Path, test_name: str) -> Path:
    """Return the folder of one test's baselines.

    Parameters
    ----------
    test_file : Path
    test_name : str
        With its classes, as in ``TestShop.test_cart[dark]``.
    """
    return test_file.parent / ROOT_NAME / safe_name(test_file.stem) / safe_name(test_name)


class BaselineStore:
    """The baselines of one test.

    Parameters
    ----------
    folder : Path
        Their folder, see `baseline_folder`; made when the first baseline is written.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, name: str, variant: Variant | None) -> Path:
        """Return the file of a check's baseline, whether it exists or not.

        Parameters
        ----------
        name : str
            The name of the check.
        variant : Variant or None
        """
        label = f".{safe_name(variant.label)}" if variant else ""
        return self.folder / f"{safe_name(name)}{label}.png"

    def find(self, name: str, variant: Variant | None) -> Baseline | None:
        """Return the baseline of a check: the exact variant, else the same browser's, else None.

        Parameters
        ----------
        name : str
            The name of the check.
        variant : Variant or None

        Raises
        ------
        BaselineError
            If the file is there but cannot be read.
        """
        exact = self.path(name, variant)
        if (png := _read(exact)) is not None:
            return Baseline(exact, png, False, *read_sidecar(exact, png))
        for path in self._other_platforms(exact, name, variant):
            if (png := _read(path)) is not None:
                return Baseline(path, png, True, *read_sidecar(path, png))
        return None

    def write(
        self, path: Path, capture: Capture, *, overwrite: bool, check: str | None = None
    ) -> None:
        """Write a baseline and its sidecar, each whole or not at all.

        Parameters
        ----------
        path : Path
            The file of the picture, see `path`.
        capture : Capture
        overwrite : bool
            Whether to replace a file that is there; otherwise one that another process wrote in the
            meantime stays.
        check : str, optional
            The name of the check, kept in the sidecar: the file's name alone does not tell where
            the name ends and the variant begins.

        Raises
        ------
        BaselineError
            If the folder or the files cannot be written.
        InvalidPictureError
            If the picture cannot be decoded.
        """
        sidecar, text = path.with_suffix(".json"), _sidecar(capture, check)
        with _writing(path):
            clear_leftovers(path.parent, _LEFT_OVER)
            if overwrite:
                write_together({path: capture.png, sidecar: text})
            elif not path.exists():
                # The sidecar first: a picture without one would be compared less strictly.
                write_atomically(sidecar, text, overwrite=True)
                write_atomically(path, capture.png, overwrite=False)

    def adopt(self, path: Path, file: Path) -> None:
        """Copy a bare picture as a baseline, unless there is one.

        Parameters
        ----------
        path : Path
            The file of the baseline, see `path`.
        file : Path
            The picture, a PNG file.

        Raises
        ------
        InvalidPictureError
            If the file is no PNG file, or no whole one.
        BaselineError
            If it cannot be read, or the baseline cannot be written.
        """
        if not path.exists() and (picture := _read(file)) is not None:
            png.check(picture, str(file))
            with _writing(path):
                write_atomically(path, picture, overwrite=False)

    def _other_platforms(self, exact: Path, name: str, variant: Variant | None) -> Iterator[Path]:
        if variant is None or variant.browser is None or not self.folder.is_dir():
            return
        pattern = re.compile(re.escape(f"{safe_name(name)}.{variant.browser}-") + r"[^.]+\.png")
        for path in sorted(self.folder.iterdir()):
            if path != exact and pattern.fullmatch(path.name):
                yield path


def recorded(folder: Path) -> Iterator[Path]:
    """Yield every baseline picture in a ``__visual__`` folder or below, in order of their paths."""
    for path in sorted(folder.rglob("*.png")):
        if not path.name.startswith("."):
            yield path


def read_sidecar(
    path: Path, png: bytes
) -> tuple[Mapping[str, str] | None, Inventory | None, str | None]:
    """Return what drew a baseline, its elements, and why the sidecar does not say so.

    Each is None for what is not known, or not in the way.

    Parameters
    ----------
    path : Path
        The picture's file; the sidecar lies beside it.
    png : bytes
        The picture: a sidecar of another one says nothing of it. One that was compressed again has
        the same pixels, and is the same.
    """
    file = path.with_suffix(".json")
    try:
        sidecar = json.loads(read_regular(file))
        digests = sidecar["sha256"], sidecar.get("pixels")
        environment = {name: str(value) for name, value in sidecar["environment"].items()}
    except FileNotFoundError:
        return None, None, None  # a bare picture
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None, None, _BROKEN.format(file.name)
    if digests[0] != hashlib.sha256(png).hexdigest() and not _has_pixels(png, digests[1]):
        return None, None, _FOREIGN.format(file.name)
    if sidecar.get("elements") is None:  # nothing is known of what is in a picture
        return environment, None, None
    try:
        return environment, Inventory.from_wire(sidecar["elements"]), None
    except (KeyError, TypeError, ValueError, IndexError, AttributeError, RecursionError):
        return environment, None, _NO_ELEMENTS.format(file.name)


def _has_pixels(data: bytes, digest: object) -> bool:
    """Return whether a picture has the pixels of this digest."""
    from pytest_visualdiff.imaging.decode import decode, pixel_digest

    try:
        check_pixels(png.skim(data, "the baseline"), "the baseline", PIXEL_LIMIT)
        return digest is not None and pixel_digest(decode(data, "the baseline")) == digest
    except InvalidPictureError:
        return False


def recorded_check(path: Path) -> str | None:
    """Return the safe name of the check that a baseline is of; None if its sidecar does not say."""
    try:
        return safe_name(json.loads(read_regular(path.with_suffix(".json")))["check"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def prune(baseline: Path) -> None:
    """Delete a baseline, its sidecar, and the folders that this leaves empty.

    Raises
    ------
    BaselineError
        If a file cannot be deleted.
    """
    try:
        baseline.unlink(missing_ok=True)
        baseline.with_suffix(".json").unlink(missing_ok=True)
    except OSError as error:
        raise BaselineError(
            f"Could not delete the baseline {baseline}: {error.strerror or error}.",
            "Check that the folder can be written, or delete it by hand.",
        ) from None
    for folder in baseline.parents:
        with contextlib.suppress(OSError):  # not empty: another baseline lives there
            folder.rmdir()
        if folder.exists() or folder.name == ROOT_NAME:
            break


@contextlib.contextmanager
def _writing(path: Path) -> Iterator[None]:
    """Create the folder of a baseline; raise `BaselineError` if something cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        raise BaselineError(
            f"Could not write the baseline {path}: {error.strerror or error}.",
            "Check that the folder can be written and the disk has room, then run again.",
        ) from None


def _read(path: Path) -> bytes | None:
    try:
        return read_regular(path)
    except FileNotFoundError:
        if not path.is_symlink():
            return None
        raise BaselineError(
            f"The baseline {path} is a link to {path.readlink()}, which is not there.",
            "Fetch the file it stands for (git annex get, git lfs pull), or delete the link.",
        ) from None
    except OSError as error:
        raise BaselineError(
            f"Could not read the baseline {path}: {error.strerror or error}.",
            "Check the file's permissions, or restore it from version control.",
        ) from None


def _sidecar(capture: Capture, check: str | None) -> bytes:
    from pytest_visualdiff.imaging.decode import decode, pixel_digest

    document = {
        "schema": SCHEMA,
        **({} if check is None else {"check": safe_name(check)}),
        "sha256": hashlib.sha256(capture.png).hexdigest(),
        "pixels": pixel_digest(decode(capture.png, "the picture")),
        "size": capture.size.to_wire(),
        "scale": capture.scale,
        "environment": dict(sorted(capture.environment.items())),
    }
    text = json.dumps(document, indent=1, ensure_ascii=False).removesuffix("\n}")
    return f'{text},\n "elements": {_by_line(capture.elements)}\n}}\n'.encode()


def _by_line(elements: Inventory | None) -> str:
    """Return an inventory as JSON, with a line for each style and for each element."""
    if elements is None:
        return "null"
    wire = elements.to_wire()
    styles = ",\n".join(
        f"   {_line(name)}: {_line(style)}" for name, style in wire["styles"].items()
    )
    rows = ",\n".join(f"   {_line(row)}" for row in wire["elements"])
    return (
        f'{{\n  "model": {_line(wire["model"])},'
        f'\n  "styles": {{\n{styles}\n  }},\n  "elements": [\n{rows}\n  ]\n }}'
    )


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
