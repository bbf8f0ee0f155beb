"""Options as they are given to pytest, and the settings made of them.

Every row of the table can be given on the command line (``--visual-max-diff-pixels=10``), in the
environment (``VISUALDIFF_MAX_DIFF_PIXELS=10``) and in pytest's configuration
(``visual_max_diff_pixels = 10``). Rows of a check can also be given to ``check(...)`` and
``@pytest.mark.visual(...)``. The nearest wins: call, marker (function, class, module), command
line, environment, configuration, default.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import pytest

from pytest_visualdiff.errors import OptionError
from pytest_visualdiff.option_table import OPTIONS, Option, fill

# Read at every start of pytest, as the table is: what only a check needs is imported there.
if TYPE_CHECKING:
    from pytest_visualdiff.capture.options import CaptureOptions
    from pytest_visualdiff.execution.choice import Asked
    from pytest_visualdiff.model import Policy, Settings

UpdateMode = Literal["default", "missing", "changed", "rendering", "all", "none"]

_BY_NAME = {option.name: option for option in OPTIONS}
_OF_A_CHECK = {option.name: option for option in OPTIONS if option.of != "run"}
_UPDATE = _BY_NAME["update"]


class RunSettings(NamedTuple):
    """What holds for the whole run.

    Attributes
    ----------
    update : {"default", "missing", "changed", "rendering", "all", "none"}
    ci : bool
        Whether this is a CI run: the environment variable ``CI`` is set.
    report : Path
        Folder of the report, absolute.
    prune : bool
    defaults : mapping
        Options of checks that were given for the run, by name.
    history : bool
        Whether the results are remembered.
    compat : {"none", "playwright-visual"}
        Which other plugin's fixture there is.
    model : str or Path
        What finds elements in pictures: ``auto``, ``none``, or the file of a model, absolute.
    model_classes : mapping
        The kinds that its classes stand for.
    mode, fallback, remote_inflight, remote_timeout, run
        Where comparisons are made, see `Asked`; ``run`` is the name of this run.
    """

    update: UpdateMode
    ci: bool
    report: Path
    prune: bool
    defaults: Mapping[str, object]
    history: bool = True
    compat: str = "none"
    model: str | Path = "auto"
    model_classes: Mapping[str, str] = MappingProxyType({})
    mode: Literal["local", "remote"] = "local"
    fallback: bool = True
    remote_inflight: int = 32
    remote_timeout: float = 60.0
    run: str = ""

    def asked(self) -> Asked:
        """Return where comparisons are to be made."""
        from pytest_visualdiff.execution.choice import Asked

        return Asked(self.mode, self.fallback, self.remote_inflight, self.remote_timeout, self.run)

    @property
    def writes_missing(self) -> bool:
        """Whether a baseline that is missing is written."""
        return self.update not in ("none", "rendering") and not (
            self.update == "default" and self.ci
        )


class CheckSettings(NamedTuple):
    """What holds for one check; ``explicit`` names the options that the call itself gave."""

    capture: CaptureOptions
    comparison: Settings
    policy: Policy
    variant: str
    explicit: frozenset[str]


def register(parser: pytest.Parser) -> None:
    """Add the table's flags and configuration keys to pytest's parser."""
    group = parser.getgroup("visualdiff", "screenshot regression (pytest-visualdiff)")
    for option in OPTIONS:
        if option.of == "call":
            continue
        arguments: dict[str, Any] = {"dest": option.ini, "default": None, "help": option.help}
        if option.metavar:
            arguments["metavar"] = option.metavar
            if option.bare:
                arguments |= {"nargs": "?", "const": option.bare}
        else:
            arguments |= {"action": "store_const", "const": option.bare}
        group.addoption(option.flag, **arguments)
        parser.addini(option.ini, option.help, type=_ini_type(option), default=None)


def _ini_type(option: Option) -> Any:
    """Return the type of a configuration key, as ``addini`` takes it."""
    if not option.metavar:  # the flag takes no value: it is true or false
        return "bool"
    # TOML has numbers, and pytest takes them for a key that may be one from 9.2 on.
    return int | float | str if pytest.version_tuple >= (9, 2) else "string"


def spell_out_bare_update(args: list[str]) -> bool:
    """Give a bare ``--visual-update`` its mode, so that it does not take a test path for one.

    Parameters
    ----------
    args : list of str
        The command line, which is changed in place, as pytest's hook has it.

    Returns
    -------
    bool
        Whether there was such a flag.
    """
    end = args.index("--") if "--" in args else len(args)
    bare = [index for index in range(end) if args[index] == _UPDATE.flag]
    for index in bare:
        args[index] = f"{_UPDATE.flag}={_UPDATE.bare}"
    return bool(bare)


def compat_is_asked(early_config: pytest.Config) -> bool:
    """Return whether another plugin's fixture is asked for, before the command line is parsed."""
    option = _BY_NAME["compat"]
    given = (
        getattr(early_config.known_args_namespace, option.ini),
        os.environ.get(option.environment),
        early_config.getini(option.ini),
    )
    return next(filter(None, given), option.default) != option.default


def selection(config: pytest.Config) -> str | None:
    """Return what on the command line selects only some of the tests, or None."""
    if config.option.keyword:
        return f"-k {config.option.keyword!r} selects some of the tests"
    if config.option.markexpr:
        return f"-m {config.option.markexpr!r} selects some of the tests"
    for flag in ("lf", "stepwise"):
        if config.getoption(flag, default=False):
            return f"--{flag} selects some of the tests"
    if single := [arg for arg in config.args if "::" in arg]:
        return f"single tests were asked for ({single[0]})"
    return None


def run_settings(config: pytest.Config) -> RunSettings:
    """Return the settings of a run.

    Raises
    ------
    OptionError
        If a value that was given is not valid.
    """
    given: dict[str, object] = {}
    bases = dict.fromkeys(("report", "model"), config.rootpath)
    for option in OPTIONS:
        if option.of == "call":
            continue
        if (value := config.getoption(option.ini)) is not None:
            given[option.name] = option.value(value, option.flag)
            if option.name in bases:
                bases[option.name] = config.invocation_params.dir
        elif found := _from_environment(option):
            given[option.name] = option.value(found[1], found[0])
        elif (value := config.getini(option.ini)) is not None:
            given[option.name] = option.value(value, option.ini)
    run: dict[str, Any] = {
        option.name: given.pop(option.name, option.default)
        for option in OPTIONS
        if option.of == "run"
    }
    run["report"] = bases["report"] / run["report"]
    if isinstance(run["model"], Path):
        run["model"] = bases["model"] / run["model"]
    return RunSettings(
        ci=os.environ.get("CI", "").lower() not in {"", "0", "false"},
        defaults=given,
        run=os.urandom(6).hex(),
        **run,
    )


def _from_environment(option: Option) -> tuple[str, str] | None:
    """Return the variable that gives an option, and its value; an empty one does not count."""
    names = (option.environment, *option.known_as)
    return next(((name, value) for name in names if (value := os.environ.get(name))), None)


def check_settings(
    call: Mapping[str, object],
    markers: Iterable[pytest.Mark],
    defaults: Mapping[str, object],
) -> CheckSettings:
    """Return the settings of a check.

    Parameters
    ----------
    call : mapping
        Options that were given to ``check``; they win over all others.
    markers : iterable of Mark
        ``@pytest.mark.visual`` of the test, its class and its module, the nearest first.
    defaults : mapping
        Options of checks that were given for the run.

    Raises
    ------
    OptionError
        If an option is not known, or a value is not valid.
    """
    from pytest_visualdiff.capture.options import CaptureOptions
    from pytest_visualdiff.model import Policy, Settings

    merged: dict[str, Any] = {name: option.default for name, option in _OF_A_CHECK.items()}
    merged.update(defaults)
    for marker in reversed(list(markers)):
        if marker.args:
            raise OptionError(
                f"@pytest.mark.visual takes no positional arguments, and got {marker.args!r}.",
                "Give options by name: @pytest.mark.visual(level='exact').",
            )
        merged.update(_values(marker.kwargs, "@pytest.mark.visual"))
    merged.update(_values(call, "check()"))
    return CheckSettings(
        capture=fill(CaptureOptions, merged),
        comparison=fill(Settings, {**merged, "ignore": ()}),  # the capture finds what it is
        policy=fill(Policy, merged),
        variant=merged["variant"],
        explicit=frozenset(call) & CaptureOptions.__dataclass_fields__.keys(),
    )


def _values(given: Mapping[str, object], where: str) -> dict[str, object]:
    if unknown := sorted(given.keys() - _OF_A_CHECK.keys()):
        raise OptionError(
            f"{where} has no option {', '.join(map(repr, unknown))}.",
            f"It takes: {', '.join(sorted(_OF_A_CHECK))}.",
        )
    return {name: _OF_A_CHECK[name].value(value, name) for name, value in given.items()}
