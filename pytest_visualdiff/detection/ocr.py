"""Optical character recognition with tesseract."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from threading import Lock
from typing import Any, cast

import cv2
import numpy as np

from pytest_visualdiff.detection import Reading
from pytest_visualdiff.errors import TextError
from pytest_visualdiff.imaging.arrays import Picture
from pytest_visualdiff.imaging.ground import ground_of, ink_on
from pytest_visualdiff.imaging.text_lines import find_lines
from pytest_visualdiff.model import Box

_LINE_HEIGHT = 34
"""Height in pixels that a line of text is brought to: its small letters are about 20 high."""

_LARGEST_SCALE = 4.0
"""Factor by which a line is enlarged at most: more adds no detail."""

_SHEET_MARGIN = 12
"""Empty pixels around a line on the sheet; tesseract reads nothing at an edge."""

_LINE_GAP = 22
"""Empty rows between two lines on the sheet: with fewer they are read as one block of text."""

_LEAST_CONTRAST = 24
"""Levels; a crop whose strongest pixel is not further from its ground shows no text."""


_ENVIRONMENT = Lock()
"""Held while `os.environ` is changed: pytesseract passes that on, and takes no other."""


def read_texts(crops: Sequence[Picture], language: str) -> list[Reading]:
    """Read the text of all crops in one run of tesseract.

    Every line of every crop is brought to one height, dark on white, and put below the others on
    one sheet; what is read is told apart by where it is.

    Parameters
    ----------
    crops : sequence of ndarray of shape (height, width, 3), uint8
        BGR. A crop may have several lines.
    language : str
        By tesseract's names: ``eng``, or several as ``eng+deu``.

    Returns
    -------
    list of Reading
        For each crop its text, lines joined by a space; empty where nothing is read.

    Raises
    ------
    TextError
        If tesseract or the language is not installed.
    """
    rows = [(number, line) for number, crop in enumerate(crops) for line in _lines(crop)]
    words: list[list[tuple[str, float]]] = [[] for _ in crops]
    if rows:
        sheet, bands = _sheet([line for _, line in rows])
        for word, middle, confidence in _words(sheet, language):
            band = int(np.searchsorted(bands, middle, "right")) - 1
            words[rows[band][0]].append((word, confidence))
    return [_reading(it) for it in words]


def _reading(words: Sequence[tuple[str, float]]) -> Reading:
    """Return words as one text, which is as sure as they are, each by its length."""
    length = sum(len(word) for word, _ in words)
    sure = sum(len(word) * confidence for word, confidence in words) / max(length, 1)
    return Reading(" ".join(word for word, _ in words), round(sure, 3))


def _lines(crop: Picture) -> Iterator[Picture]:
    """Yield the lines of a crop, grey, dark on white, and of one height."""
    if not crop.size:
        return
    ink = ink_on(crop, ground_of(crop))
    if ink.max() < _LEAST_CONTRAST:
        return
    for box in sorted(find_lines([ink]), key=lambda box: (box.y, box.x)):
        line = ink[box.slices]
        scale = min(_LINE_HEIGHT / box.h, _LARGEST_SCALE)
        dark = cv2.convertScaleAbs(line, alpha=255 / max(int(line.max()), 1))
        large = cv2.resize(dark, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
        yield cast("Picture", cv2.bitwise_not(large))


def _sheet(lines: Sequence[Picture]) -> tuple[Picture, list[int]]:
    """Return the lines below each other, and the row at which the band of each begins."""
    width = max(line.shape[1] for line in lines) + 2 * _SHEET_MARGIN
    bands = [0]
    for line in lines:
        bands.append(bands[-1] + line.shape[0] + _LINE_GAP)
    sheet = np.full((bands[-1] + _LINE_GAP, width), 255, np.uint8)
    for line, top in zip(lines, bands, strict=False):
        height, length = line.shape
        sheet[Box(_SHEET_MARGIN, top + _LINE_GAP // 2, length, height).slices] = line
    return sheet, bands[:-1]


def _words(sheet: Picture, language: str) -> Iterator[tuple[str, float, float]]:
    """Yield each word that is read, the middle of its box from above, and how sure it is."""
    import pytesseract  # type: ignore[import-untyped] # it has no types

    try:
        with _one_thread():
            found: Mapping[str, Sequence[Any]] = pytesseract.image_to_data(
                sheet, lang=language, config="--psm 6 --dpi 150", output_type="dict"
            )
    except pytesseract.TesseractNotFoundError:
        raise TextError(
            "Text could not be read: tesseract is not installed, or not on the PATH.",
            "Install it: apt install tesseract-ocr, brew install tesseract, or the installer for "
            "Windows.",
        ) from None
    except pytesseract.TesseractError as error:
        if "Failed loading language" in error.message:
            raise TextError(
                f"Text could not be read: tesseract has no language {language!r}.",
                "Install it (Debian: apt install tesseract-ocr-deu for 'deu'), or name one that "
                "`tesseract --list-langs` lists.",
            ) from None
        raise TextError(
            f"Text could not be read: tesseract says: {' '.join(error.message.split())}",
            "Run `tesseract --version` to see whether it works.",
        ) from None
    columns = (found[name] for name in ("text", "top", "height", "conf"))
    for word, top, height, confidence in zip(*columns, strict=True):
        if word.strip():
            yield word.strip(), top + height / 2, float(confidence) / 100


@contextmanager
def _one_thread() -> Iterator[None]:
    """Have tesseract use one thread: its threads wait for each other where all cores are busy."""
    name = "OMP_THREAD_LIMIT"
    with _ENVIRONMENT:  # comparisons run on several threads, and all of them have one environment
        before = os.environ.get(name)
        os.environ.setdefault(name, "1")
        try:
            yield
        finally:
            if before is None:
                os.environ.pop(name, None)
