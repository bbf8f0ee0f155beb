"""Networks in ultralytics' own files, run by ultralytics: for those who have the extra ``yolo``."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Any

import numpy as np

from pytest_visualdiff.detection.network.onnx import Raw, padded
from pytest_visualdiff.errors import ModelError
from pytest_visualdiff.imaging.arrays import Picture

_IOU = 0.7
"""Intersection over union from which ultralytics keeps the more confident one of two boxes of one
class: its own default."""

_MOST_BOXES = 3000
"""Boxes in a picture at most; ultralytics would stop at 300."""


class UltralyticsNetwork:
    """A ``.pt`` file, which is a pickle: loading it runs what is in it.

    Parameters
    ----------
    path : Path

    Raises
    ------
    ModelError
        If ultralytics is not installed, or the file holds no network that finds boxes.
    """

    def __init__(self, path: Path) -> None:
        # It would install packages and ask its servers for things; see its `utils/__init__.py`.
        os.environ.setdefault("YOLO_AUTOINSTALL", "false")
        os.environ.setdefault("YOLO_OFFLINE", "true")
        try:
            from ultralytics import YOLO  # type: ignore[import-not-found, unused-ignore]
        except ImportError:
            raise ModelError(
                f"The model {path} needs ultralytics, which is not installed.",
                "Install it: pip install 'pytest-visualdiff[yolo]'; or export the model to .onnx.",
            ) from None
        try:
            with TemporaryDirectory() as folder:  # it takes quotes out of paths
                self._model: Any = YOLO(shutil.copy(path, Path(folder) / "net.pt"), task="detect")
            names = self._model.names
        except Exception as error:  # a pickle may raise whatever it likes
            raise ModelError(
                f"ultralytics could not load {path}: {type(error).__name__}: {error}",
                "Give a .pt file that ultralytics wrote.",
            ) from None
        self.names = tuple(str(names[number]) for number in range(len(names)))
        self._one_at_a_time = Lock()

    def find(self, pixels: Picture, least: float) -> Raw:
        """Return the boxes in ``pixels`` (BGR) with a confidence of at least ``least``, 0..1."""
        height, width = pixels.shape[:2]
        picture = padded(pixels)
        with self._one_at_a_time:
            (found,) = self._model.predict(
                picture,
                imgsz=picture.shape[:2],
                conf=least,
                iou=_IOU,
                max_det=_MOST_BOXES,
                verbose=False,
            )
        boxes = found.boxes.cpu().numpy()
        limits = np.array([width, height, width, height], np.float32)
        return Raw(
            np.asarray(np.clip(boxes.xyxy, 0, limits), np.float32),
            boxes.cls.astype(np.intp),
            np.asarray(boxes.conf, np.float32),
        )
