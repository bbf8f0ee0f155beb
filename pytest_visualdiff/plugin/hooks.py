"""Pytest's hooks and the fixture; what they call is in the other modules."""

from __future__ import annotations

import copy
import os
from collections.abc import Generator, Sequence
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pytest_visualdiff.errors import OptionError
from pytest_visualdiff.plugin import hookspecs as hooks
from pytest_visualdiff.plugin import options

if TYPE_CHECKING:
    from pytest_visualdiff.plugin.fixture import VisualBaseline
    from pytest_visualdiff.plugin.session import VisualSession

_SETTINGS: pytest.StashKey[options.RunSettings] = pytest.StashKey()
_SESSION: pytest.StashKey[VisualSession] = pytest.StashKey()
_BASELINE: pytest.StashKey[VisualBaseline] = pytest.StashKey()

_WIRE = "visualdiff"
"""Key of what a worker of xdist and pytest's own process send each other."""

_DESELECTED = "some tests were deselected"
"""Why a run says nothing about baselines that no test asked for."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Register the options."""
    options.register(parser)


def pytest_addhooks(pluginmanager: pytest.PytestPluginManager) -> None:
    """Register the hooks that others may implement."""
    pluginmanager.add_hookspecs(hooks)


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(
    early_config: pytest.Config, parser: pytest.Parser, args: list[str]
) -> None:
    """Read ``pytest --visual-update tests/`` as a flag without a value and a path.

    It changes ``args`` in place, and parses them again with ``parser`` into ``early_config``.
    """
    if options.spell_out_bare_update(args):
        early_config.known_args_namespace = parser.parse_known_args(
            args, namespace=copy.copy(early_config.option)
        )
    if options.compat_is_asked(early_config):
        from pytest_visualdiff.plugin import compat

        compat.register_keys(parser)


def pytest_configure(config: pytest.Config) -> None:
    """Read the options; in pytest's own process, collect what all tests report."""
    config.addinivalue_line("markers", "visual(**options): options for the visual checks of a test")
    try:
        settings = options.run_settings(config)
        pool = _pool_address(settings)
        if settings.compat != "none":
            _provide_fixture_of_another_plugin(config)
    except OptionError as error:
        raise pytest.UsageError(str(error)) from None
    worker = getattr(config, "workerinput", None)
    if worker is not None:
        report, run = worker[_WIRE]
        config.stash[_SETTINGS] = settings._replace(report=Path(report), run=run)
        config.pluginmanager.register(_Worker(config), "visualdiff-worker")
        return
    config.stash[_SETTINGS] = settings
    reporter = _Reporter(config, pool)
    config.pluginmanager.register(reporter, "visualdiff-reporter")
    if pool:
        from pytest_visualdiff.plugin.pool_line import PoolLine

        config.pluginmanager.register(PoolLine(settings.asked()), "visualdiff-live")
    if config.pluginmanager.hasplugin("xdist"):
        config.pluginmanager.register(_Controller(reporter, settings), "visualdiff-controller")


def _pool_address(settings: options.RunSettings) -> str:
    """Return the address of the remote pool; empty if none is used."""
    if settings.mode == "local":
        return ""
    from pytest_visualdiff.execution.choice import pool_address

    return pool_address(settings.asked(), os.environ)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Give back what the checks used."""
    if session := config.stash.get(_SESSION, None):
        session.close()
    if (settings := config.stash.get(_SETTINGS, None)) and not hasattr(config, "workerinput"):
        from pytest_visualdiff.plugin.new_baselines import forget

        forget(settings.report, settings.run)


@pytest.fixture
def visual_baseline(request: pytest.FixtureRequest) -> VisualBaseline:
    """Compare screenshots with the baselines beside this test: ``visual_baseline.check(page)``."""
    from pytest_visualdiff.plugin.fixture import VisualBaseline
    from pytest_visualdiff.plugin.session import VisualSession

    config = request.config
    if _SESSION not in config.stash:
        config.stash[_SESSION] = VisualSession(config.stash[_SETTINGS], config.rootpath)
    baseline = VisualBaseline(config.stash[_SESSION], request.node)
    request.node.stash[_BASELINE] = baseline
    return baseline


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Wait for the checks of a test, and fail it in its call phase if one of them fails."""
    __tracebackhide__ = True
    try:
        outcome = yield
    except (KeyboardInterrupt, pytest.exit.Exception):
        raise
    except BaseException as error:
        failure = _conclude(item)
        if failure and isinstance(error, pytest.skip.Exception):
            raise failure from None  # a skip hides no defect that was found before it
        if failure:
            item.stash[_BASELINE].beside = str(failure)
        raise
    if failure := _conclude(item):
        raise failure
    return outcome


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Attach the results to the report of ``call`` of ``item``; xdist sends it from a worker."""
    report = yield
    baseline = item.stash.get(_BASELINE, None)
    if call.when == "call" and baseline:
        vars(report)[_WIRE] = baseline.to_wire()
        if baseline.beside:
            report.sections.append(("Visual checks", baseline.beside))
    return report


def _provide_fixture_of_another_plugin(config: pytest.Config) -> None:
    """Register the fixture of another plugin."""
    from pytest_visualdiff.plugin import compat

    compat.refuse_beside(config.pluginmanager)
    config.pluginmanager.register(compat, "visualdiff-compat")


def _conclude(item: pytest.Item) -> AssertionError | None:
    baseline = item.stash.get(_BASELINE, None)
    return baseline.conclude() if baseline else None


class _Collection:
    """The tests that pytest collected, and whether any of them was left out of the run.

    ``--lf`` and a conftest that thins out ``items`` do not have to say that they did.
    """

    def __init__(self) -> None:
        self._collected: set[str] = set()
        self.partial: str | None = None
        """Why this run does not run every test; None if it does."""

    def pytest_itemcollected(self, item: pytest.Item) -> None:
        """Remember a test before a plugin can leave it out."""
        self._collected.add(item.nodeid)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Compare the tests of ``session`` that will run with those that were collected."""
        kept = {item.nodeid.rpartition("@")[0] or item.nodeid for item in session.items}
        kept |= {item.nodeid for item in session.items}
        if self._collected - kept:
            self.left_out(_DESELECTED)

    def pytest_deselected(self, items: Sequence[pytest.Item]) -> None:
        """Remember that not every test runs."""
        if items:
            self.left_out(_DESELECTED)

    def left_out(self, reason: str) -> None:
        """Keep the first reason why not every test runs."""
        self.partial = self.partial or reason


class _Reporter(_Collection):
    """Hooks of pytest's own process: collect results, write the report, print the summary.

    Parameters
    ----------
    config : pytest.Config
    pool : str
        The address of the remote pool; empty if none is used.
    """

    def __init__(self, config: pytest.Config, pool: str) -> None:
        super().__init__()
        self._settings = config.stash[_SETTINGS]
        self._pool = pool
        self._started = datetime.now(timezone.utc)
        self._reports: list[tuple[str, str, dict[str, Any] | None]] = []
        self._lines: list[str] = []
        self.partial = options.selection(config)

    def pytest_report_header(self) -> str | None:
        """Return the address of the pool, and the name by which this run can be cancelled."""
        return f"visualdiff: pool at {self._pool}, run {self._settings.run}" if self._pool else None

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep the report of a phase of a test for the end of the run."""
        self._reports.append((report.nodeid, report.outcome, getattr(report, _WIRE, None)))

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """Write the report, and list or delete baselines that no test requested.

        Baselines of a ``session`` whose ``exitstatus`` is not 0 are not known to be unused.
        """
        if not (self._settings.prune or any(told for _, _, told in self._reports)):
            return
        from pytest_visualdiff.plugin.run_summary import RunSummary

        summary = RunSummary(self._settings, session.config.rootpath, self._started)
        for node_id, outcome, told in self._reports:
            summary.add(node_id, outcome, told)
        if exitstatus != pytest.ExitCode.OK:
            self.left_out(f"the run did not pass (exit status {int(exitstatus)})")
        paths = [session.config.invocation_params.dir / arg for arg in session.config.args]
        arguments = [str(given) for given in session.config.invocation_params.args]
        self._lines = summary.finish(paths, self.partial, arguments)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print the closing lines."""
        if self._lines:
            terminalreporter.write_sep("=", "visual checks")
            for line in self._lines:
                terminalreporter.write_line(line)


class _Controller:
    """Hooks of xdist in pytest's own process, which controls the workers.

    Parameters
    ----------
    reporter : _Reporter
    settings : RunSettings
    """

    def __init__(self, reporter: _Reporter, settings: options.RunSettings) -> None:
        self._reporter = reporter
        self._settings = settings

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        """Send a worker the folder of the report and the name of the run."""
        node.workerinput[_WIRE] = str(self._settings.report), self._settings.run

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Receive from a worker whether it ran every test."""
        if reason := getattr(node, "workeroutput", {}).get(_WIRE):
            self._reporter.left_out(reason)


class _Worker(_Collection):
    """Hooks of an xdist worker."""

    def __init__(self, config: Any) -> None:
        super().__init__()
        self._output: dict[str, Any] = config.workeroutput

    def left_out(self, reason: str) -> None:
        """Send pytest's own process word of why not every test runs."""
        self._output[_WIRE] = reason
