"""Elements of a window that are in another place now, or of another size.

The elements of both pictures that the other one does not have in the same place are paired by what
they look like, the nearest first. What has no outline to be found by is searched for by its pixels.
Without it 2 more of 80 defects of `benchmarks/defects` have a wrong kind.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pytest_visualdiff.comparison.naming.area import LABELLED, OUTLINED, area
from pytest_visualdiff.comparison.naming.borders import border_change
from pytest_visualdiff.comparison.naming.named import Named, areas_of, in_picture, without
from pytest_visualdiff.comparison.naming.pictures import LEAST_PICTURE
from pytest_visualdiff.comparison.naming.same_drawing import (
    LEAST_ALIKE,
    ROUNDING,
    show_the_same,
)
from pytest_visualdiff.comparison.naming.view import SHADOW_MARGIN
from pytest_visualdiff.comparison.naming.window import Window, corner_distance, edge_distance
from pytest_visualdiff.imaging import ink
from pytest_visualdiff.imaging.arrays import Picture
from pytest_visualdiff.imaging.ground import ground_of
from pytest_visualdiff.imaging.ink import ink_box, is_drawn_in
from pytest_visualdiff.imaging.template import locate
from pytest_visualdiff.model import Box, Change, ChangeKind, Element, ElementKind

FARTHEST = 64
"""Pixels that an element is looked for around its place: farther away another one is as likely."""

_SAME_EDGE = 2
"""Pixels by which edges in the same place may differ: shadows and smoothing end elsewhere."""

_LARGEST_SOUGHT = 256
"""Pixels of the longer side of what is searched for by its pixels alone, as this takes time."""

_SHOWN_BELOW = 0.5
"""Correlation up to which a text is not shown any more, not even below another one."""

_WRITTEN_OVER = 0.4
"""Correlation from which on a text may be written in a place where another one stands as well."""


def relocated(window: Window, places: Mapping[str, Box]) -> list[Named]:
    """Return the areas of elements that are in another place now, or of another size.

    Parameters
    ----------
    window : Window
    places : mapping of str to Box
        The areas that nothing is said of yet, by their ids.
    """
    left, named = dict(places), list[Named]()
    gone, new = _out_of_place(window)
    for one in sorted(gone, key=lambda it: -it.box.area):
        found = _paired(window, one, (gone, new), left)
        if found is None:
            said = _searched(window, one, left)
        else:
            said, other = found
            new.remove(other)
        if said:
            named.append(said)
            left = without(left, [said])
    return named


def resized(window: Window) -> Iterator[tuple[Element, Element]]:
    """Yield what stands where it stood and became larger or smaller, as it was and is."""
    gone, new = _out_of_place(window)
    for one in gone:
        others = [it for it in new if it.box.meets(one.box) and it.kind == one.kind]
        for other in sorted(others, key=lambda it: edge_distance(one.box, it.box)):
            if _relation(window, one, other) == "resized":
                yield in_picture(window.before, one), in_picture(window.after, other)
                new.remove(other)
                break


def found_again(window: Window, kind: ElementKind, box: Box) -> Box | None:
    """Return where else a thing is shown now, as it was; None if nowhere.

    Parameters
    ----------
    window : Window
        Which shows the thing in the baseline, and all around it.
    kind : str
        What it is: a text may be written over whatever stood and stands there.
    box : Box
        Its place, in the window.
    """
    return _written_over(window, box) if kind == "text" else _shown_again(window, box)


def _shown_again(window: Window, box: Box) -> Box | None:
    if min(box.w, box.h) < LEAST_PICTURE:
        return None
    place = _located(window, window.before.cut(box), box.grow(FARTHEST), LEAST_ALIKE)
    if place is None or corner_distance(place, box) <= ROUNDING:
        return None
    if not window.show_the_same(box, place):
        return None
    was_there = show_the_same(*(view.cut(place) for view in window))
    return None if was_there or window.show_the_same(box, box) else place


def _written_over(window: Window, box: Box) -> Box | None:
    text = window.before.cut(box)
    place = _located(window, text, box.grow(FARTHEST), _WRITTEN_OVER)
    if place is None or abs(place.y - box.y) < box.h // 2:
        return None
    ground = ground_of(text)
    there, now = (view.cut(place) for view in window)
    if not (is_drawn_in(text, now, ground) and is_drawn_in(there, now, ground)):
        return None
    others = window.after.cut(box), there
    return None if any(is_drawn_in(text, it, ground) for it in others) else place


def _located(window: Window, piece: Picture, near: Box, least: float) -> Box | None:
    """Return where in a box of the actual picture a piece of the baseline is, if it is."""
    match = locate(piece, window.after.pixels, near)
    return match.box if match and match.score >= least else None


def _out_of_place(window: Window) -> tuple[list[Element], list[Element]]:
    """Return the elements of either picture that the other one has not in the same place."""
    there, now = window.before.elements, window.after.elements
    return _only_in(there, now), _only_in(now, there)


def _only_in(elements: Sequence[Element], others: Sequence[Element]) -> list[Element]:
    return [
        it for it in elements
        if not any(edge_distance(it.box, other.box) <= ROUNDING for other in others)
    ]  # fmt: skip


def _paired(
    window: Window, one: Element, out_of_place: tuple[list[Element], list[Element]],
    places: Mapping[str, Box],
) -> tuple[Named, Element] | None:  # fmt: skip
    """Return what became of an element if it is a new one near its place, and which one."""
    gone, new = out_of_place
    others = [it for it in new if corner_distance(one.box, it.box) <= FARTHEST]
    for other in sorted(others, key=lambda it: corner_distance(one.box, it.box)):
        kind = _relation(window, one, other)
        ids = areas_of(places, one.box, other.box) if kind else ()
        if not kind or not ids:
            continue
        before, after = in_picture(window.before, one), in_picture(window.after, other)
        change = Change(kind, before, after)
        changed = [places[it] for it in ids]
        if kind == "moved" and (lost := _replaced(window, other, gone, changed)):
            change = Change("missing", in_picture(window.before, lost), None)
        return Named(ids, change), other
    return None


def _searched(window: Window, one: Element, places: Mapping[str, Box]) -> Named | None:
    """Return where an element is now by what it looks like, where no outline is found."""
    if max(one.box.w, one.box.h) > _LARGEST_SOUGHT or window.before.looks(one.box).is_flat:
        return None
    place = found_again(window, one.kind, one.box)
    ids = areas_of(places, one.box, place) if place else ()
    if place is None or not ids:
        return None
    before = in_picture(window.before, one)
    after = replace(before, box=window.after.in_picture(place))
    return Named(ids, Change("moved", before, after))


def _replaced(
    window: Window, mover: Element, gone: Sequence[Element], changed: Sequence[Box]
) -> Element | None:
    """Return what a text took the place of, if that is drawn no more: it only moved up."""
    if mover.kind != "text":
        return None
    for it in gone:
        if it.kind != "text" or not it.box.meets(mover.box) or _is_shown(window, it):
            continue
        near = it.box.grow(SHADOW_MARGIN)  # another rendering may draw it as far off
        drawn = _located(window, window.before.cut(it.box), near, _SHOWN_BELOW)
        if drawn is None and any(box.meets(it.box) for box in changed):
            return it
    return None


def _is_shown(window: Window, one: Element) -> bool:
    """Return whether an element of the baseline is anywhere now, as it was."""
    if any(window.show_the_same(one.box, it.box) for it in window.after.elements):
        return True
    return found_again(window, one.kind, one.box) is not None


def _relation(window: Window, one: Element, other: Element) -> ChangeKind | None:
    """Return whether an element that is gone moved to where another is, or was resized to it."""
    wider, taller = abs(one.box.w - other.box.w), abs(one.box.h - other.box.h)
    if max(wider, taller) <= ROUNDING:
        return "moved" if window.show_the_same(one.box, other.box) else None
    if not {one.kind, other.kind} <= OUTLINED or not _keeps_its_place(one.box, other.box):
        return None
    if max(wider, taller) <= _SAME_EDGE or not _has_the_same_label(window, one, other):
        return None
    grounds = [view.looks(it.box).ground for view, it in zip(window, (one, other), strict=True)]
    if ink.are_other(*grounds):
        return None
    both = area(window, Box.around([one.box, other.box]), (one, other))
    return None if border_change(both) else "resized"  # a wider border makes it larger


def _keeps_its_place(one: Box, other: Box) -> bool:
    """Return whether a box that became larger or smaller stands where it stood.

    An edge or the middle is there yet; or the larger one goes beyond the smaller one on both sides,
    as where others beside it have taken the room that it left.
    """
    across = one.x - other.x, one.right - other.right
    along = one.y - other.y, one.bottom - other.bottom
    return all(
        a * b < 0 or min(abs(a), abs(b), abs(a + b)) <= _SAME_EDGE for a, b in (across, along)
    )


def _has_the_same_label(window: Window, one: Element, other: Element) -> bool:
    """Return whether what stands in a control is as large: then it is the same text.

    Another one makes it wider, or taller by a line: by less than that, something else does.
    """
    if one.kind not in LABELLED:
        return True
    there, now = (
        ink_box(view.looks(it.box.grow(-SHADOW_MARGIN)))
        for view, it in zip(window, (one, other), strict=True)
    )
    if _SAME_EDGE < abs(one.box.h - other.box.h) < there.h:
        return True
    return max(abs(there.w - now.w), abs(there.h - now.h)) <= _SAME_EDGE
