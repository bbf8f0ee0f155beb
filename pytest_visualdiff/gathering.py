"""What all tests of a run reported, in pytest's own process: the report, and the closing lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pytest_visualdiff.errors import BaselineError
from pytest_visualdiff.unused import Ledger

if TYPE_CHECKING:
    from pytest_visualdiff.options import RunSettings

_MOST_PATHS = 20


class Gathering:
    """Gathers the reports of a run, also those of xdist's workers.

    Parameters
    ----------
    settings : RunSettings
    root : Path
        Pytest's root folder, from which node ids and shown paths start.
    """

    def __init__(self, settings: RunSettings, root: Path) -> None:
        self._settings = settings
        self._root = root
        self._started = datetime.now(timezone.utc)
        self._results: dict[tuple[str, str], Mapping[str, Any]] = {}
        self._ledger = Ledger(root)
        self._partial: str | None = None
        self._lines: list[str] = []

    def add(self, node_id: str, outcome: str, told: Mapping[str, Any] | None) -> None:
        """Take in the report of one phase of a test.

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
            self._results[node_id, result["name"]] = result

    def partial(self, reason: str) -> None:
        """Remember why this run says nothing about baselines that it did not ask for."""
        self._partial = self._partial or reason

    def finish(self, paths: Sequence[Path]) -> None:
        """Write the report, and list or delete the baselines that no test asked for.

        Parameters
        ----------
        paths : sequence of Path
            The files and folders that pytest was asked to run.
        """
        if self._results:
            from pytest_visualdiff.report.terminal import summary

            self._lines.append(summary(result["status"] for result in self._results.values()))
            self._lines.append(self._write_report())
        if self._settings.prune and self._partial:
            self._lines.append(f"no baseline was deleted: {self._partial}")
        elif self._settings.prune or (self._results and not self._partial):
            self._deal_with(self._ledger.unused(paths))

    def lines(self) -> list[str]:
        """Return the lines that close the run; none if there was nothing visual in it."""
        return self._lines

    def _write_report(self) -> str:
        from pytest_visualdiff.report.document import run_document
        from pytest_visualdiff.report.folder import ReportFolder

        # By test, since xdist's order is no order; the checks of a test in the order of the calls.
        keys = sorted(self._results, key=lambda key: key[0])
        results = [self._results[key] for key in keys]
        document = run_document(results, self._started, datetime.now(timezone.utc))
        try:
            return f"report: {self._shown(ReportFolder(self._settings.report).write(document))}"
        except OSError as error:
            where = self._shown(self._settings.report)
            return f"the report could not be written to {where}: {error.strerror or error}"

    def _deal_with(self, unused: Sequence[Path]) -> None:
        if not unused:
            return
        paths = [f"  {self._shown(path)}" for path in unused[:_MOST_PATHS]]
        if more := len(unused) - len(paths):
            paths.append(f"  and {more} more")
        count = f"{len(unused)} baseline{'' if len(unused) == 1 else 's'} that no test asked for"
        if not self._settings.prune:
            self._lines += [f"{count}; --visual-prune deletes them:", *paths]
            return
        from pytest_visualdiff.baseline import prune

        try:
            for path in unused:
                prune(path)
        except BaselineError as error:
            self._lines += str(error).splitlines()
        else:
            self._lines += [f"deleted {count}:", *paths]

    def _shown(self, path: Path) -> str:
        relative = path.relative_to(self._root) if path.is_relative_to(self._root) else path
        return relative.as_posix()
