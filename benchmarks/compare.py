"""Times of pytest-visualdiff beside those of scikit-image and blazediff, on one page.

``python -m benchmarks.compare`` prints them; ``--json FILE`` writes them too. It reports and never
fails: the exit status is 0 whatever it finds.
"""

from __future__ import annotations

import argparse
import io
import json
import operator
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Literal, NamedTuple, cast

import cv2
from PIL import Image
from skimage.metrics import structural_similarity

from benchmarks import passing_check
from benchmarks.pages import browser_name, change_button, dashboard
from benchmarks.timing import Times, take_turns
from examples.browser import ENVIRONMENT, BrowserError
from pytest_visualdiff.execution import Execution
from pytest_visualdiff.execution.local import run
from pytest_visualdiff.model import Job

_ROOT = Path(__file__).parent.parent
_WITH_PLUGIN = {"PYTEST_PLUGINS": "pytest_visualdiff.plugin"}
_SETTINGS = ("PYTEST_", "VISUALDIFF_", "PYTHONDONTWRITEBYTECODE")
"""Environment variables, or how they begin, that would change what is timed."""

_NO_BLAZEDIFF = "blazediff is not installed; pip install blazediff adds its rows"

_BYTES, _PIXELS, _CHANGED = _CASES = ("identical bytes", "identical pixels", "changed button")
_OURS = {case: f"pytest-visualdiff, {case}" for case in _CASES}
_BLAZEDIFF = {case: f"blazediff, {case}" for case in _CASES}
_SKIMAGE, _SSIM = "scikit-image, changed button", "scikit-image, SSIM alone"
_SHOT, _CHECK, _CHECK_OTHER = passing_check.NAMES
_WITHOUT, _ACTIVE = "pytest without the plugin", "pytest with it, unused"

_COMPARISONS = {
    **{_OURS[case]: (_SKIMAGE, _BLAZEDIFF[case]) for case in _CASES},
    _SKIMAGE: (_SKIMAGE, _BLAZEDIFF[_CHANGED]),
    _SSIM: (_SKIMAGE, _BLAZEDIFF[_CHANGED]),
    **{_BLAZEDIFF[case]: (_SKIMAGE, _BLAZEDIFF[case]) for case in _CASES},
}
_SECTIONS = (
    ("Comparing", ("scikit-image", "blazediff"), _COMPARISONS),
    ("A check that passes", ("screenshot",), dict.fromkeys(passing_check.NAMES, (_SHOT,))),
    ("Starting pytest", ("without",), dict.fromkeys((_WITHOUT, _ACTIVE), (_WITHOUT,))),
)
"""What is printed: a title, what the ratios are over, and of each row the rows it is held to."""


class Pair(NamedTuple):
    """Two PNG files to compare."""

    baseline: Path
    actual: Path


@dataclass(frozen=True, slots=True)
class Target:
    """What a figure should be; ``value`` and ``met`` are None where it was not measured."""

    text: str
    bound: Literal["under", "at least", "at most"]
    limit: float
    value: float | None

    @property
    def met(self) -> bool | None:
        """Whether it is what it should be."""
        if self.value is None:
            return None
        compared = {"under": operator.lt, "at least": operator.ge, "at most": operator.le}
        return bool(compared[self.bound](self.value, self.limit))


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

    def targets(self) -> list[Target]:
        """Hold the figures to what they should be."""
        identical = self.times[_OURS[_BYTES]].median if _OURS[_BYTES] in self.times else None
        check = self.over(_CHECK, _SHOT)
        overhead = None if check is None else 100 * (check - 1)
        faster = self.over(_SKIMAGE, _OURS[_CHANGED])
        slower = self.over(_OURS[_CHANGED], _BLAZEDIFF[_CHANGED])
        # A busy machine only ever adds, and by more than this difference: the least is compared.
        start = min(self.times[_ACTIVE].cpu) - min(self.times[_WITHOUT].cpu)
        return [
            Target("identical bytes, ms", "under", 1, identical),
            Target("changed button, times faster than scikit-image", "at least", 8, faster),
            Target("changed button, times the time of blazediff", "at most", 2.5, slower),
            Target("passing check, % over the screenshot", "under", 10, overhead),
            Target("pytest's start, ms of CPU more, least of all rounds", "at most", 15, start),
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

    figures = Figures(_machine())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        try:
            pairs = _take_pictures(folder, figures.machine)
        except BrowserError as error:
            figures.notes.append(str(error))
        else:
            _compare(pairs, figures, options.rounds)
            _check(folder, figures, options.rounds)
        _start(folder, figures, options.rounds)
    _print(figures)
    if options.json:
        expected = [{**asdict(target), "met": target.met} for target in figures.targets()]
        document = {**asdict(figures), "expected": expected}
        options.json.write_text(json.dumps(document, indent=1) + "\n")
    return 0


def _machine() -> dict[str, str]:
    packages = ["opencv-python-headless", "numpy", "scikit-image", "playwright", "pytest"]
    if find_spec("blazediff"):
        packages.append("blazediff")
    return {
        "system": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        "Python": platform.python_version(),
        **{package: version(package) for package in packages},
    }


def _take_pictures(folder: Path, machine: dict[str, str]) -> dict[str, Pair]:
    """Write the page, the same in other files, and the page with a changed button."""
    with dashboard() as page:
        before = page.screenshot()
        change_button(page)
        after = page.screenshot()
        machine["browser"] = browser_name(page)
    pairs = {case: Pair(folder / "baseline.png", folder / f"{case}.png") for case in _CASES}
    pairs[_BYTES].baseline.write_bytes(before)
    pairs[_BYTES].actual.write_bytes(before)
    pairs[_PIXELS].actual.write_bytes(_other_bytes(before))
    pairs[_CHANGED].actual.write_bytes(after)
    return pairs


def _other_bytes(png: bytes) -> bytes:
    """Return the same pixels in another file: compressed harder than a browser does."""
    buffer = io.BytesIO()
    Image.open(io.BytesIO(png)).save(buffer, "PNG", compress_level=9)
    return buffer.getvalue()


def _compare(pairs: dict[str, Pair], figures: Figures, rounds: int) -> None:
    """Time the comparisons, reading and decoding included."""
    changed = pairs[_CHANGED]
    grey = _grey(changed)
    contenders: dict[str, Callable[[], object]] = {
        **{_OURS[case]: partial(_run, pair) for case, pair in pairs.items()},
        _SKIMAGE: lambda: _ssim(*_grey(changed)),
        _SSIM: lambda: _ssim(*grey),
    }
    if find_spec("blazediff"):
        blazediff = import_module("blazediff").compare
        for case, pair in pairs.items():
            contenders[_BLAZEDIFF[case]] = partial(blazediff, *map(str, pair))
    else:
        figures.notes.append(_NO_BLAZEDIFF)
    found = _run(changed).comparison
    figures.notes.append(
        f"{_CHANGED}: {found.changed_pixels} pixels differ, in {len(found.regions)} region(s); "
        f"SSIM {found.ssim:.9f}, by scikit-image {_ssim(*grey):.9f}"
    )
    figures.times.update(take_turns(contenders, rounds))


def _run(pair: Pair) -> Execution:
    """Read and compare two files with pytest-visualdiff."""
    return run(Job(pair.baseline.read_bytes(), pair.actual.read_bytes()))


def _grey(pair: Pair) -> list[cv2.typing.MatLike]:
    """Read two files with OpenCV, in grey."""
    pictures = [cast("cv2.typing.MatLike", cv2.imread(str(path))) for path in pair]
    return [cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY) for picture in pictures]


def _ssim(baseline: cv2.typing.MatLike, actual: cv2.typing.MatLike) -> float:
    untyped: Callable[..., float] = structural_similarity
    return untyped(baseline, actual, data_range=255)


def _check(folder: Path, figures: Figures, rounds: int) -> None:
    """Time checks that pass and the screenshot alone, in a real pytest run."""
    tests = _tests(folder / "check")
    shutil.copy(passing_check.__file__, tests / "test_passing.py")
    written = folder / "check.json"
    settings = {
        **_WITH_PLUGIN,
        passing_check.FIGURES: str(written),
        passing_check.ROUNDS: str(rounds),
    }
    recording = _pytest(tests, "--visual-update=all", **settings)
    for baseline in tests.rglob(f"{_CHECK_OTHER}-*.png"):
        baseline.write_bytes(_other_bytes(baseline.read_bytes()))
    timing = _pytest(tests, "--visual-update=none", **settings)
    for done in (recording, timing):
        if done.returncode:
            figures.notes.append(f"The check could not be timed:\n{done.stdout}{done.stderr}")
            return
    for name, times in json.loads(written.read_text()).items():
        figures.times[name] = Times(**times)


def _start(folder: Path, figures: Figures, rounds: int) -> None:
    """Time pytest on one trivial test, with the plugin and without."""
    tests = _tests(folder / "start")
    (tests / "test_nothing.py").write_text("def test_nothing():\n    pass\n")
    contenders = {
        _WITHOUT: lambda: _pytest(tests),
        _ACTIVE: lambda: _pytest(tests, **_WITH_PLUGIN),
    }
    times = take_turns(contenders, rounds)
    wall, cpu = (
        statistics.median(getattr(times[_ACTIVE], clock))
        - statistics.median(getattr(times[_WITHOUT], clock))
        for clock in ("wall", "cpu")
    )
    figures.times.update(times)
    figures.notes.append(
        f"{_ACTIVE}: the median is {wall:.1f} ms more by the clock, {cpu:.1f} ms more of CPU"
    )


def _tests(folder: Path) -> Path:
    """Make a folder of tests whose configuration is its own."""
    folder.mkdir()
    (folder / "pytest.ini").write_text("[pytest]\n")
    return folder


def _pytest(tests: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run pytest with its defaults and without plugins, whatever is set and installed."""
    theirs = {
        name: value
        for name, value in os.environ.items()
        if name == ENVIRONMENT or not name.startswith(_SETTINGS)
    }
    ours = {
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "PYTHONPATH": str(_ROOT),
        "PYTHONPYCACHEPREFIX": str(tests / "bytecode"),
    }
    return subprocess.run(
        (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments),
        cwd=tests,
        env=theirs | ours | settings,
        capture_output=True,
        text=True,
    )


def _print(figures: Figures) -> None:
    for what, value in figures.machine.items():
        print(f"{what:24} {value}")
    for title, over, rows in _SECTIONS:
        columns = "".join(f"{'/ ' + name:>16}" for name in over)
        print(f"\n{title:36}{'median ms':>10}{'min ms':>10}{'CPU ms':>10}{columns}")
        for row, others in rows.items():
            if row in figures.times:
                print(_line(figures, row, others))
    print("\nExpected")
    for target in figures.targets():
        print(_verdict(target))
    for note in figures.notes:
        print(f"\n{note}")


def _line(figures: Figures, row: str, others: Sequence[str]) -> str:
    times = figures.times[row]
    milliseconds = times.median, min(times.wall), statistics.median(times.cpu)
    ratios = (figures.over(row, other) for other in others)
    return f"{row:36}" + "".join(
        [
            *(f"{value:10.2f}" for value in milliseconds),
            *(f"{'-' if ratio is None else format(ratio, '.3f'):>16}" for ratio in ratios),
        ]
    )


def _verdict(target: Target) -> str:
    said = {None: "not measured", True: "met", False: "NOT MET"}[target.met]
    value = "" if target.value is None else f": {target.value:.2f}"
    return f"  {said:12}  {target.text}: {target.bound} {target.limit:g}{value}"


if __name__ == "__main__":
    sys.exit(main())
