"""The order of defects, used where only some of them can be shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pytest_visualdiff.model import Defect

_CONTROLS = frozenset(
    {"button", "link", "input", "textarea", "select", "checkbox", "radio", "switch", "slider"}
)
"""Kinds of elements that are controls."""

_THERE_OR_NOT = frozenset({"missing", "extra"})
"""Kinds of defects of an element that is in one picture only."""

_SAID = frozenset({"text_changed", "state_changed"})
"""Kinds of defects of an element that has another text or state."""


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

    The worst is a control (button, link, input, ...) that is missing or new; then any other element
    that is, or one whose text or state changed; then everything else. Within these groups, the
    defect that explains more differing pixels, its consequences included, is worse; equal ones keep
    their order.
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
