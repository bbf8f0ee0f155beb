"""Which detector: the model that comes with the package, a user's own, or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from pytest_visualdiff.detection import Detector, Reading
from pytest_visualdiff.errors import ModelError
from pytest_visualdiff.model import Skipped

if TYPE_CHECKING:
    from pytest_visualdiff.detection.network.trained_model import TrainedModel
    from pytest_visualdiff.imaging.arrays import Picture

AUTO = "auto"
"""Setting for the model that comes with the package, if there is one."""

NO_MODEL = "none"
"""Setting for no model at all."""


class InstalledTools:
    """The detectors and the text reader of this machine; see `pytest_visualdiff.detection.Tools`.

    Nothing is imported or loaded before it is asked for. Threads may share it.
    """

    def __init__(self) -> None:
        self._models: dict[str, TrainedModel] = {}
        self._bundled: TrainedModel | None = None
        self._loading = Lock()

    def add(self, model: str | Path, classes: Mapping[str, str]) -> str:
        """Return the name by which jobs ask for a model; the model of a file is loaded.

        Parameters
        ----------
        model : str or Path
            As users give it: ``auto``, ``none``, or a file; see `load_model`.
        classes : Mapping
            Which kind of element each class of the file is; see `load_model`.

        Raises
        ------
        ModelError
            As `load_model`.
        """
        if isinstance(model, str):
            return model
        from pytest_visualdiff.detection.network.trained_model import load_model

        loaded = load_model(model, classes)
        with self._loading:
            return self._models.setdefault(loaded.name, loaded).name

    def detector(self, model: str, *, guesses: bool = False) -> Detector:
        """Return the detector that uses a model; see `pytest_visualdiff.detection.Tools`.

        Parameters
        ----------
        model : str
            ``auto``, ``none``, or what `add` returned.
        guesses : bool, optional
            As for `NetworkDetector`.

        Raises
        ------
        ModelError
            If the model was not added, or cannot be run.
        """
        trained = self._trained(model)
        if trained is None:
            from pytest_visualdiff.detection.classical.detector import ClassicalDetector

            return ClassicalDetector()
        from pytest_visualdiff.detection.network.detector import NetworkDetector

        return NetworkDetector(trained, guesses=guesses)

    def unavailable(self, model: str) -> tuple[Skipped, ...]:
        """Return why the model that comes with the package is not used, if it was to be."""
        if model != AUTO or bundled() is None:
            return ()
        from pytest_visualdiff.detection.network.onnx import can_run

        if can_run():
            return ()
        import cv2

        why = f"OpenCV {cv2.__version__} cannot run the model: install opencv-python-headless>=5"
        return (Skipped("model", f"{why}; the elements are found by classical means"),)

    def read_texts(self, crops: Sequence[Picture], language: str) -> list[Reading]:
        """Return the text of each of ``crops`` in ``language``; see `detection.ocr.read_texts`."""
        from pytest_visualdiff.detection.ocr import read_texts

        return read_texts(crops, language)

    def _trained(self, model: str) -> TrainedModel | None:
        if model == NO_MODEL:
            return None
        if model == AUTO:
            return self._bundled_model()
        if model not in self._models:
            raise ModelError(
                f"The model {model} is not known here.",
                "Give the file to whoever compares: VISUALDIFF_MODEL is its path.",
            )
        return self._models[model]

    def _bundled_model(self) -> TrainedModel | None:
        from pytest_visualdiff.detection.network.onnx import can_run
        from pytest_visualdiff.detection.network.trained_model import load_model

        path = bundled()
        if path is None or not can_run():
            return None
        with self._loading:
            self._bundled = self._bundled or load_model(path, {})
            return self._bundled


@cache
def bundled() -> Path | None:
    """Return the file of the model that comes with the package, if one does."""
    path = Path(str(files("pytest_visualdiff.detection"))) / "weights" / "detector.onnx"
    return path if path.is_file() else None
