"""What differs, sorted: real changes, blocks that moved, and what is dismissed for which reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import cv2
import numpy as np

from pytest_visualdiff.comparison.alignment.absences import find_absences
from pytest_visualdiff.comparison.alignment.blocks import Block
from pytest_visualdiff.comparison.alignment.registration import RegisteredPair, register
from pytest_visualdiff.comparison.alignment.relayout import Band
from pytest_visualdiff.comparison.alignment.shifts import Reflow, find_moves, removed_regions
from pytest_visualdiff.comparison.findings import Findings, Rearranged
from pytest_visualdiff.comparison.noise import model as noise
from pytest_visualdiff.comparison.noise.antialiasing import is_antialiasing
from pytest_visualdiff.comparison.noise.pair import CONTEXT, LINE_MARGIN, AlignedPair
from pytest_visualdiff.comparison.noise.spread import BLOCK_MARGIN, spread_noise
from pytest_visualdiff.comparison.noise.sub_pixel_shift import is_shifted
from pytest_visualdiff.comparison.noise.text_reflow import has_same_words
from pytest_visualdiff.imaging import colour_distance
from pytest_visualdiff.imaging.areas import Differences, region_boxes, regions
from pytest_visualdiff.imaging.arrays import Picture, Pixels, size_of
from pytest_visualdiff.imaging.contrast import FAINT, IMPERCEPTIBLE
from pytest_visualdiff.imaging.decode import eight_bit_bgr
from pytest_visualdiff.imaging.ssim import total_loss
from pytest_visualdiff.imaging.text_lines import paragraphs
from pytest_visualdiff.model import Box, Dismissal, Reason, Region, Settings, Size

_SLACK = 2
"""Pixels, up and down, by which the place of a block of another rendering is uncertain."""

_SEED = np.ones((7, 7), np.uint8)
"""Neighbourhood of a pixel that noise does not explain in which all that differs belongs to it."""

_RIM = 2
"""Pixels around an area that tell what it stands on."""


def analyse(
    baseline: Pixels, actual: Pixels, settings: Settings, same_environment: bool | None
) -> Findings:
    """Sort what differs between two pictures, each of its own size.

    Parameters
    ----------
    baseline, actual : ndarray of shape (height, width, channels), uint8 or uint16
        Of equal dtype and channels.
    settings : Settings
    same_environment : bool or None
        Whether one rendering drew both; None where that is not known, and the pixels tell.
    """
    exact, evidence = _as_of_one_rendering(baseline, actual, settings, same_environment)
    return exact or _sorted(register(baseline, actual, tolerant=True), settings, evidence)


def analyse_same_rendered(
    baseline: Pixels, actual: Pixels, settings: Settings, same_environment: bool | None
) -> Findings | None:
    """Analyse differences as `analyse` does; return None if the pictures were rendered differently.

    The parameters ``baseline``, ``actual``, ``settings`` and ``same_environment`` are those of
    `analyse`.
    """
    return _as_of_one_rendering(baseline, actual, settings, same_environment)[0]


def _as_of_one_rendering(
    baseline: Pixels, actual: Pixels, settings: Settings, same_environment: bool | None
) -> tuple[Findings | None, str]:
    """Return the findings if one rendering drew both pictures, and what tells whether it did."""
    if settings.rendering == "cross" and settings.level != "exact":
        return None, "the option rendering says so"
    known = _known_to_be_one(settings, same_environment)
    opaque = known is not None or _is_opaque(baseline, actual)
    if known is None and opaque and same_environment is False:
        return None, "the baseline was drawn another way"
    pair = register(baseline, actual, tolerant=False)
    if known is not None:
        return _sorted(pair, settings, known, certain=True), known
    evidence = "transparent pictures are compared pixel by pixel"
    if opaque:
        noise_found = spread_noise(pair.baseline, actual, pair.differences, pair.blocks)
        if noise_found is not None:
            return None, noise_found
        evidence = "no noise is spread over the pictures"
    return _sorted(pair, settings, evidence), evidence


def _known_to_be_one(settings: Settings, same_environment: bool | None) -> str | None:
    """Return what says that one rendering drew both pictures, whatever is seen in them."""
    if settings.level == "exact":
        return "the level exact lets nothing pass"
    if settings.rendering == "same":
        return "the option rendering says so"
    return "one environment drew both pictures" if same_environment else None


def _sorted(
    pair: RegisteredPair, settings: Settings, evidence: str, *, certain: bool = False
) -> Findings:
    """Return what is real and what is not.

    Parameters
    ----------
    pair : RegisteredPair
    settings : Settings
    evidence : str
        What tells whether one rendering drew the pictures.
    certain : bool
        Whether one is known to have done so: then every change counts.
    """
    ignored, left = _ignored(pair.differences, settings.ignore, size_of(pair.actual))
    below, left = _below_threshold(left, pair, settings.threshold)
    real, smoothed, left, reflow = _real(left, pair, settings, certain=certain)
    noisy = _dismissed("rendering_noise", regions(left, above=0))
    real = [_in_either(region, pair) for region in _joined_in_bands(real, pair.relayout.bands)]
    removed = removed_regions(pair, reflow, settings.ignore)
    said = [region.place for region in real if region.box_after is not None]
    if absences := find_absences(pair, said, settings.ignore):
        gone = _real(absences.differences, absences, settings, certain=certain)[0]
        removed += [replace(it, box=it.place, box_after=None) for it in gone]
    changed = [replace(it, id=f"region:{number}") for number, it in enumerate((*real, *removed), 1)]
    moves = find_moves(pair, changed, reflow, settings.ignore)
    return Findings(
        cross_rendered=pair.tolerant,
        evidence=evidence,
        regions=tuple(changed),
        shifts=moves.shifts,
        dismissed=(*ignored, *below, *smoothed, *noisy, *moves.dismissed),
        drifts=moves.drifts,
        rearranged=_rearranged(pair, removed) if moves.shifts else None,
    )


def _real(
    found: Differences, pair: RegisteredPair, settings: Settings, *, certain: bool
) -> tuple[list[Region], list[Dismissal], Differences, Reflow]:
    """Return what is real, what is smoothing, the rest, and the reflow."""
    if pair.tolerant:
        real, left, reflow = _beyond_noise(found, pair, settings.ignore)
        return real, [], left, reflow
    above = 0 if settings.level == "exact" else IMPERCEPTIBLE
    return *_beyond_rounding(found, pair, above, certain=certain), Reflow()


def _ignored(
    found: Differences, ignore: Sequence[Box], size: Size
) -> tuple[list[Dismissal], Differences]:
    """Return what is ignored by its place, and what is left."""
    boxes = [box.clip(size) for box in ignore]
    counts, left = found.without(boxes)
    some = zip(boxes, counts, strict=True)
    return [Dismissal("ignored", box, pixels) for box, pixels in some if pixels], left


def _below_threshold(
    found: Differences, pair: RegisteredPair, threshold: float | None
) -> tuple[list[Dismissal], Differences]:
    """Return what is not further apart in YIQ than a threshold, and what is left.

    Parameters
    ----------
    found : Differences
    pair : RegisteredPair
    threshold : float or None
        0..1, as Playwright has it; None if there is none.
    """
    if threshold is None:
        return [], found
    delta = colour_distance.yiq_delta(pair.baseline, pair.actual)
    over = delta > colour_distance.MAXIMUM * threshold**2
    below = Differences(found.box, np.where(over, np.uint8(0), found.levels))
    left = Differences(found.box, np.where(over, found.levels, np.uint8(0)))
    return _dismissed("threshold", regions(below, above=0)), left


def _beyond_rounding(
    found: Differences, pair: RegisteredPair, above: int, *, certain: bool
) -> tuple[list[Region], list[Dismissal], Differences]:
    """Return what is real where one rendering drew both pictures, what is smoothing, and the rest.

    Parameters
    ----------
    found : Differences
    pair : RegisteredPair
    above : int
        Levels by which a pixel may differ.
    certain : bool
        Whether one rendering is known to have drawn both: then nothing is smoothing.
    """
    real, smoothed = [], []
    for region in regions(found, above):
        if not certain and is_antialiasing(pair.baseline, pair.actual, region.place):
            smoothed.append(region)
        elif certain or not _moved_by_a_fraction(region.place, pair):
            real.append(region)
    _, left = found.without([region.place for region in (*real, *smoothed)])
    return real, _dismissed("antialiasing", smoothed), left


def _moved_by_a_fraction(box: Box, pair: RegisteredPair) -> bool:
    """Return whether an area belongs to a block and is only drawn a fraction of a pixel off."""
    if not any(box.meets(block.grow(BLOCK_MARGIN)) for block in pair.blocks):
        return False
    around = box.grow(CONTEXT).clip(size_of(pair.actual))
    parts = pair.parts(around)
    return noise.is_noise(*parts) and is_shifted(*parts, box.move(-around.x, -around.y))


def _beyond_noise(
    found: Differences, pair: RegisteredPair, ignore: Sequence[Box]
) -> tuple[list[Region], Differences, Reflow]:
    """Return what is real where different renderings drew the pictures, the rest, and the reflow.

    Parameters
    ----------
    found : Differences
    pair : RegisteredPair
    ignore : sequence of Box
        What is ignored in the actual picture.
    """
    original, actual = eight_bit_bgr(pair.original), eight_bit_bgr(pair.actual)
    settled = pair.relayout.settled.copy()
    for box in ignore:
        settled[box.clip(size_of(actual)).slices] = True
    slack = _SLACK if pair.blocks else 0
    judged = noise.analyse_noise(
        AlignedPair(eight_bit_bgr(pair.baseline), actual, original, settled, slack)
    )
    real, rewrapped = judged.real.copy(), []
    if judged.text_drifts:
        blocks = zip(pair.alignment.blocks, pair.relayout.bands, strict=True)
        for block, band in blocks:
            if any(area.grow(BLOCK_MARGIN).contains(block.box) for area in judged.moved_as_block):
                rewrapped.append(block)
            elif area := _rewrapped_paragraph(block, band, judged, original, actual):
                real[area.slices] = False
                rewrapped.append(block)
    seeds = cv2.dilate(real.view(np.uint8), _SEED).view(bool)
    levels = np.where(seeds, found.levels, np.uint8(0))
    areas = regions(Differences(found.box, levels), above=IMPERCEPTIBLE)
    _, left = found.without([region.place for region in areas])
    return areas, left, Reflow(judged.text_drifts, rewrapped)


def _rewrapped_paragraph(
    block: Block, band: Band, judged: noise.NoiseAnalysis, original: Picture, actual: Picture
) -> Box | None:
    """Return the paragraph, in the actual picture, whose wrapping put a block where it is.

    It ends above the block, on another line than it did; or the block is a part of it.

    Parameters
    ----------
    block : Block
    band : Band
        Above the block.
    judged : NoiseAnalysis
    original, actual : ndarray of shape (height, width, 3), uint8
        Each of its own size.
    """
    if block.dy:
        texts = [
            area
            for lines in paragraphs(judged.lines)
            if (area := Box.around(lines)).overlap_x(band.after) > 0
            and area.y <= band.after.y <= area.bottom + area.h // len(lines)
        ]
    else:
        near = block.box.grow(abs(block.dx))
        mine = [line for line in judged.lines if line.meets(near)]
        texts = [Box.around(mine)] if mine else []
    for area in texts:
        after = area.grow(LINE_MARGIN).clip(size_of(actual))
        before = Box(after.x, after.y, after.w, after.h - block.dy).clip(size_of(original))
        if before.h > 0 and has_same_words(original, before, actual, after, judged.limits):
            return after
    return None


def _joined_in_bands(real: Sequence[Region], bands: Iterable[Band]) -> list[Region]:
    """Make one area of all that was inserted before a block."""
    real = list(real)
    for band in bands:
        if not band.inserted:
            continue
        inside = [region for region in real if region.place.meets(band.after)]
        if len(inside) > 1:
            real = [region for region in real if region not in inside]
            real.append(_joined(inside))
    return sorted(real, key=lambda region: (region.place.y, region.place.x))


def _joined(areas: Sequence[Region]) -> Region:
    box = Box.around([area.place for area in areas])
    pixels, most = sum(area.pixels for area in areas), max(area.max_difference for area in areas)
    return Region(box, box, pixels, most)


def _in_either(region: Region, pair: RegisteredPair) -> Region:
    """Return an area with its place in the baseline, or none in a picture with nothing there."""
    box, (before, _) = region.place, pair.sizes
    there, now = (_is_flat(part) for part in pair.parts(box.grow(_RIM)))
    if there and not now:
        return replace(region, box=None)
    block = next((it for it in pair.alignment.blocks if it.box.contains(box)), None)
    origin = box.move(-block.dx, -block.dy) if block else box
    if not before.box.meets(origin):
        return replace(region, box=None)  # beyond the baseline's end
    return replace(region, box=origin, box_after=None if now and not there else box)


def _rearranged(pair: RegisteredPair, removed: Sequence[Region]) -> Rearranged | None:
    """Return how much differs with all blocks in their new places, and with what was removed.

    None if the pictures are of one size: then what differs in place is counted.
    """
    before, after = pair.sizes
    if before == after:
        return None
    gone = sum(region.pixels for region in removed)
    boxes = region_boxes(pair.differences, above=0)
    if not boxes:
        return Rearranged(gone, 0.0)
    settled = pair.relayout.settled.view(np.uint8)
    baseline = cv2.copyTo(pair.actual, settled, pair.baseline.copy())
    loss = total_loss(baseline.reshape(pair.actual.shape), pair.actual, Box.around(boxes))
    return Rearranged(cv2.countNonZero(pair.differences.levels) + gone, loss)


def _dismissed(reason: Reason, areas: Iterable[Region]) -> list[Dismissal]:
    return [Dismissal(reason, area.place, area.pixels) for area in areas]


def _is_opaque(*pictures: Pixels) -> bool:
    return all(
        picture.shape[2] < 4 or bool((picture[:, :, 3] == np.iinfo(picture.dtype).max).all())
        for picture in pictures
    )


def _is_flat(part: Picture) -> bool:
    """Return whether there is nothing to see in a part of a picture."""
    return all(np.ptp(channel) <= FAINT for channel in cv2.split(part))
