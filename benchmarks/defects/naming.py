"""Whether a defect is called what it is: its kind, and the element it is about."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from benchmarks.defects.measures import Outcome, Reported, Scored
from benchmarks.defects.pairs import Pair, Rectangle, Subject

RECOLOURS = ("background", "text_color")
"""The mutations that change a colour and nothing else."""

OVERLAP = 0.3
"""Places with so much in common (IoU) are the same, where no path says which element is meant."""

_KINDS = {
    "text": {"text_changed"},
    "digit": {"text_changed"},
    "missing": {"missing"},
    "removed": {"missing"},
    "moved": {"moved"},
    "moved_2px": {"moved"},
    "resized": {"resized"},
    "background": {"style_changed"},
    "text_color": {"style_changed"},
    "banner": {"extra"},
    "added": {"extra"},
    "truncated": {"text_changed", "state_changed"},
    "state": {"state_changed"},
    "image": {"image_changed"},
    "border": {"style_changed"},
}
_BLOCKS = {"missing", "extra", "shifted"}
"""Kinds that may be about more than an element; such a defect is known by its place."""


@dataclass(frozen=True, slots=True)
class Naming:
    """How well the defects of mutated pairs are named.

    Attributes
    ----------
    pairs : int
        Mutated pairs.
    found : int
        Those that were reported as different.
    kinds, elements : int
        Those in which a reported defect is of the right kind, and is about the right element.
    counts : tuple of int
        Reported defects, in each of those that were found.
    """

    pairs: int
    found: int
    kinds: int
    elements: int
    counts: tuple[int, ...]

    @property
    def recall(self) -> float:
        """Share of the pairs that were reported as different."""
        return self.found / self.pairs

    @property
    def right_kind(self) -> float:
        """Share of all pairs in which the kind is right: what was not found is not named."""
        return self.kinds / self.pairs

    @property
    def right_element(self) -> float:
        """Share of all pairs in which the element is right."""
        return self.elements / self.pairs

    @property
    def median(self) -> float | None:
        """Median of the counts; None where nothing was found."""
        return statistics.median(self.counts) if self.counts else None

    @property
    def mean(self) -> float | None:
        """Mean of the counts; None where nothing was found."""
        return statistics.mean(self.counts) if self.counts else None

    @property
    def percentile_95(self) -> int | None:
        """The least count that 95 % of the pairs do not exceed; None where nothing was found."""
        ranked = sorted(self.counts)
        return ranked[math.ceil(0.95 * len(ranked)) - 1] if ranked else None


@dataclass(frozen=True, slots=True)
class Recolours:
    """How well colours that changed are found: kind and place together, as detectors are judged.

    Attributes
    ----------
    pairs : int
        Pairs in which a colour was changed, which is all that was changed in them.
    right : int
        Those in which a reported `style_changed` is where it was changed.
    reported : int
        How often `style_changed` was reported in these pairs, and in the harmless ones.
    """

    pairs: int
    right: int
    reported: int

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall; None without pairs."""
        return 2 * self.right / (self.pairs + self.reported) if self.pairs else None


def naming(scored: Scored) -> Naming | None:
    """Count how the defects of the mutated pairs are named; None without such pairs."""
    told = list(_mutated(scored))
    if not told:
        return None
    return Naming(
        pairs=len(told),
        found=sum(outcome.different for _, outcome, _ in told),
        kinds=_count(told, lambda pair, it: it.kind in right_kinds(pair)),
        elements=_count(told, names_subject),
        counts=tuple(len(defects) for _, outcome, defects in told if outcome.different),
    )


def recolours(scored: Scored) -> Recolours:
    """Count how colours that changed are found."""
    changed = [it for it in _mutated(scored) if it[0].mutation in RECOLOURS]
    harmless = [outcome.defects or () for pair, outcome in scored if pair.mutation is None]
    said = [defects for *_, defects in changed] + harmless
    return Recolours(
        pairs=len(changed),
        right=_count(changed, lambda pair, it: it.kind == "style_changed" and _is_at(it, pair)),
        reported=sum(it.kind == "style_changed" for defects in said for it in defects),
    )


def right_kinds(pair: Pair) -> set[str]:
    """Return the kinds of defects that what was done to a page may be called.

    There is one for most mutations. More are right only where what was done is one as well as the
    other: see the section on kinds in ``benchmarks/README.md``.
    """
    kinds = _KINDS[pair.mutation or ""]
    subject = pair.subject_before
    if pair.mutation in ("moved", "moved_2px") and subject and subject.holds_others:
        return kinds | {"shifted"}
    if pair.mutation in ("missing", "removed") and subject and subject.relation == "holder":
        return kinds | {"text_changed"}
    if pair.mutation == "state" and not pair.plan["told"]:
        return kinds | {"style_changed"}
    return kinds


def names_subject(pair: Pair, defect: Reported) -> bool:
    """Return whether a reported defect is about what was changed.

    Its element is known by its path, or by its place if it was found in the pixels. A defect
    without an element counts only if its kind is about a block, which is known by its place.
    """
    subject = pair.subject_before if defect.before else pair.subject_after
    if defect.path:
        return subject is not None and defect.path in subject.boxes
    if defect.path is None:
        return defect.kind in _BLOCKS and _is_at(defect, pair)
    return any(defect.element and _is_place(defect.element, place) for place in _places(pair))


def _mutated(scored: Scored) -> Iterator[tuple[Pair, Outcome, Sequence[Reported]]]:
    for pair, outcome in scored:
        if pair.mutation:
            yield pair, outcome, outcome.defects or ()


def _count(
    told: Sequence[tuple[Pair, Outcome, Sequence[Reported]]],
    is_right: Callable[[Pair, Reported], bool],
) -> int:
    """Count the pairs that were found and of which a defect is right."""
    return sum(
        outcome.different and any(is_right(pair, it) for it in defects)
        for pair, outcome, defects in told
    )


def _is_at(defect: Reported, pair: Pair) -> bool:
    """Return whether it is where the change is, in either picture."""
    return any(
        place is not None and _is_place(place, other)
        for place, others in (
            (defect.before, _of(pair.before, pair.subject_before)),
            (defect.after, _of(pair.after, pair.subject_after)),
        )
        for other in others
    )


def _is_place(one: Rectangle, other: Rectangle) -> bool:
    return one.overlap(other) >= OVERLAP


def _places(pair: Pair) -> list[Rectangle]:
    return [*_of(pair.before, pair.subject_before), *_of(pair.after, pair.subject_after)]


def _of(truth: Rectangle | None, subject: Subject | None) -> list[Rectangle]:
    """Return the places that stand for the change in one of the pictures."""
    return [*([truth] if truth else []), *(subject.boxes.values() if subject else ())]
