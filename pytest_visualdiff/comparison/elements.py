"""What changed of the elements of a page: as data, so that no rendering matters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pytest_visualdiff.comparison.matching import match
from pytest_visualdiff.comparison.moves import Moves
from pytest_visualdiff.model import Change, Element, Inventory


@dataclass(frozen=True, slots=True)
class Compared:
    """What became of the elements.

    Attributes
    ----------
    changes : tuple of Change
        Root causes first.
    matched : int
        How many elements of the baseline were found again.
    """

    changes: tuple[Change, ...]
    matched: int


def compare_elements(before: Inventory, after: Inventory, *, cross_rendered: bool) -> Compared:
    """Say which elements are missing, new, elsewhere or otherwise.

    Parameters
    ----------
    before, after : Inventory
        Of the two pictures, as the page said.
    cross_rendered : bool
        Whether texts may be a little wider or narrower for no reason of the page's own.
    """
    pairs = dict(match(before, after))
    return Compared(tuple(_Pictures(before, after, pairs, cross_rendered).changes()), len(pairs))


class _Pictures:
    """Two inventories and the pairs of their elements."""

    def __init__(
        self, before: Inventory, after: Inventory, pairs: Mapping[int, int], cross: bool
    ) -> None:
        self._before, self._after = before.elements, after.elements
        self._pairs = pairs
        self._back = {other: one for one, other in pairs.items()}
        self._cross = cross

    def changes(self) -> list[Change]:
        """Return all changes, root causes first."""
        roots = [*self._gone(), *self._new(), *self._otherwise()]
        moves = Moves(self._before, self._after, self._pairs, roots, cross=self._cross)
        followers = moves.changes()
        return [*roots, *followers]

    # --- What is there in one picture only

    def _gone(self) -> Iterator[Change]:
        for number, element in enumerate(self._before):
            if number in self._pairs or self._is_inside(self._before, element, self._pairs):
                continue
            yield Change("missing", element, None)

    def _new(self) -> Iterator[Change]:
        for number, element in enumerate(self._after):
            if number in self._back or self._is_inside(self._after, element, self._back):
                continue
            yield Change("extra", None, element)

    @staticmethod
    def _is_inside(elements: Sequence[Element], element: Element, pairs: Mapping[int, int]) -> bool:
        """Say whether what is around it is as new, or as gone, and so says it already."""
        return element.parent is not None and element.parent not in pairs

    # --- What is there in both, and not the same

    def _otherwise(self) -> Iterator[Change]:
        for one, other in self._pairs.items():
            before, after = self._before[one], self._after[other]
            if before.text != after.text and not self._named_by_another(before, after):
                yield Change("text_changed", before, after)
            elif dict(before.state) != dict(after.state):
                yield Change("state_changed", before, after)
            elif dict(before.style) != dict(after.style):
                yield Change("style_changed", before, after)

    def _named_by_another(self, before: Element, after: Element) -> bool:
        return before.label is not None or after.label is not None
