"""Small ONNX files, written byte by byte: networks that find boxes of one colour and one size.

The format: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

CELL = 8
"""Pixels between two places where a network looks."""

ANY = -1
"""A size that differs from run to run."""

_FLOAT, _INT = 1, 7


class Thing(NamedTuple):
    """What a network takes for an element: a box of this size that has this colour (RGB) all over.

    It is found where its corner is at a multiple of `CELL`.
    """

    name: str
    colour: tuple[int, int, int]
    size: tuple[int, int]


BUTTON = Thing("button", (200, 30, 30), (96, 32))
CHECKBOX = Thing("checkbox", (30, 160, 30), (16, 16))
LINK = Thing("link+text", (30, 30, 200), (64, 16))


def model_file(
    things: Sequence[Thing] = (BUTTON, CHECKBOX, LINK),
    *,
    names: Sequence[str] | None = None,
    metadata: Mapping[str, str] | None = None,
    taken: tuple[int, Sequence[int]] = (_FLOAT, (ANY, 3, ANY, ANY)),
    given: Sequence[int] | None = None,
) -> bytes:
    """Return an ONNX file whose network finds these things.

    Parameters
    ----------
    things : sequence of Thing
    names : sequence of str, optional
        Its classes; those of the things if not given.
    metadata : Mapping, optional
        Instead of the names.
    taken : tuple
        What the file says of its input: the type of its numbers, and the shape.
    given : sequence of int, optional
        What it says of the shape of its output.
    """
    said = list(names if names is not None else [thing.name for thing in things])
    entries = {"names": str(dict(enumerate(said)))} if metadata is None else metadata
    output = given if given is not None else (ANY, 4 + len(said), ANY)
    graph = _graph(things)
    graph += _bytes(11, _tensor_type("images", *taken)) + _bytes(
        12, _tensor_type("output0", _FLOAT, output)
    )
    opset = _number(2, 13)
    properties = b"".join(
        _bytes(14, _text(1, key) + _text(2, value)) for key, value in entries.items()
    )
    return _number(1, 8) + _bytes(7, graph) + _bytes(8, opset) + properties


def _graph(things: Sequence[Thing]) -> bytes:
    nodes, arrays = b"", b""
    parts = []
    arrays += _array("one", np.ones((1, 1, 1, 1), np.float32))
    arrays += _array("ones", np.ones((1, 3, 1, 1), np.float32))
    arrays += _array("along", np.array(3, np.int64)) + _array("down", np.array(2, np.int64))
    arrays += _array("flat", np.array([1, 4 + len(things), -1], np.int64))
    for number, thing in enumerate(things):
        (width, height), it = thing.size, f"t{number}_"
        colour = np.array(thing.colour, np.float32).reshape(1, 3, 1, 1) / 255
        arrays += _array(it + "colour", colour)
        arrays += _array(it + "steep", np.full((1, 3, 1, 1), -20, np.float32))
        arrays += _array(it + "bias", np.ones(1, np.float32))
        numbers = {
            "cell": CELL, "half_w": width / 2 - CELL, "half_h": height / 2 - CELL,
            "w": width, "h": height, "none": 0,
        }  # fmt: skip
        for name, value in numbers.items():
            arrays += _array(it + name, np.full((1, 1, 1, 1), value, np.float32))
        pool = _ints("kernel_shape", [height, width]) + _ints("strides", [CELL, CELL])
        pool += _ints("pads", [0, 0, height - CELL, width - CELL]) + _int("count_include_pad", 1)
        nodes += _node("AveragePool", ["images"], it + "mean", pool)
        nodes += _node("Sub", [it + "mean", it + "colour"], it + "away")
        nodes += _node("Abs", [it + "away"], it + "apart")
        likely = [it + "apart", it + "steep", it + "bias"]
        nodes += _node("Conv", likely, it + "likely", _ints("kernel_shape", [1, 1]))
        nodes += _node("Relu", [it + "likely"], it + "score")
        nodes += _node("Mul", [it + "score", it + "none"], it + "zero")
        nodes += _node("Add", [it + "zero", "one"], it + "each")
        for axis, name in (("along", "w"), ("down", "h")):
            nodes += _node("CumSum", [it + "each", axis], it + "count_" + name)
            nodes += _node("Mul", [it + "count_" + name, it + "cell"], it + "at_" + name)
            middle = [it + "at_" + name, it + "half_" + name]
            nodes += _node("Add", middle, it + "middle_" + name)
            nodes += _node("Mul", [it + "each", it + name], it + "size_" + name)
        rows = [it + "middle_w", it + "middle_h", it + "size_w", it + "size_h"]
        rows += [it + ("score" if other == number else "zero") for other in range(len(things))]
        nodes += _node("Concat", rows, it + "rows", _int("axis", 1))
        nodes += _node("Reshape", [it + "rows", "flat"], it + "places")
        parts.append(it + "places")
    nodes += _node("Concat", parts, "output0", _int("axis", 2))
    return nodes + _text(2, "things") + arrays


def _tensor_type(name: str, kind: int, shape: Sequence[int]) -> bytes:
    dimensions = b"".join(
        _bytes(1, _text(2, "any") if size == ANY else _number(1, size)) for size in shape
    )
    tensor = _number(1, kind) + _bytes(2, dimensions)
    return _text(1, name) + _bytes(2, _bytes(1, tensor))


def _array(name: str, values: npt.NDArray[Any]) -> bytes:
    sizes = b"".join(_number(1, size) for size in values.shape)
    kind = _FLOAT if values.dtype == np.float32 else _INT
    return _bytes(5, sizes + _number(2, kind) + _text(8, name) + _bytes(9, values.tobytes()))


def _node(kind: str, inputs: Sequence[str], output: str, attributes: bytes = b"") -> bytes:
    named = b"".join(_text(1, it) for it in inputs)
    return _bytes(1, named + _text(2, output) + _text(3, output) + _text(4, kind) + attributes)


def _int(name: str, value: int) -> bytes:
    return _bytes(5, _text(1, name) + _number(3, value) + _number(20, 2))


def _ints(name: str, values: Sequence[int]) -> bytes:
    rows = b"".join(_number(8, value) for value in values)
    return _bytes(5, _text(1, name) + rows + _number(20, 7))


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _text(field: int, value: str) -> bytes:
    return _bytes(field, value.encode())


def _bytes(field: int, value: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(value)) + value


def _varint(value: int) -> bytes:
    rest = b""
    while value > 0x7F:
        rest += struct.pack("B", value & 0x7F | 0x80)
        value >>= 7
    return rest + struct.pack("B", value)
