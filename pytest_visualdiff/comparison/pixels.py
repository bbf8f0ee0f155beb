"""What differs, sorted: real changes, blocks that moved, and what is dismissed for which reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from pytest_visualdiff.comparison.alignment.blocks import FEWEST_CELLS, Block, Matcher, find_blocks
from pytest_visualdiff.comparison.alignment.relayout import Arrangement, Band, arrange
from pytest_visualdiff.comparison.findings import COMPANION, DRIFT, Findings, Rearranged
from pytest_visualdiff.comparison.noise import model as noise
from pytest_visualdiff.comparison.noise.antialiasing import is_antialiasing
from pytest_visualdiff.comparison.noise.pair import CONTEXT, LINE_MARGIN, AlignedPair
from pytest_visualdiff.comparison.noise.text_reflow import has_same_words
from pytest_visualdiff.imaging import colour_distance as colour
from pytest_visualdiff.imaging.areas import (
    IMPERCEPTIBLE,
    Differences,
    levels_between,
    region_boxes,
    regions,
)
from pytest_visualdiff.imaging.arrays import Picture, Pixels
from pytest_visualdiff.imaging.cells import any_in_cell, busy, cells_of
from pytest_visualdiff.imaging.decode import eight_bit_bgr, grey
from pytest_visualdiff.imaging.ssim import total_loss
from pytest_visualdiff.imaging.text_lines import paragraphs
from pytest_visualdiff.model import Box, Dismissal, Reason, Region, Settings, Shift, Size

_SPREAD_AREAS, _SPREAD_SHARE = 12, 0.1
"""Noise is spread out if a tenth of what is drawn differs, in a dozen places; or else"""

_SPREAD_MOSTLY = 0.5
"""if half of what is drawn in a small picture differs, and most of it by little; or else"""

_GRID, _SPREAD_PARTS = 8, 4
"""if there are areas that look like noise in four of the 8x8 parts of the picture, not in a row."""

_SAMPLE = 48
"""So many of the areas that differ are looked at to find out."""

_ONE_LINE, _LINE_ASIDE, _COLUMN_ASIDE = 32, 40, 16
"""Height in pixels of a line of text with what it stands in, and by how many it may lie further to
the side where letters drift; and a column, which is as wide as the widest text in it."""

_FLAT = 8


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
    return exact or _Side(baseline, actual, settings, tolerant=True).findings(evidence)


def analyse_same_rendered(
    baseline: Pixels, actual: Pixels, settings: Settings, same_environment: bool | None
) -> Findings | None:
    """Sort what differs as `analyse` does; None if different renderings drew the pictures."""
    return _as_of_one_rendering(baseline, actual, settings, same_environment)[0]


def _as_of_one_rendering(
    baseline: Pixels, actual: Pixels, settings: Settings, same_environment: bool | None
) -> tuple[Findings | None, str]:
    """Return what there is to say if one rendering drew both pictures, and what tells that."""
    if settings.rendering == "cross" and settings.level != "exact":
        return None, "the option rendering says so"
    exact = _Side(baseline, actual, settings, tolerant=False)
    if settings.level == "exact":
        certain, evidence = True, "the level exact lets nothing pass"
    elif settings.rendering == "same":
        certain, evidence = True, "the option rendering says so"
    elif same_environment:
        certain, evidence = True, "one environment drew both pictures"
    elif not _is_opaque(baseline, actual):
        certain, evidence = False, "transparent pictures are compared pixel by pixel"
    elif same_environment is False:
        return None, "the baseline was drawn another way"
    else:
        certain = False
        cross, evidence = _spread_out(exact)
        if cross:
            return None, evidence
    return exact.findings(evidence, certain=certain), evidence


class _Side:
    """Two pictures laid out alike, one way or the other: exactly, or across renderings."""

    def __init__(
        self, baseline: Pixels, actual: Pixels, settings: Settings, *, tolerant: bool
    ) -> None:
        self.tolerant = tolerant
        self.sizes = _size(baseline), _size(actual)
        self.original = baseline
        self.actual = actual
        self.settings = settings
        self._match = Matcher(baseline, actual, tolerant=tolerant)
        self._drifting = False
        self._rewrapped: list[Block] = []
        self.blocks = find_blocks(self._match)
        self.arrangement: Arrangement = arrange(baseline, actual, self._match, self.blocks)
        self._match.release()
        levels = levels_between(self.arrangement.baseline, actual)
        levels[self.arrangement.settled] = 0
        self.found = Differences(Box(0, 0, self.sizes[1].width, self.sizes[1].height), levels)

    def findings(self, evidence: str, *, certain: bool = False) -> Findings:
        """Return what is real and what is not.

        ``certain`` says that the renderings are known to be the same: then every change counts.
        """
        findings = Findings(self.tolerant, evidence)
        rearranged = self._rearranged()
        self._ignore(findings)
        if self.settings.threshold is not None:
            self._dismiss_below(self.settings.threshold, findings)
        if self.tolerant:
            findings.add_regions(self._beyond_noise())
        else:
            findings.add_regions(self._beyond_rounding(findings, certain=certain))
        self._dismiss(findings, "rendering_noise", regions(self.found, above=0))
        found = len(findings.regions)
        self._add_shifts(findings)
        if rearranged is None or not findings.shifts:
            return findings
        gone = sum(region.pixels for region in findings.regions[found:])
        return replace(findings, rearranged=rearranged._replace(pixels=rearranged.pixels + gone))

    def _rearranged(self) -> Rearranged | None:
        """Return how much differs with all blocks in their new places, but for what is gone."""
        if not self.blocks or self.sizes[0] == self.sizes[1]:
            return None
        boxes = region_boxes(self.found, above=0)
        if not boxes:
            return Rearranged(0, 0.0)
        settled = self.arrangement.settled.view(np.uint8)
        baseline = cv2.copyTo(self.actual, settled, self.arrangement.baseline.copy())
        loss = total_loss(baseline.reshape(self.actual.shape), self.actual, Box.around(boxes))
        return Rearranged(cv2.countNonZero(self.found.levels), loss)

    def _ignore(self, findings: Findings) -> None:
        for asked in self.settings.ignore:
            box = asked.clip(self.sizes[1])
            if pixels := self.found.take_out(box):
                findings.dismissed.append(Dismissal("ignored", box, pixels))
            self.arrangement.settled[box.slices] = True

    def _is_ignored(self, box: Box) -> bool:
        return any(asked.contains(box) for asked in self.settings.ignore)

    def _dismiss_below(self, threshold: float, findings: Findings) -> None:
        delta = colour.yiq_delta(self.arrangement.baseline, self.actual)
        below = self.found.levels.copy()
        below[delta > colour.MAXIMUM * threshold**2] = 0
        self._dismiss(findings, "threshold", regions(Differences(self.found.box, below), above=0))
        self.found.levels[below > 0] = 0

    def _dismiss(self, findings: Findings, reason: Reason, areas: Sequence[Region]) -> None:
        findings.dismissed.extend(Dismissal(reason, area.place, area.pixels) for area in areas)

    def _beyond_rounding(self, findings: Findings, *, certain: bool) -> list[Region]:
        real, smoothed = [], []
        above = 0 if self.settings.level == "exact" else IMPERCEPTIBLE
        for region in regions(self.found, above):
            box = region.place
            if not certain and is_antialiasing(self.arrangement.baseline, self.actual, box):
                smoothed.append(region)
                self.found.take_out(box)
            elif not certain and self._moved_by_a_fraction(box):
                continue
            else:
                real.append(region)
                self.found.take_out(box)
        self._dismiss(findings, "antialiasing", smoothed)
        return [self._named(region) for region in self._whole_bands(real)]

    def _moved_by_a_fraction(self, box: Box) -> bool:
        """Return whether an area belongs to a block and is only drawn a fraction of a pixel off."""
        if not any(box.meets(block.box.grow(8)) for block in self.blocks):
            return False
        return noise.is_noise(*self.both(box.grow(CONTEXT)))

    def both(self, box: Box) -> tuple[Picture, Picture]:
        """Return a part of both pictures."""
        window = box.clip(self.sizes[1]).slices
        return eight_bit_bgr(self.arrangement.baseline[window]), eight_bit_bgr(self.actual[window])

    def _beyond_noise(self) -> list[Region]:
        judged = noise.analyse_noise(
            AlignedPair(
                eight_bit_bgr(self.arrangement.baseline),
                eight_bit_bgr(self.actual),
                eight_bit_bgr(self.original),
                self.arrangement.settled,
                vertical_slack=2 if self.blocks else 0,
            )
        )
        self._drifting = judged.text_drifts
        if judged.text_drifts:
            for block, band in zip(self.blocks, self.arrangement.bands, strict=True):
                if any(area.grow(8).contains(block.box) for area in judged.moved_as_block):
                    self._rewrapped.append(block)
                elif area := self._wrapped_otherwise(block, band, judged):
                    judged.real[area.slices] = False
                    self._rewrapped.append(block)
        seeds = cv2.dilate(judged.real.view(np.uint8), np.ones((7, 7), np.uint8)).view(bool)
        levels = np.where(seeds, self.found.levels, 0).astype(np.uint8)
        real = regions(Differences(self.found.box, levels), above=IMPERCEPTIBLE)
        for region in real:
            self.found.take_out(region.place)
        return [self._named(region) for region in self._whole_bands(real)]

    def _wrapped_otherwise(
        self, block: Block, band: Band, judged: noise.NoiseAnalysis
    ) -> Box | None:
        """Return the paragraph, in the actual picture, whose words put the block elsewhere.

        It ends above the block, on another line than it did; or the block is a part of it.
        """
        if block.dy:
            texts = [
                area
                for lines in paragraphs(judged.lines)
                if (area := Box.around(lines)).meets(Box(band.after.x, area.y, band.after.w, 1))
                and area.y <= band.after.y <= area.bottom + area.h // len(lines)
            ]
        else:
            near = block.box.grow(abs(block.dx))
            mine = [line for line in judged.lines if line.meets(near)]
            texts = [Box.around(mine)] if mine else []
        for area in texts:
            after = area.grow(LINE_MARGIN).clip(self.sizes[1])
            before = Box(after.x, after.y, after.w, after.h - block.dy).clip(self.sizes[0])
            if before.h > 0 and has_same_words(
                eight_bit_bgr(self.original), before, eight_bit_bgr(self.actual), after,
                judged.limits,
            ):  # fmt: skip
                return after
        return None

    def _whole_bands(self, real: list[Region]) -> list[Region]:
        """Make one area of all that was inserted before a block."""
        for band in self.arrangement.bands:
            if not band.inserted:
                continue
            inside = [region for region in real if region.place.meets(band.after)]
            if len(inside) > 1:
                real = [region for region in real if region not in inside]
                real.append(_joined(inside))
        return sorted(real, key=lambda region: (region.place.y, region.place.x))

    def _named(self, region: Region) -> Region:
        """Give an area its place in the baseline, or none in the picture that has nothing there."""
        box = region.place
        there, now = (_is_flat(part) for part in self.both(box.grow(2)))
        if there and not now:
            return replace(region, box=None)
        block = next((it for it in self.blocks if it.box.contains(box)), None)
        before = box.move(-block.dx, -block.dy) if block else box
        if not Box(0, 0, self.sizes[0].width, self.sizes[0].height).meets(before):
            return replace(region, box=None)  # beyond the baseline's end
        return replace(region, box=before, box_after=None if now and not there else box)

    def _add_shifts(self, findings: Findings) -> None:
        """Say what moved, and because of what."""
        for block, band in zip(self.blocks, self.arrangement.bands, strict=True):
            removed = None if block in self._rewrapped else band.removed
            if removed and not self._is_ignored(removed) and not self._companion(block):
                findings.add_regions([Region(removed, None, removed.area, 255)])
        arranged = zip(self.blocks, self.arrangement.bands, self.arrangement.reaches, strict=True)
        for block, band, reach in arranged:
            if self._companion(block):
                continue
            cause = self._cause(findings.regions, band.after, band.removed)
            pixels = int(block.cells.sum()) * 128
            if self._is_ignored(block.box):
                findings.dismissed.append(Dismissal("ignored", block.box, pixels))
                continue
            if block in self._rewrapped or self._is_drift(block, cause):
                findings.dismissed.append(Dismissal("rendering_noise", reach, pixels))
                findings.drifts.append((block.dx, block.dy))
                continue
            box = reach.move(-block.dx, -block.dy).clip(self.sizes[0])
            findings.add_shift(Shift(box, block.dx, block.dy, pixels, cause))

    def _companion(self, block: Block) -> bool:
        """Return whether a block moved with a larger one, but for a rounding."""
        return any(
            other.box.area > block.box.area
            and other.box.grow(16).meets(block.box)
            and abs(other.dx - block.dx) <= COMPANION
            and abs(other.dy - block.dy) <= COMPANION
            for other in self.blocks
            if other is not block
        )

    def _cause(self, found: Sequence[Region], band: Box, removed: Box | None) -> str | None:
        if removed is not None:
            return next((region.id for region in found if region.box == removed), None)
        near = [
            region
            for region in reversed(found)  # of several as large, the last one in reading order
            if region.box_after is not None and region.box_after.meets(band.grow(2))
        ]
        return max(near, key=lambda region: region.pixels).id if near else None

    def _is_drift(self, block: Block, cause: str | None) -> bool:
        """Return whether a block only lies where lines of another height or width have put it."""
        if not self.tolerant or cause is not None:
            return False
        if block.dx:
            most = _LINE_ASIDE if block.box.h <= _ONE_LINE else _COLUMN_ASIDE
            return self._drifting and abs(block.dx) <= most
        return abs(block.dy) <= 2 * DRIFT and not self._stays_below(block)

    def _stays_below(self, block: Block) -> bool:
        """Return whether something below a block is where it was: lines push all that follows."""
        below = Box(block.box.x, block.box.bottom, block.box.w, self.sizes[1].height)
        rows, columns = cells_of(below.clip(self.sizes[1]))
        stayed = self._match.stayed & busy(self._match.greys[1], axis=0) & ~block.matched
        for other in self.blocks:
            stayed[cells_of(other.box)] = False
        return int(stayed[rows, columns].sum()) >= FEWEST_CELLS


def _spread_out(side: _Side) -> tuple[bool, str]:
    """Return whether noise is spread over the pictures, as one rendering would not leave it."""
    nowhere = "no noise is spread over the pictures"
    boxes = region_boxes(side.found, above=IMPERCEPTIBLE)
    if len(boxes) < _SPREAD_PARTS:  # whatever they look like
        return False, nowhere
    share = _share_of_drawn(side)
    spread = len(boxes) >= _SPREAD_AREAS and share >= _SPREAD_SHARE
    if spread and len(_noisy_parts(side, boxes, enough=_SPREAD_PARTS)) >= _SPREAD_PARTS:
        return True, f"{share:.0%} of what is drawn differs, in {len(boxes)} places"
    if share >= _SPREAD_MOSTLY and not side.blocks:
        alike = [box for box in boxes if noise.is_noise(*side.both(box.grow(CONTEXT)))]
        if len(alike) >= len(boxes) / 2:
            return True, f"{share:.0%} of what is drawn differs, {len(alike)} places by little"
    # What moved by a fraction of a pixel is drawn a little differently by one rendering as well.
    near = [block.box.grow(8) for block in side.blocks]
    boxes = [box for box in boxes if not any(map(box.meets, near))]
    parts = _noisy_parts(side, [] if _are_corners(boxes) else boxes)
    if len(parts) >= _SPREAD_PARTS and len({row for row, _ in parts}) > 1:
        return True, f"edges are drawn differently in {len(parts)} parts of the picture"
    return False, nowhere


def _are_corners(boxes: Sequence[Box]) -> bool:
    """Return whether areas are no more than the corners of one box: that has changed, if it has."""
    whole = Box.around(boxes) if boxes else Box(0, 0, 0, 0)
    return all(
        (box.x == whole.x or box.right == whole.right)
        and (box.y == whole.y or box.bottom == whole.bottom)
        for box in boxes
    )


def _noisy_parts(
    side: _Side, boxes: list[Box], enough: int = _GRID * _GRID
) -> set[tuple[int, int]]:
    """Return the parts of the picture with areas that look like noise, up to ``enough`` of them."""
    if len(boxes) > _SAMPLE:
        boxes = [boxes[i] for i in np.linspace(0, len(boxes) - 1, _SAMPLE).astype(int)]
    size, parts = side.sizes[1], set[tuple[int, int]]()
    for box in boxes:
        part = box.y * _GRID // size.height, box.x * _GRID // size.width
        if part not in parts and noise.is_noise(*side.both(box.grow(CONTEXT))):
            parts.add(part)
            if len(parts) >= enough:
                break
    return parts


def _share_of_drawn(side: _Side) -> float:
    """Return how much of what is drawn differs, 0..1, counted in cells."""
    now = grey(side.actual)
    drawn = busy(now, 0) | busy(now, 1)
    differs = any_in_cell(side.found.levels > IMPERCEPTIBLE)
    return float((drawn & differs).sum() / max(int(drawn.sum()), 1))


def _joined(areas: Sequence[Region]) -> Region:
    box = Box.around([area.place for area in areas])
    pixels, most = sum(area.pixels for area in areas), max(area.max_difference for area in areas)
    return Region(box, box, pixels, most)


def _is_opaque(*pictures: Pixels) -> bool:
    return all(
        picture.shape[2] < 4 or bool((picture[:, :, 3] == np.iinfo(picture.dtype).max).all())
        for picture in pictures
    )


def _is_flat(part: Picture) -> bool:
    """Return whether there is nothing to see in a part of a picture."""
    return all(np.ptp(channel) <= _FLAT for channel in cv2.split(part))


def _size(pixels: Pixels) -> Size:
    return Size(pixels.shape[1], pixels.shape[0])
