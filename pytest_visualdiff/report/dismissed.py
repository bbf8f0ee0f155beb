"""What was dismissed, in few words: another machine's noise is in a hundred places of a page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from pytest_visualdiff.model import Box, Dismissal

_MOST_SINGLY = 3


class Group(NamedTuple):
    """Pixels that were dismissed for one reason, in how many places, and the box around them."""

    reason: str
    pixels: int
    places: int
    box: Box


def in_groups(dismissed: Iterable[Dismissal]) -> list[Group]:
    """Return what was dismissed; more than three places with one reason become one group."""
    by_reason: dict[str, list[Dismissal]] = {}
    for each in dismissed:
        by_reason.setdefault(each.reason, []).append(each)
    return [
        Group(
            reason,
            sum(each.pixels for each in part),
            len(part),
            Box.around([each.box for each in part]),
        )
        for reason, places in by_reason.items()
        for part in ([places] if len(places) > _MOST_SINGLY else [[place] for place in places])
    ]
