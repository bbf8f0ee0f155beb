"""The comparisons that are timed: three pairs of pictures, and who compares them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple, cast

import cv2
from skimage.metrics import structural_similarity

from benchmarks.pages import browser_name, change_button, dashboard, other_bytes
from pytest_visualdiff.comparison import compare
from pytest_visualdiff.detection.select import InstalledTools
from pytest_visualdiff.model import Comparison, Job, Settings

BYTES, PIXELS, CHANGED = CASES = ("identical bytes", "identical pixels", "changed button")
OURS = {case: f"pytest-visualdiff, {case}" for case in CASES}
BLAZEDIFF = {case: f"blazediff, {case}" for case in CASES}
SKIMAGE, SSIM_ALONE = "scikit-image, changed button", "scikit-image, SSIM alone"

_TOOLS = InstalledTools()


class Pair(NamedTuple):
    """Two PNG files to compare."""

    baseline: Path
    actual: Path


def take_pictures(folder: Path) -> tuple[dict[str, Pair], str]:
    """Write the pair of each case, and return them with the browser's name.

    Raises
    ------
    BrowserError
        If there is no browser.
    """
    with dashboard() as page:
        before, browser = page.screenshot(), browser_name(page)
        change_button(page)
        after = page.screenshot()
    pairs = {case: Pair(folder / "baseline.png", folder / f"{case}.png") for case in CASES}
    pairs[BYTES].baseline.write_bytes(before)
    pairs[BYTES].actual.write_bytes(before)
    pairs[PIXELS].actual.write_bytes(other_bytes(before))
    pairs[CHANGED].actual.write_bytes(after)
    return pairs, browser


def contenders(pairs: dict[str, Pair]) -> dict[str, Callable[[], object]]:
    """Return what to time by the names of the rows; all but the SSIM alone reads the files."""
    changed = pairs[CHANGED]
    decoded = grey(changed)
    found: dict[str, Callable[[], object]] = {
        **{OURS[case]: partial(visualdiff, pair) for case, pair in pairs.items()},
        SKIMAGE: lambda: ssim(*grey(changed)),
        SSIM_ALONE: lambda: ssim(*decoded),
    }
    if find_spec("blazediff"):
        blazediff = import_module("blazediff").compare
        for case, pair in pairs.items():
            found[BLAZEDIFF[case]] = partial(blazediff, *map(str, pair))
    return found


def what_changed(changed: Pair) -> str:
    """Say what a pair comes to, so that a reader sees that the same is compared."""
    found, theirs = visualdiff(changed), ssim(*grey(changed))
    return (
        f"{CHANGED}: {found.changed_pixels} pixels differ, in {len(found.regions)} region(s); "
        f"SSIM {found.ssim:.9f}, by scikit-image {theirs:.9f}"
    )


def visualdiff(pair: Pair) -> Comparison:
    """Read and compare two files with pytest-visualdiff."""
    settings = Settings(ocr_language="none")  # the other tools read no text either
    return compare(Job(pair.baseline.read_bytes(), pair.actual.read_bytes(), settings), _TOOLS)


def grey(pair: Pair) -> list[cv2.typing.MatLike]:
    """Read two files with OpenCV, in grey."""
    pictures = [cast("cv2.typing.MatLike", cv2.imread(str(path))) for path in pair]
    return [cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY) for picture in pictures]


def ssim(baseline: cv2.typing.MatLike, actual: cv2.typing.MatLike) -> float:
    """Return the similarity of two grey pictures, by scikit-image."""
    untyped: Callable[..., float] = structural_similarity
    return untyped(baseline, actual, data_range=255)
