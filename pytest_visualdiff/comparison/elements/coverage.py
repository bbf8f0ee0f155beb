"""How many of the baseline's elements were found again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from pytest_visualdiff.model import Coverage, Inventory


def coverage(before: Inventory, matched: Collection[int]) -> tuple[Coverage, ...]:
    """Return for each kind, by name, how many elements there were and how many are found again.

    Parameters
    ----------
    before : Inventory
        Of the baseline.
    matched : collection of int
        The numbers of its elements that were found again.
    """
    there = Counter(element.kind for element in before.elements)
    again = Counter(before.elements[number].kind for number in matched)
    return tuple(Coverage(kind, there[kind], again[kind]) for kind in sorted(there))


def whole(before: Inventory | None) -> tuple[Coverage, ...]:
    """Return the coverage of two equal pictures: what the one shows, the other shows too."""
    return coverage(before, range(len(before.elements))) if before else ()
