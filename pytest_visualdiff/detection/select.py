"""Which detector: the model that comes with the package, a user's own, or none."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from threading import Lock
from typing import Any, cast, get_args

from pytest_visualdiff.detection import Detector
from pytest_visualdiff.detection.classical.detector import ClassicalDetector
from pytest_visualdiff.detection.network.detector import Kinds, Manner, Model, TrainedDetector
from pytest_visualdiff.detection.network.onnx import Network, OnnxNetwork, can_run
from pytest_visualdiff.errors import ModelError
from pytest_visualdiff.model import ElementKind, Skipped

CLASSICAL = ClassicalDetector.name
"""Name in inventories of what needs no model."""

AUTO, NONE = "auto", "none"
"""Names of models: the one that comes with the package, if there is one, and none at all."""

NO_KIND = "none"
"""What a class stands for that is no element."""

KINDS: tuple[ElementKind, ...] = tuple(
    kind for kind in get_args(ElementKind) if kind != "container"
)
"""Kinds that a class can stand for."""

_STAGE = "model"

_added: dict[str, Model] = {}
_adding = Lock()


def detector(model: str, *, guesses: bool = False) -> Detector:
    """Return what finds elements.

    Parameters
    ----------
    model : str
        ``auto``, ``none``, or what `add` returned in this process.
    guesses : bool
        As for `TrainedDetector`.

    Raises
    ------
    ModelError
        If the model is not known here, or cannot be run.
    """
    chosen = _chosen(model)
    return TrainedDetector(chosen, guesses=guesses) if chosen else ClassicalDetector()


def left_out(model: str) -> tuple[Skipped, ...]:
    """Return why the model that comes with the package is not used, if it was to be."""
    if model == AUTO and bundled() and not can_run():
        import cv2

        why = f"OpenCV {cv2.__version__} cannot run the model: install opencv-python-headless>=5"
        return (Skipped(_STAGE, f"{why}; the elements are found by classical means"),)
    return ()


def ask_for(model: str | Path, classes: Mapping[str, str]) -> str:
    """Return the name to ask for a model by, as users give it: ``auto``, ``none``, or a file.

    Raises
    ------
    ModelError
        As `add`.
    """
    return model if isinstance(model, str) else add(model, classes)


def add(path: Path, classes: Mapping[str, str]) -> str:
    """Make a user's model known to this process, and return the name to ask for it by.

    Parameters
    ----------
    path : Path
        An ``.onnx`` file, or a ``.pt`` file of ultralytics; the latter is a pickle, so loading it
        runs whatever is in it.
    classes : Mapping
        Which kind of element each of its classes is, where that is not the class's own name;
        ``none`` for what is no element, and two kinds with a ``+`` for two with the same box.

    Raises
    ------
    ModelError
        If the file cannot be read, it is no model that finds boxes, or its classes are none of
        ours.
    """
    data = _read(path)
    name = f"sha256:{hashlib.sha256(data).hexdigest()}"
    if classes:
        said = ", ".join(f"{ours} = {kind}" for ours, kind in sorted(classes.items()))
        name = f"{name} with {said}"
    with _adding:
        if name not in _added:
            _added[name] = _model(data, path, classes, name)
    return name


@cache
def bundled() -> Path | None:
    """Return the file of the model that comes with the package, if one does."""
    path = Path(str(files("pytest_visualdiff.detection"))) / "weights" / "detector.onnx"
    return path if path.is_file() else None


def _chosen(model: str) -> Model | None:
    if model == NONE:
        return None
    if model == AUTO:
        path = bundled()
        return _bundled_model(path) if path and can_run() else None
    if model not in _added:
        raise ModelError(
            f"The model {model} is not known here.",
            "Give the file to whoever compares: VISUALDIFF_MODEL is its path.",
        )
    return _added[model]


@cache
def _bundled_model(path: Path) -> Model:
    data = path.read_bytes()
    return _model(data, path, {}, f"sha256:{hashlib.sha256(data).hexdigest()}")


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ModelError(
            f"Could not read the model {path}: {error.strerror or error}.",
            "Check the path that visual_model gives; relative ones start at pytest's root folder.",
        ) from None


def _model(data: bytes, path: Path, classes: Mapping[str, str], name: str) -> Model:
    network: Network
    if path.suffix == ".pt":
        from pytest_visualdiff.detection.network.ultralytics import UltralyticsNetwork

        network, manner = UltralyticsNetwork(path), Manner()
    else:
        network = onnx = OnnxNetwork(data, str(path))
        manner = _manner(onnx.metadata, path)
    return Model(network, kinds_of(network.names, classes, path), manner, name)


def _manner(metadata: Mapping[str, Any], path: Path) -> Manner:
    """Return how a network is used, as its file says."""
    text, half_scale = metadata.get("text", "classical"), metadata.get("half_scale", False)
    said = metadata.get("confidence", {})
    confidence = said if isinstance(said, dict) else dict.fromkeys(KINDS, said)
    if (
        text not in ("classical", "model")
        or not isinstance(half_scale, bool)
        or not all(isinstance(it, (int, float)) and 0 <= it <= 1 for it in confidence.values())
    ):
        raise ModelError(
            f"The metadata 'visualdiff' of {path} is none that this version knows: {metadata}.",
            "It may have text (classical, model), half_scale (true, false) and confidence (0 to 1, "
            "or by kind).",
        )
    return Manner(text, half_scale, confidence)


def kinds_of(names: tuple[str, ...], classes: Mapping[str, str], path: Path) -> Kinds:
    """Return the kinds that each of a model's classes stands for.

    Raises
    ------
    ModelError
        If a class stands for nothing known, or one that is said to does not exist.
    """
    if missing := sorted(classes.keys() - set(names)):
        raise ModelError(
            f"visual_model_classes names {', '.join(map(repr, missing))}, which {path} has not.",
            f"Its classes are: {', '.join(names)}.",
        )
    kinds = [_kinds(classes.get(name, name)) for name in names]
    if unknown := [name for name, it in zip(names, kinds, strict=True) if it is None]:
        raise ModelError(
            f"{path} has classes that are no kind of element: {', '.join(map(repr, unknown))}.",
            f"Say in visual_model_classes what each is: {unknown[0]} = button. "
            f"Kinds are: {', '.join(KINDS)}, and {NO_KIND} for what is no element.",
        )
    return tuple(it for it in kinds if it is not None)


def _kinds(said: str) -> tuple[ElementKind, ...] | None:
    """Return the kinds that are meant; None if that is not known."""
    if said == NO_KIND:
        return ()
    parts = [part.strip() for part in said.split("+")]
    return tuple(cast("ElementKind", it) for it in parts) if set(parts) <= set(KINDS) else None
