"""``compare``: bytes and settings in, a `Comparison` out. No pytest, no disk, no clock."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

from pytest_visualdiff import png
from pytest_visualdiff.model import (
    Comparison,
    Dismissal,
    Job,
    Region,
    Settings,
    Size,
    Skipped,
    pixels_in_either,
)

if TYPE_CHECKING:
    from pytest_visualdiff.comparison.decode import Pixels
    from pytest_visualdiff.comparison.regions import Differences

Stage = Callable[[str], AbstractContextManager[object]]
"""Called with a stage's name; what it returns is entered while that stage runs."""

IMPERCEPTIBLE = 2
"""Channel difference, in levels of 0..255, that nobody sees: rounding in a rasteriser or in colour
management. Two levels of grey are at most 1.0 in CIELAB lightness; 2.3 is just noticeable (M. Mahy,
L. Van Eycken, A. Oosterlinck, "Evaluation of uniform color spaces developed after the adoption of
CIELAB and CIELUV", Color Research & Application 19(2), 1994)."""

_NOT_YET = (
    Skipped("elements", "this version compares pixels: what changed is named by its place only"),
    Skipped("text", "this version reads no text"),
)


def _untimed(_: str) -> AbstractContextManager[object]:
    return nullcontext()


def compare(job: Job, stage: Stage = _untimed) -> Comparison:
    """Hold the actual picture against the baseline.

    Equal files are equal pictures, so they are not decoded. Pictures of different sizes are
    compared as far as both go, from the top left corner.

    Parameters
    ----------
    job : Job
        Two PNG files and the settings.
    stage : callable, optional
        Told when the stages ``decode``, ``differences``, ``similarity`` and ``regions`` run; how a
        caller takes the time without a clock in here.

    Raises
    ------
    InvalidPictureError
        If either file is not a PNG that can be decoded.
    """
    if job.baseline == job.actual:
        return _identical(job, png.check(job.baseline, "the baseline"))

    # OpenCV and NumPy are loaded only for files that differ.
    from pytest_visualdiff.comparison import decode, regions, similarity

    with stage("decode"):
        baseline, actual = decode.decode_pair(job.baseline, job.actual)
    sizes = _size(baseline), _size(actual)
    common = sizes[0].common(sizes[1])
    baseline, actual = _crop(baseline, common), _crop(actual, common)
    with stage("differences"):
        found = regions.differences(baseline, actual)
    if found is None and sizes[0] == sizes[1]:
        return _identical(job, sizes[0])
    in_either = pixels_in_either(*sizes)
    changed = (found.count() if found else 0) + in_either - common.area
    with stage("similarity"):
        ssim = similarity.mean_ssim(baseline, actual, found.box if found else None)
    with stage("regions"):
        real, dismissed = _sort_out(found, job.settings, common) if found else ([], [])

    too_small = Skipped("similarity", f"the common area, {common}, is smaller than 7x7")
    return Comparison(
        identical=False,
        ssim=ssim,
        changed_pixels=changed,
        changed_ratio=changed / in_either,
        baseline_size=sizes[0],
        actual_size=sizes[1],
        cross_rendered=job.cross_rendered,
        regions=tuple(real),
        dismissed=tuple(dismissed),
        skipped=(*_NOT_YET, too_small) if ssim is None else _NOT_YET,
    )


def _identical(job: Job, size: Size) -> Comparison:
    return Comparison(
        identical=True,
        ssim=1.0,
        changed_pixels=0,
        changed_ratio=0.0,
        baseline_size=size,
        actual_size=size,
        cross_rendered=job.cross_rendered,
        skipped=_NOT_YET,
    )


def _sort_out(
    found: Differences, settings: Settings, size: Size
) -> tuple[list[Region], list[Dismissal]]:
    """Put every differing pixel into a region that counts or a dismissal with its reason.

    What is put somewhere is taken out of ``found``.
    """
    from pytest_visualdiff.comparison.regions import regions

    dismissed: list[Dismissal] = []
    for asked in settings.ignore:
        box = asked.clip(size)
        if pixels := found.take_out(box):
            dismissed.append(Dismissal("ignored", box, pixels))
    real = regions(found, above=0 if settings.level == "exact" else IMPERCEPTIBLE)
    for region in real:
        found.take_out(region.box)
    for faint in regions(found, above=0):
        dismissed.append(Dismissal("rendering_noise", faint.box, faint.pixels))
    return real, dismissed


def _size(pixels: Pixels) -> Size:
    height, width, _ = pixels.shape
    return Size(width, height)


def _crop(pixels: Pixels, size: Size) -> Pixels:
    if _size(pixels) == size:
        return pixels
    cropped: Pixels = pixels[: size.height, : size.width].copy()
    return cropped
