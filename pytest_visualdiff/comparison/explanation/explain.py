"""Pixels and elements brought together: which change of an element explains which difference."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pytest_visualdiff.comparison.elements.coverage import coverage
from pytest_visualdiff.comparison.elements.diff import compare_elements
from pytest_visualdiff.comparison.elements.pairs import Correspondences
from pytest_visualdiff.comparison.explanation.carried import (
    MOSTLY,
    SHADOW_MARGIN,
    Account,
    CarriedContent,
    Differing,
)
from pytest_visualdiff.comparison.explanation.exempt import Exemptions, exempt, known_causes
from pytest_visualdiff.comparison.explanation.icons import Redrawn, changed_icons
from pytest_visualdiff.comparison.explanation.ignore_rules import Ignoring
from pytest_visualdiff.comparison.explanation.page_size import explains_size
from pytest_visualdiff.model import (
    BY_PAGE,
    Box,
    Change,
    Comparison,
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

_SHOWN = frozenset({"text", "link", "button", "badge"})
"""What shows the words that are its text, or"""

_FILLED_IN = frozenset({"input", "select", "textarea"})
"""those that are its value."""

_COVERED = 0.6
"""Share of a text that differs from which on its letters themselves are others."""

_THERE_OR_NOT = frozenset({"missing", "extra"})
"""With these goes the space around them as well."""


def explain(
    comparison: Comparison,
    before: Inventory,
    after: Inventory,
    settings: Settings,
    differing: Differing,
    redrawn: Redrawn,
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
    differing : callable
        As in `Differing`: where two places show something else.
    redrawn : callable
        As in `Redrawn`: where two places show another drawing.
    """
    found = compare_elements(before, after, cross_rendered=comparison.cross_rendered)
    known = Correspondences(before, after, found.pairs)
    by_page = before.model == after.model == BY_PAGE
    ignoring = Ignoring(settings.rules, known)
    seen = known_causes([it for it in found.changes if _seen(it, comparison)])
    changes = exempt(seen, known, settings, ignoring)
    carried = CarriedContent(before, after, found.pairs, changes.changes, differing)
    accounts = _Accounts(changes, comparison.dismissed)
    icons = _lost_in_noise(comparison, changed_icons(before, after, found.pairs, settings, redrawn))
    regions: list[Region] = []
    for region in (*comparison.regions, *icons):
        box = region.box_after or region.box or Box(0, 0, 0, 0)
        boxes = [it for it in (region.box, region.box_after) if it]
        change = _explanation(region, accounts.counting, comparison.shifts, (before, after))
        element = region.element or _around(region, before, after)
        if change is not None:
            accounts.explained.append(Explained(change.cause or change.id, box, region.pixels))
        elif comparison.cross_rendered and element and _is_said_alike(region, element):
            accounts.attribute(None, box, region.pixels)
        elif region not in icons and (account := _account(carried, region, comparison)):
            accounts.attribute(account.change, box, region.pixels)
        elif element and _is_in(boxes, element) and ignoring.ignores_all_of(element):
            accounts.dismissed.append(Dismissal("ignored", box, region.pixels))
        elif settings.level == "layout" and (by_page or _is_content(element, known)):
            accounts.dismissed.append(Dismissal("layout", box, region.pixels))
        else:
            regions.append(replace(region, element=element))
    kept = {region.id for region in regions}
    shifts: list[Shift] = []
    for shift in comparison.shifts:
        now = shift.box.move(shift.dx, shift.dy)
        if account := _account_of_shift(carried, shift, comparison):
            accounts.attribute(account.change, now, shift.pixels)
        elif reason := _reason_of_shift(shift, changes, settings if by_page else None):
            accounts.dismissed.append(Dismissal(reason, now, shift.pixels))
        else:
            shifts.append(shift if shift.cause in kept else replace(shift, cause=None))
    sizes = comparison.baseline_size, comparison.actual_size
    return replace(
        comparison,
        regions=tuple(regions),
        shifts=tuple(shifts),
        size_explained=explains_size(accounts.counting, known, carried.mover, sizes)
        or accounts.explain_size(comparison)
        or _is_drift(carried, comparison),
        changes=accounts.counting,
        explained=tuple(accounts.explained),
        dismissed=tuple(accounts.all_dismissed()),
        coverage=coverage(before, found.pairs),
    )


def _lost_in_noise(comparison: Comparison, icons: Iterator[Region]) -> list[Region]:
    """Return the icons that another rendering may hide, and of which nothing else tells."""
    if not comparison.cross_rendered:
        return []
    known = [it.box_after for it in comparison.regions if it.box_after]
    return [
        it for it in icons if it.box_after and not any(it.box_after.meets(box) for box in known)
    ]


def _account(carried: CarriedContent, region: Region, comparison: Comparison) -> Account | None:
    """Return what accounts for an area in which elements only went along."""
    carrier = carried.carrier(region, at_rest=_is_shifted(region, comparison.shifts))
    if carrier and (account := _counting(Account(carried.mover(carrier)), comparison)):
        return account
    boxes = (box for box in (region.box, region.box_after) if box)
    return _counting(carried.accounts_for(*boxes), comparison)


def _account_of_shift(
    carried: CarriedContent, shift: Shift, comparison: Comparison
) -> Account | None:
    """Return what accounts for a block: what moved its elements, or what became of them."""
    if (change := carried.cause_of(shift)) is not None:
        return Account(change)
    if carried.moved_alike(shift) and (account := _counting(Account(), comparison)):
        return account
    now = shift.box.move(shift.dx, shift.dy)
    return _counting(carried.accounts_for(shift.box, now), comparison)


def _counting(account: Account | None, comparison: Comparison) -> Account | None:
    """Return an account if it counts: without a change, only another rendering can have done it."""
    if account is None or (account.change is None and not comparison.cross_rendered):
        return None
    return account


def _is_drift(carried: CarriedContent, comparison: Comparison) -> bool:
    """Return whether the picture is only as large as another rendering makes its elements."""
    before, after = comparison.baseline_size, comparison.actual_size
    by = after.width - before.width, after.height - before.height
    return comparison.cross_rendered and carried.end_moved_by(*by)


class _Accounts:
    """What differs, put down to changes that count and to those that do not."""

    def __init__(self, changes: Exemptions, dismissed: Sequence[Dismissal]) -> None:
        self.counting = changes.counting
        self.explained: list[Explained] = []
        self.dismissed = list(dismissed)
        self._changes = changes
        self._kept = {it.id: it for it in self.counting}
        self._pixels: Counter[str] = Counter()

    def attribute(self, change: str | None, box: Box, pixels: int) -> None:
        """Put pixels down to one of all changes, or to the rendering if nothing changed."""
        if change is None:
            self.dismissed.append(Dismissal("rendering_noise", box, pixels))
        elif change in self._kept:
            root = self._kept[change].cause or change
            self.explained.append(Explained(root, box, pixels))
        else:
            self._pixels[change] += pixels

    def explain_size(self, comparison: Comparison) -> bool:
        """Return whether a changed size is explained; dismiss what of it does not count."""
        before, after = comparison.baseline_size, comparison.actual_size
        whole = Box(0, 0, before.width, before.height)
        by = after.width - before.width, after.height - before.height
        reason = self._changes.reason_of_push(whole, *by) if any(by) else None
        if reason:
            parts = _beyond(before, after)
            self.dismissed += [Dismissal(reason, part, part.area) for part in parts]
        return comparison.size_explained or reason is not None

    def all_dismissed(self) -> Iterator[Dismissal]:
        """Yield what was dismissed, changes that do not count at the end."""
        yield from self.dismissed
        for change in self._changes.changes:
            if reason := self._changes.reasons.get(change.id):
                yield Dismissal(reason, _places(change)[-1], self._pixels[change.id], change)


def _beyond(before: Size, after: Size) -> Iterator[Box]:
    """Yield the parts, right and below, that only one of two pictures has."""
    common = before.common(after)
    for size in (before, after):
        if size.width > common.width:
            yield Box(common.width, 0, size.width - common.width, size.height)
        if size.height > common.height:
            yield Box(0, common.height, common.width, size.height - common.height)


def _reason_of_shift(shift: Shift, changes: Exemptions, settings: Settings | None) -> Reason | None:
    """Return why a block that moved does not count; None for settings that no page bears out."""
    if reason := changes.reason_of_push(shift.box, shift.dx, shift.dy):
        return reason
    return "layout" if settings and settings.level == "layout" else None


def _is_content(element: Element | None, known: Correspondences) -> bool:
    """Return whether what changed is in an element that was found again, and no part of the layout.

    Pixels do not tell all that there is, so what is in none of their elements may be one.
    """
    if element is None or element.kind == "container":
        return False
    return None not in known.both(element)


def _is_in(boxes: Sequence[Box], element: Element) -> bool:
    return all(element.box.grow(SHADOW_MARGIN).contains(box) for box in boxes)


def _places(change: Change) -> list[Box]:
    return [it.box for it in (change.before, change.after) if it]


def _seen(change: Change, comparison: Comparison) -> bool:
    """Return whether anything differs where an element changed: what nobody sees is no defect."""
    differing = [it.box_after or it.box for it in comparison.regions]
    differing += [it.box for it in comparison.dismissed]
    differing += [it.box.move(it.dx, it.dy) for it in comparison.shifts]
    differing += [it.box for it in comparison.shifts]
    return any(
        box.grow(SHADOW_MARGIN).meets(it) for it in differing if it for box in _places(change)
    )


def _explanation(
    region: Region,
    changes: Sequence[Change],
    shifts: Sequence[Shift],
    inventories: tuple[Inventory, Inventory],
) -> Change | None:
    """Return the change in whose place an area lies for the most part; the closest fit of all."""
    inner = _around(region, *inventories)
    fits: list[tuple[int, Change]] = []
    for change in changes:
        if _was_compared_in_place(region, change, shifts):
            continue
        if change.kind == "resized" and inner not in (None, change.before, change.after):
            continue  # what is in there was compared on its own
        for box, it in ((region.box, change.before), (region.box_after, change.after)):
            if box is None or it is None:
                continue
            shared, area = box.intersection(it.box.grow(SHADOW_MARGIN)).area, it.box.area
            all_of_it = change.kind in _THERE_OR_NOT and shared >= area
            if all_of_it or shared >= MOSTLY * box.area:
                fits.append((area, change))
    return min(fits, key=lambda it: it[0])[1] if fits else None


def _was_compared_in_place(region: Region, change: Change, shifts: Sequence[Shift]) -> bool:
    """Return whether the pixels moved alike: what differs in their new place is something else."""
    now = region.box_after
    if change.kind not in ("moved", "shifted") or not (change.before and change.after and now):
        return False
    dx = change.after.box.x - change.before.box.x
    dy = change.after.box.y - change.before.box.y
    return any(
        abs(it.dx - dx) <= 1 and abs(it.dy - dy) <= 1 and it.box.move(it.dx, it.dy).contains(now)
        for it in shifts
    )


def _around(region: Region, before: Inventory, after: Inventory) -> Element | None:
    """Return the smallest element in which an area lies for the most part."""
    fits: list[tuple[int, int, Element]] = []
    for inventory, box in ((after, region.box_after), (before, region.box)):
        if box is None:
            continue
        for number, element in enumerate(inventory.elements):
            if box.intersection(element.box.grow(SHADOW_MARGIN)).area >= MOSTLY * box.area:
                fits.append((element.box.area, number, element))
        if fits:
            break
    return min(fits, key=lambda it: it[:2])[2] if fits else None


def _is_said_alike(region: Region, element: Element) -> bool:
    """Return whether a few letters differ in a text of which the page says that it is the same.

    Both pictures have to show something there: else a glyph is lost that the page does not know of.
    """
    box = region.box_after
    shown = element.kind in _SHOWN and element.text
    filled_in = element.kind in _FILLED_IN and {"value", "placeholder"} & element.state.keys()
    if not (shown or filled_in) or box is None or region.box is None:
        return False
    return box.area < _COVERED * element.box.area


def _is_shifted(region: Region, shifts: Sequence[Shift]) -> bool:
    """Return whether an area was compared with another place, as pixels seemed to have moved."""
    return any(
        (region.box_after and it.box.move(it.dx, it.dy).grow(SHADOW_MARGIN).meets(region.box_after))
        or (region.box and it.box.grow(SHADOW_MARGIN).meets(region.box))
        for it in shifts
    )
