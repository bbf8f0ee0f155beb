"""Squares cut out of labelled pages: what a net is trained on, in the format of YOLO."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

import cv2
import numpy as np
import numpy.typing as npt

from pytest_visualdiff.files import write_atomically
from pytest_visualdiff.training.labels import CLASSES, Label
from pytest_visualdiff.training.store import load_labels, read_pixels

SIDE = 640
"""Side of a crop in pixels."""

PADDING = 114
"""Grey level outside the page, as in ultralytics."""

_COMMON = {"text", "link", "link+text", "icon"}
"""Classes that nearly every crop contains."""

_MOST_CROPS = 9
"""Most crops of one page, so that large pages do not outweigh small ones."""

_KEPT_SHARE = 0.5
"""Share of an element's area that has to be in a crop for it to be labelled."""

_KEPT_TEXT = 12
"""Pixels of a line of text that have to be in a crop for it to be labelled: a letter or two."""


def cut_pages(pages: Path, data: Path) -> Iterator[Path]:
    """Cut the pages that have no crops yet, and yield the picture of each such page.

    Parameters
    ----------
    pages : Path
        A folder of ``NAME.png`` with ``NAME.json``, as `save` writes them.
    data : Path
        The folder for the crops: ``images`` and ``labels``, each with ``train`` and ``val``, see
        `is_held_out`.
    """
    for marker in sorted(pages.glob("*.json")):
        split = "val" if is_held_out(marker.stem) else "train"
        images, texts = data / "images" / split, data / "labels" / split
        if (texts / f"{marker.stem}-0.txt").exists():
            continue
        images.mkdir(parents=True, exist_ok=True)
        texts.mkdir(parents=True, exist_ok=True)
        picture = marker.with_suffix(".png")
        pixels = read_pixels(picture)
        _, labels = load_labels(marker)
        squares = choose_squares(pixels.shape[1], pixels.shape[0], labels, marker.stem)
        for number in reversed(range(len(squares))):  # number 0 is the last: it says all are there
            left, top = squares[number]
            name = f"{marker.stem}-{number}"
            crop = cut(pixels, left, top)
            write_atomically(images / f"{name}.png", _png(crop), overwrite=True)
            rows = "".join(_row(label) for label in labels_in(labels, left, top))
            write_atomically(texts / f"{name}.txt", rows.encode(), overwrite=True)
        yield picture


def is_held_out(name: str) -> bool:
    """Return whether the page of this name is used for validation; one page in twenty is."""
    return zlib.crc32(name.encode()) % 20 == 0


def choose_squares(
    width: int, height: int, labels: Sequence[Label], name: str
) -> list[tuple[int, int]]:
    """Return the left and top of the squares to cut out of a page, in pixels.

    Every other square has an element of a rare kind near its middle, the others are anywhere.

    Parameters
    ----------
    width, height : int
        Size of the page in pixels.
    labels : sequence of Label
    name : str
        Seed of the random choice: the squares are the same for the same name.
    """
    random = Random(name)  # noqa: S311 - not for secrets
    count = min(max(round(width * height / SIDE**2), 1), _MOST_CROPS)
    rare = [label for label in labels if label.kind not in _COMMON]
    kinds = sorted({label.kind for label in rare})
    squares = []
    for number in range(count):
        if number % 2 and kinds:
            kind = random.choice(kinds)
            label = random.choice([label for label in rare if label.kind == kind])
            x = (label.left + label.right) / 2 - SIDE / 2 + random.randint(-200, 200)
            y = (label.top + label.bottom) / 2 - SIDE / 2 + random.randint(-200, 200)
        else:
            x, y = random.uniform(0, width - SIDE), random.uniform(0, height - SIDE)
        squares.append((_inside(x, width), _inside(y, height)))
    return squares


def _inside(start: float, length: int) -> int:
    return round(max(min(start, length - SIDE), 0))


def cut(pixels: npt.NDArray[np.uint8], left: int, top: int) -> npt.NDArray[np.uint8]:
    """Return the square of ``pixels`` at (``left``, ``top``), filled up with grey."""
    part = pixels[top : top + SIDE, left : left + SIDE]
    square = np.full((SIDE, SIDE, 3), PADDING, np.uint8)
    square[: part.shape[0], : part.shape[1]] = part
    return square


def labels_in(labels: Sequence[Label], left: int, top: int) -> list[Label]:
    """Return the labels that are visible enough in a square, relative to it.

    Parameters
    ----------
    labels : sequence of Label
    left, top : int
        Corner of the square in pixels; its side is `SIDE`.
    """
    found = []
    for label in labels:
        part = label.within(left, top, left + SIDE, top + SIDE)
        width, height = part.right - part.left, part.bottom - part.top
        whole = label.bottom - label.top
        is_line = label.kind in ("text", "link+text")
        if min(width, height) < 2:
            continue
        if (is_line and width >= _KEPT_TEXT and height >= 0.6 * whole) or (
            part.area >= _KEPT_SHARE * label.area
        ):
            found.append(part)
    return found


def _row(label: Label) -> str:
    """Return the line of YOLO's format: class, centre and size as shares of the side."""
    x, y = (label.left + label.right) / 2 / SIDE, (label.top + label.bottom) / 2 / SIDE
    w, h = (label.right - label.left) / SIDE, (label.bottom - label.top) / SIDE
    return f"{CLASSES.index(label.kind)} {x:.6f} {y:.6f} {w:.6f} {h:.6f}\n"


def _png(pixels: npt.NDArray[np.uint8]) -> bytes:
    return cv2.imencode(".png", pixels)[1].tobytes()
