"""Times of pytest-visualdiff beside those of scikit-image and blazediff, on one page.

``python -m benchmarks.compare`` prints them; ``--json FILE`` writes them too. It reports and never
fails: the exit status is 0 whatever it finds.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from importlib.util import find_spec
from pathlib import Path

from benchmarks import comparing, in_pytest
from benchmarks.comparing import BLAZEDIFF, BYTES, CASES, CHANGED, OURS, SKIMAGE, SSIM_ALONE
from benchmarks.in_pytest import UNUSED, WITHOUT
from benchmarks.machine import machine
from benchmarks.passing_check import CHECK, OTHER_BYTES, SHOT
from benchmarks.targets import Target
from benchmarks.timing import Times, take_turns
from examples.browser import BrowserError

_COMPARISONS = {
    **{OURS[case]: (SKIMAGE, BLAZEDIFF[case]) for case in CASES},
    **dict.fromkeys((SKIMAGE, SSIM_ALONE), (SKIMAGE, BLAZEDIFF[CHANGED])),
    **{BLAZEDIFF[case]: (SKIMAGE, BLAZEDIFF[case]) for case in CASES},
}
_SECTIONS = (
    ("Comparing", ("scikit-image", "blazediff"), _COMPARISONS),
    ("A check that passes", ("screenshot",), dict.fromkeys((SHOT, CHECK, OTHER_BYTES), (SHOT,))),
    ("Starting pytest", ("without",), dict.fromkeys((WITHOUT, UNUSED), (WITHOUT,))),
)
"""What is printed: a title, what the ratios are over, and of each row the rows it is held to."""

_PACKAGES = ("numpy", "scikit-image", "blazediff", "playwright", "pytest")
_INSTALL = "not installed: run pip install blazediff"


@dataclass(frozen=True, slots=True)
class Figures:
    """All that was measured, by the names of the rows, and what there is to say about it."""

    machine: dict[str, str]
    times: dict[str, Times] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def over(self, row: str, other: str) -> float | None:
        """Return how many times as long as another row one took; None without one of them."""
        if row in self.times and other in self.times:
            return self.times[row].over(self.times[other])
        return None

    def start(self) -> tuple[float, float]:
        """Return how much the unused plugin adds to pytest's start, in ms: wall and CPU."""
        return self.times[UNUSED].beyond(self.times[WITHOUT])

    def targets(self) -> list[Target]:
        """Hold the figures to what they should be."""
        identical = self.times[OURS[BYTES]].median if OURS[BYTES] in self.times else None
        faster = self.over(SKIMAGE, OURS[CHANGED])
        slower = self.over(OURS[CHANGED], BLAZEDIFF[CHANGED])
        check = self.over(CHECK, SHOT)
        start = self.start()[1] if UNUSED in self.times else None
        return [
            Target("identical bytes, ms", "under", 1, identical),
            Target("changed button, times faster than scikit-image", "at least", 8, faster),
            Target("changed button, times the time of blazediff", "at most", 2.5, slower),
            Target("passing check of a still page, times the screenshot", "at most", 1.5, check),
            Target("pytest's start, ms of CPU more", "at most", 15, start),
        ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and return 0."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.compare",
        description="Print the times of pytest-visualdiff, scikit-image and blazediff.",
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    parser.add_argument("--rounds", type=int, default=25, metavar="N", help="default: 25")
    options = parser.parse_args(arguments)

    figures = Figures(machine(_PACKAGES))
    with tempfile.TemporaryDirectory() as folder:
        _measure(figures, Path(folder), options.rounds)
    _print(figures)
    if options.json:
        expected = [{**asdict(target), "met": target.met} for target in figures.targets()]
        document = {**asdict(figures), "expected": expected}
        options.json.write_text(json.dumps(document, indent=1) + "\n")
    return 0


def _measure(figures: Figures, folder: Path, rounds: int) -> None:
    """Measure what can be measured, and note what cannot."""
    try:
        pairs, figures.machine["browser"] = comparing.take_pictures(folder)
        figures.notes.append(comparing.what_changed(pairs[CHANGED]))
        figures.times.update(take_turns(comparing.contenders(pairs), rounds))
        figures.times.update(in_pytest.check(folder, rounds))
    except (BrowserError, subprocess.CalledProcessError) as error:
        figures.notes.append(_said(error))
    try:
        figures.times.update(in_pytest.start(folder, rounds))
    except subprocess.CalledProcessError as error:
        figures.notes.append(_said(error))
    else:
        wall, cpu = figures.start()
        figures.notes.append(f"{UNUSED}: {wall:+.1f} ms by the clock, {cpu:+.1f} ms of CPU")


def _said(error: Exception) -> str:
    output = getattr(error, "stdout", None)
    return f"{error}\n{output}" if output else str(error)


def _print(figures: Figures) -> None:
    for what, value in figures.machine.items():
        print(f"{what:14}{value}")
    for title, over, rows in _SECTIONS:
        columns = "".join(f"{'/ ' + name:>16}" for name in over)
        print(f"\n{title:36}{'median ms':>10}{'min ms':>10}{'CPU ms':>10}{columns}")
        for row, others in rows.items():
            print(f"{row:36}{_line(figures, row, others)}")
    print("\nExpected")
    for target in figures.targets():
        print(f"  {target.verdict}")
    print()
    for note in figures.notes:
        print(note)


def _line(figures: Figures, row: str, others: Sequence[str]) -> str:
    times = figures.times.get(row)
    if times is None:
        missing = row in BLAZEDIFF.values() and find_spec("blazediff") is None
        return f"  {_INSTALL if missing else 'not measured'}"
    milliseconds = times.median, min(times.wall), times.median_cpu
    ratios = (figures.over(row, other) for other in others)
    return "".join(
        [
            *(f"{value:10.2f}" for value in milliseconds),
            *(f"{'-' if ratio is None else format(ratio, '.3f'):>16}" for ratio in ratios),
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
