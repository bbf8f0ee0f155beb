"""What is measured of a tool, from the pairs and from what the tool said of each."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from benchmarks.defects.pairs import Pair, Rectangle

_INK = 3
"""So many CSS pixels beyond its box a defect may reach."""


class Reported(NamedTuple):
    """A defect that a tool reports as a cause of its own.

    Attributes
    ----------
    before, after : Rectangle or None
        Its place in the baseline and in the actual picture; both are None for one that has no
        place, such as a changed size of the whole picture.
    kind : str or None
        What it is said to be; None for a tool that does not say.
    path, element : str and Rectangle, or None
        The path and the box of the element that it names; None where it names none. The path is
        empty for one that was found in the pixels.
    """

    before: Rectangle | None
    after: Rectangle | None
    kind: str | None = None
    path: str | None = None
    element: Rectangle | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a tool said of a pair.

    Attributes
    ----------
    different : bool
        Whether it reports the pictures as different.
    score : float or None
        The number its decision rests on, the larger the more different; None where it gives none,
        because it passes or fails the pair whatever the threshold.
    defects : tuple of Reported or None
        None for a tool that does not say where.
    seconds : float
        How long it took, reading the files included.
    """

    different: bool
    score: float | None
    defects: tuple[Reported, ...] | None
    seconds: float


Scored = Sequence[tuple[Pair, Outcome]]


@dataclass(frozen=True, slots=True)
class Detection:
    """How many of the mutated and of the harmless pairs were reported as different."""

    mutated: int
    found: int
    harmless: int
    false_alarms: int

    @property
    def recall(self) -> float | None:
        """Share of the mutated pairs that were reported; None without any."""
        return _share(self.found, self.mutated)

    @property
    def false_alarm_rate(self) -> float | None:
        """Share of the harmless pairs that were reported; None without any."""
        return _share(self.false_alarms, self.harmless)

    @property
    def precision(self) -> float | None:
        """Share of the reported pairs that are mutated; None where none was reported."""
        return _share(self.found, self.found + self.false_alarms)

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall; None without mutated and reported pairs."""
        return _share(2 * self.found, self.mutated + self.found + self.false_alarms)


@dataclass(frozen=True, slots=True)
class Places:
    """How well the reported defects say where; None where there is nothing to measure.

    Attributes
    ----------
    localised : float or None
        Share of the found mutated pairs in which a reported defect meets the true one.
    per_defect_median, per_defect_mean : float or None
        Reported defects in a found mutated pair, which has one true defect.
    stray_mutated, stray_harmless : float or None
        Reported defects in a mutated and in a harmless pair that meet nothing true, the mean.
    """

    localised: float | None
    per_defect_median: float | None
    per_defect_mean: float | None
    stray_mutated: float | None
    stray_harmless: float | None


@dataclass(frozen=True, slots=True)
class Hindsight:
    """A threshold chosen on the very pairs that it is then measured on.

    A pair is reported where the tool's score is above ``threshold``.
    """

    threshold: float
    detection: Detection


def detection(scored: Scored) -> Detection:
    """Count by the tool's own decision."""
    return _detection(scored, lambda outcome: outcome.different)


def places(scored: Scored) -> Places | None:
    """Measure the places of the reported defects; None for a tool that reports none."""
    told = [(pair, outcome.defects) for pair, outcome in scored if outcome.defects is not None]
    if not told:
        return None
    found = [
        (pair, outcome.defects)
        for pair, outcome in scored
        if pair.mutation and outcome.different and outcome.defects is not None
    ]
    counts = [len(defects) for _, defects in found]
    strays = {
        mutated: [
            strays_in(pair, defects) for pair, defects in told if bool(pair.mutation) is mutated
        ]
        for mutated in (True, False)
    }
    located = [meets_defect(pair, defects) for pair, defects in found if pair.before or pair.after]
    return Places(
        localised=_mean(located),
        per_defect_median=statistics.median(counts) if counts else None,
        per_defect_mean=_mean(counts),
        stray_mutated=_mean(strays[True]),
        stray_harmless=_mean(strays[False]),
    )


def meets_defect(pair: Pair, defects: Sequence[Reported]) -> bool:
    """Return whether a reported defect meets the true one, in either picture."""
    return any(
        _meet(defect.before, pair.before) or _meet(defect.after, pair.after) for defect in defects
    )


def strays_in(pair: Pair, defects: Sequence[Reported]) -> int:
    """Count the reported defects with a place that come near neither the true one nor its effects.

    What is drawn reaches a little beyond the boxes that a browser tells.
    """
    margin = _INK * pair.scale
    before = [pair.before] if pair.before else []
    after = [pair.after] if pair.after else []

    def is_near(place: Rectangle | None, areas: Sequence[Rectangle]) -> bool:
        return place is not None and any(place.grow(margin).meets(area) for area in areas)

    return sum(
        1
        for defect in defects
        if (place := defect.after or defect.before)
        and not is_near(defect.before, before)
        and not is_near(defect.after, after)
        and not is_near(place, pair.affected)
    )


def best_f1(scored: Scored) -> Hindsight | None:
    """Return the threshold with the highest F1, of equals the one that finds most."""
    return max(
        _thresholds(scored), key=lambda it: (it.detection.f1 or 0, it.detection.found), default=None
    )


def most_found(scored: Scored, false_alarm_rate: float) -> Hindsight | None:
    """Return the threshold that finds most with at most this share of false alarms.

    Of equals it is the one with the fewest false alarms; None where no threshold keeps to it.
    """
    return max(
        (
            it
            for it in _thresholds(scored)
            if (it.detection.false_alarm_rate or 0) <= false_alarm_rate
        ),
        key=lambda it: (it.detection.found, -it.detection.false_alarms),
        default=None,
    )


def drawn(scored: Scored, *, cross_rendered: bool) -> Scored:
    """Return the pairs that were drawn in different ways, or those that were not."""
    return [it for it in scored if it[0].cross_rendered is cross_rendered]


def by_group(scored: Scored, key: Callable[[Pair], str | None]) -> dict[str, Scored]:
    """Return the pairs of each group, by its name; those whose key is None are left out."""
    groups: dict[str, list[tuple[Pair, Outcome]]] = {}
    for pair, outcome in scored:
        if (name := key(pair)) is not None:
            groups.setdefault(name, []).append((pair, outcome))
    return {name: groups[name] for name in sorted(groups)}


def _thresholds(scored: Scored) -> list[Hindsight]:
    """Try every threshold that makes a difference, from reporting everything to nothing."""
    scores = sorted({outcome.score for _, outcome in scored if outcome.score is not None})
    if not scores:
        return []

    def above(threshold: float) -> Callable[[Outcome], bool]:
        return lambda it: it.different if it.score is None else it.score > threshold

    return [Hindsight(value, _detection(scored, above(value))) for value in (-1.0, *scores)]


def _detection(scored: Scored, reports: Callable[[Outcome], bool]) -> Detection:
    mutated = [reports(outcome) for pair, outcome in scored if pair.mutation]
    harmless = [reports(outcome) for pair, outcome in scored if not pair.mutation]
    return Detection(len(mutated), sum(mutated), len(harmless), sum(harmless))


def _meet(one: Rectangle | None, other: Rectangle | None) -> bool:
    return one is not None and other is not None and one.meets(other)


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _mean(values: Sequence[float]) -> float | None:
    return statistics.mean(map(float, values)) if values else None
