"""What the checks of one process share, and the start of each."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from pytest_visualdiff.model import Policy, Result, Settings
from pytest_visualdiff.plugin.attempt import Attempt
from pytest_visualdiff.plugin.new_baselines import NewBaselines
from pytest_visualdiff.plugin.outcome import Outcomes
from pytest_visualdiff.report.folder import ReportFolder

if TYPE_CHECKING:
    from pytest_visualdiff.baselines.store import Baseline
    from pytest_visualdiff.detection import Detector
    from pytest_visualdiff.detection.select import InstalledTools
    from pytest_visualdiff.execution import Executor
    from pytest_visualdiff.plugin.options import RunSettings
    from pytest_visualdiff.plugin.request import Request

Conclude = Callable[[], Result]
"""Waits for a check's comparison and returns the result."""


class VisualSession:
    """What the checks of one process share.

    Parameters
    ----------
    settings : RunSettings
    root : Path
        Pytest's root folder, from which paths are shown.
    """

    def __init__(self, settings: RunSettings, root: Path) -> None:
        self.settings = settings
        self._new = NewBaselines(settings.report, settings.run)
        self._outcomes = Outcomes(settings, root, ReportFolder(settings.report), self._detector)

    @cached_property
    def _executor(self) -> Executor:
        from pytest_visualdiff.execution.choice import open_executor

        return open_executor(self.settings.asked(), os.environ, self._tools)

    def close(self) -> None:
        """Give back the threads, if there are any."""
        if "_executor" in self.__dict__:
            self._executor.close()

    @cached_property
    def _tools(self) -> InstalledTools:
        from pytest_visualdiff.detection.select import InstalledTools

        return InstalledTools()

    def _detector(self, model: str) -> Detector:
        return self._tools.detector(model)

    @cached_property
    def _model(self) -> str:
        """The name of what finds elements in pictures.

        Raises
        ------
        ModelError
            If a file that was given is not a model.
        """
        if isinstance(self.settings.model, str):  # so that nothing is loaded
            return self.settings.model
        return self._tools.add(self.settings.model, self.settings.model_classes)

    def attempt(self, baseline: Baseline | None, comparison: Settings, policy: Policy) -> Attempt:
        """Return what the pictures of a check are compared with while they are taken.

        Parameters
        ----------
        baseline : Baseline or None
            None if there is none yet.
        comparison : Settings
            How pictures are compared; the model is that of the run.
        policy : Policy
            How much may differ.
        """
        settings = replace(comparison, model=self._model)
        return Attempt(baseline, settings, policy, lambda: self._executor)

    def begin(self, request: Request) -> Conclude:
        """Start a check and return what concludes it; a missing baseline is dealt with at once.

        Raises
        ------
        VisualDiffError
            If the baseline can neither be read nor written, or the picture cannot be decoded.
        """
        baseline = request.attempt.baseline
        if baseline is None:
            result = self._outcomes.without_baseline(request)
            self._new.add(request.target)
            return lambda: result
        if baseline.path in self._new:
            result = self._outcomes.written_in_this_run(request)
            return lambda: result
        pending = request.attempt.submit(baseline, request.capture)
        return lambda: self._outcomes.compared(request, baseline, pending)
