"""What there is to say of two pictures, or of a part of them, and where that is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

from pytest_visualdiff.model import Box, Dismissal, Region, Shift, Size

MARGIN = 32
"""Pixels around all that differs that are analysed as well: what it stands beside."""

DRIFT = 4
"""Pixels by which a block may lie further down, in another rendering, for no reason of its own: the
lines above it are each a fraction of a pixel higher. Set by tests/test_renderings."""

COMPANION = 2
"""Pixels by which blocks that moved together may differ: fractions of a pixel are rounded."""


class Rearranged(NamedTuple):
    """How much two pictures differ once all that moved is in its new place.

    Attributes
    ----------
    pixels : int
        How many differ, those of the baseline that are gone included.
    loss : float
        By how much the structural similarity falls short of 1, summed up over all windows.
    """

    pixels: int
    loss: float


@dataclass(frozen=True, slots=True)
class Findings:
    """What there is to say of two pictures; places are those of the parts that were given.

    Attributes
    ----------
    cross_rendered : bool
        Whether different renderings drew the pictures.
    evidence : str
        What tells that.
    regions : tuple of Region
        Real changes.
    shifts : tuple of Shift
        What moved; the cause is the id of one of the regions.
    dismissed : tuple of Dismissal
    drifts : tuple of (dx, dy)
        By how many pixels another rendering moved things.
    size_explained : bool
        Whether a changed size follows from these.
    rearranged : Rearranged or None
        There if something moved in pictures of different sizes.
    """

    cross_rendered: bool
    evidence: str
    regions: tuple[Region, ...] = ()
    shifts: tuple[Shift, ...] = ()
    dismissed: tuple[Dismissal, ...] = ()
    drifts: tuple[tuple[int, int], ...] = ()
    size_explained: bool = False
    rearranged: Rearranged | None = None


def in_place(findings: Findings, part: Box, before: Size, after: Size) -> Findings:
    """Return findings of a part of two pictures with places in the whole ones.

    Parameters
    ----------
    findings : Findings
    part : Box
        The part, of both pictures.
    before, after : Size
        Of the whole baseline and the whole actual picture.
    """
    dx, dy = part.x, part.y
    regions = tuple(
        replace(
            it,
            box=it.box and it.box.move(dx, dy),
            box_after=it.box_after and it.box_after.move(dx, dy),
        )
        for it in findings.regions
    )
    return replace(
        findings,
        regions=regions,
        shifts=tuple(replace(it, box=it.box.move(dx, dy)) for it in findings.shifts),
        dismissed=tuple(replace(it, box=it.box.move(dx, dy)) for it in findings.dismissed),
        size_explained=_explains(findings, before, after),
    )


def _explains(findings: Findings, before: Size, after: Size) -> bool:
    """Return whether a changed size follows from what the pixels say.

    It does if something moved by as much as the picture grew or shrank, or if nothing changed but
    the heights of lines, by which another rendering makes a page a little taller or lower.
    """
    wider, taller = after.width - before.width, after.height - before.height
    moved = (*((shift.dx, shift.dy) for shift in findings.shifts), *findings.drifts)
    if any(abs(dx - wider) <= COMPANION and abs(dy - taller) <= COMPANION for dx, dy in moved):
        return True
    only_drifted = findings.cross_rendered and not findings.regions
    return only_drifted and not wider and abs(taller) <= 2 * DRIFT
