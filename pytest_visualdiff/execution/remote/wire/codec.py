"""The model's dataclasses as JSON values, and back: every field is there, and of its type."""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

_Value = TypeVar("_Value")
_Decode = Callable[[Any], Any]


def encode(value: Any) -> Any:
    """Return a value of the model as JSON values; numbers of NumPy become plain ones.

    A dataclass becomes an object with all of its fields: one that is left out would have to mean
    something, and a comparison without its ``regions`` would look like a pass.
    """
    if value is None or isinstance(value, str) or type(value) in (bool, int, float):
        return value
    if is_dataclass(value):
        return {name: encode(getattr(value, name)) for name in _names(cast("Any", type(value)))}
    if isinstance(value, (tuple, list)):
        return [encode(item) for item in value]
    if isinstance(value, Mapping):
        return {key: encode(item) for key, item in value.items()}
    return encode(value.item())  # a scalar of NumPy


def decode(kind: type[_Value], value: object) -> _Value:
    """Return the value of this type that `encode` wrote.

    Raises
    ------
    ValueError
        If it is none: a field is missing or unknown, or not of its type.
    """
    return cast("_Value", _decoder(cast("Any", kind))(value))


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


@cache
def _decoder(hint: Any) -> _Decode:
    """Return what reads values of a type; each is made once."""
    if is_dataclass(hint):
        return _of_dataclass(cast("type", hint))
    if hint is type(None):
        return _of_types(type(None))
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Literal:
        return _of_literal(arguments)
    if origin in (Union, types.UnionType):
        return _of_union(arguments)
    if origin is tuple:
        return _of_tuple(arguments)
    if origin is not None and issubclass(origin, Mapping):
        return _of_mapping(*arguments)
    return _of_types(*((int, float) if hint is float else (hint,)))


def _of_types(*kinds: type) -> _Decode:
    def read(value: Any) -> Any:
        if type(value) not in kinds:  # True is no number here
            raise ValueError(f"{value!r} is not of {kinds}")
        return value

    return read


def _of_literal(allowed: tuple[object, ...]) -> _Decode:
    def read(value: Any) -> Any:
        if not isinstance(value, str) or value not in allowed:
            raise ValueError(f"{value!r} is none of {allowed}")
        return value

    return read


def _of_union(arms: tuple[Any, ...]) -> _Decode:
    decoders = [_decoder(arm) for arm in arms]

    def read(value: Any) -> Any:
        for decoder in decoders:
            try:
                return decoder(value)
            except ValueError as error:
                last = error
        raise last

    return read


def _of_tuple(items: tuple[Any, ...]) -> _Decode:
    if items[-1] is not Ellipsis:
        raise TypeError("only tuples of one type and any length are known")
    decoder = _decoder(items[0])

    def read(value: Any) -> Any:
        if not isinstance(value, list):
            raise ValueError(f"{value!r} is no list")
        return tuple([decoder(item) for item in value])

    return read


def _of_mapping(key: Any, item: Any) -> _Decode:
    decode_key, decode_item = _decoder(key), _decoder(item)

    def read(value: Any) -> Any:
        if not isinstance(value, dict):
            raise ValueError(f"{value!r} is no object")
        return {decode_key(name): decode_item(found) for name, found in value.items()}

    return read


def _of_dataclass(kind: type) -> _Decode:
    names = _names(kind)
    hints = get_type_hints(kind)
    decoders = [_decoder(hints[name]) for name in names]

    def read(value: Any) -> Any:
        if not isinstance(value, dict) or value.keys() != set(names):
            raise ValueError(f"{value!r} is no {kind.__name__}")
        return kind(*[read(value[name]) for name, read in zip(names, decoders, strict=True)])

    return read
