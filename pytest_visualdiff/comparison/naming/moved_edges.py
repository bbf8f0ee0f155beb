"""Boxes of one colour of which only moved edges are seen: thin strips at their ends.

A box that moved by less than it is wide differs in a strip at either end, which exchanged their
colours; one that became larger or smaller differs in the strip that an edge moved across. Without
this 2 more of 80 defects of `benchmarks/defects` have a wrong kind, all of the second sort.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, cast

import cv2
import numpy as np
import numpy.typing as npt

from pytest_visualdiff.comparison.naming.named import Named
from pytest_visualdiff.comparison.naming.same_drawing import ROUNDING
from pytest_visualdiff.comparison.naming.view import MOST, SMOOTHED, VISIBLE, crop, unnamed
from pytest_visualdiff.imaging.arrays import Colour, Picture
from pytest_visualdiff.imaging.ground import ground_of, ink_on
from pytest_visualdiff.imaging.ink import are_other, in_hexadecimal
from pytest_visualdiff.imaging.picture_pair import Pictures
from pytest_visualdiff.model import PICTURES, Box, Change, ChangeKind, Element, Region

_WIDEST = 8
"""Pixels that one of two strips is wide at most: what moved farther is found as a block."""

_LONG = 3
"""Length of one of two strips over its width, at least."""

_LEAST = 2
"""Pixels that an edge moved by at least; less is a rounding."""

_SOME = 0.25
"""Share of what is beside a strip that has the fill of the box: it may be a dotted line."""

_GAP = 4
"""Columns without the fill of a box that may be in it: a line of a chart, gaps of a dotted line."""

_REACH = 640
"""Pixels that a box is followed to its other end, as this takes time."""

_LARGEST = 1 << 18
"""Pixels of an area that may be such a strip; larger ones show what they are a part of."""


class _Strip(NamedTuple):
    """A thin area that has another ground now: its place, and its colours before and after."""

    box: Box
    grounds: tuple[str, str]


class _Span(NamedTuple):
    """From where to behind where a box goes."""

    start: int
    stop: int


def with_edges(
    named: Sequence[Named], regions: Mapping[str, Region], pictures: Pictures
) -> list[Named]:
    """Return what was found, with strips at an end of a box as a box that moved or was resized.

    Parameters
    ----------
    named : sequence of Named
    regions : mapping of str to Region
        The areas that it is of, by their ids.
    pictures : Pictures
        The two it is of.
    """
    left, found = list[Named](), dict[tuple[Box, Box], Named]()
    for it in _with_both_ends(named, pictures):
        strip = _end(it, regions)
        boxes = _boxes(strip, pictures) if strip else None
        if boxes is None:
            left.append(it)
            continue
        before, after = (unnamed("container", box) for box in boxes)
        kind: ChangeKind = "moved" if _are_as_large(*boxes) else "resized"
        ids = found[boxes].ids if boxes in found else ()
        found[boxes] = Named((*ids, *it.ids), Change(kind, before, after))
    return [*left, *found.values()]


# --- Strips at both ends


def _with_both_ends(named: Sequence[Named], pictures: Pictures) -> list[Named]:
    """Return what was found, with two strips that exchanged their colours as what is between."""
    moved, left = list[Named](), list(named)
    strips = [it for it in named if _strip(it)]
    for one in strips:
        for other in strips:
            if one in left and other in left and (it := _moved_between(one, other, pictures)):
                left = [rest for rest in left if rest is not one and rest is not other]
                moved.append(it)
    return [*moved, *left]


def _moved_between(first: Named, last: Named, pictures: Pictures) -> Named | None:
    """Return what moved if the two are the strips at its left and right, or top and bottom, end."""
    one, other = _strip(first), _strip(last)
    if one is None or other is None or one.grounds != other.grounds[::-1]:
        return None
    (low, colours), high = one, other.box
    if low.w < low.h and low.right <= high.x and _are_in_line(low, high, along=False):
        by, between = (low.w, 0), Box(low.right, low.y, high.x - low.right, low.h)
        whole = Box(low.x, low.y, high.x - low.x, low.h)
    elif low.h < low.w and low.bottom <= high.y and _are_in_line(low, high, along=True):
        by, between = (0, low.h), Box(low.x, low.bottom, low.w, high.y - low.bottom)
        whole = Box(low.x, low.y, low.w, high.y - low.y)
    else:
        return None
    if not between.area or not pictures.known(1).contains(between):
        return None
    fill = in_hexadecimal(ground_of(crop(pictures, 1, between)))
    if fill not in colours:
        return None
    places = whole, whole.move(*by)
    was, now = places if fill == colours[0] else places[::-1]
    before, after = (Element("container", box, source="pixels") for box in (was, now))
    return Named((*first.ids, *last.ids), Change("moved", before, after))


def _strip(named: Named) -> _Strip | None:
    """Return a thin area that has another ground now; None if it is no such area."""
    change = named.change
    if change is None or change.kind != "style_changed" or not (change.before and change.after):
        return None
    box = change.before.box
    thin, long = sorted((box.w, box.h))
    before, after = (it.style.get("background", "") for it in (change.before, change.after))
    return _Strip(box, (before, after)) if thin <= _WIDEST and long >= _LONG * thin else None


def _are_in_line(one: Box, other: Box, *, along: bool) -> bool:
    """Return whether two boxes take up the same rows, or columns where ``along`` is set."""
    if along:
        return max(abs(one.x - other.x), abs(one.right - other.right)) <= ROUNDING
    return max(abs(one.y - other.y), abs(one.bottom - other.bottom)) <= ROUNDING


# --- A strip at one end


def _is_open(named: Named) -> bool:
    """Return whether nothing is known of what was found, or only that it is an area."""
    if named.change is None:
        return named.element is None or named.element.kind not in PICTURES
    element = named.change.before or named.change.after
    is_area = element is not None and element.kind == "container" and not element.confidence
    return is_area and named.change.kind in ("missing", "extra", "style_changed")


def _end(named: Named, regions: Mapping[str, Region]) -> Box | None:
    """Return an area that may be the end of a box: nothing is known of it, and it did not move."""
    if not _is_open(named):
        return None
    mine = [regions[it] for it in named.ids]
    if any(it.box and it.box_after and it.box != it.box_after for it in mine):
        return None
    area = Box.around([box for it in mine if (box := it.box or it.box_after)])
    return area if area.area <= _LARGEST else None


def _are_as_large(one: Box, other: Box) -> bool:
    return abs(one.w - other.w) < _LEAST and abs(one.h - other.h) < _LEAST


def _boxes(area: Box, pictures: Pictures) -> tuple[Box, Box] | None:
    """Return a box in both pictures if the area is where one of its edges moved.

    The edge is the right one, the lower one, the left one or the upper one: each is examined as
    if it were the right one, the box being to the left of it.
    """
    known = pictures.known(0).intersection(pictures.known(1))
    size = pictures.sizes[1]
    for turn in range(4):
        if (area.w >= size.width) if turn % 2 else (area.h >= size.height):
            continue  # it is a part of the page itself
        band = _band(area, turn).intersection(known)
        bands = [_turned(crop(pictures, side, band), turn) for side in (0, 1)]
        spans = _spans(bands, (area.w, area.h)[turn % 2])
        if spans is None:
            continue
        first, last = sorted(span.stop for span in spans)
        strip = _box(area, band, _Span(first, last), turn)
        if _goes_on(pictures, 0 if spans[0].stop == first else 1, strip):
            one, other = (_box(area, band, span, turn) for span in spans)
            return one, other
    return None


def _turned(pixels: Picture, turn: int) -> Picture:
    return np.ascontiguousarray(np.rot90(pixels, turn))


def _band(area: Box, turn: int) -> Box:
    """Return an area with what is beside it, and with all that the box behind it may reach."""
    before, behind = (_REACH, SMOOTHED) if turn in (0, 1) else (SMOOTHED, _REACH)
    if turn % 2:
        return Box(area.x, area.y - before, area.w, before + area.h + behind)
    return Box(area.x - before, area.y, before + area.w + behind, area.h)


def _box(area: Box, band: Box, span: _Span, turn: int) -> Box:
    """Return where a box is that goes from column to column of a band that was turned."""
    x, y, length = area.x, area.y, span.stop - span.start
    if turn % 2:
        y = band.y + span.start if turn == 1 else band.bottom - span.stop
        return Box(x, y, area.w, length)
    x = band.x + span.start if turn == 0 else band.right - span.stop
    return Box(x, y, length, area.h)


def _spans(bands: Sequence[Picture], length: int) -> tuple[_Span, _Span] | None:
    """Return where a box goes in both bands if its right edge moved in the area at their end."""
    stop = bands[0].shape[1] - SMOOTHED
    start = stop - length
    if start < _GAP or not bands[0].shape[0]:
        return None
    grounds = [ground_of(band[:, stop:]) for band in bands]
    if are_other(*grounds):
        return None
    fills = [_fill(band[:, start - _GAP : start], grounds[0]) for band in bands]
    if are_other(*fills) or not are_other(fills[0], grounds[0]):
        return None
    one, other = (
        _span(_columns(band, fill), start) for band, fill in zip(bands, fills, strict=True)
    )
    if one is None or other is None or abs(one.stop - other.stop) < _LEAST:
        return None
    return one, other


def _goes_on(pictures: Pictures, side: int, strip: Box) -> bool:
    """Return whether there is no edge on a side of a strip: what a box uncovered goes on there."""
    around = strip.grow(1).intersection(pictures.known(side))
    pixels = crop(pictures, side, around)
    turned = (np.rot90(pixels, turn) for turn in range(4))
    return any((cv2.absdiff(it[0], it[1]).max(axis=1) <= VISIBLE).mean() >= MOST for it in turned)


def _fill(pixels: Picture, ground: Colour) -> Colour:
    """Return the most frequent colour but for the ground, if that is not nearly all there is."""
    is_other = ink_on(pixels, ground) > VISIBLE
    return ground_of(pixels[is_other][:, np.newaxis] if is_other.mean() >= _SOME else pixels)


def _columns(band: Picture, colour: Colour) -> npt.NDArray[np.bool_]:
    """Return which columns have a colour for the most part."""
    low, high = (np.clip(colour + by, 0, 255).astype(np.float64) for by in (-VISIBLE, VISIBLE))
    is_it = cv2.inRange(band, low, high) > 0
    return cast("npt.NDArray[np.bool_]", is_it.mean(axis=0) >= MOST)


def _span(filled: npt.NDArray[np.bool_], start: int) -> _Span | None:
    """Return from where to where a box goes that is left of ``start`` and may go beyond it."""
    mine = np.flatnonzero(filled)
    if not len(mine):
        return None
    breaks = np.flatnonzero(np.diff(mine) > _GAP)
    starts, stops = mine[[0, *(breaks + 1)]], mine[[*breaks, -1]] + 1
    inside = np.flatnonzero(starts < start)
    last = int(inside[-1]) if len(inside) else 0
    if last < len(starts) - 1 or starts[last] <= _GAP or stops[last] < start - _GAP:
        return None  # it ends nowhere, or there is another one
    return _Span(int(starts[last]), int(stops[last]))
