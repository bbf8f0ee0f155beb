"""Conversion of a net's output, and of the rows of a crop's label file, to labels."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from pytest_visualdiff.training.crops import SIDE
from pytest_visualdiff.training.labels import CLASSES, Label


def decode(answer: npt.NDArray[np.float32], least: float = 0.05) -> list[Label]:
    """Return the elements in an answer of the net, one class for each place.

    Parameters
    ----------
    answer : ndarray of shape (4 + classes, places)
        Centre and size in pixels, and the confidence of each class.
    least : float
        Confidence from which an element is returned.
    """
    classes, confidences = answer[4:].argmax(axis=0), answer[4:].max(axis=0)
    labels = []
    for place in np.flatnonzero(confidences >= least):
        x, y, w, h = map(float, answer[:4, place])
        edges = (x - w / 2, y - h / 2, x + w / 2, y + h / 2)
        labels.append(Label(CLASSES[classes[place]], *edges, float(confidences[place])))
    return labels


def labels_of_rows(rows: npt.NDArray[np.float32]) -> list[Label]:
    """Return the labels of a crop from its rows of class, x, y, w, h."""
    labels = []
    for number, x, y, w, h in rows.tolist():
        edges = ((x - w / 2) * SIDE, (y - h / 2) * SIDE, (x + w / 2) * SIDE, (y + h / 2) * SIDE)
        labels.append(Label(CLASSES[int(number)], *edges))
    return labels
