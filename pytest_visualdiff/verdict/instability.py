"""Unstable areas: those that differ between two pictures of one source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pytest_visualdiff.model import Comparison, Defect, Dismissal, Unstable, Verdict
from pytest_visualdiff.verdict.defects import find_defects

_OF_A_FRAME = " >>> "
"""What only a path into a frame has; no selector reaches in there."""

_MARGIN = 1
"""Pixels by which a defect may stand out of an unstable area: edges of letters are soft."""


def unstable_areas(comparisons: Iterable[Comparison]) -> tuple[Unstable, ...]:
    """Return what differs between successive pictures of a source, each change once.

    Parameters
    ----------
    comparisons : iterable of Comparison
        Of pictures of one source, the later one as the actual picture.
    """
    found = {
        (defect.kind, defect.box_after or defect.box): Unstable(
            defect.kind,
            defect.box_after or defect.box,
            defect.message,
            defect.element,
            _suggestion(defect),
        )
        for comparison in comparisons
        for defect in find_defects(comparison)
        if not defect.caused_by
    }
    return tuple(found.values())


def set_apart(verdict: Verdict, unstable: tuple[Unstable, ...]) -> Verdict:
    """Return a failed verdict in which defects in unstable areas are listed apart.

    It still does not pass: a place that changes by itself was not seen to be right.
    """
    apart = {
        defect.id for defect in verdict.defects if any(_is_in(defect, area) for area in unstable)
    }
    apart |= {defect.id for defect in verdict.defects if defect.caused_by in apart}
    changing = [
        Dismissal("unstable", place, defect.pixels)
        for defect in verdict.defects
        if defect.id in apart and (place := defect.box_after or defect.box)
    ]
    explained = [
        replace(it, reason="unstable") if it.reason.partition(":")[2] in apart else it
        for it in verdict.explained
    ]
    return replace(
        verdict,
        defects=tuple(defect for defect in verdict.defects if defect.id not in apart),
        explained=(*explained, *changing),
        unstable=unstable,
    )


def _suggestion(defect: Defect) -> str:
    """Return the option that leaves the area out."""
    path = defect.element.path if defect.element else ""
    if path and _OF_A_FRAME not in path:
        return f"ignore=[{path!r}]"
    place = defect.box_after or defect.box
    return f"ignore=[{tuple(place.to_wire())}]" if place else "clip"


def _is_in(defect: Defect, area: Unstable) -> bool:
    """Return whether a defect lies in an unstable area, and concerns the same element if any."""
    mine, its = (it.path if it else "" for it in (defect.element, area.element))
    if mine and its:
        return (mine, defect.kind) == (its, area.kind)
    place = defect.box_after or defect.box
    return bool(place and area.box and area.box.grow(_MARGIN).contains(place))
