"""``compare``: bytes and settings in, a `Comparison` out. No pytest, no disk, no clock."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from pytest_visualdiff.comparison.elements.coverage import whole
from pytest_visualdiff.comparison.findings import MARGIN
from pytest_visualdiff.comparison.stage import Stage, untimed
from pytest_visualdiff.detection import CLASSICAL, Tools
from pytest_visualdiff.errors import OptionError
from pytest_visualdiff.imaging import png
from pytest_visualdiff.imaging.png.limits import check_bytes, check_pixels
from pytest_visualdiff.model import BY_PAGE, Comparison, Job, Size, Skipped, pixels_in_either

if TYPE_CHECKING:
    from pytest_visualdiff.comparison.part import Analysis
    from pytest_visualdiff.imaging.picture_pair import Decoded, Pushed

_OTHER_MODEL = (
    "the elements beside the baseline were found by another model ({}); they were found anew"
)

_ONE_PAGE = Skipped(
    "elements", "what the page says is known of one picture only; the pixels say what is there"
)


def compare(job: Job, tools: Tools, stage: Stage = untimed) -> Comparison:
    """Hold the actual picture against the baseline.

    Equal files are equal pictures, so they are not decoded; of those that are not, only the part in
    which something differs is examined.

    Parameters
    ----------
    job : Job
        Two PNG files and the settings.
    tools : Tools
        What finds elements and reads texts in pixels; used only where files differ.
    stage : callable, optional
        Told when the stages ``decode``, ``differences``, ``analysis``, ``similarity``, ``elements``
        and ``text`` run; how a caller takes the time without a clock in here.

    Raises
    ------
    InvalidPictureError
        If either file is not a PNG that can be decoded, or is larger than a limit.
    OptionError
        If the level is ``layout``, the elements of the pictures are not known, and there is no
        model that finds them.
    ModelError
        If the model that finds elements is not known here, or cannot be run.
    """
    _check_limits(job)
    job = _by_pages(job)
    if job.settings.level == "layout" and None in (job.elements_before, job.elements_after):
        return _compare_layouts(job, tools, stage)
    if job.baseline == job.actual:
        return _identical(png.skim(job.baseline, "the baseline"), job)

    # OpenCV and NumPy are loaded only for files that differ.
    from pytest_visualdiff.comparison.part import analyse_pushed
    from pytest_visualdiff.imaging import picture_pair

    with stage("decode"):
        pictures = picture_pair.decode_differing(job.baseline, job.actual, MARGIN)
    if isinstance(pictures, picture_pair.Pushed):
        if analysis := analyse_pushed(pictures, job, stage):
            return _explain_and_name(analysis, pictures, job, tools, stage)
        with stage("decode"):
            pictures = pictures.decode()._replace(runs=())  # they were of no use
    return compare_decoded(pictures, job, tools, stage)


def _check_limits(job: Job) -> None:
    """Raise InvalidPictureError if a picture is larger than may be decoded."""
    limits = job.settings
    for data, what in ((job.baseline, "the baseline"), (job.actual, "the actual picture")):
        check_bytes(len(data), what, limits.byte_limit)
        check_pixels(png.skim(data, what), what, limits.pixel_limit)


def _by_pages(job: Job) -> Job:
    """Return a job without elements that were found in pixels, but where the layout is compared.

    What they say of the pixels, the pixels say better.
    """
    kept = (
        it if it is None or it.model == BY_PAGE or job.settings.level == "layout" else None
        for it in (job.elements_before, job.elements_after)
    )
    before, after = kept
    return replace(job, elements_before=before, elements_after=after)


def _compare_layouts(job: Job, tools: Tools, stage: Stage) -> Comparison:
    """Compare the layout of pictures that no page explains, by what a model finds in them.

    What it found in the baseline before is not looked for again. Without a model too much would be
    missed for a verdict.
    """
    from pytest_visualdiff.imaging.decode import decode, eight_bit_bgr

    finder = tools.detector(job.settings.model)
    if finder.name == CLASSICAL:
        raise _no_layout(job)
    if job.baseline == job.actual:
        return _identical(png.skim(job.baseline, "the baseline"), job)
    known = job.elements_before
    with stage("elements"):
        before = known if known and known.model == finder.name else None
        before = before or finder.detect(eight_bit_bgr(decode(job.baseline, "the baseline")))
        after = finder.detect(eight_bit_bgr(decode(job.actual, "the actual picture")))
    comparison = compare(replace(job, elements_before=before, elements_after=after), tools, stage)
    if known and known.model not in (BY_PAGE, finder.name):
        found_anew = Skipped("model", _OTHER_MODEL.format(known.model))
        comparison = replace(comparison, skipped=(*comparison.skipped, found_anew))
    return comparison


def compare_decoded(
    pictures: Decoded, job: Job, tools: Tools, stage: Stage = untimed
) -> Comparison:
    """Hold two pictures against each other once they are decoded.

    Parameters
    ----------
    pictures : Decoded
        All of them, or the rows that differ and as many around as are examined.
    job : Job
        Whose settings count; its files are not examined.
    tools : Tools
        As in `compare`.
    stage : callable, optional
        As in `compare`.
    """
    from pytest_visualdiff.comparison.part import analyse_decoded

    analysis = analyse_decoded(pictures, job, stage)
    if analysis is None:
        return _identical(pictures.sizes[0], job)
    return _explain_and_name(analysis, pictures, job, tools, stage)


def _explain_and_name(
    analysis: Analysis, pictures: Decoded | Pushed, job: Job, tools: Tools, stage: Stage
) -> Comparison:
    """Return what became of which element: as the pages say; where they do not, as the pixels do.

    Parameters
    ----------
    analysis : Analysis
        What the pixels say.
    pictures : Decoded or Pushed
    job : Job
    tools : Tools
    stage : callable
    """
    from pytest_visualdiff.comparison.explanation.explain import explain
    from pytest_visualdiff.comparison.naming.name import name_regions
    from pytest_visualdiff.comparison.naming.ocr import read_names
    from pytest_visualdiff.comparison.noise.places import Places

    model, comparison = job.settings.model, _unnamed(analysis, pictures.sizes, job)
    with stage("elements"):
        if job.elements_before is not None and job.elements_after is not None:
            exactly, cross = job.settings.level == "exact", comparison.cross_rendered
            places = Places(cache(pictures.decode), cross, exactly)
            comparison = explain(
                comparison, job.elements_before, job.elements_after, job.settings,
                places.differing, places.redrawn,
            )  # fmt: skip
        comparison = replace(comparison, skipped=(*comparison.skipped, *tools.unavailable(model)))
        comparison = name_regions(comparison, pictures, tools.detector(model, guesses=True))
    with stage("text"):
        return read_names(comparison, pictures, job.settings.ocr_language, tools)


def _unnamed(analysis: Analysis, sizes: tuple[Size, Size], job: Job) -> Comparison:
    """Return what the pixels say as a comparison, with nothing named yet."""
    findings = analysis.findings
    skipped = []
    if (job.elements_before is None) != (job.elements_after is None):
        skipped.append(_ONE_PAGE)
    if analysis.ssim is None:
        common = sizes[0].common(sizes[1])
        skipped.append(Skipped("similarity", f"the common area, {common}, is smaller than 7x7"))
    return Comparison(
        identical=False,
        ssim=analysis.ssim,
        changed_pixels=analysis.changed_pixels,
        changed_ratio=analysis.changed_pixels / pixels_in_either(*sizes),
        baseline_size=sizes[0],
        actual_size=sizes[1],
        cross_rendered=findings.cross_rendered,
        evidence=findings.evidence,
        regions=findings.regions,
        shifts=findings.shifts,
        dismissed=findings.dismissed,
        size_explained=findings.size_explained,
        skipped=tuple(skipped),
    )


def _no_layout(job: Job) -> OptionError:
    which = "baseline" if job.elements_before is None else "actual picture"
    return OptionError(
        f"level='layout' compares elements, and those of the {which} are not known.",
        "Pictures of pages have theirs in the .json beside the baseline, which --visual-update=all "
        "writes anew; any other picture needs a model that finds them (visual_model), or another "
        "level.",
    )


def _identical(size: Size, job: Job) -> Comparison:
    return Comparison(
        identical=True,
        ssim=1.0,
        changed_pixels=0,
        changed_ratio=0.0,
        baseline_size=size,
        actual_size=size,
        cross_rendered=False,
        evidence="the pictures are equal",
        coverage=whole(job.elements_before),
    )
