"""Which changes of elements do not count, and for which reason."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from pytest_visualdiff.comparison.elements.overlaps import new_overlaps
from pytest_visualdiff.comparison.elements.pairs import Counterparts
from pytest_visualdiff.comparison.explanation.ignore_rules import Ignoring
from pytest_visualdiff.comparison.explanation.layout_level import Layout
from pytest_visualdiff.comparison.explanation.pushes import Push, push_of, pushed
from pytest_visualdiff.model import Box, Change, Reason, Settings

_ELSEWHERE = frozenset({"moved", "shifted"})


@dataclass(frozen=True, slots=True)
class Sorted:
    """All changes, and which of them do not count.

    Attributes
    ----------
    changes : sequence of Change
        With causes counted in here.
    reasons : sequence of str or None
        Why each does not count; None for those that do.
    pushes : mapping
        What those that do not count may have put elsewhere, by their reasons.
    """

    changes: Sequence[Change]
    reasons: Sequence[Reason | None]
    pushes: Mapping[Reason, Sequence[Push]]

    @property
    def numbers(self) -> dict[int, int]:
        """The numbers of those that count, and the numbers they have in `kept`."""
        counting = (number for number, reason in enumerate(self.reasons) if reason is None)
        return {number: new for new, number in enumerate(counting)}

    @property
    def kept(self) -> tuple[Change, ...]:
        """Those that count, with causes counted in here."""
        numbers = self.numbers
        return tuple(
            replace(it, cause=None if it.cause is None else numbers.get(it.cause))
            for it in (self.changes[number] for number in numbers)
        )

    def reason_of_push(self, box: Box, dx: int, dy: int) -> Reason | None:
        """Return the reason for which it does not count that something moved so far, if any."""
        return next((it for it, by in self.pushes.items() if pushed(box, dx, dy, by)), None)


def sort_out(
    changes: Sequence[Change], known: Counterparts, settings: Settings, ignoring: Ignoring
) -> Sorted:
    """Return which changes count.

    Those that a rule ignores do not, and with the level ``layout`` other words and looks do not.
    What only follows from one of these does not either, if that grew or shrank enough to do it: by
    a rule, or by its words, and it lies over nothing for that. All else counts by itself then.
    """
    listed, reasons = _listed(changes, known, settings, ignoring)
    pushes: dict[Reason, list[Push]] = {}
    for change, reason in zip(listed, reasons, strict=True):
        if reason is None or (reason == "layout" and change.kind != "text_changed"):
            continue  # what looks otherwise is no reason to stand elsewhere
        if push := push_of(change, known.before, known.after):
            pushes.setdefault(reason, []).append(push)
    over = new_overlaps(known.before, known.after, known.pairs) if pushes else {}
    for number, change in enumerate(listed):
        cause = None if change.cause is None else reasons[change.cause]
        if cause is None or reasons[number] is not None or _lies_over(change, known, over):
            continue
        if _follows(change, known, pushes.get(cause, [])):
            reasons[number] = cause
    return Sorted(listed, reasons, pushes)


def _listed(
    changes: Sequence[Change], known: Counterparts, settings: Settings, ignoring: Ignoring
) -> tuple[list[Change], list[Reason | None]]:
    """Return the changes as the level has them, with causes by their places in the list."""
    listed: list[Change] = []
    reasons: list[Reason | None] = []
    first: list[int] = []
    layout = Layout(known) if settings.level == "layout" else None
    for change in changes:
        first.append(len(listed))
        for it, counts in layout.of(change) if layout else ((change, True),):
            listed.append(it)
            reasons.append("ignored" if ignoring.ignores(it) else None if counts else "layout")
    return [
        it if it.cause is None else replace(it, cause=first[it.cause]) for it in listed
    ], reasons  # fmt: skip


def _lies_over(change: Change, known: Counterparts, over: Collection[int]) -> bool:
    """Return whether something that a change is about, or is in that, lies over another now.

    ``over`` are the numbers of what does, in the actual picture.
    """
    members = set(known.members(change))
    for number in over:
        around = known.back.get(number)
        while around is not None:
            if around in members:
                return True
            around = known.before[around].parent
    return False


def _follows(change: Change, known: Counterparts, by: Sequence[Push]) -> bool:
    """Return whether what does not count may have moved an element, or made it so large."""
    before, after = change.before, change.after
    if not (before and after):
        return False
    if change.kind in _ELSEWHERE:
        members = known.members(change)
        return bool(members) and pushed(before.box, *known.beside_parent(members[0]), by)
    wider, taller = after.box.w - before.box.w, after.box.h - before.box.h
    return change.kind == "resized" and pushed(before.box, wider, taller, by)
