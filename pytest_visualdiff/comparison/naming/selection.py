"""Which of several tabs is selected: one has the looks now that another one had.

In the pixels that shows in three ways: as one area around both tabs, as two areas that exchanged
their grounds, or as a block that seems to have moved from one tab to the other. What follows from
what is said in `causes`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import cv2

from pytest_visualdiff.comparison.naming.moved_blocks import way_of
from pytest_visualdiff.comparison.naming.named import Named, areas_of, in_picture
from pytest_visualdiff.comparison.naming.view import SHADOW_MARGIN, VISIBLE, crop
from pytest_visualdiff.comparison.naming.window import Window, edge_distance
from pytest_visualdiff.imaging import ink
from pytest_visualdiff.imaging.ground import largest
from pytest_visualdiff.imaging.ink import box_of
from pytest_visualdiff.imaging.picture_pair import Pictures
from pytest_visualdiff.model import Box, Change, Comparison, Region, Shift

_TABS = frozenset({"button", "badge", "container"})
"""Kinds that detectors take the selected tab for."""


def selected_instead(window: Window, places: Mapping[str, Box]) -> list[Named]:
    """Return the areas that each show a tab selected instead of the one that it touches.

    Parameters
    ----------
    window : Window
    places : mapping of str to Box
        The areas, by their ids.
    """
    left, named = dict(places), list[Named]()
    pairs = [
        (one, other)
        for one in window.before.elements
        for other in window.after.elements
        if {one.kind, other.kind} <= _TABS and _is_selected_instead(window, one.box, other.box)
    ]
    for one, other in pairs:
        ids = areas_of(left, one.box, other.box)
        if len(ids) == 1:  # else each of the two has an area of its own
            tab = in_picture(window.after, other)
            before, after = (replace(tab, state={"selected": it}) for it in ("false", "true"))
            named.append(Named(ids, Change("state_changed", before, after)))
            del left[ids[0]]
    return named


def _is_selected_instead(window: Window, one: Box, other: Box) -> bool:
    """Return whether a box that stood out is around what is beside it now.

    Both places show something in both pictures, and not the same: it is not one that moved.
    """
    room = -one.overlap_x(other)
    aside = Box(one.x, other.y, one.w, other.h)
    if edge_distance(one, aside) > 1 or not -SHADOW_MARGIN <= room <= one.h // 2:
        return False
    there, now = window.before.looks(one), window.after.looks(other)
    others = window.after.looks(one), window.before.looks(other)
    if ink.are_other(there.ground, now.ground):
        return False
    if any(it.is_flat or not ink.are_other(it.ground, there.ground) for it in others):
        return False
    return not window.show_the_same(one, other)


def with_selection(named: Sequence[Named]) -> list[Named]:
    """Return what was found; of two areas that exchanged their looks, which of them is selected."""
    return [_selected(it) if any(_exchanged(it, other) for other in named) else it for it in named]


def _exchanged(one: Named, other: Named) -> bool:
    """Return whether each has the ground now that the other one had."""
    if one.grounds is None or other.grounds is None or one.grounds[0] == one.grounds[1]:
        return False
    return one.grounds == other.grounds[::-1]


def _selected(named: Named) -> Named:
    """Return what exchanged its looks with another as selected, if it is that which stands out."""
    change, outlines = named.change, named.outlines
    element = change and (change.before or change.after)
    if not change or not element or outlines is None or outlines[0] == outlines[1]:
        return named
    before, after = (
        replace(it or element, style={}, state={"selected": str(is_so).lower()})
        for it, is_so in zip((change.before, change.after), outlines, strict=True)
    )
    return replace(named, change=Change("state_changed", before, after))


def with_standing_texts(
    comparison: Comparison, seen: Collection[str], pictures: Pictures
) -> Comparison:
    """Return a comparison in which what seemed to move is a ground that another text has now.

    A tab that is selected instead of another as wide looks like a box that moved. Its text stands
    where it stood, though, and so does that of the other one.

    Parameters
    ----------
    comparison : Comparison
    seen : collection of str
        The ids of its areas that are examined.
    pictures : Pictures
        The two it is of.
    """
    regions, shifts = {it.id: it for it in comparison.regions}, list[Shift]()
    for shift in comparison.shifts:
        looked_at = [it for it in regions.values() if it.id in seen]
        left = [it for it in looked_at if it.id == shift.cause and it.box is None]
        taken = [it for it in looked_at if it.box and way_of(it) == (shift.dx, shift.dy)]
        grounds = _grounds(shift, pictures) if len(left) == len(taken) == 1 else None
        both = list(zip((*left, *taken), grounds or (), strict=bool(grounds)))
        if not both or not all(_stands(region, ground, pictures) for region, ground in both):
            shifts.append(shift)
            continue
        for region, ground in both:
            covered = [it for it in regions.values() if _is_covered(it, ground)]
            pixels = region.pixels + (shift.pixels if region is left[0] else 0)
            pixels += sum(it.pixels for it in covered)
            for it in covered:
                del regions[it.id]
            regions[region.id] = replace(region, box=ground, box_after=ground, pixels=pixels)
    return replace(comparison, regions=tuple(regions.values()), shifts=tuple(shifts))


def _is_covered(region: Region, ground: Box) -> bool:
    """Return whether something is absent where another ground was laid over it."""
    return region.box_after is None and region.box is not None and ground.contains(region.box)


def _grounds(shift: Shift, pictures: Pictures) -> tuple[Box, Box] | None:
    """Return where a block that moved by more than its width was and is, to the pixel."""
    area = Box.around([shift.box, shift.box.move(shift.dx, shift.dy)])
    if not all(pictures.known(side).contains(area) for side in (0, 1)):
        return None
    differs = largest(cv2.absdiff(crop(pictures, 0, area), crop(pictures, 1, area)))
    both = box_of(differs > VISIBLE).move(area.x, area.y)
    dx, dy = min(shift.dx, 0), min(shift.dy, 0)
    was = Box(both.x - dx, both.y - dy, both.w - abs(shift.dx), both.h - abs(shift.dy))
    return (was, was.move(shift.dx, shift.dy)) if was.w > 0 and was.h > 0 else None


def _stands(region: Region, ground: Box, pictures: Pictures) -> bool:
    """Return whether both pictures show the same where an area is now, on different grounds."""
    box = region.box_after
    if box is None or not ground.contains(box):
        return False
    before, after = (ink.looks(crop(pictures, side, box)) for side in (0, 1))
    if before.is_flat or after.is_flat or not ink.are_other(before.ground, after.ground):
        return False
    return ink.is_same_drawing(before, after)
