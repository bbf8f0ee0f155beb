"""Which changes of elements do not count, and for which reason."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from pytest_visualdiff.comparison.elements.overlaps import new_overlaps
from pytest_visualdiff.comparison.elements.pairs import Correspondences
from pytest_visualdiff.comparison.explanation.ignore_rules import Ignoring
from pytest_visualdiff.comparison.explanation.layout_level import Layout
from pytest_visualdiff.comparison.explanation.pushes import MOVES, Push, push_of, pushed
from pytest_visualdiff.model import Box, Change, Reason, Settings


@dataclass(frozen=True, slots=True)
class Exemptions:
    """All changes, and which of them do not count.

    Attributes
    ----------
    changes : sequence of Change
    counting : tuple of Change
        Those that count; what follows from one that does not is a root cause here.
    reasons : mapping of str to str
        By the ids of those that do not count, why not.
    pushes : mapping
        What those that do not count may have moved, by their reasons.
    """

    changes: Sequence[Change]
    counting: tuple[Change, ...]
    reasons: Mapping[str, Reason]
    pushes: Mapping[Reason, Sequence[Push]]

    def reason_of_push(self, box: Box, dx: int, dy: int) -> Reason | None:
        """Return why a move of ``box`` by (``dx``, ``dy``) does not count; None if it does."""
        return next((it for it, by in self.pushes.items() if pushed(box, dx, dy, by)), None)


def known_causes(changes: Sequence[Change]) -> list[Change]:
    """Return changes, those of which the cause is none of them as root causes."""
    ids = {it.id for it in changes}
    return [it if it.cause in ids else replace(it, cause=None) for it in changes]


def exempt(
    changes: Sequence[Change], known: Correspondences, settings: Settings, ignoring: Ignoring
) -> Exemptions:
    """Return which changes count.

    A change does not count if a rule ignores it, or if it is one of text or appearance at the level
    ``layout``. A change that merely follows from such a change does not count either, if that one
    grew or shrank enough to cause it (by a rule, or by its text) and the element does not newly lie
    over something. Every other change then counts on its own.

    Parameters
    ----------
    changes : sequence of Change
    known : Correspondences
        Elements of both pictures and which of them correspond.
    settings : Settings
    ignoring : Ignoring
        The rules that ignore changes.
    """
    listed, reasons = _listed(changes, known, settings, ignoring)
    pushes: dict[Reason, list[Push]] = {}
    for change in listed:
        reason = reasons.get(change.id)
        if reason is None or (reason == "layout" and change.kind != "text_changed"):
            continue  # a change of appearance does not move anything
        if push := push_of(change, known.before, known.after):
            pushes.setdefault(reason, []).append(push)
    over = new_overlaps(known.before, known.after, known.pairs) if pushes else {}
    for change in listed:
        cause = reasons.get(change.cause or "")
        if cause is None or change.id in reasons or _lies_over(change, known, over):
            continue
        if _follows(change, known, pushes.get(cause, [])):
            reasons[change.id] = cause
    counting = known_causes([it for it in listed if it.id not in reasons])
    return Exemptions(listed, tuple(counting), reasons, pushes)


def _listed(
    changes: Sequence[Change], known: Correspondences, settings: Settings, ignoring: Ignoring
) -> tuple[list[Change], dict[str, Reason]]:
    """Return the changes as the level has them, and why some do not count, by their ids."""
    listed: list[Change] = []
    reasons: dict[str, Reason] = {}
    layout = Layout(known) if settings.level == "layout" else None
    for change in changes:
        for it, counts in layout.of(change) if layout else ((change, True),):
            listed.append(it)
            if ignoring.ignores(it):
                reasons[it.id] = "ignored"
            elif not counts:
                reasons[it.id] = "layout"
    return listed, reasons


def _lies_over(change: Change, known: Correspondences, over: Collection[int]) -> bool:
    """Return whether something that a change is about, or is in that, lies over another now.

    ``over`` are the numbers of what does, in the actual picture.
    """
    members = set(known.elements_of(change))
    for number in over:
        around = known.back.get(number)
        while around is not None:
            if around in members:
                return True
            around = known.before[around].parent
    return False


def _follows(change: Change, known: Correspondences, by: Sequence[Push]) -> bool:
    """Return whether what does not count may have moved an element, or made it so large."""
    before, after = change.before, change.after
    if not (before and after):
        return False
    if change.kind in MOVES:
        members = known.elements_of(change)
        return bool(members) and pushed(before.box, *known.offset_in_parent(members[0]), by)
    wider, taller = after.box.w - before.box.w, after.box.h - before.box.h
    return change.kind == "resized" and pushed(before.box, wider, taller, by)
