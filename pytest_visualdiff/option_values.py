"""Conversions from what is given for an option to its value.

An option may be given as text, from a flag, the environment or a configuration file, or as a Python
object, from a call. What cannot be converted raises a ValueError whose text is what to give
instead: "a number from 0 to 1".
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, cast, get_args

# Imported at every start of pytest, as `option_table` is: what only a check needs is imported
# where it is used.
if TYPE_CHECKING:
    from pytest_visualdiff.model import Box, Ignore

Convert: TypeAlias = Callable[[object], object]
"""Converts what was given to an option's value; the text of its ValueError is what to give."""


def one_of(*choices: str) -> Convert:
    """Return a conversion that takes one of these words."""

    def convert(value: object) -> object:
        if value not in choices:
            raise ValueError(f"one of {', '.join(choices)}")
        return value

    return convert


def number(kind: type[int] | type[float], least: float, most: float, expected: str) -> Convert:
    """Return a conversion to a number.

    Parameters
    ----------
    kind : int or float
    least, most : float
        The smallest and the largest value that is taken.
    expected : str
        What to give, for the message.
    """

    def convert(value: object) -> object:
        try:
            converted = kind(cast("Any", value))
        except (TypeError, ValueError, OverflowError):
            raise ValueError(expected) from None
        whole = kind is float or isinstance(value, str) or converted == value
        if isinstance(value, bool) or not whole or not least <= converted <= most:
            raise ValueError(expected)
        return converted

    return convert


COUNT = number(int, 0, math.inf, "a whole number from 0")
"""Converts to a count or to a distance in pixels."""

LIMIT = number(int, 1, math.inf, "a whole number from 1")
"""Converts to the most that there may be of something."""

RATIO = number(float, 0, 1, "a number from 0 to 1")
"""Converts to a share of a whole."""


def to_boolean(value: object) -> object:
    """Return a boolean that may be given as a word, as the environment and flags have it."""
    texts = {"1": True, "true": True, "yes": True, "on": True}
    texts |= {"0": False, "false": False, "no": False, "off": False}
    if isinstance(value, str) and value.lower() in texts:
        return texts[value.lower()]
    if isinstance(value, bool):
        return value
    raise ValueError("true or false")


def to_text(value: object) -> object:
    """Return a string."""
    if not isinstance(value, str):
        raise ValueError("a string")
    return value


def to_style(value: object) -> object:
    """Return a style sheet that is given as text or as the path of its file."""
    if not isinstance(value, Path):
        return to_text(value)
    try:
        return value.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(
            f"a style sheet as text, or the path of a readable file ({error})"
        ) from None


def to_variant(value: object) -> object:
    """Return the name of a variant; ``none`` for None and False."""
    return "none" if value is None or value is False else to_text(value)


def to_box(value: object) -> Box:
    """Return a box given as a Box, as ``(x, y, w, h)``, or as a dict in Playwright's form."""
    from pytest_visualdiff.model import Box

    expected = "a box (x, y, width, height) of numbers, width and height above 0"
    if isinstance(value, Mapping):
        value = tuple(value.get(key) for key in ("x", "y", "width", "height"))
    if isinstance(value, Box):
        value = value.to_wire()
    if not isinstance(value, (tuple, list)) or len(value) != 4:
        raise ValueError(expected)
    try:
        x, y, w, h = (float(number) for number in value)
        box = Box(math.floor(x), math.floor(y), 0, 0)
        box = Box(box.x, box.y, math.ceil(x + w) - box.x, math.ceil(y + h) - box.y)
    except (TypeError, ValueError, OverflowError):
        raise ValueError(expected) from None
    if w <= 0 or h <= 0:
        raise ValueError(expected)
    return box


def to_areas(value: object) -> tuple[object, ...]:
    """Return the areas with each box as a Box; what is no box is left to the source."""
    if isinstance(value, (str, bytes, Mapping)) or not isinstance(value, Iterable):
        raise ValueError("a list of areas")
    return tuple(
        to_box(area) if isinstance(area, (tuple, list, Mapping)) else area for area in value
    )


def to_ignored(value: object) -> tuple[object, ...]:
    """Return the areas to ignore, with each box as a Box and each rule checked."""
    from pytest_visualdiff.model import Ignore

    return tuple(_rule(it) if isinstance(it, Ignore) else it for it in to_areas(value))


def _rule(rule: Ignore) -> Ignore:
    """Return a valid rule, with its area as a Box if it is a box."""
    from dataclasses import replace

    from pytest_visualdiff.model import ElementKind

    if rule.kind is None and rule.text is None and rule.within is None and rule.moves_up_to is None:
        raise ValueError("Ignore at least one of kind, text, within, moves_up_to")
    kinds = get_args(ElementKind)
    if rule.kind is not None and rule.kind not in kinds:
        raise ValueError(f"Ignore a kind that is one of {', '.join(kinds)}")
    if rule.text is not None:
        try:
            re.compile(cast("Any", to_text(rule.text)))
        except (ValueError, re.error) as error:
            why = f": {error}" if isinstance(error, re.error) else ""
            raise ValueError(f"Ignore a text that is a regular expression{why}") from None
    if rule.moves_up_to is not None:
        try:
            COUNT(rule.moves_up_to)
        except ValueError as expected:
            raise ValueError(f"Ignore a moves_up_to that is {expected}") from None
    within = rule.within
    return replace(rule, within=to_areas([within])[0] if within is not None else None)


def to_model(value: object) -> object:
    """Return ``auto``, ``none``, or the path of a model's file."""
    if isinstance(value, Path) or value in ("auto", "none"):
        return value
    return Path(cast("str", to_text(value)))


def to_classes(value: object) -> object:
    """Return the kinds of a model's classes, given as ``Button = button, Field = input``."""
    expected = "classes and their kinds: Button = button, Field = input"
    if isinstance(value, Mapping):
        pairs = [(str(name), str(kind)) for name, kind in value.items()]
    else:
        rows = re.split(r"[,\n]", cast("str", to_text(value)))
        parts = [row.rpartition("=") for row in rows if row.strip()]
        pairs = [(name.strip(), kind.strip()) for name, _, kind in parts]
    if not all(name and kind for name, kind in pairs):
        raise ValueError(expected)
    return dict(pairs)
