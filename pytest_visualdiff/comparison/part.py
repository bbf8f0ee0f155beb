"""The part of two pictures that is analysed, and what is found there, by its place in the whole.

It is what differs, with a margin around; and of that without most of the rows that are known to
have moved, if there are such.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from pytest_visualdiff.comparison.alignment.trimming import Shortening, shorten
from pytest_visualdiff.comparison.findings import MARGIN, Findings, Rearranged, in_place
from pytest_visualdiff.comparison.pixels import analyse, analyse_same_rendered
from pytest_visualdiff.comparison.stage import Stage, untimed
from pytest_visualdiff.imaging.areas import Extent, extent
from pytest_visualdiff.imaging.arrays import Pixels
from pytest_visualdiff.imaging.picture_pair import Decoded, Pushed
from pytest_visualdiff.imaging.ssim import mean, mean_ssim
from pytest_visualdiff.model import Box, Job, Size, pixels_in_either


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of two pictures.

    Attributes
    ----------
    box : Box
        Its place in both.
    sizes : tuple of two Size
        Of the whole pictures.
    job : Job
        Whose settings count.
    """

    box: Box
    sizes: tuple[Size, Size]
    job: Job

    @property
    def ignored(self) -> tuple[Box, ...]:
        """What is ignored, by its places in the part."""
        return tuple(box.move(-self.box.x, -self.box.y) for box in self.job.settings.ignore)

    def analyse(self, before: Pixels, after: Pixels) -> Findings:
        """Analyse the differences between the pixels of the part, ``before`` and ``after``."""
        settings = replace(self.job.settings, ignore=self.ignored)
        findings = analyse(before, after, settings, self.job.same_environment)
        return in_place(findings, self.box, *self.sizes)

    def analyse_shortened(
        self, before: Pixels, after: Pixels, short: Shortening
    ) -> Findings | None:
        """Sort what differs without the rows that are known to have moved; None if that cannot be.

        Of different renderings it cannot: how noise is judged depends on all that is drawn.

        Parameters
        ----------
        before, after : ndarray of shape (rows that are kept, width, channels)
        short : Shortening
            What is left out of the part.
        """
        settings = replace(self.job.settings, ignore=tuple(map(short.shortened, self.ignored)))
        findings = analyse_same_rendered(before, after, settings, self.job.same_environment)
        findings = findings and short.restored(findings)
        return findings and in_place(findings, self.box, *self.sizes)


class Analysis(NamedTuple):
    """What the pixels of two pictures say, before anything is named.

    Attributes
    ----------
    findings : Findings
        What differs, sorted, with places in the whole pictures.
    changed_pixels : int
        How many pixels differ.
    ssim : float or None
        Mean structural similarity; None for pictures smaller than its window.
    """

    findings: Findings
    changed_pixels: int
    ssim: float | None


def analyse_decoded(pictures: Decoded, job: Job, stage: Stage = untimed) -> Analysis | None:
    """Return what two decoded pictures say; None if no pixel differs.

    Parameters
    ----------
    pictures : Decoded
    job : Job
        Whose settings count.
    stage : callable, optional
        Told when the stages ``differences``, ``analysis`` and ``similarity`` run.
    """
    sizes = pictures.sizes
    common = sizes[0].common(sizes[1])
    shared = (
        pictures.baseline[: common.height, : common.width],
        pictures.actual[: common.height, : common.width],
    )
    with stage("differences"):
        found = extent(*shared)
    if found is None and sizes[0] == sizes[1]:
        return None
    with stage("analysis"):
        findings = analyse_part(pictures, found, job)
    with stage("similarity"):
        if findings.rearranged:
            return _rearranged(findings, findings.rearranged, sizes)
        outside = pixels_in_either(*sizes) - common.area
        changed = (found.pixels if found else 0) + outside
        ssim = mean_ssim(*shared, found.box if found else None, common)
    return Analysis(findings, changed, ssim)


def _rearranged(findings: Findings, rearranged: Rearranged, sizes: tuple[Size, Size]) -> Analysis:
    """Return how much differs once all is in its new place.

    What only one picture has and nothing explains counts as well.
    """
    changed, loss = rearranged
    if not findings.size_explained:
        changed += pixels_in_either(*sizes) - sizes[0].common(sizes[1]).area
    return Analysis(findings, changed, mean(loss, sizes[1]))


def analyse_part(pictures: Decoded, found: Extent | None, job: Job) -> Findings:
    """Sort what differs, in the part of the pictures in which something does.

    Parameters
    ----------
    pictures : Decoded
    found : Extent or None
        What differs in their common area; its places are those in what is decoded.
    job : Job
        Whose settings count.
    """
    top = pictures.top
    box = _around(found.box.move(0, top) if found else None, *pictures.sizes)
    part = _Part(box, pictures.sizes, job)
    window = box.move(0, -top).slices
    before, after = pictures.baseline[window], pictures.actual[window]
    short = shorten(pictures.runs, box, job.settings.ignore, found.cells if found else None)
    if short:
        kept = (
            _joined(before[rows] for rows in short.baseline(len(before))),
            _joined(after[rows] for rows in short.actual(len(after))),
        )
        if findings := part.analyse_shortened(*kept, short):
            return findings
    return part.analyse(before, after)


def analyse_pushed(pictures: Pushed, job: Job, stage: Stage) -> Analysis | None:
    """Return what two pictures say without decoding most of what only moved.

    None if more has to be seen.

    Parameters
    ----------
    pictures : Pushed
    job : Job
        Whose settings count.
    stage : callable
        Told when the stages ``decode`` and ``analysis`` run.
    """
    rows, sizes = pictures
    box = _around(Box(0, rows.first, sizes[0].width, 0), *sizes)
    short = shorten(rows.runs, box, job.settings.ignore)
    if short is None:
        return None
    kept = short.baseline(sizes[0].height - box.y), short.actual(sizes[1].height - box.y)
    with stage("decode"):
        before, after = (
            _joined(rows.pixels(side, box.y + it.start, box.y + it.stop) for it in of_one)
            for side, of_one in enumerate(kept)
        )
    with stage("analysis"):
        findings = _Part(box, sizes, job).analyse_shortened(before, after, short)
    if findings is None or findings.rearranged is None:
        return None
    return _rearranged(findings, findings.rearranged, sizes)


def _around(found: Box | None, before: Size, after: Size) -> Box:
    """Return the part in which something differs, what only one picture has included.

    Parameters
    ----------
    found : Box or None
        Around what differs where both pictures are.
    before, after : Size
    """
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
    return Box(left, top, right - left, bottom - top).grow(MARGIN).clip(both)


def _joined(parts: Iterable[Pixels]) -> Pixels:
    return np.concatenate(list(parts))
