"""The table of options: what each is called, what it takes, and what it is if it is not given.

Where a value is given, others know: ``options`` reads what pytest is told, ``cli`` the command's.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias, TypeVar, cast, get_args

from pytest_visualdiff.errors import OptionError

# Read at every start of pytest, whether it is used or not: what only a check needs is imported
# there, and there are named tuples in here because dataclasses take ten times as long to make.
if TYPE_CHECKING:
    import argparse

    from pytest_visualdiff.model import Box, Ignore

_Values = TypeVar("_Values")

Convert: TypeAlias = Callable[[object], object]
"""Makes an option's value of what was given; raises ValueError that says what is expected."""


def _one_of(*choices: str) -> Convert:
    def convert(value: object) -> object:
        if value not in choices:
            raise ValueError(f"one of {', '.join(choices)}")
        return value

    return convert


def _number(kind: type[int] | type[float], least: float, most: float, expected: str) -> Convert:
    def convert(value: object) -> object:
        try:
            number = kind(cast("Any", value))
        except (TypeError, ValueError, OverflowError):
            raise ValueError(expected) from None
        whole = kind is float or isinstance(value, str) or number == value
        if isinstance(value, bool) or not whole or not least <= number <= most:
            raise ValueError(expected)
        return number

    return convert


def _boolean(value: object) -> object:
    texts = {"1": True, "true": True, "yes": True, "on": True}
    texts |= {"0": False, "false": False, "no": False, "off": False}
    if isinstance(value, str) and value.lower() in texts:
        return texts[value.lower()]
    if isinstance(value, bool):
        return value
    raise ValueError("true or false")


def _text(value: object) -> object:
    if not isinstance(value, str):
        raise ValueError("a text")
    return value


def _style(value: object) -> object:
    if not isinstance(value, Path):
        return _text(value)
    try:
        return value.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(f"style sheet text, or the path of a readable file ({error})") from None


def _variant(value: object) -> object:
    return "none" if value is None or value is False else _text(value)


def _box(value: object) -> Box:
    """Return the box given as a Box, as ``(x, y, w, h)``, or in Playwright's way as a dict."""
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


def _areas(value: object) -> tuple[object, ...]:
    """Return a list of areas with boxes as boxes; what else there is, the source knows."""
    if isinstance(value, (str, bytes, Mapping)) or not isinstance(value, Iterable):
        raise ValueError("a list of areas")
    return tuple(_box(area) if isinstance(area, (tuple, list, Mapping)) else area for area in value)


def _ignored(value: object) -> tuple[object, ...]:
    """Return what is to be ignored with boxes as boxes and rules that can be kept to."""
    from pytest_visualdiff.model import Ignore

    return tuple(_rule(it) if isinstance(it, Ignore) else it for it in _areas(value))


def _rule(rule: Ignore) -> Ignore:
    from dataclasses import replace

    from pytest_visualdiff.model import ElementKind

    if rule.kind is None and rule.text is None and rule.within is None and rule.moves_up_to is None:
        raise ValueError("Ignore a kind, text, within or moves_up_to")
    kinds = get_args(ElementKind)
    if rule.kind is not None and rule.kind not in kinds:
        raise ValueError(f"Ignore a kind that is one of {', '.join(kinds)}")
    if rule.text is not None:
        try:
            re.compile(cast("Any", _text(rule.text)))
        except (ValueError, re.error) as error:
            why = f": {error}" if isinstance(error, re.error) else ""
            raise ValueError(f"Ignore a text that is a regular expression{why}") from None
    if rule.moves_up_to is not None:
        try:
            _FROM_0(rule.moves_up_to)
        except ValueError as expected:
            raise ValueError(f"Ignore a moves_up_to that is {expected}") from None
    within = rule.within
    return replace(rule, within=_areas([within])[0] if within is not None else None)


def _model(value: object) -> object:
    if isinstance(value, Path) or value in ("auto", "none"):
        return value
    return Path(cast("str", _text(value)))


def _classes(value: object) -> object:
    """Return the kinds of a model's classes, given as ``Button = button, Field = input``."""
    expected = "classes and their kinds: Button = button, Field = input"
    if isinstance(value, Mapping):
        pairs = [(str(name), str(kind)) for name, kind in value.items()]
    else:
        rows = re.split(r"[,\n]", cast("str", _text(value)))
        parts = [row.rpartition("=") for row in rows if row.strip()]
        pairs = [(name.strip(), kind.strip()) for name, _, kind in parts]
    if not all(name and kind for name, kind in pairs):
        raise ValueError(expected)
    return dict(pairs)


class Option(NamedTuple):
    """One row: an option's name without prefix, what makes its value of a text, and its default.

    ``of`` says whose it is: the whole run's, or of every check, which can also be given to
    ``check`` and to the marker; ``call`` ones can be given there only. ``bare`` is what the flag
    means without a value; an option without ``metavar`` has a flag that takes none. ``known_as``
    are environment variables of other projects that mean the same.
    """

    name: str
    of: Literal["run", "check", "call"]
    convert: Convert
    default: object
    help: str
    metavar: str = ""
    bare: str | None = None
    known_as: tuple[str, ...] = ()

    @property
    def flag(self) -> str:
        """The command line flag."""
        return f"--visual-{self.name.replace('_', '-')}"

    @property
    def ini(self) -> str:
        """The key in pytest's configuration, which is also the attribute in ``config.option``."""
        return f"visual_{self.name}"

    @property
    def environment(self) -> str:
        """The environment variable."""
        return f"VISUALDIFF_{self.name.upper()}"

    def value(self, given: object, where: str) -> object:
        """Return the value that was given.

        Raises
        ------
        OptionError
            If it is none that the option takes.
        """
        try:
            return self.convert(given)
        except ValueError as expected:
            raise OptionError(
                f"{where}{'' if where.endswith('=') else ' = '}{given!r} is not a value it takes.",
                f"Give {expected}.",
            ) from None


_FROM_0 = _number(int, 0, math.inf, "a whole number from 0")
_RATIO = _number(float, 0, 1, "a number from 0 to 1")

UPDATE_MODES = ("default", "missing", "changed", "rendering", "all", "none")

OPTIONS = (
    Option(
        "update", "run", _one_of(*UPDATE_MODES), "default",
        "which baselines to write: default (missing ones, and the test fails; none where CI is "
        "set), missing (and the test passes), changed (missing and differing ones; what the bare "
        "flag means), rendering (those that another rendering drew, and no other), all, none",
        "MODE", "changed",
    ),
    Option("report", "run", _text, "visual-report", "folder of the report", "DIR"),
    Option(
        "prune", "run", _boolean, False,
        "delete the baselines that no test asked for, after a full run that passed", bare="true",
    ),
    Option(
        "history", "run", _boolean, True,
        "remember the results in .visualdiff, for visualdiff flaky: true or false", "BOOL",
    ),
    Option(
        "compat", "run", _one_of("none", "playwright-visual"), "none",
        "fixture of another plugin to have: playwright-visual for assert_snapshot", "NAME",
    ),
    Option(
        "mode", "run", _one_of("local", "remote"), "local",
        "where pictures are compared: local, or remote: by the Celery workers of the broker that "
        "VISUALDIFF_BROKER_URL names",
        "WHERE",
    ),
    Option(
        "fallback", "run", _boolean, True,
        "on: what the remote pool does not compare is compared here; off: it fails its test",
        "on|off", known_as=("TASKS_FALLBACK_TO_SYNC",),
    ),
    Option(
        "remote_inflight", "run", _number(int, 1, 1000, "a whole number from 1 to 1000"), 32,
        "how many comparisons a process asks of the remote pool before it waits for answers", "N",
    ),
    Option(
        "remote_timeout", "run", _number(float, 1, 3600, "seconds from 1 to 3600"), 60.0,
        "seconds to wait without a sign of the remote pool", "SECONDS",
    ),
    Option(
        "model", "run", _model, "auto",
        "what finds elements in pictures that no page tells of: auto (the model that comes with "
        "the package), none (no model), or the file of another one: .onnx, or, with the extra "
        "yolo, a .pt file of ultralytics, which runs what is in it",
        "FILE",
    ),
    Option(
        "model_classes", "run", _classes, {},
        "which kind of element each class of that model is: Button = button, Field = input",
        "MAP",
    ),
    Option(
        "level", "check", _one_of("exact", "perceptual", "layout"), "perceptual",
        "exact: any differing pixel fails; perceptual: what a person would notice; layout: which "
        "elements of a page are where",
        "LEVEL",
    ),
    Option(
        "max_diff_pixels", "check", _FROM_0, None,
        "let this many differing pixels pass", "N",
    ),
    Option(
        "max_diff_pixel_ratio", "check", _RATIO, None,
        "let this share of differing pixels pass, 0 to 1", "RATIO",
    ),
    Option(
        "min_ssim", "check", _number(float, -1, 1, "a number from -1 to 1"), None,
        "let differences pass at this structural similarity and above", "SSIM",
    ),
    Option(
        "max_shift", "check", _FROM_0, None,
        "let blocks pass that moved by at most this many pixels", "PX",
    ),
    Option(
        "min_coverage", "check", _RATIO, None,
        "fail where less than this share of the baseline's elements is found again, 0 to 1",
        "SHARE",
    ),
    Option(
        "rendering", "check", _one_of("auto", "same", "cross"), "auto",
        "whether the pictures count as drawn by one rendering: auto finds out, same: every change "
        "counts, cross: the noise of another machine is dismissed",
        "HOW",
    ),
    Option(
        "threshold", "check", _RATIO, None,
        "dismiss pixels whose colours are no further apart than this share of the largest "
        "difference, 0 to 1, as in Playwright",
        "SHARE",
    ),
    Option(
        "ocr_language", "check", _text, "eng",
        "language of the text in pictures, by tesseract's names, as eng+deu; none to read none",
        "NAME",
    ),
    Option(
        "variant", "check", _variant, "auto",
        "part of the baseline's file name: auto (<browser>-<platform> for a page), none, or a text",
        "NAME",
    ),
    Option(
        "full_page", "check", _boolean, False, "take the whole scrollable page", bare="true",
    ),
    Option(
        "scroll_first", "check", _boolean, False,
        "scroll through the page before, so that it loads what it loads once it is seen",
        bare="true",
    ),
    Option(
        "animations", "check", _one_of("disabled", "allow"), "disabled",
        "disabled: animations are finished or stopped first", "HOW",
    ),
    Option("caret", "check", _one_of("hide", "initial"), "hide", "the text cursor", "HOW"),
    Option(
        "scale", "check", _one_of("css", "device"), "css",
        "one image pixel per css or per device pixel", "UNIT",
    ),
    Option("style", "check", _style, "", "style sheet text that applies while taking", "CSS"),
    Option("mask_color", "check", _text, "#FF00FF", "CSS colour of masked areas", "COLOR"),
    Option(
        "omit_background", "check", _boolean, False, "transparent instead of a white page",
        bare="true",
    ),
    Option(
        "timeout", "check", _number(float, 0, math.inf, "milliseconds from 0"), None,
        "milliseconds that a page has to become still and as its baseline (5000)", "MS",
    ),
    Option(
        "recapture", "check", _FROM_0, 1,
        "how often a page whose picture does not pass is captured again", "N",
    ),
    Option("clip", "call", _box, None, "the only part to take"),
    Option("mask", "call", _areas, (), "areas to paint over"),
    Option("ignore", "call", _ignored, (), "what changes and is reported but does not count"),
)  # fmt: skip


def fill(kind: type[_Values], values: Mapping[str, Any]) -> _Values:
    """Make a dataclass of the values that have the names of its fields."""
    fields = cast("Any", kind).__dataclass_fields__
    return kind(**{name: value for name, value in values.items() if name in fields})


def add_option(parser: argparse.ArgumentParser, option: Option) -> None:
    """Give a command an option of checks, with the same values and the same errors."""
    flag = f"--{option.name.replace('_', '-')}"
    default = "" if option.default in (None, {}) else f" (default: {option.default})"
    parser.add_argument(
        flag,
        dest=option.name,
        metavar=option.metavar,
        type=lambda given: option.value(given, f"{flag}="),
        default=option.default,
        help=option.help + default,
    )
