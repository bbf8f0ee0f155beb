"""What becomes of a check: a baseline is written, it matches or differs, or it is an error."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from pytest_visualdiff.errors import InvalidPictureError, VisualDiffError
from pytest_visualdiff.files import shown
from pytest_visualdiff.model import Judgement, Result, Skipped, Status
from pytest_visualdiff.plugin.request import (
    Request,
    is_recorded,
    other_rendering,
    rendering_notes,
)
from pytest_visualdiff.plugin.saved_pictures import NOTHING_SAVED, SavedPictures, save_pictures
from pytest_visualdiff.report import terminal

if TYPE_CHECKING:
    from pytest_visualdiff.baselines.store import Baseline
    from pytest_visualdiff.detection import Detector
    from pytest_visualdiff.execution import Pending
    from pytest_visualdiff.plugin.options import RunSettings
    from pytest_visualdiff.report.folder import ReportFolder


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Turns checks into results, by the settings of the run.

    Attributes
    ----------
    settings : RunSettings
    root : Path
        Pytest's root folder, from which paths are shown.
    report : ReportFolder
        Where the pictures of checks that fail are kept.
    detector : callable
        Returns what finds elements in pictures, by the model's name.
    """

    settings: RunSettings
    root: Path
    report: ReportFolder
    detector: Callable[[str], Detector]

    def without_baseline(self, request: Request) -> Result:
        """Return the result of a check that has no baseline, and write one if the run does so.

        Raises
        ------
        VisualDiffError
            If the baseline cannot be written, or the picture cannot be decoded.
        """
        mode, target = self.settings.update, self._shown(request.target)
        if not self.settings.writes_missing:
            saved = self._save(request, actual=request.capture.png)
            why = "CI is set" if mode == "default" else f"of --visual-update={mode}"
            command = request.update_command("missing")
            return _result(
                request,
                "new",
                f"has no baseline, and none was written because {why}",
                saved.trouble,
                {
                    "expected": target,
                    "actual": saved.paths.get("actual"),
                    "to record": f"{command}, then look at it and commit it",
                },
                failed=True,
                saved=saved,
            )
        if not request.capture.still:
            return self._never_still(request)
        self._write_baseline(request, overwrite=False)
        return self._to_be_reviewed(request, "had no baseline; this picture was written as one")

    def written_in_this_run(self, request: Request) -> Result:
        """Return the result of a check whose baseline is of this run: it is still to be looked at.

        So it is where a test is run again or repeated: a run does not prove itself.
        """
        return self._to_be_reviewed(
            request,
            "had no baseline before this run, which wrote one and cannot prove itself by it",
        )

    def _to_be_reviewed(self, request: Request, headline: str) -> Result:
        """Return the result of a check whose baseline this run wrote; ``headline`` says when."""
        target = self._shown(request.target)
        saved = self._save(request, actual=request.capture.png)
        return _result(
            request,
            "new",
            headline,
            saved.trouble,
            {"baseline": target, "to accept": "look at it and commit it; the next run uses it"},
            failed=self.settings.update == "default",
            saved=saved,
            baseline=target,
        )

    def compared(self, request: Request, baseline: Baseline, pending: Pending) -> Result:
        """Wait for the comparison of a check and return its result; nothing is raised.

        Parameters
        ----------
        request : Request
        baseline : Baseline
            What its picture is compared with.
        pending : Pending
            The comparison.
        """
        try:
            result = self._concluded(request, baseline, pending)
            redrawn = other_rendering(request, baseline, result.judgement)
            return replace(result, redrawn=redrawn)
        except VisualDiffError as error:
            return self._not_compared(request, baseline, error)
        except Exception as error:  # whatever it is, the check did not pass
            return self._not_compared(request, baseline, _broke(error))

    def _never_still(self, request: Request) -> Result:
        """Return the result of a picture that is not fit to be a baseline."""
        areas = request.attempt.unstable(request.capture)
        saved = self._save(request, actual=request.capture.png)
        return _result(
            request,
            "new",
            "has no baseline, and none was written because it did not hold still",
            [*terminal.unstable(areas), *saved.trouble],
            {"expected": self._shown(request.target), "actual": saved.paths.get("actual")},
            failed=True,
            saved=saved,
        )

    def _concluded(self, request: Request, baseline: Baseline, pending: Pending) -> Result:
        try:
            execution = pending.result()
        except InvalidPictureError as error:
            if self.settings.update in ("changed", "all"):
                # A baseline that cannot be read is one that changed.
                return self._updated(request, [error.problem], None)
            raise
        unread = (Skipped("sidecar", baseline.trouble),) if baseline.trouble else ()
        skipped = request.capture.skipped + unread + execution.comparison.skipped
        comparison = replace(execution.comparison, skipped=skipped)
        verdict = request.attempt.verdict(comparison, request.capture)
        judgement = Judgement(comparison, verdict, execution.timings, execution.executed_on)
        findings = terminal.findings(comparison, verdict)
        if request.capture.still and self._is_to_be_written(request, baseline, judgement):
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

    def _is_to_be_written(self, request: Request, baseline: Baseline, judgement: Judgement) -> bool:
        """Return whether the baseline is to be replaced by the captured picture."""
        mode = self.settings.update
        if mode == "rendering" and other_rendering(request, baseline, judgement):
            return True
        if mode in ("changed", "all") and not judgement.verdict.passed:
            return True
        return mode == "all" and not is_recorded(request, baseline)

    def _differs(
        self, request: Request, baseline: Baseline, judgement: Judgement, findings: list[str]
    ) -> Result:
        from pytest_visualdiff.report.pictures import draw_diff

        actual = request.capture.png
        dismissed = judgement.comparison.dismissed
        diff = draw_diff(baseline.png, actual, judgement.verdict.defects, dismissed)
        saved = self._save(request, baseline=baseline.png, actual=actual, diff=diff)
        path = self._shown(baseline.path)
        return _result(
            request,
            "differs",
            _headline(request, judgement),
            [*findings, *rendering_notes(request, baseline), *saved.trouble],
            {
                "baseline": path,
                "actual": saved.paths.get("actual"),
                "diff": saved.paths.get("diff"),
                "to accept": request.accept_command("changed"),
            },
            failed=True,
            saved=saved,
            baseline=path,
            judgement=judgement,
        )

    def _updated(self, request: Request, lines: list[str], judgement: Judgement | None) -> Result:
        self._write_baseline(request, overwrite=True)
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
        path = self._shown(baseline.path)
        return _result(
            request,
            "error",
            "could not be compared",
            [*str(error).splitlines(), *saved.trouble],
            {"baseline": path, "actual": saved.paths.get("actual")},
            failed=True,
            saved=saved,
            baseline=path,
        )

    def _write_baseline(self, request: Request, *, overwrite: bool) -> None:
        """Write the captured picture as the baseline."""
        capture, settings = request.capture, request.attempt.comparison
        if capture.elements is None and settings.level == "layout":
            from pytest_visualdiff.detection import CLASSICAL
            from pytest_visualdiff.imaging.decode import decode, eight_bit_bgr

            finder = self.detector(settings.model)
            if finder.name != CLASSICAL:  # kept, so that they are found once
                pixels = eight_bit_bgr(decode(capture.png, "the picture"))
                capture = replace(capture, elements=finder.detect(pixels))
        request.store.write(request.target, capture, overwrite=overwrite, check=request.name)

    def _save(self, request: Request, **pictures: bytes) -> SavedPictures:
        return save_pictures(self.report, self.root, request.report_name, pictures)

    def _shown(self, path: Path) -> str:
        return shown(path, self.root)


def not_started(node_id: str, name: str, error: VisualDiffError) -> Result:
    """Return the result of a check without a picture, or without a place for its baseline.

    Parameters
    ----------
    node_id : str
        The test.
    name : str
        The check's name.
    error : VisualDiffError
        What went wrong.
    """
    text = terminal.message(f"{name}: could not be checked", str(error).splitlines(), {})
    return Result(node_id, name, "error", failed=True, message=text)


def _result(
    request: Request,
    status: Status,
    headline: str,
    lines: list[str] | tuple[str, ...],
    files: Mapping[str, str | None] = MappingProxyType({}),
    *,
    failed: bool = False,
    saved: SavedPictures = NOTHING_SAVED,
    baseline: str | None = None,
    judgement: Judgement | None = None,
) -> Result:
    accept = request.accept_command("missing" if status == "new" else "changed")
    return Result(
        node_id=request.node_id,
        name=request.name,
        status=status,
        failed=failed,
        message=terminal.message(f"{request.name}: {headline}", lines, files),
        accept=accept if failed else None,
        baseline=baseline,
        actual=saved.paths.get("actual"),
        diff=saved.paths.get("diff"),
        images=saved.links,
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
