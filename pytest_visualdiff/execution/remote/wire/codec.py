"""The model's dataclasses as JSON values and back, by msgspec."""

from __future__ import annotations

import json
from typing import Any, TypeVar

import msgspec

_Value = TypeVar("_Value")


def encode(value: object) -> Any:
    """Return a value of the model as JSON values; NumPy's numbers become plain ones.

    A dataclass becomes an object with all of its fields.
    """
    return msgspec.to_builtins(value, enc_hook=_plain)


def decode(kind: type[_Value], value: object) -> _Value:
    """Return the value that `encode` wrote.

    Every field has to be there and no other: a comparison whose ``regions`` were lost would look
    like a pass.

    Parameters
    ----------
    kind : type
        The type of the value: a dataclass of the model, or a mapping.
    value : object
        JSON values, as ``json.loads`` returns them.

    Raises
    ------
    ValueError
        If a field is missing, unknown or not of its type.
    """
    decoded = msgspec.convert(value, kind)  # its ValidationError is a ValueError
    if json.loads(json.dumps(encode(decoded))) != value:  # msgspec fills in what is missing
        raise ValueError(f"{value!r} is not a whole {getattr(kind, '__name__', kind)}")
    return decoded


def _plain(scalar: Any) -> object:
    return scalar.item()
