"""A trained model, loaded from its file: a network, its classes and how it is used."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeAlias, cast, get_args

from pytest_visualdiff.detection.network.onnx import Network, OnnxNetwork
from pytest_visualdiff.errors import ModelError
from pytest_visualdiff.model import ElementKind

NO_KIND = "none"
"""What users say a class is that is no element."""

KINDS: tuple[ElementKind, ...] = tuple(
    kind for kind in get_args(ElementKind) if kind != "container"
)
"""Kinds that a class can stand for."""

ClassKinds: TypeAlias = tuple[tuple[ElementKind, ...], ...]
"""For each class of a network the kinds it stands for: none, one, or two with the same box."""

_DEFAULT_CONFIDENCE = 0.25
"""Least confidence of a detection, 0..1, where the model does not state one: the default of
ultralytics (``conf``)."""


@dataclass(frozen=True, slots=True)
class NetworkOptions:
    """How a network is used; what its file says under ``visualdiff``.

    Attributes
    ----------
    text : {"classical", "model"}
        Who finds lines of text.
    half_scale : bool
        Whether the picture is read at half its size as well: wide things are found better.
    confidence : Mapping of str to float
        Least confidence of a detection, 0..1, by kind; 0.25 of kinds that are not in there.
    """

    text: Literal["classical", "model"] = "classical"
    half_scale: bool = False
    confidence: Mapping[str, float] = field(default_factory=dict)

    def least_confidence(self, kind: ElementKind) -> float:
        """Return the least confidence of a detection of a kind, 0..1."""
        return self.confidence.get(kind, _DEFAULT_CONFIDENCE)


class TrainedModel(NamedTuple):
    """A network, what its classes stand for, how it is used, and its name in inventories."""

    network: Network
    kinds: ClassKinds
    options: NetworkOptions
    name: str


def load_model(path: Path, classes: Mapping[str, str]) -> TrainedModel:
    """Return the model of a file, named by the digest of the file and by what its classes are.

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
        If the file cannot be read, it is no model that finds boxes, or its classes are no kinds of
        element.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ModelError(
            f"Could not read the model {path}: {error.strerror or error}.",
            "Check the path that visual_model gives; relative ones start at pytest's root folder.",
        ) from None
    network: Network
    if path.suffix == ".pt":
        from pytest_visualdiff.detection.network.ultralytics import UltralyticsNetwork

        network, options = UltralyticsNetwork(path), NetworkOptions()
    else:
        network = onnx = OnnxNetwork(data, str(path))
        options = _options(onnx.metadata, path)
    kinds = _class_kinds(network.names, classes, path)
    return TrainedModel(network, kinds, options, _name(data, classes))


def _name(data: bytes, classes: Mapping[str, str]) -> str:
    digest = f"sha256:{hashlib.sha256(data).hexdigest()}"
    if not classes:
        return digest
    mapped = ", ".join(f"{ours} = {kind}" for ours, kind in sorted(classes.items()))
    return f"{digest} with {mapped}"


def _options(metadata: Mapping[str, Any], path: Path) -> NetworkOptions:
    """Return how a network is used, as its file says."""
    text, half_scale = metadata.get("text", "classical"), metadata.get("half_scale", False)
    stated = metadata.get("confidence", {})
    confidence = stated if isinstance(stated, dict) else dict.fromkeys(KINDS, stated)
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
    return NetworkOptions(text, half_scale, confidence)


def _class_kinds(names: tuple[str, ...], classes: Mapping[str, str], path: Path) -> ClassKinds:
    """Return the kinds that each of a model's classes stands for."""
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


def _kinds(stated: str) -> tuple[ElementKind, ...] | None:
    """Return the kinds that a class is mapped to; None if one of them is unknown."""
    if stated == NO_KIND:
        return ()
    parts = [part.strip() for part in stated.split("+")]
    return tuple(cast("ElementKind", it) for it in parts) if set(parts) <= set(KINDS) else None
