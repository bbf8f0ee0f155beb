"""Which of several alike is selected now: a change, of which that of the deselected one follows."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from typing import TypeAlias, TypeVar

from pytest_visualdiff.model import Change, Element

Difference: TypeAlias = frozenset[tuple[str, str | None, str | None]]
"""Names, each with its value before and after; None where it has none."""

_Name = TypeVar("_Name", bound=str)

_Swap: TypeAlias = tuple[str, str, int | None, Difference]
"""Kind of a change, kind and parent of its element (a radio button's is None), and difference."""

_SWAPPED = frozenset({"state_changed", "style_changed"})
"""Kinds of change with which one element may become what another one was."""


def difference(before: Mapping[_Name, str], after: Mapping[_Name, str]) -> Difference:
    """Return which values differ between the states, or the styles, ``before`` and ``after``."""
    old, new = _values(before), _values(after)
    names = {*old, *new}
    return frozenset((it, old.get(it), new.get(it)) for it in names if old.get(it) != new.get(it))


def selections(
    changes: Sequence[Change], after: Sequence[Element]
) -> Iterator[tuple[Change, Change]]:
    """Yield pairs of changes: of what is selected now, and of what was before.

    They stand in one group, and the one has become what the other was. Where the page does not say
    which is selected, that is the one of the two that looks like none of the others.

    Parameters
    ----------
    changes : sequence of Change
        Of elements that are in both pictures, in the order of the document.
    after : sequence of Element
        The elements of the actual picture that are in both.
    """
    groups: dict[tuple[str, int | None], list[Element]] = {}
    for element in after:
        groups.setdefault((element.kind, element.parent), []).append(element)

    @cache
    def is_shared(kind: str, parent: int | None, looks: frozenset[tuple[str, str | None]]) -> bool:
        """Return whether two or more of ``kind`` in ``parent`` have the style values ``looks``."""
        styles = (_values(it.style) for it in groups[kind, parent])
        alike = (it for it in styles if all(it.get(name) == value for name, value in looks))
        return len(list(islice(alike, 2))) > 1

    def tells(change: Change, differs: Difference) -> bool:
        """Return whether a change alone shows that its element is selected, or looks deselected.

        ``differs`` holds the values of its state or style that differ.
        """
        values = frozenset((name, value) for name, _, value in differs)
        before, now = _both(change)
        if change.kind == "state_changed":
            return ("checked" if before.kind == "radio" else "selected", "true") in values
        return is_shared(now.kind, now.parent, values)

    swaps = {it.id: _swap(it) for it in changes if it.cause is None and it.kind in _SWAPPED}
    known = set(swaps.values())
    waiting: dict[tuple[_Swap, bool], deque[tuple[int, Change, bool]]] = {}
    for number, change in enumerate(changes):
        swap = swaps.get(change.id)
        if swap is None or (back := _reversed(swap)) not in known:
            continue
        told = tells(change, swap[-1])
        mates = [waiting.get((back, it)) for it in ((True, False) if told else (True,))]
        if queues := [queue for queue in mates if queue]:
            _, first, first_told = min(queues, key=lambda it: it[0][0]).popleft()
            # A state is told by what is selected now, and looks by what is not any more.
            first_is_selected = first_told if change.kind == "state_changed" else told
            yield (first, change) if first_is_selected else (change, first)
        else:
            waiting.setdefault((swap, told), deque()).append((number, change, told))


def only_selection(changes: Iterable[Change]) -> tuple[Change, Change] | None:
    """Return the change of what is selected now and of what was, if there is only one of each.

    So it is told of elements found in pixels, where nothing says which of them are one group.
    """
    of_state: dict[str | None, list[Change]] = {}
    for change in changes:
        if change.kind == "state_changed" and change.after:
            of_state.setdefault(change.after.state.get("selected"), []).append(change)
    now, then = of_state.get("true", []), of_state.get("false", [])
    return (now[0], then[0]) if len(now) == len(then) == 1 else None


def _swap(change: Change) -> _Swap:
    before, after = _both(change)
    if change.kind == "state_changed":
        differs = difference(before.state, after.state)
    else:
        differs = difference(before.style, after.style)
    parent = None if before.kind == "radio" else before.parent
    return change.kind, before.kind, parent, differs


def _reversed(swap: _Swap) -> _Swap:
    """Return what a change says of an element that became what the other one was."""
    return (*swap[:3], frozenset((name, new, old) for name, old, new in swap[3]))


def _both(change: Change) -> tuple[Element, Element]:
    if change.before is None or change.after is None:
        raise ValueError(f"{change.kind} is about an element that is in both pictures")
    return change.before, change.after


def _values(named: Mapping[_Name, str]) -> dict[str, str]:
    return {str(name): value for name, value in named.items()}
