"""What was dismissed, in few words: another machine's noise is in a hundred places of a page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pytest_visualdiff.model import Box, Dismissal, Reason

_MOST_SINGLY = 3


class Group(NamedTuple):
    """Pixels that were dismissed for one reason, in how many places, and the box around them."""

    reason: Reason
    pixels: int
    places: int
    box: Box


def in_groups(dismissed: Iterable[Dismissal]) -> list[Group]:
    """Return what was dismissed; more than three places with one reason become one group."""
    by_reason: dict[Reason, list[Dismissal]] = {}
    for each in dismissed:
        by_reason.setdefault(each.reason, []).append(each)
    return [
        Group(reason, sum(each.pixels for each in part), len(part), _around(part))
        for reason, places in by_reason.items()
        for part in ([places] if len(places) > _MOST_SINGLY else [[place] for place in places])
    ]


def _around(places: Sequence[Dismissal]) -> Box:
    boxes = [place.box for place in places]
    left, top = min(box.x for box in boxes), min(box.y for box in boxes)
    right, bottom = max(box.right for box in boxes), max(box.bottom for box in boxes)
    return Box(left, top, right - left, bottom - top)
