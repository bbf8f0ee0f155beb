"""Which defects a reader with little room has to see first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pytest_visualdiff.model import Defect

_CONTROLS = frozenset(
    {"button", "link", "input", "textarea", "select", "checkbox", "radio", "switch", "slider"}
)
"""Kinds of elements that people use, and not only look at."""

_THERE_OR_NOT = frozenset({"missing", "extra"})
_SAID = frozenset({"text_changed", "state_changed"})


class Problem(NamedTuple):
    """A defect that follows from no other, and those that follow from it, in reading order."""

    root: Defect
    followers: list[Defect]

    @property
    def pixels(self) -> int:
        """How many differing pixels all of it explains."""
        return self.root.pixels + sum(follower.pixels for follower in self.followers)


def worst_first(defects: Sequence[Defect]) -> list[Problem]:
    """Return the root causes, the worst first.

    That is a control (button, link, input, ...) which is missing or new; then any other element
    which is, or which says or is set to something else; then all the rest. Among these, what
    explains more differing pixels, with what follows from it, is worse; else the order stays.
    """
    followers: dict[str | None, list[Defect]] = {}
    for defect in defects:
        followers.setdefault(defect.caused_by, []).append(defect)
    problems = [Problem(root, followers.get(root.id, [])) for root in followers.get(None, [])]
    return sorted(problems, key=lambda problem: (_rank(problem.root), -problem.pixels))


def _rank(defect: Defect) -> int:
    if defect.element is None:
        return 2
    if defect.kind in _THERE_OR_NOT:
        return 0 if defect.element.kind in _CONTROLS else 1
    return 1 if defect.kind in _SAID else 2
