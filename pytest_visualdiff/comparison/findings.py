"""What there is to say of two pictures, or of a part of them, and where that is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from pytest_visualdiff.model import Box, Dismissal, Region, Shift, Size

DRIFT = 4
"""Pixels by which a block may lie further down, in another rendering, for no reason of its own: the
lines above it are each a fraction of a pixel higher."""

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

    ``rearranged`` is there if something moved in pictures of different sizes.
    """

    cross_rendered: bool
    evidence: str
    regions: list[Region] = field(default_factory=list)
    shifts: list[Shift] = field(default_factory=list)
    dismissed: list[Dismissal] = field(default_factory=list)
    drifts: list[tuple[int, int]] = field(default_factory=list)
    size_explained: bool = False
    rearranged: Rearranged | None = None

    def add_regions(self, found: Iterable[Region]) -> None:
        """Add areas whose change is real, each with its id."""
        for region in found:
            self.regions.append(replace(region, id=f"region:{len(self.regions) + 1}"))

    def add_shift(self, shift: Shift) -> None:
        """Add a block that moved, with its id."""
        self.shifts.append(replace(shift, id=f"shift:{len(self.shifts) + 1}"))


def in_place(findings: Findings, part: Box, before: Size, after: Size) -> Findings:
    """Return findings of a part of two pictures with places in the whole ones."""

    def moved(box: Box | None) -> Box | None:
        return None if box is None else box.move(part.x, part.y)

    regions = [
        replace(region, box=moved(region.box), box_after=moved(region.box_after))
        for region in findings.regions
    ]
    shifts = [replace(it, box=it.box.move(part.x, part.y)) for it in findings.shifts]
    dismissed = [replace(it, box=it.box.move(part.x, part.y)) for it in findings.dismissed]
    return replace(
        findings, regions=regions, shifts=shifts, dismissed=dismissed,
        size_explained=_explains(findings, shifts, before, after),
    )  # fmt: skip


def _explains(findings: Findings, shifts: Sequence[Shift], before: Size, after: Size) -> bool:
    """Return whether a changed size follows from what moved, or from lines that drifted."""
    wider, taller = after.width - before.width, after.height - before.height
    moved = [*((shift.dx, shift.dy) for shift in shifts), *findings.drifts]
    if any(abs(dx - wider) <= COMPANION and abs(dy - taller) <= COMPANION for dx, dy in moved):
        return True
    drifted = findings.cross_rendered and not wider
    return drifted and abs(taller) <= 2 * DRIFT and not findings.regions
