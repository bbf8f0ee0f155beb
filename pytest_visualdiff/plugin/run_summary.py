"""The end of a run, in pytest's own process: the report, and the lines below pytest's own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pytest_visualdiff.baselines.store import prune
from pytest_visualdiff.baselines.unused import Ledger
from pytest_visualdiff.errors import BaselineError
from pytest_visualdiff.files import shown
from pytest_visualdiff.history.store import HistoryError, record
from pytest_visualdiff.plural import plural
from pytest_visualdiff.report.document import run_document
from pytest_visualdiff.report.folder import ReportFolder
from pytest_visualdiff.report.redrawn import redrawn
from pytest_visualdiff.report.terminal import summary

if TYPE_CHECKING:
    from pytest_visualdiff.plugin.options import RunSettings

_MOST_PATHS = 20
"""Most unused baselines that are listed."""


def _checks(count: int) -> str:
    return f"{count} {plural(count, 'check')}"


class RunSummary:
    """Collects the reports of a run, also those of xdist's workers, and sums them up.

    Parameters
    ----------
    settings : RunSettings
    root : Path
        Pytest's root folder, from which node ids and shown paths start.
    started : datetime
        When the run began, with a time zone.
    """

    def __init__(self, settings: RunSettings, root: Path, started: datetime) -> None:
        self._settings = settings
        self._root = root
        self._started = started
        self._results: dict[tuple[str, str], Mapping[str, Any]] = {}
        self._replaced: list[Mapping[str, Any]] = []
        self._ledger = Ledger(root)

    def add(self, node_id: str, outcome: str, told: Mapping[str, Any] | None) -> None:
        """Add the report of one phase of a test.

        Parameters
        ----------
        node_id : str
        outcome : str
            ``passed``, ``failed``, ``skipped``; plugins have more, such as ``rerun``.
        told : mapping or None
            What ``VisualBaseline.to_wire`` made of the test's checks. A test that is run again
            replaces what it told before.
        """
        self._ledger.saw(node_id, outcome)
        if told is None:
            return
        self._ledger.asked(Path(told["folder"]), told["asked"])
        for result in told["results"]:
            key = node_id, result["name"]
            if key in self._results:
                self._replaced.append(self._results[key])
            self._results[key] = result

    def finish(
        self, paths: Sequence[Path], partial: str | None, arguments: Sequence[str] = ()
    ) -> list[str]:
        """Write the report, list or delete unused baselines, and return the closing lines.

        Parameters
        ----------
        paths : sequence of Path
            The files and folders that pytest was asked to run.
        partial : str or None
            Why this run says nothing about baselines that it did not ask for; None if it does.
        arguments : sequence of str
            What pytest was started with.
        """
        lines: list[str] = []
        if self._results:
            lines.append(summary(result["status"] for result in self._results.values()))
            lines.append(self._write_report())
            lines += self._text_not_read()
            lines += self._places()
            lines += self._write_history()
            lines += redrawn(list(self._results.values()), arguments)
        if self._settings.prune and partial:
            lines.append(f"no baseline was deleted: {partial}")
        elif not partial:
            lines += self._list_or_delete(self._ledger.unused(paths))
        return lines

    def _text_not_read(self) -> list[str]:
        """Return, once for the run, why texts in pictures were not read."""
        stages = (stage for result in self._results.values() for stage in result["skipped"])
        reasons = {stage["reason"]: None for stage in stages if stage["stage"] == "text"}
        return [f"text was not read: {reason}" for reason in reasons]

    def _places(self) -> list[str]:
        """Return how many checks the pool compared, and why others were not, each reason once."""
        places = Counter(str(result["executed_on"]) for result in self._results.values())
        lines = (
            [f"{_checks(count)} compared by the remote pool"] if (count := places["remote"]) else []
        )
        for place, count in places.items():
            _, found, why = place.partition(": ")
            if found:
                lines.append(f"warning: {_checks(count)} compared here and not by the pool: {why}")
        return lines

    def _write_history(self) -> list[str]:
        """Add the results to the history; return why that failed, if it did."""
        if not self._settings.history:
            return []
        try:
            record(self._root, [*self._replaced, *self._results.values()], self._started)
        except HistoryError as error:
            return [f"the history was not written: {error}"]
        return []

    def _write_report(self) -> str:
        # By test, since xdist's order is no order; the checks of a test in the order of the calls.
        keys = sorted(self._results, key=lambda key: key[0])
        results = [self._results[key] for key in keys]
        document = run_document(
            results, self._settings.mode, self._started, datetime.now(timezone.utc)
        )
        try:
            page = ReportFolder(self._settings.report).write(document, self._replaced)
        except OSError as error:
            where = shown(self._settings.report, self._root)
            return f"the report could not be written to {where}: {error.strerror or error}"
        return f"report: {shown(page, self._root)}"

    def _list_or_delete(self, unused: Sequence[Path]) -> list[str]:
        """Delete unused baselines if that was asked for; return the lines about them."""
        if not unused:
            return []
        paths = [f"  {shown(path, self._root)}" for path in unused[:_MOST_PATHS]]
        if more := len(unused) - len(paths):
            paths.append(f"  and {more} more")
        count = f"{len(unused)} {plural(len(unused), 'baseline')} that no test asked for"
        if not self._settings.prune:
            return [f"{count}; --visual-prune deletes them:", *paths]
        try:
            for path in unused:
                prune(path)
        except BaselineError as error:
            return str(error).splitlines()
        return [f"deleted {count}:", *paths]
