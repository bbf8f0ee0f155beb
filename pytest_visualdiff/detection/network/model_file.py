"""What an ONNX file says of its network: the classes, what goes in and what comes out.

OpenCV runs networks and does not tell what else is in their files, so that is read here, from the
format's own definition: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto, in the encoding of
https://protobuf.dev/programming-guides/encoding.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from pytest_visualdiff.errors import ModelError

Shape: TypeAlias = tuple[int | None, ...]
"""Of an array; None for what differs from run to run."""

_FLOAT = 1
"""What ONNX calls 32-bit floats (``TensorProto.DataType``)."""

_BOX = 4
"""Numbers that a box takes in the output, before the scores of the classes."""

EXPORT = "Export it anew with ultralytics: model.export(format='onnx', dynamic=True, nms=False)."
"""Advice for a file that was exported in another way."""


@dataclass(frozen=True, slots=True)
class ModelFile:
    """An ONNX file that a detector can be made of.

    Attributes
    ----------
    names : tuple of str
        Its classes, in their order.
    metadata : Mapping
        What was written into it besides, under ``visualdiff``.
    """

    names: tuple[str, ...]
    metadata: Mapping[str, Any]


def read_model_file(data: bytes, name: str) -> ModelFile:
    """Return what an ONNX file says of its network.

    Parameters
    ----------
    data : bytes
    name : str
        What errors call the file.

    Raises
    ------
    ModelError
        If it is no ONNX file, or its network is none that finds boxes in pictures of any size.
    """
    try:
        inputs, outputs, metadata = _read(data)
    except (ValueError, IndexError):
        inputs, outputs, metadata = [], [], {}
    if not inputs or not outputs:
        raise ModelError(
            f"{name} is no ONNX file.", f"Give the path of a whole .onnx file. {EXPORT}"
        )
    names = _names(metadata, name)
    _check_input(name, *inputs[0])
    shape = outputs[0][1]
    if len(shape) != 3 or shape[1] != _BOX + len(names):
        raise ModelError(
            f"{name} gives an array of {_shown(shape)}, and not of 1 x {_BOX + len(names)} x N: "
            f"a box and the scores of its {len(names)} classes, for each place.",
            f"Models with their own suppression (NMS) are not read. {EXPORT}",
        )
    return ModelFile(names, _own(metadata, name))


def _check_input(name: str, kind: int, shape: Shape) -> None:
    if kind != _FLOAT or len(shape) != 4 or shape[1] != 3:
        raise ModelError(
            f"{name} takes an array of {_shown(shape)}, and not 32-bit floats of 1 x 3 x H x W.",
            f"It has to take pictures in RGB. {EXPORT}",
        )
    if shape[2:] != (None, None):
        raise ModelError(
            f"{name} takes pictures of one size only, {_shown(shape[2:])}.",
            f"Pages have any size. {EXPORT}",
        )


def _shown(shape: Shape) -> str:
    return " x ".join("any" if it is None else str(it) for it in shape) or "one number"


def _names(metadata: Mapping[str, str], name: str) -> tuple[str, ...]:
    """Return the classes, which ultralytics writes as a Python dictionary of their numbers."""
    try:
        found = ast.literal_eval(metadata["names"])
        return tuple(str(found[number]) for number in range(len(found)))
    except (KeyError, ValueError, SyntaxError, TypeError):
        raise ModelError(
            f"{name} does not name its classes.",
            "They belong into its metadata, under 'names': {0: 'button', 1: 'link'}. " + EXPORT,
        ) from None


def _own(metadata: Mapping[str, str], name: str) -> Mapping[str, Any]:
    try:
        found = json.loads(metadata.get("visualdiff", "{}"))
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise ModelError(
            f"The metadata 'visualdiff' of {name} is no JSON object.",
            "Write it anew, or leave it out.",
        )
    return found


Tensor: TypeAlias = tuple[int, Shape]
"""The type of an array's numbers, and its shape."""


def _read(data: bytes) -> tuple[list[Tensor], list[Tensor], dict[str, str]]:
    """Return the inputs, the outputs and the metadata of a ``ModelProto``."""
    metadata: dict[str, str] = {}
    inputs: list[Tensor] = []
    outputs: list[Tensor] = []
    for number, value in _fields(memoryview(data)):
        if number == 14:  # metadata_props
            entry = dict(_fields(_bytes(value)))
            metadata[_text(entry[1])] = _text(entry.get(2, memoryview(b"")))
        elif number == 7:  # graph
            for inner, part in _fields(_bytes(value)):
                if inner == 11:
                    inputs.append(_tensor(_bytes(part)))
                elif inner == 12:
                    outputs.append(_tensor(_bytes(part)))
    return inputs, outputs, metadata


def _tensor(value: memoryview) -> Tensor:
    """Return what a ``ValueInfoProto`` says; it is in there four messages deep."""
    of_type = dict(_fields(_bytes(dict(_fields(value))[2])))
    tensor = dict(_fields(_bytes(of_type[1])))
    shape: list[int | None] = []
    for _, dimension in _fields(_bytes(tensor.get(2, memoryview(b"")))):
        size = dict(_fields(_bytes(dimension))).get(1)
        shape.append(size if isinstance(size, int) else None)
    kind = tensor.get(1)
    return kind if isinstance(kind, int) else 0, tuple(shape)


def _fields(data: memoryview) -> Iterator[tuple[int, int | memoryview]]:
    """Yield the fields of a message: their numbers, and a number or bytes.

    Raises
    ------
    ValueError, IndexError
        If it is none.
    """
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        wire = key & 7
        if wire == 0:
            value, at = _varint(data, at)
            yield key >> 3, value
            continue
        length, at = _varint(data, at) if wire == 2 else ({1: 8, 5: 4}.get(wire, -1), at)
        if length < 0 or at + length > len(data):
            raise ValueError("no message")
        yield key >> 3, data[at : at + length]
        at += length


def _varint(data: memoryview, at: int) -> tuple[int, int]:
    """Return a number of seven bits for each byte, and where it ends."""
    value = 0
    for shift in range(0, 70, 7):
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
    raise ValueError("no number")


def _bytes(value: int | memoryview) -> memoryview:
    if isinstance(value, int):
        raise ValueError("no message")
    return value


def _text(value: int | memoryview) -> str:
    return _bytes(value).tobytes().decode("utf-8")
