"""What has changed of the elements of a page: as data, so that no rendering matters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pytest_visualdiff.comparison.elements.attributes import changed_looks
from pytest_visualdiff.comparison.elements.matching import match
from pytest_visualdiff.comparison.elements.moves import Moves
from pytest_visualdiff.comparison.elements.overlaps import new_overlaps
from pytest_visualdiff.model import Change, Element, Inventory


@dataclass(frozen=True, slots=True)
class Compared:
    """What became of the elements.

    Attributes
    ----------
    changes : tuple of Change
        Root causes first.
    pairs : mapping of int to int
        The numbers of the elements that were found again, before and after.
    """

    changes: tuple[Change, ...]
    pairs: Mapping[int, int]


def compare_elements(before: Inventory, after: Inventory, *, cross_rendered: bool) -> Compared:
    """Return which elements are missing or new, and which have moved or changed.

    Parameters
    ----------
    before, after : Inventory
        Of the two pictures, as the page said.
    cross_rendered : bool
        Whether texts may be a little wider or narrower for no reason of the page's own.
    """
    pairs = dict(match(before, after))
    return Compared(tuple(_Pictures(before, after, pairs, cross_rendered).changes()), pairs)


class _Pictures:
    """Two inventories and the pairs of their elements."""

    def __init__(
        self, before: Inventory, after: Inventory, pairs: Mapping[int, int], cross: bool
    ) -> None:
        self._before, self._after = before.elements, after.elements
        self._pairs = pairs
        self._back = {other: one for one, other in pairs.items()}
        self._cross = cross
        overlaps = new_overlaps(self._before, self._after, pairs)
        self._overlaps = {id(self._after[one]): self._after[it] for one, it in overlaps.items()}

    def changes(self) -> list[Change]:
        """Return all changes, root causes first."""
        changed = changed_looks(self._before, self._after, self._pairs)
        roots = [it for it in changed if it.cause is None]
        roots += [*self._gone(), *self._new()]
        others = [it for it in changed if it.cause is not None]
        moves = Moves(self._before, self._after, self._pairs, roots, others, cross=self._cross)
        moved, followers = moves.changes()
        return [self._over(it) for it in (*roots, *moved, *others, *followers)]

    def _over(self, change: Change) -> Change:
        """Return a change with what the element lies over now."""
        over = self._overlaps.get(id(change.after))
        return change if over is None else replace(change, over=over)

    # --- What is there in one picture only

    def _gone(self) -> Iterator[Change]:
        for number, element in enumerate(self._before):
            if number in self._pairs or self._is_inside(self._before, element, self._pairs):
                continue
            yield Change("missing", element, None, id=f"missing:{number}")

    def _new(self) -> Iterator[Change]:
        for number, element in enumerate(self._after):
            if number in self._back or self._is_inside(self._after, element, self._back):
                continue
            yield Change("extra", None, element, id=f"extra:{number}")

    @staticmethod
    def _is_inside(elements: Sequence[Element], element: Element, pairs: Mapping[int, int]) -> bool:
        """Return whether what is around it is as new, or as gone, and so says it already."""
        return element.parent is not None and element.parent not in pairs
