"""Pages of a user's own, labelled by their own DOM, to train a detector with."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pytest_visualdiff.errors import CaptureError, VisualDiffError
from pytest_visualdiff.model import BY_PAGE, Box, Element, Inventory, Size

if TYPE_CHECKING:
    from pytest_visualdiff.imaging.arrays import Picture
    from pytest_visualdiff.training.labels import Label

PAGES = "pages"
"""Folder of the pages in that of the data."""

WIDTHS = (1280, 768, 390)
"""Widths of the window in which each address is opened: a desk, a tablet, a phone."""

_WRITTEN = frozenset({"text", "link", "button", "badge"})
"""Kinds whose words are in the picture as lines of text."""

_HELD_OUT = 5
"""Of so many pages one is held out, to check with, the first included."""

_LEAST = 3
"""Pixels of the shorter side of what can be learnt."""

_HIGH = 1.15
"""Height of a line over that of its letters, long ones above and below included."""

_LOOSE = 1.5
"""Heights of a line up to which what it is in fits closely, so that it is as high."""


def collect_baselines(root: Path, data: Path) -> Iterator[Path]:
    """Keep the baselines below a folder of which the page said what is on it; yield each new one.

    Parameters
    ----------
    root : Path
        The folder of the tests.
    data : Path
        Where the pages go, into its folder `PAGES`.

    Raises
    ------
    VisualDiffError
        If there is no such baseline.
    """
    from pytest_visualdiff.baselines.store import ROOT_NAME, read_sidecar, recorded

    found = 0
    for folder in sorted(root.rglob(ROOT_NAME)):
        for path in recorded(folder):
            png = path.read_bytes()
            _, elements, _ = read_sidecar(path, png)
            if elements is None or elements.model != BY_PAGE:
                continue
            found += 1
            yield from _kept(data, png, elements, str(path))
    if not found:
        raise VisualDiffError(
            f"There are no baselines of pages with their elements in {root}.",
            "Run the tests once with --visual-update=all, which writes the .json files beside them "
            "anew, or give the folder of the tests.",
        )


def collect_addresses(addresses: Sequence[str], data: Path, browser: Any) -> Iterator[Path]:
    """Open addresses in windows of several widths, keep what is seen there; yield each new page.

    Parameters
    ----------
    addresses : sequence of str
    data : Path
        Where the pages go, into its folder `PAGES`.
    browser : Browser
        Of Playwright's sync API.

    Raises
    ------
    CaptureError
        If one cannot be opened, or does not say what is on it.
    """
    from pytest_visualdiff.capture import CaptureOptions, capture

    for address in addresses:
        for width in WIDTHS:
            page = browser.new_page(viewport={"width": width, "height": 900})
            try:
                _open(page, address)
                taken = capture(page, CaptureOptions(full_page=True), frozenset({"full_page"}))
            finally:
                page.close()
            if taken.elements is None:
                why = "; ".join(it.reason for it in taken.skipped)
                raise CaptureError(f"{address} does not say what is on it: {why}", "Leave it out.")
            yield from _kept(data, taken.png, taken.elements, f"{address} ({width})")


@contextmanager
def launched(executable: str | None) -> Iterator[Any]:
    """Start Chromium with Playwright; ``executable`` is its path, where it is not Playwright's own.

    Raises
    ------
    VisualDiffError
        If Playwright is not installed, or there is no Chromium.
    """
    try:
        playwright = import_module("playwright.sync_api")
    except ImportError:
        raise VisualDiffError(
            "Opening addresses needs Playwright, which is not installed.",
            "Install it: pip install 'pytest-visualdiff[playwright]', then playwright install "
            "chromium.",
        ) from None
    with playwright.sync_playwright() as running:
        try:
            browser = running.chromium.launch(executable_path=executable)
        except playwright.Error as error:
            raise VisualDiffError(
                f"Chromium could not be started: {str(error).strip().splitlines()[0]}",
                "Install it with playwright install chromium, or give its path in "
                "VISUALDIFF_BROWSER.",
            ) from None
        with browser:
            yield browser


def labels_of(elements: Inventory, pixels: Picture) -> list[Label]:
    """Return what is to be found in a picture of a page, as the page says.

    Words are to be found line by line, which the page does not say: the lines are looked for where
    it says that there are words.

    Parameters
    ----------
    elements : Inventory
        Of the page.
    pixels : ndarray of shape (height, width, 3), uint8
    """
    from pytest_visualdiff.training.labels import join_pairs

    size = Size(pixels.shape[1], pixels.shape[0])
    labels = []
    for element in elements.elements:
        box = element.box.clip(size)
        if element.kind == "container" or min(box.w, box.h) < _LEAST:
            continue
        if element.kind != "text":
            labels.append(_label(element.kind, box))
        if element.kind in _WRITTEN and element.text:
            labels += (_label("text", it) for it in _lines(element, box, pixels))
    return join_pairs(labels)


def _label(kind: str, box: Box) -> Label:
    from pytest_visualdiff.training.labels import Label

    return Label(kind, box.x, box.y, box.right, box.bottom)


def _lines(element: Element, box: Box, pixels: Picture) -> Iterator[Box]:
    """Yield the lines of text in a box; a text of which none is found is one line itself.

    From left to right they end where their letters do, and are as high as a page says: a little
    higher than the letters.
    """
    import cv2
    import numpy as np

    from pytest_visualdiff.imaging.text_lines import find_lines

    piece = pixels[box.y : box.bottom, box.x : box.right]
    found = find_lines([np.asarray(cv2.cvtColor(piece, cv2.COLOR_BGR2GRAY), np.uint8)])
    if not found:
        if element.kind == "text":
            yield box
        return
    high = round(_HIGH * max(line.h for line in found))
    one_row = max(line.y for line in found) < min(line.bottom for line in found)
    for line in found:
        if one_row and (element.kind == "text" or box.h <= _LOOSE * high):
            yield Box(box.x + line.x, box.y, line.w, box.h)
        else:
            top = box.y + line.y - (high - line.h) // 2
            room = Size(pixels.shape[1], pixels.shape[0])
            yield Box(box.x + line.x, top, line.w, high).clip(room)


def _open(page: Any, address: str) -> None:
    try:
        page.goto(address)
    except Exception as error:  # Playwright's own, which is not imported here
        raise CaptureError(
            f"{address} could not be opened: {str(error).strip().splitlines()[0]}",
            "Check that the address is right and the server is running.",
        ) from None


def _kept(data: Path, png: bytes, elements: Inventory, origin: str) -> Iterator[Path]:
    """Keep a picture with its labels, unless it is there; yield its path."""
    from pytest_visualdiff.imaging.decode import decode, eight_bit_bgr
    from pytest_visualdiff.training.store import save

    folder, digest = data / PAGES, hashlib.sha256(png).hexdigest()[:16]
    if any(folder.glob(f"{digest}-*.json")):
        return
    labels = labels_of(elements, eight_bit_bgr(decode(png, origin)))
    path = folder / f"{_name(digest, len([*folder.glob('*.json')]) % _HELD_OUT == 0)}.png"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        save(path, png, labels, origin)
    except OSError as error:
        raise VisualDiffError(
            f"Could not write the page {path}: {error.strerror or error}.",
            "Check that the folder can be written and the disk has room.",
        ) from None
    yield path


def _name(digest: str, held_out: bool) -> str:
    """Return a name for a page: names tell what is held out to check with, see `is_held_out`."""
    from pytest_visualdiff.training.crops import is_held_out

    names = (f"{digest}-{number}" for number in count())
    return next(name for name in names if is_held_out(name) == held_out)
