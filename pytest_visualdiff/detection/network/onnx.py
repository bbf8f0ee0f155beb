"""A network that finds boxes in pictures: raw, before anything is made of them."""

from __future__ import annotations

from threading import Lock
from typing import NamedTuple, Protocol

import cv2
import numpy as np
import numpy.typing as npt

from pytest_visualdiff.detection.edges import Edges
from pytest_visualdiff.detection.network.model_file import EXPORT, read_model_file
from pytest_visualdiff.errors import ModelError
from pytest_visualdiff.imaging.arrays import Picture

STRIDE = 32
"""Pictures are made as large as a multiple of this: so much a network makes them smaller."""

_OUTSIDE = (114, 114, 114)
"""Grey of what is beyond the picture, as ultralytics has it in training."""

OLDEST_OPENCV = 5
"""The importer of OpenCV 4 cannot read networks that take pictures of any size."""


class Raw(NamedTuple):
    """Boxes, with the class that each is most likely of, by number, and how likely that is."""

    edges: Edges
    classes: npt.NDArray[np.intp]
    scores: npt.NDArray[np.float32]


class Network(Protocol):
    """Finds boxes in a picture."""

    @property
    def names(self) -> tuple[str, ...]:
        """Its classes."""
        ...

    def find(self, pixels: Picture, least: float) -> Raw:
        """Return the boxes in ``pixels`` (BGR) with a confidence of at least ``least``, 0..1."""
        ...


def can_run() -> bool:
    """Return whether the OpenCV that is installed can run networks."""
    return int(cv2.__version__.partition(".")[0]) >= OLDEST_OPENCV


def padded(pixels: Picture) -> Picture:
    """Return a picture made as large, at its right and lower edges, as networks need it."""
    below, beside = (-side % STRIDE for side in pixels.shape[:2])
    return np.asarray(
        cv2.copyMakeBorder(pixels, 0, below, 0, beside, cv2.BORDER_CONSTANT, value=_OUTSIDE),
        np.uint8,
    )


class OnnxNetwork:
    """A YOLO network, as ultralytics exports it, that OpenCV runs.

    Its output has, for each place, the middle and the size of a box in pixels and a score for each
    class; see https://docs.ultralytics.com/modes/export.

    Parameters
    ----------
    data : bytes
        An ONNX file.
    name : str
        What errors call it.

    Raises
    ------
    ModelError
        If it is none, or OpenCV cannot run it.
    """

    def __init__(self, data: bytes, name: str) -> None:
        said = read_model_file(data, name)
        self.names, self.metadata = said.names, said.metadata
        self._name = name
        self._one_at_a_time = Lock()  # the arrays between its layers are its own
        if not can_run():
            raise ModelError(
                f"OpenCV {cv2.__version__} cannot run {name}, which takes pictures of any size.",
                f"Install opencv-python-headless>={OLDEST_OPENCV}, or set visual_model = none.",
            )
        try:
            self._net = cv2.dnn.readNetFromONNX(np.frombuffer(data, np.uint8))
        except cv2.error as error:
            raise self._broken(error) from None

    def find(self, pixels: Picture, least: float) -> Raw:
        """Return the boxes in ``pixels`` (BGR) with a confidence of at least ``least``, 0..1.

        Raises
        ------
        ModelError
            If the network cannot be run.
        """
        blob = cv2.dnn.blobFromImage(padded(pixels), 1 / 255, swapRB=True)
        try:
            with self._one_at_a_time:
                self._net.setInput(blob)
                output = np.array(self._net.forward())
        except cv2.error as error:
            raise self._broken(error) from None
        return _likely(output[0], least, (pixels.shape[1], pixels.shape[0]))

    def _broken(self, error: cv2.error) -> ModelError:
        why = " ".join(str(error.err or error).split())
        return ModelError(
            f"OpenCV {cv2.__version__} cannot run {self._name}: {why}",
            EXPORT,
        )


def _likely(output: npt.NDArray[np.float32], least: float, size: tuple[int, int]) -> Raw:
    """Return what is likely enough of an output of shape (4 + classes, places)."""
    scores = output[4:]
    most = scores.max(axis=0)
    places = np.flatnonzero(most >= least)
    middle, half = output[:2, places].T, output[2:4, places].T / 2
    corners = np.concatenate([middle - half, middle + half], axis=1)
    edges = np.clip(corners, 0, np.array([*size, *size], np.float32))
    return Raw(
        np.asarray(edges, np.float32),
        scores[:, places].argmax(axis=0),
        np.asarray(most[places], np.float32),
    )
