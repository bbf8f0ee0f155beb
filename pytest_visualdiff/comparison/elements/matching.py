"""Which element of one picture is which of the other."""

from __future__ import annotations

import itertools
from collections.abc import Hashable, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from pytest_visualdiff.model import Element, Inventory

_MOST_COST = 2.2
"""Two elements that are further apart are not the same: it is cheaper to say one is new."""

_LARGEST = 400
"""Elements left over beyond which not all pairs are compared: they are paired by their paths."""

_KNOWN_BY = 120
"""Characters of the texts in a container that it is known by."""

_FAR = 200
"""Pixels from which on one place is as good as any other."""

_ALIKE_KINDS = frozenset({"text", "link", "badge", "button"})
"""What one element may become without being another."""

Pair = tuple[int, int]


def match(before: Inventory, after: Inventory) -> list[Pair]:
    """Pair the elements of two pictures, each with at most one.

    Both are read in the order of the document. What is equal in kind and text keeps its order, as
    the longest common runs say (J. W. Ratcliff, D. E. Metzener, "Pattern matching: the Gestalt
    approach", Dr. Dobb's Journal 13(7), 1988); what stands between two runs, and then what is left
    over anywhere, is paired at the least cost in sum (J. Munkres, "Algorithms for the assignment
    and transportation problems", J. SIAM 5(1), 1957).

    Returns
    -------
    list of (int, int)
        Numbers of elements before and after, in the order of the document.
    """
    ones, others = before.elements, after.elements
    runs = SequenceMatcher(None, _keys(before), _keys(after), autojunk=False)
    pairs: list[Pair] = []
    for kind, start, end, other_start, other_end in runs.get_opcodes():
        if kind == "equal":
            pairs += zip(range(start, end), range(other_start, other_end), strict=True)
        elif kind == "replace":
            gap = range(start, end), range(other_start, other_end)
            pairs += _cheapest(ones, others, *gap)
    matched, matched_after = {one for one, _ in pairs}, {other for _, other in pairs}
    left = [number for number in range(len(ones)) if number not in matched]
    left_after = [number for number in range(len(others)) if number not in matched_after]
    return sorted([*pairs, *_cheapest(ones, others, left, left_after)])


def _keys(inventory: Inventory) -> list[Hashable]:
    """Return what each element is known by: its text, or the texts in it, or its looks."""
    within = [""] * len(inventory.elements)
    for number in range(len(inventory.elements) - 1, -1, -1):  # those inside come later
        element = inventory.elements[number]
        within[number] = f"{element.text} {within[number]}"
        if element.parent is not None:
            within[element.parent] = f"{within[number]} {within[element.parent]}"[:_KNOWN_BY]
    return [
        (it.kind, it.text or within[number].strip() or (it.path, it.box.w, it.box.h))
        for number, it in enumerate(inventory.elements)
    ]


def _cheapest(
    ones: Sequence[Element], others: Sequence[Element], left: Sequence[int], right: Sequence[int]
) -> list[Pair]:
    """Return the pairs of these elements that cost the least in sum."""
    if not left or not right:
        return []
    if max(len(left), len(right)) > _LARGEST:
        return _by_path(ones, others, left, right)
    costs = {
        (one, other): cost(ones[one], others[other])
        for one, other in itertools.product(left, right)
    }
    if min(len(left), len(right)) == 1:  # the cheapest, without what takes its time to import
        pairs = [min(costs, key=lambda pair: costs[pair])]
    else:
        import numpy as np
        from scipy.optimize import linear_sum_assignment

        table = np.array(list(costs.values())).reshape(len(left), len(right))
        # One that costs too much is as good as none.
        found = np.transpose(linear_sum_assignment(np.minimum(table, _MOST_COST)))
        pairs = [(left[row], right[column]) for row, column in found.tolist()]
    return [pair for pair in pairs if costs[pair] < _MOST_COST]


def _by_path(
    ones: Sequence[Element], others: Sequence[Element], left: Sequence[int], right: Sequence[int]
) -> list[Pair]:
    """Return the pairs of these elements that are of one kind and have one path, as a path is."""
    there = {(others[other].kind, others[other].path): other for other in right}
    pairs = []
    for one in left:
        key = ones[one].kind, ones[one].path
        if ones[one].path and key in there:
            pairs.append((one, there.pop(key)))
    return pairs


def cost(one: Element, other: Element) -> float:
    """Return how unlike ``one`` and ``other`` are: 0 if equal, about 1 for each difference."""
    price = 0.0
    if one.kind != other.kind:
        price += 0.7 if {one.kind, other.kind} <= _ALIKE_KINDS else 2.0
    if one.text != other.text:
        if not one.text or not other.text:
            price += 1.0
        else:
            price += 1.4 * (1 - _alike(one.text, other.text))
    if one.path != other.path:
        price += 0.6
    apart = abs(one.box.x - other.box.x) + abs(one.box.y - other.box.y)
    price += 0.6 * min(apart / _FAR, 1.0)
    larger = max(one.box.w, other.box.w, 1), max(one.box.h, other.box.h, 1)
    price += 0.4 * abs(one.box.w - other.box.w) / larger[0]
    price += 0.4 * abs(one.box.h - other.box.h) / larger[1]
    changed = {name for name, _ in one.style.items() ^ other.style.items()}
    return price + 0.1 * min(len(changed), 4)


def _alike(one: str, other: str) -> float:
    """Return how alike two texts are, 0..1, by the pairs of letters that they have in common.

    L. R. Dice, "Measures of the amount of ecologic association between species", Ecology 26(3),
    1945. Sequences are compared far more slowly, and a page that is all new has many.
    """
    first, second = _pairs_of_letters(one), _pairs_of_letters(other)
    return 2 * len(first & second) / (len(first) + len(second))


@lru_cache(maxsize=4 * _LARGEST)
def _pairs_of_letters(text: str) -> frozenset[str]:
    padded = f" {text} "
    return frozenset(padded[start : start + 2] for start in range(len(padded) - 1))
