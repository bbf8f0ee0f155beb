"""Areas that only follow from another one: what it pushed aside, and what took its place.

No area is dismissed here and none is added: it is only said which one is the cause of which.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple, cast

import cv2
import numpy as np

from pytest_visualdiff.comparison.elements.selection import only_selection
from pytest_visualdiff.comparison.naming.same_drawing import LEAST_ALIKE
from pytest_visualdiff.comparison.naming.view import crop
from pytest_visualdiff.imaging.arrays import Picture
from pytest_visualdiff.imaging.ink import are_other, likeness, looks
from pytest_visualdiff.imaging.picture_pair import Pictures
from pytest_visualdiff.model import Box, Change, Comparison, Region, Shift

_ROUNDED = 2
"""Pixels by which two displacements may differ that are both rounded."""

_SPACE = 40
"""Pixels that may lie between two things, and come or go with one of them."""

_CLOSE = 16
"""Pixels between the parts of one thing: a field and its label."""

_LEAST = 16
"""Pixels of the shorter side of what is looked for elsewhere in its row or column."""

_MOST = 1 << 18
"""Pixels of the largest one: it takes time."""

_TILE = 32
"""Pixels of the sides of the parts that are held against each other, so that each word counts."""

_DRAWN = 64
"""Levels of ink that something has that is drawn in such a part."""

_ALIKE = 0.8
"""Correlation of the ink of the same letters in it a fraction of a pixel apart."""

_MOSTLY = 0.5
"""Share of an area."""

_AROUND = 4
"""Pixels around a thing that belong to it: its shadow, its outline, its smoothed edge."""

_PUSHING = frozenset({"missing", "extra", "resized", "text_changed", "style_changed"})
"""What may put other things elsewhere. A bolder text or a wider border is a change of style."""


class _Push(NamedTuple):
    """By how much a change may push what is beside it, and where that has to be."""

    before: Box
    after: Box
    wider: int
    taller: int


class _Slide(NamedTuple):
    """What the baseline shows at a place and the actual picture elsewhere in its row or column."""

    place: Box
    to: Box


class _Move(NamedTuple):
    """An area's id, where what is in it was, and how far it moved to the right and down."""

    region: str
    before: Box
    by: tuple[int, int]


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
    comparison = _with_gone_together(_with_pushed(_with_deselected(comparison)))
    causes = {it.id: it.cause for it in comparison.regions}
    return replace(
        comparison, regions=tuple(replace(it, cause=_root(it, causes)) for it in comparison.regions)
    )


def _root(region: Region, causes: Mapping[str, str | None]) -> str | None:
    """Return what an area follows from that follows from nothing itself."""
    cause = region.cause
    while cause is not None and (further := causes[cause]) is not None:
        cause = further
    return cause


def _caused(comparison: Comparison, causes: Mapping[str, str]) -> Comparison:
    """Return a comparison whose areas follow from these, by their ids."""
    regions = (replace(it, cause=causes.get(it.id, it.cause)) for it in comparison.regions)
    return replace(comparison, regions=tuple(regions))


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
    if min(box.w, box.h) < _LEAST or box.area > _MOST or not known.contains(box):
        return None
    piece = crop(pictures, 0, box)
    if _show_one_drawing(piece, crop(pictures, 1, box)):
        return None
    row = Box(known.x, box.y - _ROUNDED, known.w, box.h + 2 * _ROUNDED)
    column = Box(box.x - _ROUNDED, known.y, box.w + 2 * _ROUNDED, known.h)
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
            if drawn and likeness(*inks) < _ALIKE:
                return False
    return True


def _replaced(
    slide: _Slide, gone: str, regions: Sequence[Region], shifts: Sequence[Shift]
) -> Iterator[int]:
    """Yield the areas that only show that something took another one's place."""
    way = slide.to.x - slide.place.x, slide.to.y - slide.place.y
    behind = {it.cause for it in shifts if _are_alike((it.dx, it.dy), way)}
    for other, region in enumerate(regions):
        if region.id == gone or region.cause is not None:
            continue
        boxes = [box for box in (region.box, region.box_after) if box]
        inside = all(
            box.intersection(slide.to.grow(_AROUND)).area > _MOSTLY * box.area for box in boxes
        )
        if inside or (region.id in behind and any(box.meets(slide.to) for box in boxes)):
            yield other


def _are_alike(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return all(abs(a - b) <= _ROUNDED for a, b in zip(one, other, strict=True))


# --- What is no longer selected


def _with_deselected(comparison: Comparison) -> Comparison:
    """Say of a tab that ceases to be the selected one which one became it, if that is only one."""
    open_ = [
        replace(it.change, id=it.id) for it in comparison.regions if it.change and not it.cause
    ]
    found = only_selection(open_)
    if found is None:
        return comparison
    now, then = found
    return _caused(comparison, {then.id: now.id})


# --- What came or went together


def _with_gone_together(comparison: Comparison) -> Comparison:
    """Say of what is missing, or new, beside something that is as well that it went with that.

    So are the lines of a paragraph, a field and its label, and all that stood in a row that the
    page closed up: of these the largest is the cause, or what pushed a block.
    """
    pushing = {it.cause: it for it in comparison.shifts if it.cause is not None}
    causes: dict[str, str] = {}
    for kind in ("missing", "extra"):
        left = [region for region in comparison.regions if _is_only(region, kind)]
        while left:
            root = max(left, key=lambda it: (it.id in pushing, it.pixels))
            together = _beside(root, left, pushing.get(root.id))
            causes |= {it.id: root.id for it in together}
            left = [it for it in left if it is not root and it.id not in causes]
    return _caused(comparison, causes)


def _is_only(region: Region, kind: str) -> bool:
    named = region.change is not None and region.change.kind == kind
    return named and region.cause is None


def _beside(root: Region, left: Sequence[Region], pushed: Shift | None) -> list[Region]:
    """Return which of some areas stand beside one, or beside such, or in the row that it left."""
    found, near = list[Region](), [_box(root)]
    row = near[0]
    while True:
        more = [
            it
            for it in left
            if it is not root
            and it not in found
            and (
                any(_is_close(_box(it), box) for box in near)
                or (pushed is not None and _is_in_row(_box(it), row, pushed))
            )
        ]
        if not more:
            return found
        found += more
        near += [_box(it) for it in more]


def _is_close(one: Box, other: Box) -> bool:
    """Return whether two things are as close as lines of text, or as a field and its label."""
    return one.grow(max(_CLOSE, min(one.h, other.h))).meets(other)


def _is_in_row(box: Box, row: Box, pushed: Shift) -> bool:
    """Return whether a thing stood beside another one and made room for the same block."""
    if not pushed.dy:
        return False
    in_columns = pushed.box.x <= box.x and box.right <= pushed.box.right
    return in_columns and max(box.y, row.y) < min(box.bottom, row.bottom)


def _box(region: Region) -> Box:
    return cast("Box", region.box or region.box_after)


# --- What was pushed


def _with_pushed(comparison: Comparison) -> Comparison:
    """Say of what moved which change pushed it, by as much as that is larger or smaller."""
    pushes = {
        region.id: push
        for region in comparison.regions
        if region.cause is None and (push := _push(region))
    }
    moved = [move for region in comparison.regions if (move := _move(region))]
    causes: dict[str, str] = {}
    for together in _together(moved):
        pushers = (_pusher(pushes, it.before, it.by) for it in together)
        largest = max(together, key=lambda it: it.before.area)
        cause = next((it for it in pushers if it is not None), largest.region)
        causes |= {it.region: cause for it in together if it.region != cause}
    return replace(
        comparison,
        regions=tuple(replace(it, cause=causes.get(it.id, it.cause)) for it in comparison.regions),
        shifts=tuple(
            replace(it, cause=it.cause or _pusher(pushes, it.box, (it.dx, it.dy)))
            for it in comparison.shifts
        ),
    )


def _move(region: Region) -> _Move | None:
    """Return how a thing moved that nothing is known to have moved; None if it is no such thing."""
    change = region.change
    if region.cause is not None or change is None or change.kind != "moved":
        return None
    if not (change.before and change.after):
        return None
    was, now = change.before.box, change.after.box
    return _Move(region.id, was, (now.x - was.x, now.y - was.y))


def _together(moved: Sequence[_Move]) -> list[list[_Move]]:
    """Return what moved alike and lies in one row, or one column, as it moved along that."""
    groups: list[list[_Move]] = []
    for it in moved:
        mine = [group for group in groups if any(_went_along(it, other) for other in group)]
        groups = [group for group in groups if group not in mine]
        groups.append([*(other for group in mine for other in group), it])
    return groups


def _went_along(one: _Move, other: _Move) -> bool:
    if not _are_alike(one.by, other.by):
        return False
    room = (_SPACE, 0) if abs(one.by[1]) > abs(one.by[0]) else (0, _SPACE)
    box, wide = one.before, other.before
    grown = Box(wide.x - room[0], wide.y - room[1], wide.w + 2 * room[0], wide.h + 2 * room[1])
    if room[0]:
        return max(box.x, grown.x) < min(box.right, grown.right)
    return max(box.y, grown.y) < min(box.bottom, grown.bottom)


def _push(region: Region) -> _Push | None:
    """Return how a change may push what is beside it; None if it does not."""
    change = region.change
    if change is None or change.kind not in _PUSHING:
        return None
    boxes = [it.box for it in (change.before, change.after) if it]
    nothing = Box(0, 0, 0, 0)
    one = change.before.box if change.before else nothing
    other = change.after.box if change.after else nothing
    wider, taller = other.w - one.w, other.h - one.h
    return _Push(boxes[0], boxes[-1], wider, taller) if wider or taller else None


def _pusher(pushes: Mapping[str, _Push], box: Box, by: tuple[int, int]) -> str | None:
    """Return which of some changes pushed a thing; the nearest of several."""
    fits = [it for it, push in pushes.items() if _is_pushed(push, box, by)]
    return min(fits, key=lambda it: _room(pushes[it], box), default=None)


def _is_pushed(push: _Push, box: Box, by: tuple[int, int]) -> bool:
    """Return whether a thing lies where a change pushes things to, and moved by what that makes."""
    (dx, dy), around = by, Box.around([push.before, push.after])
    if abs(dx) > _ROUNDED:
        if abs(dy) > _ROUNDED or not _is_by_as_much(push.wider, dx):
            return False
        in_rows = max(box.y, around.y) < min(box.bottom, around.bottom)
        middle = box.x + box.w // 2
        before = middle <= push.before.right
        return in_rows and (middle >= push.before.x if dx * push.wider > 0 else before)
    if not _is_by_as_much(push.taller, dy):
        return False
    in_columns = max(box.x, around.x) < min(box.right, around.right)
    middle = box.y + box.h // 2
    above = middle <= push.before.bottom
    return in_columns and (middle >= push.before.y if dy * push.taller > 0 else above)


def _is_by_as_much(growth: int, by: int) -> bool:
    """Return whether a growth makes a displacement: all of it, with spacing, or half of it."""
    least, most = abs(growth) // 2 - _ROUNDED, abs(growth) + _SPACE
    return abs(growth) > _ROUNDED and max(least, 1) <= abs(by) <= most


def _room(push: _Push, box: Box) -> int:
    across = max(box.x - push.before.right, push.before.x - box.right, 0)
    along = max(box.y - push.before.bottom, push.before.y - box.bottom, 0)
    return across + along
