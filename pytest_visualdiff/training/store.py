"""Labelled pages on disk: a picture, and its labels in a file beside it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import cv2
import numpy as np

from pytest_visualdiff.errors import InvalidPictureError
from pytest_visualdiff.files import write_atomically
from pytest_visualdiff.imaging.arrays import Picture
from pytest_visualdiff.training.labels import Label


def save(path: Path, png: bytes, labels: Iterable[Label], origin: str) -> None:
    """Save a picture and its labels: ``NAME.png`` and ``NAME.json``.

    Parameters
    ----------
    path : Path
        Of the picture.
    png : bytes
    labels : iterable of Label
    origin : str
        The design language or framework of the page.
    """
    write_atomically(path, png, overwrite=True)
    rows = [
        [
            label.kind,
            *(round(edge, 2) for edge in (label.left, label.top, label.right, label.bottom)),
        ]
        for label in labels
    ]
    document = {"origin": origin, "labels": rows}
    text = json.dumps(document)
    write_atomically(path.with_suffix(".json"), text.encode(), overwrite=True)


def load_labels(path: Path) -> tuple[str, list[Label]]:
    """Return the origin of a page and its labels, from the ``NAME.json`` beside its picture."""
    document = json.loads(path.read_text("utf-8"))
    return document["origin"], [Label(*row) for row in document["labels"]]


def read_pixels(path: Path) -> Picture:
    """Return the pixels of a picture, BGR.

    Raises
    ------
    InvalidPictureError
        If the file is no picture.
    """
    pixels = cv2.imread(str(path), cv2.IMREAD_COLOR)
    if pixels is None:
        raise InvalidPictureError(f"{path} is no picture.", "Remove it, and what is beside it.")
    return np.asarray(pixels, np.uint8)
