"""Pixels and elements brought together: which change of an element explains which difference."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pytest_visualdiff.comparison.accounting import Accounting, SameAt
from pytest_visualdiff.comparison.counterparts import Counterparts
from pytest_visualdiff.comparison.coverage import coverage
from pytest_visualdiff.comparison.dismissing import Sorted, sort_out
from pytest_visualdiff.comparison.elements import compare_elements
from pytest_visualdiff.comparison.ignoring import Ignoring
from pytest_visualdiff.model import (
    Box,
    Change,
    Comparison,
    Coverage,
    Dismissal,
    Element,
    Explained,
    Inventory,
    Reason,
    Region,
    Settings,
    Shift,
    Size,
)

_AROUND = 4
"""Pixels around an element that belong to it: its shadow, its outline, its smoothed edge."""

_MOSTLY = 0.5
"""Share of an area that has to lie in an element for the element to explain it."""

_COVERED = 0.6
"""Share of a text that differs from which on its letters themselves are others."""

_THERE_OR_NOT = frozenset({"missing", "extra"})
"""With these goes the space around them as well."""

_PUSHING = frozenset({"missing", "extra", "moved", "resized", "text_changed", "shifted"})
"""What may put other things elsewhere."""


def explain(
    comparison: Comparison,
    before: Inventory,
    after: Inventory,
    settings: Settings,
    same_at: SameAt,
) -> Comparison:
    """Return the comparison with what became of the elements, and the pixels that explains.

    What the page says is exact, whatever drew it. What its elements do not explain is judged by the
    pixels, and named after the element in which it lies.

    Parameters
    ----------
    comparison : Comparison
        Of the pixels.
    before, after : Inventory
        Of the baseline and the actual picture, read from the pages.
    settings : Settings
    same_at : callable
        Says whether the baseline shows in one box what the actual picture shows in the other.
    """
    found = compare_elements(before, after, cross_rendered=comparison.cross_rendered)
    known = Counterparts(before, after, found.pairs)
    ignoring = Ignoring(settings.rules, known)
    seen = _seen_ones(found.changes, comparison)
    changes = sort_out(seen, known, settings, ignoring)
    told = _Explaining(comparison, known, settings, changes, same_at)
    for region in comparison.regions:
        told.explain_region(region, _around(region, before, after), ignoring)
    told.explain_shifts()
    told.explain_size()
    return told.comparison(coverage(before, found.pairs))


class _Explaining:
    """What differs by the pixels, laid to changes of elements one by one."""

    def __init__(
        self,
        measured: Comparison,
        known: Counterparts,
        settings: Settings,
        changes: Sorted,
        same_at: SameAt,
    ) -> None:
        self._measured = measured
        self._known = known
        self._layout = settings.level == "layout"
        self._changes = changes.kept
        self._not_counting = changes
        others = [it for it, _ in changes.dismissed]
        self._accounting = Accounting(others, known, same_at, _AROUND)
        self._swallowed = [0] * len(changes.dismissed)
        self._dismissed = list(measured.dismissed)
        self._regions: list[Region] = []
        self._explained: list[Explained] = []
        self._shifts: list[Shift] = []
        self._pushing = [number for number, it in enumerate(self._changes) if it.kind in _PUSHING]
        self._size_explained = measured.size_explained or bool(self._pushing)

    def explain_region(self, region: Region, element: Element | None, ignoring: Ignoring) -> None:
        """Lay an area to the closest fit of all changes, or name it after its element."""
        box = region.box_after or region.box or Box(0, 0, 0, 0)
        fits = list(_fits(region, element, self._changes, self._measured.shifts))
        if fits:
            root = _root(self._changes, min(fits)[1])
            self._explained.append(Explained(root, box, region.pixels))
        elif (number := self._accounting.change_for(region)) is not None:
            self._swallowed[number] += region.pixels
        elif reason := self._reason(region, box, element, ignoring):
            self._dismissed.append(Dismissal(reason, box, region.pixels))
        else:
            self._regions.append(replace(region, element=element))

    def _reason(
        self, region: Region, box: Box, element: Element | None, ignoring: Ignoring
    ) -> Reason | None:
        """Return the reason for which an area does not count that no change explains."""
        if element and element.box.grow(_AROUND).contains(box) and ignoring.ignores_all_of(element):
            return "ignored"
        if self._measured.cross_rendered and element and _is_said_alike(region, element):
            return "rendering_noise"
        return "layout" if self._layout else None

    def explain_shifts(self) -> None:
        """Lay blocks that moved to what pushed them."""
        kept = {
            number: self._regions.index(named)
            for number, named in _named(self._measured.regions, self._regions)
        }
        for shift in self._measured.shifts:
            place = shift.box.move(shift.dx, shift.dy)
            cause = kept.get(shift.cause) if shift.cause is not None else None
            if cause is None and (reason := self._reason_of_shift(shift)):
                self._dismissed.append(Dismissal(reason, place, shift.pixels))
            elif cause is None and self._pushing:
                nearest = min(self._pushing, key=lambda it: _away(self._changes[it], shift))
                root = _root(self._changes, nearest)
                self._explained.append(Explained(root, place, shift.pixels))
            else:
                self._shifts.append(replace(shift, cause=cause))

    def _reason_of_shift(self, shift: Shift) -> Reason | None:
        if reason := self._not_counting.reason_of_push(shift.box, shift.dx, shift.dy):
            return reason
        for change, reason in self._not_counting.dismissed:
            if _moved_alike(change, shift) and any(it.meets(shift.box) for it in _places(change)):
                return reason
        return "layout" if self._layout and not self._pushing else None

    def explain_size(self) -> None:
        """Lay a changed size to what pushed the picture's edges, where that does not count."""
        before, after = self._measured.baseline_size, self._measured.actual_size
        grown = after.width - before.width, after.height - before.height
        if grown == (0, 0) or self._pushing:
            return
        whole = Box(0, 0, before.width, before.height)
        if reason := self._not_counting.reason_of_push(whole, *grown):
            self._size_explained = True
            for strip in _beyond(before, after):
                self._dismissed.append(Dismissal(reason, strip, strip.w * strip.h))

    def comparison(self, covered: tuple[Coverage, ...]) -> Comparison:
        """Return all that was said."""
        self._dismissed += [
            Dismissal(reason, _places(change)[-1], pixels, change)
            for (change, reason), pixels in zip(
                self._not_counting.dismissed, self._swallowed, strict=True
            )
        ]
        return replace(
            self._measured,
            regions=tuple(self._regions),
            shifts=tuple(self._shifts),
            dismissed=tuple(self._dismissed),
            size_explained=self._size_explained,
            changes=self._changes,
            explained=tuple(self._explained),
            coverage=covered,
        )


def _beyond(before: Size, after: Size) -> Iterator[Box]:
    """Yield the parts, right and below, that only one of two pictures has."""
    common = before.common(after)
    for size in (before, after):
        if size.width > common.width:
            yield Box(common.width, 0, size.width - common.width, size.height)
        if size.height > common.height:
            yield Box(0, common.height, common.width, size.height - common.height)


def _named(all_: Sequence[Region], kept: Sequence[Region]) -> Iterator[tuple[int, Region]]:
    for number, region in enumerate(all_):
        for other in kept:
            if (region.box, region.box_after) == (other.box, other.box_after):
                yield number, other
                break


def _places(change: Change) -> list[Box]:
    return [it.box for it in (change.before, change.after) if it]


def _seen(change: Change, comparison: Comparison) -> bool:
    """Say whether anything differs where an element changed: what nobody sees is no defect."""
    differing = [it.box_after or it.box for it in comparison.regions]
    differing += [it.box for it in comparison.dismissed]
    differing += [it.box.move(it.dx, it.dy) for it in comparison.shifts]
    differing += [it.box for it in comparison.shifts]
    return any(box.grow(_AROUND).meets(it) for it in differing if it for box in _places(change))


def _seen_ones(changes: Sequence[Change], comparison: Comparison) -> list[Change]:
    """Return the changes that somebody sees, with causes counted anew."""
    seen = [number for number, it in enumerate(changes) if _seen(it, comparison)]
    numbers = {old: new for new, old in enumerate(seen)}
    return [
        replace(it, cause=None if it.cause is None else numbers.get(it.cause))
        for it in (changes[number] for number in seen)
    ]


def _fits(
    region: Region, inner: Element | None, changes: Sequence[Change], shifts: Sequence[Shift]
) -> Iterator[tuple[int, int]]:
    """Yield the changes in whose places an area lies for the most part, each with their size."""
    for number, change in enumerate(changes):
        if _was_compared_in_place(region, change, shifts):
            continue
        if change.kind == "resized" and inner not in (None, change.before, change.after):
            continue  # what is in there was compared on its own
        for box, it in ((region.box, change.before), (region.box_after, change.after)):
            if box is None or it is None:
                continue
            shared, area = _shared(box, it.box.grow(_AROUND)), it.box.w * it.box.h
            all_of_it = change.kind in _THERE_OR_NOT and shared >= area
            if all_of_it or shared >= _MOSTLY * box.w * box.h:
                yield area, number


def _was_compared_in_place(region: Region, change: Change, shifts: Sequence[Shift]) -> bool:
    """Say whether the pixels moved alike: what differs in their new place is something else."""
    now = region.box_after
    return now is not None and any(
        _moved_alike(change, it) and it.box.move(it.dx, it.dy).contains(now) for it in shifts
    )


def _moved_alike(change: Change, shift: Shift) -> bool:
    """Say whether elements moved as far as a block of pixels did."""
    if change.kind not in ("moved", "shifted") or not (change.before and change.after):
        return False
    dx = change.after.box.x - change.before.box.x
    dy = change.after.box.y - change.before.box.y
    return abs(shift.dx - dx) <= 1 and abs(shift.dy - dy) <= 1


def _root(changes: Sequence[Change], number: int) -> int:
    cause = changes[number].cause
    return number if cause is None else cause


def _around(region: Region, before: Inventory, after: Inventory) -> Element | None:
    """Return the smallest element in which an area lies for the most part."""
    fits: list[tuple[int, int, Element]] = []
    for inventory, box in ((after, region.box_after), (before, region.box)):
        if box is None:
            continue
        for number, element in enumerate(inventory.elements):
            if _shared(box, element.box.grow(_AROUND)) >= _MOSTLY * box.w * box.h:
                fits.append((element.box.w * element.box.h, number, element))
        if fits:
            break
    return min(fits, key=lambda it: it[:2])[2] if fits else None


def _is_said_alike(region: Region, element: Element) -> bool:
    """Say whether a few letters differ in a text of which the page says that it is the same.

    Both pictures have to show something there: else a glyph is lost that the page does not know of.
    """
    box = region.box_after
    if element.kind not in ("text", "link", "button") or not element.text:
        return False
    if box is None or region.box is None:
        return False
    return box.w * box.h < _COVERED * element.box.w * element.box.h


def _shared(one: Box, other: Box) -> int:
    width = min(one.right, other.right) - max(one.x, other.x)
    height = min(one.bottom, other.bottom) - max(one.y, other.y)
    return max(width, 0) * max(height, 0)


def _away(change: Change, shift: Shift) -> int:
    """Return how far the upper left corner of a shift is from that of a change."""
    box = _places(change)[-1]
    return abs(box.y - shift.box.y) + abs(box.x - shift.box.x)
