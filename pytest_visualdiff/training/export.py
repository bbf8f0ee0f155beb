"""The trained net as an ONNX file, which runs without torch."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import onnx  # type: ignore[import-not-found, unused-ignore]
import onnxslim  # type: ignore[import-not-found, unused-ignore]
import torch  # type: ignore[import-not-found, unused-ignore]
from onnx import TensorProto, helper, numpy_helper
from ultralytics import YOLO  # type: ignore[import-not-found, unused-ignore]

from pytest_visualdiff.training.initial_model import HALF

_LARGE = 256
"""Number of elements from which a tensor of weights is stored in half precision."""

_KEPT = ("names", "task", "stride", "license", "version")
"""Keys of ultralytics' metadata that are kept."""


def export(weights: Path, path: Path, manner: Mapping[str, Any]) -> None:
    """Write the net of an ultralytics ``.pt`` file as ONNX, its weights in half precision.

    The file takes pictures ``images`` of shape (1, 3, height, width), RGB in 0..1, whose sides are
    multiples of 32, and answers with ``output0`` of shape (1, 4 + classes, places). It computes in
    single precision, so it is as fast as with whole weights, and half the size.

    Parameters
    ----------
    weights : Path
        Loading it runs what is in it, as a pickle does: only for files that one trusts.
    path : Path
        Where to write.
    manner : mapping
        How the net is to be used, for the file's metadata, under ``visualdiff``.
    """
    threads = torch.get_num_threads()
    # ultralytics strips quotes from paths, and writes beside the weights.
    with TemporaryDirectory() as folder:
        net = YOLO(shutil.copy(weights, Path(folder) / "net.pt"))
        written = net.export(
            format="onnx",
            dynamic=True,
            simplify=False,
            nms=False,
            batch=1,
            device="cpu",
            verbose=False,
        )
        model = onnxslim.slim(onnx.load(written))
    torch.set_num_threads(threads)  # ultralytics sets one less than there are cores
    del model.graph.value_info[:]  # a megabyte of unused shape formulas, in no stable order
    _halve(model)
    told = {entry.key: entry.value for entry in model.metadata_props if entry.key in _KEPT}
    onnx.helper.set_model_props(model, {**told, "visualdiff": json.dumps(dict(manner))})
    onnx.checker.check_model(model)
    onnx.save(model, str(path))


def _halve(model: Any) -> None:
    """Store large weights in half precision, cast back to single precision where they are used."""
    for tensor in list(model.graph.initializer):
        if tensor.data_type != TensorProto.FLOAT or np.prod(tensor.dims) < _LARGE:
            continue
        name = tensor.name
        values = numpy_helper.to_array(tensor).astype(np.float16)
        tensor.CopyFrom(numpy_helper.from_array(values, f"{name}{HALF}"))
        node = helper.make_node("Cast", [f"{name}{HALF}"], [name], to=TensorProto.FLOAT)
        model.graph.node.insert(0, node)
