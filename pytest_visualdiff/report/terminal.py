"""Lines for people who read the terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from pytest_visualdiff.model import Comparison, Defect, Result, Verdict
from pytest_visualdiff.report.dismissed import Group, in_groups

_MOST_DEFECTS = 20


def summary(statuses: Iterable[str]) -> str:
    """Return the line that closes a run: ``N visual checks: a matched, b differ, c new``."""
    count = Counter(statuses)
    parts = [f"{count['matched']} matched", f"{count['differs']} differ", f"{count['new']} new"]
    if count["updated"]:
        parts.append(f"{count['updated']} updated")
    if count["error"]:
        parts.append(f"{count['error']} could not be compared")
    return f"{checks(sum(count.values()))}: {', '.join(parts)}"


def failure(failed: Sequence[Result], total: int) -> str:
    """Return the message with which a test fails: every check of it that did not hold."""
    lines = [f"{len(failed)} of {checks(total)} failed"]
    for result in failed:
        lines += ["", *result.message.splitlines()]
    return "\n".join(lines)


def checks(count: int) -> str:
    """Return ``1 visual check``, ``2 visual checks``, ..."""
    return f"{count} visual check{'' if count == 1 else 's'}"


def message(headline: str, lines: Iterable[str], files: Mapping[str, str | None]) -> str:
    """Return what is said of one check: a headline, and below it what was found and the files."""
    width = max(map(len, files), default=0) + 1
    paths = [f"{label + ':':<{width}} {path}" for label, path in files.items() if path]
    return "\n".join([headline, *(f"  {line}" for line in [*lines, *paths])])


def findings(comparison: Comparison, verdict: Verdict) -> list[str]:
    """Return what a comparison found, a line each: defects, limits, what was dismissed, figures.

    What only follows from a defect is listed below it, further in.
    """
    shown = verdict.defects[:_MOST_DEFECTS]
    lines = [_defect(defect) for defect in shown]
    if more := len(verdict.defects) - len(shown):
        lines.append(f"and {more:,} more, see the report")
    lines += verdict.notes
    if comparison.cross_rendered:
        lines.append(f"cross-rendered: {comparison.evidence}".removesuffix(": "))
    lines += map(_dismissed, in_groups(comparison.dismissed))
    lines.append(
        f"{comparison.changed_pixels:,} of {_pixels(comparison.pixels_in_either)} differ"
        f" ({_share(comparison.changed_ratio)}), SSIM {_ssim(comparison.ssim)}"
    )
    return lines


def _defect(defect: Defect) -> str:
    said = f"{defect.id} {defect.message}"
    return f"  {said} (follows from {defect.caused_by})" if defect.caused_by else said


def _dismissed(group: Group) -> str:
    where = "at" if group.places == 1 else f"in {group.places:,} places, within"
    return f"dismissed as {group.reason}: {_pixels(group.pixels)} {where} {group.box}"


def _pixels(count: int) -> str:
    return f"{count:,} pixel{'' if count == 1 else 's'}"


def _share(ratio: float) -> str:
    return "under 0.001%" if 0 < ratio < 0.00001 else f"{ratio:.3%}"


def _ssim(ssim: float | None) -> str:
    if ssim is None:
        return "undefined"
    return "above 0.999999" if 0.999999 < ssim < 1 else f"{ssim:.6f}"
