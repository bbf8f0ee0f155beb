"""The table of options: name, conversion, default and help of each.

Where values are given is not known here: ``plugin.options`` reads them from pytest, and
``add_options`` adds the ones of a command.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeVar, cast

from pytest_visualdiff import option_values as values
from pytest_visualdiff.errors import OptionError

# Imported at every start of pytest, whether the plugin is used or not: what only a check needs is
# imported where it is used, and records are named tuples, as a dataclass takes ten times as long
# to define.
if TYPE_CHECKING:
    import argparse


_Values = TypeVar("_Values")


class Option(NamedTuple):
    """One row of the table.

    Attributes
    ----------
    name : str
        The name without a prefix, as ``check`` takes it.
    of : {"run", "check", "call"}
        ``run``: holds for the whole run. ``check``: can also be given to ``check`` and to the
        marker. ``call``: can be given there only.
    convert : callable
        Converts what was given to the value.
    default : object
    help : str
    metavar : str
        Name of the flag's value in the help; empty if the flag takes none.
    bare : str or None
        What the flag means without a value.
    known_as : tuple of str
        Environment variables of other projects that mean the same.
    """

    name: str
    of: Literal["run", "check", "call"]
    convert: values.Convert
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
        """Return the value that was given, converted.

        Parameters
        ----------
        given : object
        where : str
            The flag, the variable, the key or the parameter it was given as, for the message.

        Raises
        ------
        OptionError
            If it is not a valid value.
        """
        try:
            return self.convert(given)
        except ValueError as expected:
            raise OptionError(
                f"{given!r} is not a valid value for {where}.", f"Give {expected}."
            ) from None


UPDATE_MODES = ("default", "missing", "changed", "rendering", "all", "none")
"""The values of ``update``."""

OPTIONS = (
    Option(
        "update", "run", values.one_of(*UPDATE_MODES), "default",
        "which baselines to write: default (missing ones, and the test fails; none where CI is "
        "set), missing (and the test passes), changed (missing and differing ones; what the bare "
        "flag means), rendering (only those that another rendering drew), all, none",
        "MODE", "changed",
    ),
    Option("report", "run", values.to_text, "visual-report", "folder of the report", "DIR"),
    Option(
        "prune", "run", values.to_boolean, False,
        "delete the baselines that no test asked for, after a full run that passed", bare="true",
    ),
    Option(
        "history", "run", values.to_boolean, True,
        "remember the results in .visualdiff, for visualdiff flaky: true or false", "BOOL",
    ),
    Option(
        "compat", "run", values.one_of("none", "playwright-visual"), "none",
        "fixture of another plugin to provide: playwright-visual for assert_snapshot", "NAME",
    ),
    Option(
        "mode", "run", values.one_of("local", "remote"), "local",
        "where pictures are compared: local, or remote: by the Celery workers of the broker that "
        "VISUALDIFF_BROKER_URL names",
        "WHERE",
    ),
    Option(
        "fallback", "run", values.to_boolean, True,
        "on: what the remote pool does not compare is compared locally; off: it fails its test",
        "on|off", known_as=("TASKS_FALLBACK_TO_SYNC",),
    ),
    Option(
        "remote_inflight", "run", values.number(int, 1, 1000, "a whole number from 1 to 1000"), 32,
        "most comparisons that a process has under way in the remote pool", "N",
    ),
    Option(
        "remote_timeout", "run", values.number(float, 1, 3600, "seconds from 1 to 3600"), 60.0,
        "seconds to wait for the next sign of life from the remote pool", "SECONDS",
    ),
    Option(
        "model", "run", values.to_model, "auto",
        "what finds elements in pictures without a page: auto (the model that comes with the "
        "package), none (no model), or the file of another model: .onnx, or, with the extra yolo, "
        "a .pt file of ultralytics; loading a .pt file runs the code in it",
        "FILE",
    ),
    Option(
        "model_classes", "run", values.to_classes, {},
        "the kind of element that each class of that model is: Button = button, Field = input",
        "MAP",
    ),
    Option(
        "level", "check", values.one_of("exact", "perceptual", "layout"), "perceptual",
        "exact: any differing pixel fails; perceptual: what a person would notice; layout: the "
        "elements of a page and their positions",
        "LEVEL",
    ),
    Option(
        "max_diff_pixels", "check", values.COUNT, None,
        "let this many differing pixels pass", "N",
    ),
    Option(
        "max_diff_pixel_ratio", "check", values.RATIO, None,
        "let this share of differing pixels pass, 0 to 1", "RATIO",
    ),
    Option(
        "min_ssim", "check", values.number(float, -1, 1, "a number from -1 to 1"), None,
        "let differences pass at this structural similarity and above", "SSIM",
    ),
    Option(
        "max_shift", "check", values.COUNT, None,
        "let blocks pass that moved by at most this many pixels", "PX",
    ),
    Option(
        "min_coverage", "check", values.RATIO, None,
        "fail where less than this share of the baseline's elements is found again, 0 to 1",
        "SHARE",
    ),
    Option(
        "rendering", "check", values.one_of("auto", "same", "cross"), "auto",
        "whether one rendering drew both pictures: auto: it is found out; same: every change "
        "counts; cross: the rendering noise of another machine is dismissed",
        "HOW",
    ),
    Option(
        "threshold", "check", values.RATIO, None,
        "dismiss pixels whose colours are no further apart than this share of the largest "
        "difference, 0 to 1, as in Playwright",
        "SHARE",
    ),
    Option(
        "ocr_language", "check", values.to_text, "eng",
        "language of the text in pictures, by tesseract's names, several as eng+deu; none to read "
        "no text",
        "NAME",
    ),
    Option(
        "variant", "check", values.to_variant, "auto",
        "part of the baseline's file name: auto (<browser>-<platform> for a page), none, or a "
        "string",
        "NAME",
    ),
    Option(
        "full_page", "check", values.to_boolean, False, "take the whole scrollable page",
        bare="true",
    ),
    Option(
        "scroll_first", "check", values.to_boolean, False,
        "scroll through the page first, so that what it loads lazily is loaded",
        bare="true",
    ),
    Option(
        "animations", "check", values.one_of("disabled", "allow"), "disabled",
        "disabled: animations are finished or stopped first", "HOW",
    ),
    Option(
        "caret", "check", values.one_of("hide", "initial"), "hide",
        "hide: the text cursor is hidden; initial: it is left as it is", "HOW",
    ),
    Option(
        "scale", "check", values.one_of("css", "device"), "css",
        "css: one pixel per CSS pixel; device: one per pixel of the device", "UNIT",
    ),
    Option(
        "style", "check", values.to_style, "",
        "style sheet that applies while the picture is taken", "CSS",
    ),
    Option("mask_color", "check", values.to_text, "#FF00FF", "CSS colour of masked areas", "COLOR"),
    Option(
        "omit_background", "check", values.to_boolean, False,
        "a transparent background instead of a white one", bare="true",
    ),
    Option(
        "timeout", "check", values.number(float, 0, math.inf, "milliseconds from 0"), None,
        "milliseconds that a page has to hold still and to match its baseline (default: 5000)",
        "MS",
    ),
    Option(
        "recapture", "check", values.COUNT, 1,
        "how often a page whose picture does not pass is captured again", "N",
    ),
    Option(
        "pixel_limit", "check", values.LIMIT, 100_000_000,
        "pixels of the largest picture that is decoded", "N",
    ),
    Option(
        "byte_limit", "check", values.LIMIT, 67_108_864,
        "bytes of the largest picture file that is decoded", "N",
    ),
    Option("clip", "call", values.to_box, None, "the part of the page to take"),
    Option("mask", "call", values.to_areas, (), "areas to paint over"),
    Option(
        "ignore", "call", values.to_ignored, (), "what changes and is reported but does not count"
    ),
)  # fmt: skip


def fill(kind: type[_Values], values: Mapping[str, Any]) -> _Values:
    """Return a dataclass made of the values that have the names of its fields.

    Parameters
    ----------
    kind : type
        The dataclass.
    values : mapping
        Values by name; the names of other things are left out.
    """
    fields = cast("Any", kind).__dataclass_fields__
    return kind(**{name: value for name, value in values.items() if name in fields})


def add_options(parser: argparse.ArgumentParser, names: Collection[str]) -> None:
    """Give a command options of the table, with the same values and the same errors.

    Parameters
    ----------
    parser : ArgumentParser
        The command's.
    names : collection of str
        The options; they keep the order of the table.
    """
    for option in OPTIONS:
        if option.name not in names:
            continue
        flag = f"--{option.name.replace('_', '-')}"
        default = "" if option.default in (None, {}) else f" (default: {option.default})"
        parser.add_argument(
            flag,
            dest=option.name,
            metavar=option.metavar,
            type=partial(option.value, where=flag),
            default=option.default,
            help=option.help + default,
        )
