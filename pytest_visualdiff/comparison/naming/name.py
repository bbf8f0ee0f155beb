"""Changed areas named by the elements that the pixels show, where no page says what is there.

A name says better what was found. Nothing is dismissed here and nothing added; several areas that
are one element's may become one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pytest_visualdiff.comparison.naming.causes import with_causes
from pytest_visualdiff.comparison.naming.changes import name_areas, name_one_sided
from pytest_visualdiff.comparison.naming.moved_blocks import (
    MOST_PIXELS,
    as_pushed_open,
    name_blocks,
    not_pushed_by_themselves,
    way_of,
)
from pytest_visualdiff.comparison.naming.moved_edges import with_edges
from pytest_visualdiff.comparison.naming.moves import with_moves
from pytest_visualdiff.comparison.naming.named import Named, without
from pytest_visualdiff.comparison.naming.resized_boxes import with_resized
from pytest_visualdiff.comparison.naming.selection import with_selection, with_standing_texts
from pytest_visualdiff.comparison.naming.view import view
from pytest_visualdiff.comparison.naming.window import window
from pytest_visualdiff.detection import Detector
from pytest_visualdiff.imaging.picture_pair import Pictures
from pytest_visualdiff.model import PICTURES, Box, Change, Comparison, Region

_MARGIN = 32
"""Pixels around a changed area that are examined: a button's edge is that near to its text."""

_LARGEST_MARGIN = 256
"""Pixels around an area that nothing explains that are examined as well, as many as it is large:
it may be one edge of something."""

_NEAR = 24
"""Pixels between changed areas up to which they are examined together."""

_MOST_PIXELS = 1 << 20
"""Pixels of each picture that are examined in one comparison, the largest changes first: of a page
that changed all over nobody reads every name."""


def name_regions(comparison: Comparison, pictures: Pictures, detector: Detector) -> Comparison:
    """Return a comparison whose areas say, as far as the pixels do, what became of which element.

    Of a page that said itself what is there, only pictures, and what lies in no element, are looked
    at: in a picture there may be a text that changed. An icon is none, though some look like signs.

    Parameters
    ----------
    comparison : Comparison
        Of the pixels; explained by the pages' elements where these are known.
    pictures : Pictures
        The two it is of.
    detector : Detector
        Finds elements around what changed.
    """
    seen = [
        region.id
        for region in comparison.regions
        if region.element is None or region.element.kind == "image"
    ]
    comparison = with_standing_texts(comparison, seen, pictures)
    if not comparison.elements:
        comparison = replace(comparison, shifts=tuple(not_pushed_by_themselves(comparison)))
    in_both = {it.id: it for it in comparison.regions}
    seen = [it for it in seen if it in in_both]
    regions = in_both | {it: as_pushed_open(in_both[it], comparison.shifts) for it in seen}
    named = list[Named]()
    room = _MOST_PIXELS
    for group in _together([regions[it] for it in seen]):
        room -= Box.around([it.place for it in group]).grow(_MARGIN).area
        if room >= 0:
            found = _names(pictures, group, detector)
            known = {area for it in found for area in it.ids}
            unknown = (it.id for it in group if it.id not in known and it is in_both[it.id])
            named += [*found, *(Named((it,), None) for it in unknown)]
    named = with_edges(named, regions, pictures)
    named = list(_once(with_selection(with_moves(named, pictures, detector))))
    if comparison.elements:  # the page says what follows from what
        return _applied(comparison, regions, named)
    blocks = name_blocks(comparison, regions, pictures, detector)
    named = [it for it in named if not blocks.regions.keys() & it.ids] + blocks.named
    comparison = replace(comparison, shifts=blocks.shifts)
    comparison = _applied(comparison, regions | blocks.regions, named)
    return with_causes(with_resized(comparison, pictures, detector), pictures)


def _together(regions: Sequence[Region]) -> list[list[Region]]:
    """Return areas that lie near each other, in one thing, and moved alike, the largest first.

    An area is near a group if it is near the box around it. The connected components of the areas
    themselves are other groups: in 7 of 456 compared pairs they are named differently.
    """
    groups: list[tuple[object, list[Region], Box]] = []
    for region in regions:
        way, group, box = (way_of(region), id(region.element)), [region], region.place
        apart = []
        for other in groups:
            if other[0] == way and other[2].grow(_NEAR).meets(box):
                group, box = [*other[1], *group], Box.around([other[2], box])
            else:
                apart.append(other)
        groups = [*apart, (way, group, box)]
    listed = [group for _, group, _ in groups]
    return sorted(listed, key=lambda it: -sum(region.pixels for region in it))


def _names(pictures: Pictures, regions: Sequence[Region], detector: Detector) -> list[Named]:
    """Return what became of areas that lie near each other, looking further where need be."""
    way = way_of(regions[0])
    places = {it.id: it.place for it in regions}
    around = Box.around(list(places.values()))
    if isinstance(way, str):
        part = view(pictures, 1 if way == "extra" else 0, around.grow(_MARGIN), detector)
        boxes = {area: part.from_picture(box) for area, box in places.items()}
        return list(name_one_sided(part, boxes, way))
    named, unknown = list[Named](), list[Named]()
    for margin in (_MARGIN, min(max(around.w, around.h, 3 * _MARGIN), _LARGEST_MARGIN)):
        looked_at = around.grow(margin)
        if not places or (margin > _MARGIN and looked_at.area > MOST_PIXELS):
            break
        both = window(pictures, looked_at, way, detector)
        found = name_areas(
            both, {area: both.after.from_picture(box) for area, box in places.items()}
        )
        unknown = [it for it in found if not _is_known(it)]
        named += [it for it in found if _is_known(it)]
        places = without(places, named)
    return [*named, *unknown]


def _is_known(named: Named) -> bool:
    """Return whether it is known what became of an area, or that it is in a picture."""
    return bool(named.change or (named.element and named.element.kind in PICTURES))


def _once(named: Sequence[Named]) -> Iterator[Named]:
    """Yield what was found, areas of which the very same is said as one."""
    known: dict[object, Named] = {}
    for it in named:
        if it.change is None:
            yield it
            continue
        before, after = it.change.before, it.change.after
        key = it.change.kind, before and before.box, after and after.box
        first = known.get(key)
        known[key] = replace(first, ids=(*first.ids, *it.ids)) if first else it
    yield from known.values()


def _applied(
    comparison: Comparison, regions: Mapping[str, Region], named: Sequence[Named]
) -> Comparison:
    """Return the comparison with the areas of each element made one."""
    of = {area: it for it in named for area in it.ids}
    joined, absorbed = list[Region](), dict[str | None, str]()
    for area, region in regions.items():
        it = of.get(area)
        if it is None:
            joined.append(region)
        elif area not in absorbed:
            joined.append(replace(_joined([regions[one] for one in it.ids], it), id=area))
            absorbed |= dict.fromkeys(it.ids, area)
    joined.sort(key=lambda it: (it.place.y, it.place.x))
    shifts = (replace(it, cause=absorbed.get(it.cause, it.cause)) for it in comparison.shifts)
    return replace(comparison, regions=tuple(joined), shifts=tuple(shifts))


def _joined(regions: Sequence[Region], named: Named) -> Region:
    """Return one area for several, with what became of them."""
    before = [it.box for it in regions if it.box]
    after = [it.box_after for it in regions if it.box_after]
    change, said = named.change, regions[0].element
    if said and change and change.kind != "text_changed":
        change = None  # the page knows better what it is
    return Region(
        Box.around(before) if before and not _is(change, "extra") else None,
        Box.around(after) if after and not _is(change, "missing") else None,
        sum(it.pixels for it in regions),
        max(it.max_difference for it in regions),
        said or named.element,
        change,
    )


def _is(change: Change | None, kind: str) -> bool:
    return change is not None and change.kind == kind
