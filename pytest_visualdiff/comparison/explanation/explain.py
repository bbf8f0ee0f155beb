"""Pixels and elements brought together: which change of an element explains which difference."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pytest_visualdiff.comparison.elements.coverage import coverage
from pytest_visualdiff.comparison.elements.diff import compare_elements
from pytest_visualdiff.comparison.elements.pairs import Correspondences
from pytest_visualdiff.comparison.explanation.accounts import Accounts
from pytest_visualdiff.comparison.explanation.areas import (
    change_at,
    element_at,
    is_said_alike,
    is_seen,
)
from pytest_visualdiff.comparison.explanation.carried import (
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
    Comparison,
    Dismissal,
    Element,
    Explained,
    Inventory,
    Reason,
    Region,
    Settings,
    Shift,
)


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
    seen = known_causes([it for it in found.changes if is_seen(it, comparison)])
    changes = exempt(seen, known, settings, ignoring)
    carried = CarriedContent(before, after, found.pairs, changes.changes, differing)
    accounts = Accounts(changes, comparison.dismissed)
    icons = _lost_in_noise(comparison, changed_icons(before, after, found.pairs, settings, redrawn))
    regions: list[Region] = []
    for region in (*comparison.regions, *icons):
        box = region.place
        boxes = [it for it in (region.box, region.box_after) if it]
        change = change_at(region, accounts.counting, comparison.shifts, (before, after))
        element = region.element or element_at(region, before, after)
        if change is not None:
            accounts.explained.append(Explained(change.cause or change.id, box, region.pixels))
        elif comparison.cross_rendered and element and is_said_alike(region, element):
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
    """Return what accounts for an area in which elements merely moved with others."""
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


def _is_shifted(region: Region, shifts: Sequence[Shift]) -> bool:
    """Return whether an area was compared with another place, as pixels seemed to have moved."""
    return any(
        (region.box_after and it.box.move(it.dx, it.dy).grow(SHADOW_MARGIN).meets(region.box_after))
        or (region.box and it.box.grow(SHADOW_MARGIN).meets(region.box))
        for it in shifts
    )
