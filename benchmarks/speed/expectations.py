"""What is expected of pytest-visualdiff, held against what was measured."""

from __future__ import annotations

from collections.abc import Iterable

from benchmarks.comparing import BYTES, CHANGED
from benchmarks.speed.measuring import Results
from benchmarks.speed.pictures import BANNER, CROSSED, Size
from benchmarks.speed.tools import BLAZEDIFF, ONCE_DECODED, OURS, SSIM_ALONE, UNNAMED
from benchmarks.targets import Target
from benchmarks.timing import Times

_TYPICAL = Size(1280, 1700)


def targets(results: Results, loading: float | None) -> list[Target]:
    """Return all targets, one for each size that was measured where sizes matter."""
    sizes = list(dict.fromkeys(size for size, _ in results))
    return [
        *(Target(f"{BYTES}, {size}, ms", "under", 1, _ms(results, size, BYTES)) for size in sizes),
        *(_beside_blazediff(results, size) for size in sizes),
        *(_beside_ssim(results, size, UNNAMED, "found, once decoded") for size in sizes),
        *(_beside_ssim(results, size, ONCE_DECODED, "found and named") for size in sizes),
        *(_beside_changed(results, size) for size in sizes),
        Target(f"{CROSSED}, {_TYPICAL}, ms", "under", 600, _ms(results, _TYPICAL, CROSSED)),
        *(
            Target(f"peak memory, {size}, decoded pictures", "under", 12, _peak(results, size))
            for size in sizes
        ),
        Target("first comparison of a process, ms of imports", "at most", 350, loading),
    ]


def _beside_blazediff(results: Results, size: Size) -> Target:
    ours, theirs = _pick(results, size, CHANGED, (OURS, BLAZEDIFF))
    slower = ours.over(theirs) if ours and theirs else None
    return Target(f"{CHANGED}, {size}, times the time of blazediff", "at most", 1.2, slower)


def _beside_ssim(results: Results, size: Size, tool: str, done: str) -> Target:
    ours, theirs = _pick(results, size, CHANGED, (tool, SSIM_ALONE))
    faster = theirs.over(ours) if ours and theirs else None
    return Target(
        f"{CHANGED}, {size}, {done}, times faster than SSIM alone", "at least", 30, faster
    )


def _beside_changed(results: Results, size: Size) -> Target:
    banner, changed = (_ms(results, size, case) for case in (BANNER, CHANGED))
    slower = banner / changed if banner and changed else None
    return Target(f"{BANNER}, {size}, times the time of {CHANGED}", "under", 3, slower)


def _pick(results: Results, size: Size, case: str, tools: Iterable[str]) -> Iterable[Times | None]:
    rows = results.get((size, case), {})
    return (rows[tool].times if tool in rows else None for tool in tools)


def _ms(results: Results, size: Size, case: str) -> float | None:
    (times,) = _pick(results, size, case, (OURS,))
    return times.median if times else None


def _peak(results: Results, size: Size) -> float | None:
    """Return the highest peak of all cases of a size."""
    peaks = (rows[OURS].peak for (of, _), rows in results.items() if of == size and OURS in rows)
    return max((peak / size.decoded for peak in peaks if peak is not None), default=None)
