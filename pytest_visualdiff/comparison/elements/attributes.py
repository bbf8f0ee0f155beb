"""Which elements say, are set to, or look like something else; and which only because others do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias, TypeVar

from pytest_visualdiff.model import Change, ChangeKind, Element

_INHERITED = frozenset({"color", "font-family", "font-size", "font-weight"})
"""Style that what is inside an element has from it, as CSS says."""

_Name = TypeVar("_Name", bound=str)
_Difference: TypeAlias = frozenset[tuple[str, str | None, str | None]]
"""Names, each with its value before and after; None where it has none."""


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
    for now, then in _selections(changes, [after[other] for other in pairs.values()]):
        changes[now] = replace(changes[now], kind="state_changed")
        then_id = changes[then].id
        for number, change in enumerate(changes):
            if then_id in (change.id, change.cause):
                changes[number] = replace(change, cause=changes[now].id)
    return changes


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
    """Return whether all that became otherwise is what the element around it handed down."""
    differs, handed_down = _style(change), _style(outer)
    return {name for name, _, _ in differs} <= _INHERITED and differs <= handed_down


def _selections(changes: Sequence[Change], after: Sequence[Element]) -> Iterator[tuple[int, int]]:
    """Yield pairs of changes: of what is selected now, and of what was before.

    They stand in one group, and the one has become what the other was. Where the page does not say
    which is selected, that is the one of the two that looks like none of the others.
    """
    taken = set[int]()
    for number, change in enumerate(changes):
        for other in range(number + 1, len(changes)):
            if taken & {number, other} or not _swapped(change, changes[other]):
                continue
            for now, then in ((number, other), (other, number)):
                if _is_selected(changes[now], changes[then], after):
                    taken |= {now, then}
                    yield now, then
                    break


def _swapped(one: Change, other: Change) -> bool:
    """Return whether one of two alike has become what the other was, and the other way round."""
    if one.cause is not None or other.cause is not None or one.kind != other.kind:
        return False
    if one.kind not in ("state_changed", "style_changed"):
        return False
    (before, _), (its, _) = _both(one), _both(other)
    if before.kind != its.kind or (before.parent != its.parent and before.kind != "radio"):
        return False
    differs = _state if one.kind == "state_changed" else _style
    return differs(one) == {(name, new, old) for name, old, new in differs(other)}


def _is_selected(now: Change, then: Change, after: Sequence[Element]) -> bool:
    """Return whether the one of two changes is that of what is selected now."""
    if now.kind == "state_changed":
        name = "checked" if _both(now)[0].kind == "radio" else "selected"
        return (name, "true") in {(name, value) for name, _, value in _state(now)}
    element = _both(then)[1]
    looks = {(name, value) for name, _, value in _style(then)}
    return any(
        (it.kind, it.parent) == (element.kind, element.parent)
        and all(_values(it.style).get(name) == value for name, value in looks)
        for it in after
        if it is not element
    )


def _both(change: Change) -> tuple[Element, Element]:
    if change.before is None or change.after is None:
        raise ValueError(f"{change.kind} is about an element that is in both pictures")
    return change.before, change.after


def _state(change: Change) -> _Difference:
    before, after = _both(change)
    return _difference(_values(before.state), _values(after.state))


def _style(change: Change) -> _Difference:
    before, after = _both(change)
    return _difference(_values(before.style), _values(after.style))


def _values(named: Mapping[_Name, str]) -> dict[str, str]:
    return {str(name): value for name, value in named.items()}


def _difference(before: Mapping[str, str], after: Mapping[str, str]) -> _Difference:
    return frozenset(
        (name, before.get(name), after.get(name))
        for name in {*before, *after}
        if before.get(name) != after.get(name)
    )
