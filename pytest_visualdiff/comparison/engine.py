"""``compare``: bytes and settings in, a `Comparison` out. No pytest, no disk, no clock."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from pytest_visualdiff import png
from pytest_visualdiff.model import (
    Box,
    Comparison,
    Job,
    Size,
    Skipped,
    pixels_in_either,
)

if TYPE_CHECKING:
    from pytest_visualdiff.comparison.analysis import Findings
    from pytest_visualdiff.comparison.carried import Differing
    from pytest_visualdiff.comparison.decode import Decoded, Pixels
    from pytest_visualdiff.comparison.displacement import Mask

Stage = Callable[[str], AbstractContextManager[object]]
"""Called with a stage's name; what it returns is entered while that stage runs."""

_MARGIN = 32
"""Pixels around all that differs that are looked at as well: what it stands beside."""

_ONE_PAGE = Skipped(
    "elements", "what the page says is known of one picture only; the pixels say what is there"
)


def _untimed(_: str) -> AbstractContextManager[object]:
    return nullcontext()


def compare(job: Job, stage: Stage = _untimed) -> Comparison:
    """Hold the actual picture against the baseline.

    Equal files are equal pictures, so they are not decoded; of those that are not, only the part in
    which something differs is looked at.

    Parameters
    ----------
    job : Job
        Two PNG files and the settings.
    stage : callable, optional
        Told when the stages ``decode``, ``differences``, ``similarity``, ``analysis``, ``elements``
        and ``text`` run; how a caller takes the time without a clock in here.

    Raises
    ------
    InvalidPictureError
        If either file is not a PNG that can be decoded.
    """
    if job.baseline == job.actual:
        return _identical(png.check(job.baseline, "the baseline"))

    # OpenCV and NumPy are loaded only for files that differ.
    from pytest_visualdiff.comparison import decode

    with stage("decode"):
        pictures = decode.decode_differing(job.baseline, job.actual, _MARGIN)
    return compare_decoded(pictures, job, stage)


def compare_decoded(pictures: Decoded, job: Job, stage: Stage = _untimed) -> Comparison:
    """Hold two pictures against each other once they are decoded.

    Parameters
    ----------
    pictures : Decoded
        All of them, or the rows that differ and as many around as are looked at.
    job : Job
        Whose settings count; its files are not looked at.
    stage : callable, optional
        As in `compare`.
    """
    from pytest_visualdiff.comparison import regions, similarity

    sizes = pictures.sizes
    common = sizes[0].common(sizes[1])
    shared = _crop(pictures.baseline, common), _crop(pictures.actual, common)
    with stage("differences"):
        found = regions.differences(*shared)
    if found is None and sizes[0] == sizes[1]:
        return _identical(sizes[0])
    in_either = pixels_in_either(*sizes)
    changed = (found.count() if found else 0) + in_either - common.area
    with stage("similarity"):
        ssim = similarity.mean_ssim(*shared, found.box if found else None, common)
    box = found.box if found else None
    del shared, found  # the analysis needs memory itself
    with stage("analysis"):
        findings = _analyse(pictures, box, job)
    skipped = []
    if (job.elements_before is None) != (job.elements_after is None):
        skipped.append(_ONE_PAGE)
    if ssim is None:
        skipped.append(Skipped("similarity", f"the common area, {common}, is smaller than 7x7"))
    comparison = Comparison(
        identical=False,
        ssim=ssim,
        changed_pixels=changed,
        changed_ratio=changed / in_either,
        baseline_size=sizes[0],
        actual_size=sizes[1],
        cross_rendered=findings.cross_rendered,
        evidence=findings.evidence,
        regions=tuple(findings.regions),
        shifts=tuple(findings.shifts),
        dismissed=tuple(findings.dismissed),
        size_explained=findings.size_explained,
        skipped=tuple(skipped),
    )
    with stage("elements"):
        comparison = _with_elements(comparison, pictures, job)
    from pytest_visualdiff.comparison.reading import read_names

    with stage("text"):
        return read_names(comparison, pictures, job.settings.ocr_language)


def _with_elements(comparison: Comparison, pictures: Decoded, job: Job) -> Comparison:
    """Say what became of which element, as the pages do; where they say nothing, the pixels."""
    from pytest_visualdiff.comparison.explaining import explain
    from pytest_visualdiff.comparison.naming import name_regions

    if job.elements_before is not None and job.elements_after is not None:
        exactly, cross = job.settings.level == "exact", comparison.cross_rendered
        comparison = explain(
            comparison, job.elements_before, job.elements_after, job.settings,
            _differing(pictures, cross=cross, exactly=exactly),
        )  # fmt: skip
    return name_regions(comparison, pictures)


def _identical(size: Size) -> Comparison:
    return Comparison(
        identical=True,
        ssim=1.0,
        changed_pixels=0,
        changed_ratio=0.0,
        baseline_size=size,
        actual_size=size,
        cross_rendered=False,
        evidence="the pictures are equal",
    )


def _differing(pictures: Decoded, *, cross: bool, exactly: bool) -> Differing:
    """Return what says where two places differ; nothing of what is not decoded."""
    from pytest_visualdiff.comparison import noise

    both = pictures.baseline, pictures.actual

    def differing(before: Box, after: Box) -> Mask | None:
        places = before.move(0, -pictures.top), after.move(0, -pictures.top)
        for box, pixels in zip(places, both, strict=True):
            if box.clip(Size(pixels.shape[1], pixels.shape[0])) != box:
                return None
        one, other = (pixels[box.slices] for box, pixels in zip(places, both, strict=True))
        differs = cast("Mask", (one != other).any(axis=2))
        if exactly or not differs.any() or (before == after and not cross):
            return differs
        return noise.beyond_noise(both[0], places[0], both[1], places[1])

    return differing


def _analyse(pictures: Decoded, found: Box | None, job: Job) -> Findings:
    """Sort what differs, in the part of the pictures in which something does."""
    from pytest_visualdiff.comparison import analysis

    sizes, top = pictures.sizes, pictures.top
    part = _part(found.move(0, top) if found else None, *sizes)
    window = slice(part.y - top, part.bottom - top), slice(part.x, part.right)
    before, after = pictures.baseline[window], pictures.actual[window]
    inside = tuple(box.move(-part.x, -part.y) for box in job.settings.ignore)
    settings = replace(job.settings, ignore=inside)
    findings = analysis.analyse(before, after, settings, job.same_environment)
    return analysis.in_place(findings, part, *sizes)


def _part(found: Box | None, before: Size, after: Size) -> Box:
    """Return the part in which something differs, what only one picture has included."""
    both = Size(max(before.width, after.width), max(before.height, after.height))
    box = found or Box(before.width, before.height, 0, 0)
    right, bottom = box.right, box.bottom
    left, top = box.x, box.y
    if before.height != after.height:
        top, bottom = min(top, before.height, after.height), both.height
        left, right = 0, both.width
    if before.width != after.width:
        left, right = min(left, before.width, after.width), both.width
        top, bottom = 0, both.height
    return Box(left, top, right - left, bottom - top).grow(_MARGIN).clip(both)


def _crop(pixels: Pixels, size: Size) -> Pixels:
    height, width, _ = pixels.shape
    if height <= size.height and width <= size.width:
        return pixels
    cropped: Pixels = pixels[: size.height, : size.width].copy()
    return cropped
