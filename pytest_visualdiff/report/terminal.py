"""Lines for people who read the terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pytest_visualdiff.model import Comparison, Defect, Result, Unstable, Verdict
from pytest_visualdiff.plural import plural
from pytest_visualdiff.report.dismissed import in_groups
from pytest_visualdiff.report.worst import worst_first

_MOST_DEFECTS = 10
"""Most defects, or unstable areas, that are listed of one check."""


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
    """Return the message with which a test fails.

    Parameters
    ----------
    failed : sequence of Result
        Its checks that failed.
    total : int
        How many checks it made.
    """
    lines = [f"{len(failed)} of {checks(total)} failed"]
    for result in failed:
        lines += ["", *result.message.splitlines()]
    return "\n".join(lines)


def checks(count: int) -> str:
    """Return ``1 visual check``, ``2 visual checks``, ..."""
    return f"{count} {plural(count, 'visual check')}"


def message(headline: str, lines: Iterable[str], files: Mapping[str, str | None]) -> str:
    """Return the message of one check.

    Parameters
    ----------
    headline : str
    lines : iterable of str
        What was found.
    files : mapping
        Paths and commands by their label; without a value they are left out.
    """
    width = max(map(len, files), default=0) + 1
    paths = [f"{label + ':':<{width}} {path}" for label, path in files.items() if path]
    return "\n".join([headline, *(f"  {line}" for line in [*lines, *paths])])


def findings(comparison: Comparison, verdict: Verdict) -> list[str]:
    """Return what a comparison found, one line each: defects, limits, what was dismissed, figures.

    At most ten defects are listed, the worst first. Defects that follow from another are listed
    below it, indented, as far as there is room once the others are listed. The rest is counted.

    Parameters
    ----------
    comparison : Comparison
    verdict : Verdict
        On this comparison.
    """
    lines = list(_listed(verdict.defects))
    lines += unstable(verdict.unstable)
    lines += verdict.notes
    if comparison.cross_rendered:
        lines.append(f"cross-rendered: {comparison.evidence}".removesuffix(": "))
    lines += [
        f"dismissed as {group.reason}: {group.words}"
        for group in in_groups(each.to_wire() for each in comparison.dismissed)
    ]
    lines.append(
        f"{comparison.changed_pixels:,} of {_pixels(comparison.pixels_in_either)} differ"
        f" ({_share(comparison.changed_ratio)}), SSIM {_ssim(comparison.ssim)}"
    )
    return lines


def unstable(areas: Sequence[Unstable]) -> Iterator[str]:
    """Yield a line for each area that differs between successive pictures of a source."""
    for area in areas[:_MOST_DEFECTS]:
        changes = f"unstable: from one capture to the next, {area.message}"
        yield f"{changes}; to leave it out: {area.suggestion}"
    if more := len(areas[_MOST_DEFECTS:]):
        yield f"and {more:,} more that {plural(more, 'is', 'are')} unstable"


def _listed(defects: Sequence[Defect]) -> Iterator[str]:
    problems = worst_first(defects)
    shown = problems[:_MOST_DEFECTS]
    room = _MOST_DEFECTS - len(shown)
    for root, followers in shown:
        yield f"{root.id} {root.message}"
        for follower in followers[:room]:
            yield f"  {follower.id} {follower.message} (follows from {root.id})"
        if more := len(followers[room:]):
            yield f"  and {more:,} more that {plural(more, 'follows', 'follow')} from {root.id}"
        room -= len(followers[:room])
    if more := sum(1 + len(followers) for _, followers in problems[_MOST_DEFECTS:]):
        yield f"and {more:,} more, see the report"


def _pixels(count: int) -> str:
    return f"{count:,} {plural(count, 'pixel')}"


def _share(ratio: float) -> str:
    return "under 0.001%" if 0 < ratio < 0.00001 else f"{ratio:.3%}"


def _ssim(ssim: float | None) -> str:
    if ssim is None:
        return "undefined"
    return "above 0.999999" if 0.999999 < ssim < 1 else f"{ssim:.6f}"
