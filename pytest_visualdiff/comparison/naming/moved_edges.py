"""Boxes of one colour that end elsewhere: all one sees is the strip that an edge slid across."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, cast

import cv2
import numpy as np
import numpy.typing as npt

from pytest_visualdiff.comparison.naming.changes import Named
from pytest_visualdiff.comparison.naming.window import crop, unnamed
from pytest_visualdiff.imaging.arrays import Colour, Picture
from pytest_visualdiff.imaging.ground import ground_of, ink_on
from pytest_visualdiff.imaging.ink import are_other
from pytest_visualdiff.imaging.picture_pair import Pictures
from pytest_visualdiff.model import PICTURES, Box, Change, ChangeKind, Region

_SEEN = 8
"""Levels by which a pixel differs from the fill of a box that it is no part of."""

_MOSTLY = 0.5
"""Share of the pixels across a box that have its fill: text and pictures may cover the rest."""

_LEAST = 2
"""Pixels that an edge slid by; less is a rounding."""

_SOME = 0.25
"""Share of what is beside a strip that has the fill of the box: it may be a dotted line."""

_GAP = 4
"""Columns without the fill of a box that may be in it: a line of a chart, gaps of a dotted line."""

_BESIDE = 2
"""Pixels on either side of a strip by which its colours are known."""

_REACH = 640
"""Pixels that a box is followed to its other end."""

_LARGEST = 1 << 18
"""Pixels of an area that may be such a strip: of larger ones it is seen what they are a part of."""


class _Span(NamedTuple):
    """From where to behind where a box goes."""

    start: int
    stop: int


def with_edges(
    named: Sequence[Named], regions: Sequence[Region], pictures: Pictures
) -> Iterator[Named]:
    """Yield what was found, with strips that are an end of a box as a box of another size or place.

    Parameters
    ----------
    named : sequence of Named
    regions : sequence of Region
        The areas that it is of.
    pictures : Pictures
        The two it is of.
    """
    found: dict[tuple[Box, Box], Named] = {}
    for it in named:
        strip = _strip(it, regions)
        boxes = _boxes(strip, pictures) if strip else None
        if boxes is None:
            yield it
            continue
        before, after = (unnamed("container", box) for box in boxes)
        kind: ChangeKind = "moved" if _are_as_large(*boxes) else "resized"
        numbers = found[boxes].numbers if boxes in found else ()
        found[boxes] = Named((*numbers, *it.numbers), Change(kind, before, after))
    yield from found.values()


def _is_open(named: Named) -> bool:
    """Return whether nothing is known of what was found, or only that it is an area."""
    if named.change is None:
        return named.element is None or named.element.kind not in PICTURES
    element = named.change.before or named.change.after
    is_area = element is not None and element.kind == "container" and not element.confidence
    return is_area and named.change.kind in ("missing", "extra", "style_changed")


def _strip(named: Named, regions: Sequence[Region]) -> Box | None:
    """Return an area that may be the end of a box: nothing is known of it, and it did not move."""
    if not _is_open(named):
        return None
    mine = [regions[number] for number in named.numbers]
    if any(it.box and it.box_after and it.box != it.box_after for it in mine):
        return None
    area = Box.around([box for it in mine if (box := it.box or it.box_after)])
    return area if area.area <= _LARGEST else None


def _are_as_large(one: Box, other: Box) -> bool:
    return abs(one.w - other.w) < _LEAST and abs(one.h - other.h) < _LEAST


def _boxes(area: Box, pictures: Pictures) -> tuple[Box, Box] | None:
    """Return a box in both pictures if the area is where one of its edges slid.

    The edge is the right one, the lower one, the left one or the upper one: each is looked at as
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
    before, behind = (_REACH, _BESIDE) if turn in (0, 1) else (_BESIDE, _REACH)
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
    """Return where a box goes in both bands if its right edge slid in the area at their end."""
    stop = bands[0].shape[1] - _BESIDE
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
    return any((cv2.absdiff(it[0], it[1]).max(axis=1) <= _SEEN).mean() >= _MOSTLY for it in turned)


def _fill(pixels: Picture, ground: Colour) -> Colour:
    """Return the most frequent colour but for the ground, if that is not nearly all there is."""
    is_other = ink_on(pixels, ground) > _SEEN
    return ground_of(pixels[is_other][:, np.newaxis] if is_other.mean() >= _SOME else pixels)


def _columns(band: Picture, colour: Colour) -> npt.NDArray[np.bool_]:
    """Return which columns have a colour for the most part."""
    low, high = (np.clip(colour + by, 0, 255).astype(np.float64) for by in (-_SEEN, _SEEN))
    is_it = cv2.inRange(band, low, high) > 0
    return cast("npt.NDArray[np.bool_]", is_it.mean(axis=0) >= _MOSTLY)


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
