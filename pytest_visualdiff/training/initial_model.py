"""The initial weights of a training: random, of an earlier training, or of the package's model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from pytest_visualdiff.detection.network.model_file import read_model_file
from pytest_visualdiff.errors import VisualDiffError
from pytest_visualdiff.training.labels import CLASSES

_GIVE = "Give the best.pt or the best.onnx of an earlier training."

HALF = ".half"
"""Suffix of the names of tensors that are stored in half precision; see `export`."""


def build_net() -> Any:
    """Return the net with random weights."""
    text = files("pytest_visualdiff.training").joinpath("model.yaml").read_text("utf-8")
    layers = import_module("yaml").safe_load(text)
    net = import_module("ultralytics.nn.tasks").DetectionModel(layers, verbose=False)
    net.args = import_module("ultralytics.cfg").get_cfg()
    net.names = dict(enumerate(CLASSES))
    net.task = "detect"
    return net


def load_weights(path: Path) -> dict[str, Any]:
    """Return the content of a ``.pt`` file of ultralytics, with its averaged net as ``model``.

    Loading it executes code in it, as any pickle does.
    """
    loaded: dict[str, Any] = import_module("torch").load(
        path, map_location="cpu", weights_only=False
    )
    loaded["model"] = loaded.get("ema") or loaded["model"]
    return loaded


def begin_with(path: Path, batches: Iterable[Any]) -> Any:
    """Return the net of an earlier training.

    Parameters
    ----------
    path : Path
        A ``.pt`` file of ultralytics, which runs what is in it, or an ``.onnx`` file that `export`
        wrote, which is data.
    batches : iterable of Tensor of shape (crops, 3, height, width), in 0..1
        Pictures of what will be learnt, for an ``.onnx`` file.

    Raises
    ------
    VisualDiffError
        If there is none in the file, or it finds other classes.
    """
    is_data = path.suffix == ".onnx"
    try:
        if is_data:
            names = read_model_file(path.read_bytes(), str(path)).names
        else:
            net = load_weights(path)["model"]
            names = tuple(net.names[number] for number in range(len(net.names)))
        if names == CLASSES:
            return _net_of(_tensors_of(path), batches) if is_data else net
    except Exception as error:  # loading may raise any exception
        raise VisualDiffError(
            f"Could not begin with {path}: {type(error).__name__}: {error}", _GIVE
        ) from None
    raise VisualDiffError(
        f"{path} finds other classes: {', '.join(names)}.",
        f"{_GIVE[:-1]}, which finds {', '.join(CLASSES)}.",
    )


def _tensors_of(path: Path) -> dict[str, npt.NDArray[np.float32]]:
    """Return the weights in an ONNX file by their names in the net."""
    onnx = import_module("onnx")
    return {
        tensor.name.removesuffix(HALF): onnx.numpy_helper.to_array(tensor).astype(np.float32)
        for tensor in onnx.load(path).graph.initializer
    }


def _net_of(tensors: Mapping[str, npt.NDArray[np.float32]], batches: Iterable[Any]) -> Any:
    """Return a net with its batch norms restored, from weights with the norms folded in.

    A restored norm changes nothing at first: it has the mean and the variance of the output of its
    convolution. So it does while the net is trained, when it uses those of the batch.
    """
    torch = import_module("torch")
    net = build_net().float().eval()
    normed = {
        name: module
        for name, module in net.named_modules()
        if hasattr(module, "conv") and hasattr(module, "bn")
    }
    state = net.state_dict()
    for name, value in state.items():
        if name in tensors:
            value.copy_(torch.from_numpy(tensors[name]))
    for name, module in normed.items():
        module.bn.running_mean.zero_()
        module.bn.running_var.fill_(1 - module.bn.eps)
        module.bn.weight.data.fill_(1)
        module.bn.bias.data.copy_(torch.from_numpy(tensors[f"{name}.conv.bias"]))
    outputs: dict[str, list[Any]] = {name: [] for name in normed}

    def notes(name: str) -> Any:
        def note(_: object, __: object, output: Any) -> None:
            """Record the mean and the mean square of each channel; ``_`` and ``__`` are not needed.

            ``output`` is a tensor of shape (crops, channels, height, width).
            """
            outputs[name].append(
                torch.stack([output.mean((0, 2, 3)), output.square().mean((0, 2, 3))])
            )

        return note

    hooks = [module.conv.register_forward_hook(notes(name)) for name, module in normed.items()]
    with torch.no_grad():
        for batch in batches:
            net(batch)
    for hook in hooks:
        hook.remove()
    for name, module in normed.items():
        mean, square = torch.stack(outputs[name]).mean(0)
        variance = (square - mean.square()).clamp(min=1e-6)
        module.bn.running_mean.copy_(mean)
        module.bn.running_var.copy_(variance)
        module.bn.weight.data.copy_((variance + module.bn.eps).sqrt())
        module.bn.bias.data.add_(mean)
    return net
