"""Areas that only follow from another one: what it pushed aside, and what took its place.

No area is dismissed here and none is added: it is only said which one is the cause of which.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import cv2
import numpy as np

from pytest_visualdiff.comparison.elements.causes import (
    ROUNDED_MOVES,
    are_alike,
    gone_together,
    open_changes,
    pushed_by,
)
from pytest_visualdiff.comparison.elements.selection import only_selection
from pytest_visualdiff.comparison.naming.same_drawing import LEAST_ALIKE
from pytest_visualdiff.comparison.naming.view import SHADOW_MARGIN, crop
from pytest_visualdiff.imaging.arrays import Picture
from pytest_visualdiff.imaging.ink import are_other, likeness, looks
from pytest_visualdiff.imaging.picture_pair import Pictures
from pytest_visualdiff.model import Box, Change, Comparison, Region, Shift

_LEAST_SIDE = 16
"""Pixels of the shorter side of the smallest area that is looked for elsewhere."""

_LARGEST_AREA = 1 << 18
"""Pixels of the largest area that is looked for elsewhere: a larger one takes too long."""

_TILE = 32
"""Pixels of the sides of the tiles that are compared one by one, so that each word counts."""

_DRAWN = 64
"""Levels by which the ink in a tile has to vary for anything to be drawn there."""

_LEAST_CORRELATION = 0.8
"""Least correlation of the ink of one drawing in a tile, drawn a fraction of a pixel apart."""

_LEAST_COVERED = 0.5
"""Least share of an area that lies in what took another one's place."""


class _Slide(NamedTuple):
    """What the baseline shows at a place and the actual picture elsewhere in its row or column."""

    place: Box
    to: Box


def with_causes(comparison: Comparison, pictures: Pictures) -> Comparison:
    """Return a comparison that says of its areas and blocks which other area they follow from.

    Parameters
    ----------
    comparison : Comparison
        Its areas named as far as they can be.
    pictures : Pictures
        The two it is of.
    """
    if len(comparison.regions) + len(comparison.shifts) < 2:
        return comparison
    comparison = _with_slides(comparison, pictures)
    selected = only_selection(open_changes(comparison.regions))
    if selected:
        now, then = selected
        comparison = _caused(comparison, {then.id: now.id})
    for find in (pushed_by, gone_together):
        comparison = _caused(comparison, find(comparison.regions, comparison.shifts))
    roots = {it.id: it.cause for it in comparison.regions}
    regions = (replace(it, cause=_root(it.cause, roots)) for it in comparison.regions)
    return replace(comparison, regions=tuple(regions))


def _caused(comparison: Comparison, causes: Mapping[str, str]) -> Comparison:
    """Return a comparison whose areas and blocks follow from these, by their ids."""
    regions = (replace(it, cause=causes.get(it.id, it.cause)) for it in comparison.regions)
    shifts = (replace(it, cause=causes.get(it.id, it.cause)) for it in comparison.shifts)
    return replace(comparison, regions=tuple(regions), shifts=tuple(shifts))


def _root(cause: str | None, causes: Mapping[str, str | None]) -> str | None:
    """Return the cause, or what that follows from, that follows from nothing itself."""
    while cause is not None and (further := causes[cause]) is not None:
        cause = further
    return cause


# --- What took the place of something


def _with_slides(comparison: Comparison, pictures: Pictures) -> Comparison:
    """Say of a thing that is missing, and is seen beside it now, that another one is missing.

    Where the second of three cards is removed, the third one takes its place. What differs then is
    the second card, which shows something else, and the third one, which is gone.
    """
    regions = list(comparison.regions)
    for number, region in enumerate(regions):
        gone = region.change.before if region.change and region.box_after is None else None
        if gone is None or region.cause is not None:
            continue
        slides = list(_slides(gone.box, pictures))
        taken = {
            other
            for slide in slides
            for other in _replaced(slide, region.id, regions, comparison.shifts)
        }
        if not taken:
            continue
        before = replace(gone, box=slides[-1].to, text="")
        change = Change("missing", before, None)
        regions[number] = replace(region, box=before.box, element=None, change=change)
        for other in taken:
            regions[other] = replace(regions[other], cause=region.id)
    return replace(comparison, regions=tuple(regions))


def _slides(place: Box, pictures: Pictures) -> Iterator[_Slide]:
    """Yield where what the baseline has at a place is now, then what it has there, and so on."""
    seen: list[Box] = []
    while not any(place.meets(it) for it in seen):
        seen.append(place)
        found = _elsewhere(place, pictures)
        if found is None:
            return
        yield _Slide(place, found)
        place = found


def _elsewhere(box: Box, pictures: Pictures) -> Box | None:
    """Return where else in its row or column the actual picture shows what the baseline has.

    The baseline does not show that there as well: else it is another one that looks alike.
    """
    known = pictures.known(0).intersection(pictures.known(1))
    if min(box.w, box.h) < _LEAST_SIDE or box.area > _LARGEST_AREA or not known.contains(box):
        return None
    piece = crop(pictures, 0, box)
    if _show_one_drawing(piece, crop(pictures, 1, box)):
        return None
    row = Box(known.x, box.y - ROUNDED_MOVES, known.w, box.h + 2 * ROUNDED_MOVES)
    column = Box(box.x - ROUNDED_MOVES, known.y, box.w + 2 * ROUNDED_MOVES, known.h)
    for strip in (row.intersection(known), column.intersection(known)):
        score = cv2.matchTemplate(crop(pictures, 1, strip), piece, cv2.TM_CCOEFF_NORMED)
        _, most, _, (x, y) = cv2.minMaxLoc(score)
        place = Box(strip.x + x, strip.y + y, box.w, box.h)
        if most < LEAST_ALIKE or place.meets(box):
            continue
        there, now = (crop(pictures, side, place) for side in (0, 1))
        if _show_one_drawing(piece, now) and not _show_one_drawing(piece, there):
            return place
    return None


def _show_one_drawing(before: Picture, after: Picture) -> bool:
    """Return whether two pieces of one shape show the same everywhere, drawn on the same ground.

    They may be a fraction of a pixel apart.
    """
    one, other = looks(before), looks(after)
    if are_other(one.ground, other.ground) or one.is_flat or other.is_flat:
        return False
    height, width = one.ink.shape
    for top in range(0, height, _TILE):
        for left in range(0, width, _TILE):
            tile = np.s_[top : top + _TILE, left : left + _TILE]
            inks = one.ink[tile], other.ink[tile]
            drawn = max(float(it.max()) - float(it.min()) for it in inks) > _DRAWN
            if drawn and likeness(*inks) < _LEAST_CORRELATION:
                return False
    return True


def _replaced(
    slide: _Slide, gone: str, regions: Sequence[Region], shifts: Sequence[Shift]
) -> Iterator[int]:
    """Yield the areas that only show that something took another one's place."""
    way = slide.to.x - slide.place.x, slide.to.y - slide.place.y
    behind = {it.cause for it in shifts if are_alike((it.dx, it.dy), way)}
    for other, region in enumerate(regions):
        if region.id == gone or region.cause is not None:
            continue
        boxes = [box for box in (region.box, region.box_after) if box]
        inside = all(
            box.intersection(slide.to.grow(SHADOW_MARGIN)).area > _LEAST_COVERED * box.area
            for box in boxes
        )
        if inside or (region.id in behind and any(box.meets(slide.to) for box in boxes)):
            yield other
