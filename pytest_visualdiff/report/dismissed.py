"""Summary of what was dismissed: rendering noise may be in a hundred places of a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from pytest_visualdiff.model import Box
from pytest_visualdiff.plural import plural

_MOST_SINGLY = 3
"""Most places with one reason that are listed one by one."""

_LONGEST = 60
"""Most characters of an element's text that are shown."""


class Group(NamedTuple):
    """What was dismissed for one reason, in one or more places.

    Attributes
    ----------
    reason : str
    pixels : int
        How many pixels differ there.
    places : int
        How many places there are.
    box : Box
        The smallest box around them.
    change : str
        What changed of which element, if it is a single change.
    """

    reason: str
    pixels: int
    places: int
    box: Box
    change: str = ""

    @property
    def words(self) -> str:
        """What was dismissed, and where."""
        count = f"{self.pixels:,} {plural(self.pixels, 'pixel')}"
        parts = [self.change, count if self.pixels or not self.change else ""]
        where = "at" if self.places == 1 else f"in {self.places:,} places, within"
        return f"{', '.join(part for part in parts if part)} {where} {self.box}"


def in_groups(dismissed: Iterable[Mapping[str, Any]]) -> list[Group]:
    """Return what was dismissed; more than three places with one reason are joined to a group.

    Parameters
    ----------
    dismissed : iterable of mapping
        The entries of ``dismissed`` in a comparison's JSON.
    """
    by_reason: dict[str, list[Mapping[str, Any]]] = {}
    for each in dismissed:
        by_reason.setdefault(each["reason"], []).append(each)
    return [
        Group(
            reason,
            sum(each["pixels"] for each in part),
            len(part),
            Box.around([Box(*each["box"]) for each in part]),
            _change(part[0]) if len(part) == 1 else "",
        )
        for reason, places in by_reason.items()
        for part in ([places] if len(places) > _MOST_SINGLY else [[place] for place in places])
    ]


def _change(entry: Mapping[str, Any]) -> str:
    if "kind" not in entry:
        return ""
    kind, element = entry["kind"].replace("_", " "), entry["element"]
    if element is None:
        return f"elements {kind}"
    text = element["text"]
    shown = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
    return f"{element['kind']} '{shown}' {kind}" if text else f"{element['kind']} {kind}"
