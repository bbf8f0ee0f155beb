"""One check to be made, and what can be said of it before and after its comparison."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pytest_visualdiff.baselines import environment as rendering

if TYPE_CHECKING:
    from pytest_visualdiff.baselines.store import Baseline, BaselineStore, Variant
    from pytest_visualdiff.model import Capture, Judgement
    from pytest_visualdiff.plugin.attempt import Attempt

_SAID_BY_THE_PAGE = frozenset({
    "missing", "extra", "text_changed", "state_changed", "style_changed", "image_changed",
})  # fmt: skip
"""Kinds of defects that another rendering does not cause where the elements are the page's own."""


@dataclass(frozen=True, slots=True)
class Request:
    """One check: the picture that was captured, what it is compared with, and how.

    Attributes
    ----------
    node_id : str
        The test, as the command line takes it.
    name : str
        The check's name in that test.
    store : BaselineStore
    variant : Variant or None
        The rendering that is asked for; None if the check has only one baseline.
    capture : Capture
    attempt : Attempt
        Compares the capture with the baseline.
    """

    node_id: str
    name: str
    store: BaselineStore
    variant: Variant | None
    capture: Capture
    attempt: Attempt

    @property
    def target(self) -> Path:
        """The file of the baseline for exactly this variant."""
        return self.store.path(self.name, self.variant)

    @property
    def report_name(self) -> str:
        """The name of the check's pictures in the report, different for each check of a run."""
        label = f".{self.variant.label}" if self.variant else ""
        return f"{self.node_id}-{self.name}{label}"

    def update_command(self, mode: Literal["missing", "changed"]) -> str:
        """Return the command that writes the baselines of the check's test."""
        flag = "--visual-update" if mode == "changed" else f"--visual-update={mode}"
        return f"pytest {shlex.quote(self.node_id)} {flag}"

    def accept_command(self, mode: Literal["missing", "changed"]) -> str | None:
        """Return the command that accepts the picture; None for one that did not hold still."""
        return self.update_command(mode) if self.capture.still else None


def is_recorded(request: Request, baseline: Baseline) -> bool:
    """Return whether ``baseline`` is the picture of ``request`` and its sidecar is complete."""
    drawn_by = dict(request.capture.environment)
    same_file = baseline.png == request.capture.png and not baseline.cross_rendered
    lacks_elements = request.attempt.comparison.level == "layout" and baseline.elements is None
    return same_file and baseline.environment == drawn_by and not lacks_elements


def rendering_notes(request: Request, baseline: Baseline) -> list[str]:
    """Return how the ``baseline`` was rendered differently from ``request``, as far as known."""
    lines: list[str] = []
    if baseline.cross_rendered:
        lines.append(f"cross-rendered: {baseline.path.name} stands in for {request.target.name}")
    if baseline.environment is not None:
        lines += rendering.differences(baseline.environment, request.capture.environment)
    return lines


def other_rendering(
    request: Request, baseline: Baseline, judgement: Judgement | None
) -> str | None:
    """Return how the baseline was drawn another way; None where that is not what differs.

    A text, a state or a style that changed by the page's own account changed whoever drew it.

    Parameters
    ----------
    request : Request
    baseline : Baseline
    judgement : Judgement or None
        None where nothing was compared.
    """
    before, after = baseline.environment, request.capture.environment
    same = rendering.same_rendering(before, after)
    if same or judgement is None or not (same is False or judgement.comparison.cross_rendered):
        return None
    if any(
        defect.kind in _SAID_BY_THE_PAGE and defect.element and defect.element.source == "dom"
        for defect in judgement.verdict.defects
    ):
        return None
    if before is None:
        return "what drew the baseline is not known"
    told = rendering.differences(before, after)
    return told[0] if told else "the pictures show it"
