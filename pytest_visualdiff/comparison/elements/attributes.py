"""Which elements say, are set to, or look like something else; and which only because others do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pytest_visualdiff.comparison.elements.selection import Difference, difference, selections
from pytest_visualdiff.model import Change, ChangeKind, Element

_INHERITED = frozenset({"color", "font-family", "font-size", "font-weight"})
"""Style that what is inside an element has from it, as CSS says."""


def changed_looks(
    before: Sequence[Element], after: Sequence[Element], pairs: Mapping[int, int]
) -> list[Change]:
    """Return what changed of elements other than their place, each with its id.

    What is inside an element inherits its colour and font. And where one of several becomes the
    selected one, another ceases to be: that is one change.

    Parameters
    ----------
    before, after : sequence of Element
    pairs : mapping of int to int
        Which element before is which after.
    """
    changes: list[Change] = []
    of_element: dict[int | None, Change] = {}
    for one, other in pairs.items():
        if (kind := _kind(before[one], after[other])) is None:
            continue
        outer = of_element.get(before[one].parent)
        change = Change(kind, before[one], after[other], id=f"changed:{one}")
        if outer is not None and kind == "style_changed" and _inherits(change, outer):
            change = replace(change, cause=outer.cause or outer.id)
        of_element[one] = change
        changes.append(change)
    deselected_by: dict[str | None, str] = {}
    selected: set[str] = set()
    for now, then in selections(changes, [after[other] for other in pairs.values()]):
        deselected_by[then.id] = now.id
        selected.add(now.id)
    return [
        replace(
            it,
            kind="state_changed" if it.id in selected else it.kind,
            cause=deselected_by.get(it.id) or deselected_by.get(it.cause, it.cause),
        )
        for it in changes
    ]


def _kind(before: Element, after: Element) -> ChangeKind | None:
    named_by_another = before.label is not None or after.label is not None
    if before.text != after.text and not named_by_another:
        return "text_changed"
    if dict(before.state) != dict(after.state):
        return "state_changed"
    if dict(before.style) != dict(after.style):
        return "style_changed"
    return None


def _inherits(change: Change, outer: Change) -> bool:
    """Return whether all that differs is what the element around it handed down."""
    differs = _style_difference(change)
    inherited = {name for name, _, _ in differs} <= _INHERITED
    return inherited and differs <= _style_difference(outer)


def _style_difference(change: Change) -> Difference:
    if change.before is None or change.after is None:
        raise ValueError(f"{change.kind} is about an element that is in both pictures")
    return difference(change.before.style, change.after.style)
