"""The stages joined: a `VisualSession` in each process turns captured pictures into results."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from pytest_visualdiff.baselines import environment as rendering
from pytest_visualdiff.baselines.store import Baseline, BaselineStore, Variant
from pytest_visualdiff.errors import InvalidPictureError, VisualDiffError
from pytest_visualdiff.files import shown
from pytest_visualdiff.model import Capture, Judgement, Policy, Result, Settings, Status
from pytest_visualdiff.plugin.attempt import Trial
from pytest_visualdiff.report import terminal
from pytest_visualdiff.report.folder import ReportFolder

if TYPE_CHECKING:
    from pytest_visualdiff.detection.select import InstalledTools
    from pytest_visualdiff.execution import Executor, Pending
    from pytest_visualdiff.plugin.options import RunSettings

Conclude = Callable[[], Result]
"""Waits for a check's comparison and returns the result."""


@dataclass(frozen=True, slots=True)
class Request:
    """One check: the picture that was captured, what it is to be held against, and how."""

    node_id: str
    name: str
    store: BaselineStore
    variant: Variant | None
    capture: Capture
    trial: Trial

    @property
    def target(self) -> Path:
        """The file of the baseline for exactly this variant."""
        return self.store.path(self.name, self.variant)


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
        self._root = root
        self._report = ReportFolder(settings.report)

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

    @cached_property
    def _model(self) -> str:
        """The name of what finds elements in pictures.

        Raises
        ------
        ModelError
            If a file that was given is no model.
        """
        if isinstance(self.settings.model, str):  # so that nothing is loaded
            return self.settings.model
        return self._tools.add(self.settings.model, self.settings.model_classes)

    def trial(self, baseline: Baseline | None, comparison: Settings, policy: Policy) -> Trial:
        """Return what the pictures of a check are held against while they are taken."""
        asked = replace(comparison, model=self._model)
        return Trial(baseline, asked, policy, lambda: self._executor)

    def begin(self, request: Request) -> Conclude:
        """Start a check and return what concludes it; a missing baseline is dealt with at once.

        Raises
        ------
        VisualDiffError
            If the baseline can neither be read nor written, or the picture cannot be decoded.
        """
        baseline = request.trial.baseline
        if baseline is None:
            result = self._missing(request)
            return lambda: result
        pending = request.trial.submit(baseline, request.capture)

        def conclude() -> Result:
            try:
                result = self._conclude(request, baseline, pending)
                return replace(result, redrawn=_redrawn(request, baseline, result.judgement))
            except VisualDiffError as error:
                return self._not_compared(request, baseline, error)
            except Exception as error:  # whatever it is, the check did not pass
                return self._not_compared(request, baseline, _broke(error))

        return conclude

    def failed_to_start(self, node_id: str, name: str, error: VisualDiffError) -> Result:
        """Return the result of a check of which there is no picture, or no place to put it."""
        text = terminal.message(f"{name}: could not be checked", str(error).splitlines(), {})
        return Result(node_id, name, "error", failed=True, message=text)

    def _missing(self, request: Request) -> Result:
        mode, target = self.settings.update, self._shown(request.target)
        if not self.settings.writes_missing:
            saved = self._save(request, actual=request.capture.png)
            why = "CI is set" if mode == "default" else f"of --visual-update={mode}"
            return _result(
                request,
                "new",
                f"has no baseline, and none was written because {why}",
                saved.trouble,
                {
                    "expected": target,
                    "actual": saved.shown.get("actual"),
                    "to record": f"{_command(request, 'missing')}, then look at it and commit it",
                },
                failed=True,
                saved=saved,
            )
        if not request.capture.still:
            return self._restless(request)
        self._write(request, overwrite=False)
        saved = self._save(request, actual=request.capture.png)
        return _result(
            request,
            "new",
            "had no baseline; this picture was written as one",
            saved.trouble,
            {"baseline": target, "to accept": "look at it and commit it; the next run uses it"},
            failed=mode == "default",
            saved=saved,
            baseline=target,
        )

    def _restless(self, request: Request) -> Result:
        """Return the result of a picture that nobody should take for a baseline."""
        areas = request.trial.unstable(request.capture)
        saved = self._save(request, actual=request.capture.png)
        return _result(
            request,
            "new",
            "has no baseline, and none was written because it did not hold still",
            [*terminal.unstable(areas), *saved.trouble],
            {"expected": self._shown(request.target), "actual": saved.shown.get("actual")},
            failed=True,
            saved=saved,
        )

    def _conclude(self, request: Request, baseline: Baseline, pending: Pending) -> Result:
        rewrite = self.settings.update in ("changed", "all")
        try:
            execution = pending.result()
        except InvalidPictureError as error:
            if rewrite:  # a baseline that cannot be read is one that changed
                return self._updated(request, [error.problem], None)
            raise
        skipped = request.capture.skipped + execution.comparison.skipped
        comparison = replace(execution.comparison, skipped=skipped)
        verdict = request.trial.judge(comparison, request.capture)
        judgement = Judgement(comparison, verdict, execution.timings, execution.executed_on)
        findings = terminal.findings(comparison, verdict)
        if request.capture.still and self._rewrites(request, baseline, judgement):
            return self._updated(request, findings, judgement)
        if not verdict.passed:
            return self._differs(request, baseline, judgement, findings)
        return _result(
            request,
            "matched",
            "matches its baseline",
            [] if comparison.identical and not verdict.notes else findings,
            baseline=self._shown(baseline.path),
            judgement=judgement,
        )

    def _rewrites(self, request: Request, baseline: Baseline, judgement: Judgement) -> bool:
        """Return whether the baseline is to be written anew."""
        mode = self.settings.update
        if mode == "rendering" and _redrawn(request, baseline, judgement):
            return True
        if mode in ("changed", "all") and not judgement.verdict.passed:
            return True
        return mode == "all" and not _recorded(request, baseline)

    def _differs(
        self, request: Request, baseline: Baseline, judgement: Judgement, findings: list[str]
    ) -> Result:
        from pytest_visualdiff.report.pictures import draw_diff

        actual = request.capture.png
        dismissed = judgement.comparison.dismissed
        diff = draw_diff(baseline.png, actual, judgement.verdict.defects, dismissed)
        saved = self._save(request, baseline=baseline.png, actual=actual, diff=diff)
        shown = self._shown(baseline.path)
        return _result(
            request,
            "differs",
            _headline(request, judgement),
            [*findings, *_drawn_by(request, baseline), *saved.trouble],
            {
                "baseline": shown,
                "actual": saved.shown.get("actual"),
                "diff": saved.shown.get("diff"),
                "to accept": _accept(request, "changed"),
            },
            failed=True,
            saved=saved,
            baseline=shown,
            judgement=judgement,
        )

    def _updated(self, request: Request, lines: list[str], judgement: Judgement | None) -> Result:
        self._write(request, overwrite=True)
        target = self._shown(request.target)
        return _result(
            request,
            "updated",
            "its baseline was written anew",
            lines,
            {"baseline": target},
            baseline=target,
            judgement=judgement,
        )

    def _not_compared(self, request: Request, baseline: Baseline, error: VisualDiffError) -> Result:
        saved = self._save(request, actual=request.capture.png)
        shown = self._shown(baseline.path)
        return _result(
            request,
            "error",
            "could not be compared",
            [*str(error).splitlines(), *saved.trouble],
            {"baseline": shown, "actual": saved.shown.get("actual")},
            failed=True,
            saved=saved,
            baseline=shown,
        )

    def _write(self, request: Request, *, overwrite: bool) -> None:
        """Write the capture as the baseline, once it is sure that it can be decoded."""
        from pytest_visualdiff.imaging.decode import decode

        pixels = decode(request.capture.png, "the picture")
        capture, settings = request.capture, request.trial.comparison
        if capture.elements is None and settings.level == "layout":
            from pytest_visualdiff.detection import CLASSICAL
            from pytest_visualdiff.imaging.decode import eight_bit_bgr

            finder = self._tools.detector(settings.model)
            if finder.name != CLASSICAL:  # kept, so that they are found once
                capture = replace(capture, elements=finder.detect(eight_bit_bgr(pixels)))
        request.store.write(request.target, capture, overwrite=overwrite, check=request.name)

    def _save(self, request: Request, **pictures: bytes) -> _Saved:
        """Write pictures to the report; one that cannot be written hides no verdict."""
        label = f".{request.variant.label}" if request.variant else ""
        check = f"{request.node_id}-{request.name}{label}"
        saved = _Saved({}, {}, [])
        try:
            for role, png in pictures.items():
                path = self._report.save_picture(check, role, png)
                saved.shown[role] = self._shown(path)
                saved.links[role] = self._report.link(path)
        except OSError as error:
            where = self._shown(self.settings.report)
            saved.trouble.append(f"no pictures could be written to {where}: {error.strerror}")
        return saved

    def _shown(self, path: Path) -> str:
        return shown(path, self._root)


_OF_THE_PAGE = {
    "missing", "extra", "text_changed", "state_changed", "style_changed", "image_changed",
}  # fmt: skip
"""Defects that no other way of drawing makes, where the page itself tells of them."""


@dataclass(frozen=True, slots=True)
class _Saved:
    """Pictures in the report, by role: their shown paths, their links, and what went wrong."""

    shown: dict[str, str]
    links: dict[str, str]
    trouble: list[str]


def _result(
    request: Request,
    status: Status,
    headline: str,
    lines: list[str],
    files: Mapping[str, str | None] = MappingProxyType({}),
    *,
    failed: bool = False,
    saved: _Saved | None = None,
    baseline: str | None = None,
    judgement: Judgement | None = None,
) -> Result:
    return Result(
        node_id=request.node_id,
        name=request.name,
        status=status,
        failed=failed,
        message=terminal.message(f"{request.name}: {headline}", lines, files),
        accept=_accept(request, "missing" if status == "new" else "changed") if failed else None,
        baseline=baseline,
        actual=saved.shown.get("actual") if saved else None,
        diff=saved.shown.get("diff") if saved else None,
        images=saved.links if saved else {},
        judgement=judgement,
    )


def _headline(request: Request, judgement: Judgement) -> str:
    """Return what became of a check that did not pass."""
    if not request.capture.still:
        return "did not hold still"
    if judgement.verdict.unstable and not judgement.verdict.defects:
        return "differs from its baseline, in nothing but what is unstable"
    return "differs from its baseline"


def _broke(error: Exception) -> VisualDiffError:
    return VisualDiffError(
        f"The comparison broke: {type(error).__name__}: {error}",
        "This is no fault of the test. Please report it, with the two pictures.",
    )


def _command(request: Request, mode: str) -> str:
    """Return the command that writes the baselines of a check's test."""
    flag = "--visual-update" if mode == "changed" else f"--visual-update={mode}"
    return f"pytest {shlex.quote(request.node_id)} {flag}"


def _accept(request: Request, mode: str) -> str | None:
    """Return the command that accepts a picture; there is none for what did not hold still."""
    return _command(request, mode) if request.capture.still else None


def _drawn_by(request: Request, baseline: Baseline) -> list[str]:
    """Say so where the baseline is known to have been drawn by something else."""
    lines: list[str] = []
    if baseline.cross_rendered:
        lines.append(f"cross-rendered: {baseline.path.name} stands in for {request.target.name}")
    if baseline.environment is not None:
        lines += rendering.differences(baseline.environment, request.capture.environment)
    return lines


def _recorded(request: Request, baseline: Baseline) -> bool:
    """Return whether a baseline is this picture and its sidecar is complete."""
    drawn_by = dict(request.capture.environment)
    same_file = baseline.png == request.capture.png and not baseline.cross_rendered
    lacks_elements = request.trial.comparison.level == "layout" and baseline.elements is None
    return same_file and baseline.environment == drawn_by and not lacks_elements


def _redrawn(request: Request, baseline: Baseline, judgement: Judgement | None) -> str | None:
    """Return how the baseline was drawn another way; None where that is not what differs.

    A word, a state or a style that changed by the page's own account changed whoever drew it.
    """
    before, after = baseline.environment, request.capture.environment
    same = rendering.same_rendering(before, after)
    if same or judgement is None or not (same is False or judgement.comparison.cross_rendered):
        return None
    if any(
        defect.kind in _OF_THE_PAGE and defect.element and defect.element.source == "dom"
        for defect in judgement.verdict.defects
    ):
        return None
    if before is None:
        return "what drew the baseline is not known"
    told = rendering.differences(before, after)
    return told[0] if told else "the pictures show it"
