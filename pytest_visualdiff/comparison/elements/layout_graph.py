"""What holds each element where it is, and so what put it elsewhere.

An element is laid out beside others: at a distance from the edge of what it stands in, behind the
one before it, in line with the one above. An edge that kept such a distance to another edge went
along with it; one that kept none to anything was moved. So causes are followed from edge to edge,
from those that stay where they were, over those that grew.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Literal, TypeAlias

from pytest_visualdiff.comparison.elements.neighbours import ROUNDED, Neighbours
from pytest_visualdiff.model import Box

STANDS = -2
"""Reason of an edge that has not moved."""

DRIFTS = -1
"""Reason of an edge that is where it is because of another rendering."""

LINE_DRIFT = 0.06
"""Share of its height by which a line may be taller, or displaced: font metrics are rounded."""

TALLEST_LINE = 40
"""Pixels of the tallest line of text whose height counts; what is taller is several lines."""

Direction = Literal["across", "down"]
Reason: TypeAlias = int
"""`STANDS`, `DRIFTS`, or the number of the change that put an edge where it is."""

_LOW, _MIDDLE, _HIGH = range(3)
_Edge: TypeAlias = tuple[int, int]
_Elastic: TypeAlias = "Callable[[int, Placement], Reason | None]"


class Placement:
    """The edges of some elements in one direction: which moved, and why.

    Places are counted in half pixels, for the middle of an element is one of its edges.

    Parameters
    ----------
    direction : {"across", "down"}
    before, after : sequence of Box
        Where each element was and is.
    parents : sequence of int or None
        The number of what an element stands in, if that is there in both pictures.
    neighbours : Neighbours
        Which elements stand beside and below each other.
    pictures : collection of int
        The numbers of those that no words make wider: an edge of theirs drifts with others only.
    elastic : callable
        Told the number of an element and this placement, why that may be larger or smaller; None
        if it may not.
    cross : bool
        Whether two renderings drew the pictures: then what drifted a little pushes what follows.
    """

    def __init__(
        self,
        direction: Direction,
        before: Sequence[Box],
        after: Sequence[Box],
        parents: Sequence[int | None],
        neighbours: Neighbours,
        pictures: Collection[int],
        elastic: _Elastic,
        *,
        cross: bool,
    ) -> None:
        self._cross = cross
        self._pictures = pictures
        self._elastic = elastic
        self._apart = [
            _displacement(_span(one, direction), _span(other, direction))
            for one, other in zip(before, after, strict=True)
        ]
        self._slack = [
            max(2 * ROUNDED, round(2 * LINE_DRIFT * min(box.h, TALLEST_LINE)))
            if cross and direction == "down"
            else 2 * ROUNDED
            for box in before
        ]
        self._links: dict[_Edge, list[_Edge]] = {}
        lines, rows = (
            (neighbours.below, neighbours.beside)
            if direction == "down"
            else (neighbours.beside, neighbours.below)
        )
        for one, other in lines:
            self._link((one, _HIGH), (other, _LOW))
        inside = [(number, of) for number, of in enumerate(parents) if of is not None]
        for one, other in [*rows, *inside]:
            for which in (_LOW, _MIDDLE, _HIGH):
                self._link((one, which), (other, which))
        places = [_span(box, direction) for box in before]
        for number, of in inside:  # what follows the words of what it stands in
            if places[number][0] >= places[of][1] - ROUNDED:
                self._link((number, _LOW), (of, _HIGH))
            elif places[number][1] <= places[of][0] + ROUNDED:
                self._link((number, _HIGH), (of, _LOW))
        self._reasons: dict[_Edge, Reason] = {
            (number, which): STANDS
            for number, places in enumerate(self._apart)
            for which, apart in enumerate(places)
            if abs(apart) <= 2 * ROUNDED
        }
        self._waiting = deque(self._reasons)

    def spread(self) -> None:
        """Find the reasons of all edges that follow from those that are known."""
        while self._waiting:
            edge = self._waiting.popleft()
            for other, reason in [*self._along(edge), *self._through(edge)]:
                self._set(other, reason)

    def give(self, number: int, reason: Reason) -> None:
        """Set ``reason`` for those edges of element ``number`` that have none yet."""
        for which in (_LOW, _MIDDLE, _HIGH):
            self._set((number, which), reason)

    def _set(self, edge: _Edge, reason: Reason) -> None:
        if edge not in self._reasons:
            self._reasons[edge] = reason
            self._waiting.append(edge)

    def of_place(self, number: int) -> Reason | None:
        """Return why an element is where it is; None if nothing says so."""
        reasons = [self._reasons.get((number, which)) for which in (_LOW, _MIDDLE, _HIGH)]
        known = [reason for reason in reasons if reason is not None]
        low, _, high = self._apart[number]
        if (
            number in self._pictures
            and len(known) < len(reasons)
            and abs(high - low) <= 2 * ROUNDED
        ):
            return None  # as large as it was, it went as far as the edge that went farthest
        return min(known, default=None)

    def of_size(self, number: int) -> Reason | None:
        """Return why both ends of an element are where they are; None if nothing says so."""
        ends = self._reasons.get((number, _LOW)), self._reasons.get((number, _HIGH))
        return None if ends[0] is None or ends[1] is None else max(ends[0], ends[1])

    def ends(self, number: int) -> tuple[bool, bool]:
        """Say of either end of an element whether it is known why it is where it is."""
        return (number, _LOW) in self._reasons, (number, _HIGH) in self._reasons

    def goes_with(self, number: int, parent: int) -> bool:
        """Return whether element ``number`` begins as far from where ``parent`` does as before."""
        edges = (_LOW, _HIGH) if self._is_whole_picture(number) else (_LOW,)
        return all(
            abs(self._apart[number][edge] - self._apart[parent][_LOW]) <= 2 * ROUNDED
            for edge in edges
        )

    def ends_with(self, number: int, parent: int) -> bool:
        """Return whether element ``number`` ends as far from the end of ``parent`` as before."""
        return abs(self._apart[number][_HIGH] - self._apart[parent][_HIGH]) <= 2 * ROUNDED

    def _is_whole_picture(self, number: int) -> bool:
        """Return whether it is a picture of unchanged size: it moves with its farthest edge."""
        low, _, high = self._apart[number]
        return number in self._pictures and abs(high - low) <= 2 * ROUNDED

    def _link(self, one: _Edge, other: _Edge) -> None:
        slack = max(self._slack[one[0]], self._slack[other[0]])
        if abs(self._of(one) - self._of(other)) <= slack:
            self._links.setdefault(one, []).append(other)
            self._links.setdefault(other, []).append(one)

    def _of(self, edge: _Edge) -> int:
        return self._apart[edge[0]][edge[1]]

    def _along(self, edge: _Edge) -> Iterator[tuple[_Edge, Reason]]:
        """Yield the edges that kept their distance to one, and why they are where they are."""
        number, which = edge
        low, _, high = self._apart[number]
        reason = self._reasons[edge]
        own = [(number, it) for it in (_LOW, _MIDDLE, _HIGH) if it != which]
        if abs(high - low) > 2 * ROUNDED or (reason == STANDS and number in self._pictures):
            own.clear()
        for other in [*self._links.get(edge, ()), *own]:
            if reason != STANDS:
                yield other, reason
            elif self._cross and self._of(edge) * self._of(other) > 0:
                yield other, DRIFTS  # by a fraction of a pixel more at each step

    def _through(self, edge: _Edge) -> Iterator[tuple[_Edge, Reason]]:
        """Yield the other edges of an element that may be larger, and why it is."""
        number, _ = edge
        low, _, high = self._apart[number]
        if abs(high - low) <= 2 * ROUNDED:
            return
        reason = self._elastic(number, self)
        if reason is not None:
            reason = max(self._reasons[edge], DRIFTS) if reason == DRIFTS else reason
            for which in (_LOW, _MIDDLE, _HIGH):
                yield (number, which), reason


def _span(box: Box, direction: Direction) -> tuple[int, int]:
    return (box.y, box.bottom) if direction == "down" else (box.x, box.right)


def _displacement(before: tuple[int, int], after: tuple[int, int]) -> tuple[int, int, int]:
    """Return by how many half pixels the lower edge, the middle and the higher edge moved."""
    low, high = after[0] - before[0], after[1] - before[1]
    return 2 * low, low + high, 2 * high
