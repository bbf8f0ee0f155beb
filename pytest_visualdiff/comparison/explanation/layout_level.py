"""The level ``layout``: which elements are where, whatever they say and however they look."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pytest_visualdiff.comparison.elements.neighbours import ROUNDED
from pytest_visualdiff.comparison.elements.pairs import Correspondences
from pytest_visualdiff.model import Change, Element

_NARROWEST = 0.2
"""Width of the narrowest letter, an "i", as a share of the font size, with some room."""

_WIDEST = 1.2
"""Width of the widest letter, a "W", as a share of the font size, with some room."""

_LINE = 2.0
"""Height of a line, as a share of its font's size, with some room."""

_SAID_OR_SHOWN = frozenset({"text_changed", "style_changed", "state_changed"})

_GROUND = frozenset({"background", "border", "box-shadow"})
"""Style that makes a text as large as its box."""

_USUAL_FONT = 16.0
"""Size in pixels of a font of which the style does not speak."""


class Layout:
    """Changes as they are to somebody who asks for the layout.

    Parameters
    ----------
    known : Correspondences
    """

    def __init__(self, known: Correspondences) -> None:
        self._known = known
        self._before = _Side(known.before, set(known.pairs))
        self._after = _Side(known.after, set(known.back))

    def of(self, change: Change) -> Iterator[tuple[Change, bool]]:
        """Yield a change, or what it stood for, each with whether it is one of the layout.

        Other words are none, nor is the size that they have. Other looks are none, and neither is
        a container that had no looks before, or has none now: what is in it is there all the same.
        An element that is larger or smaller for another reason, or lies over another now, is one.
        """
        before, after = change.before, change.after
        if change.kind in _SAID_OR_SHOWN and before and after:
            if change.kind == "text_changed":
                explained = words_explain(before, after)
            else:
                explained = before.kind == "text" or not _is_resized(before, after)
            counts = change.over is not None or not explained
            yield (replace(change, kind="resized") if counts else change), counts
        elif change.kind == "missing" and before:
            lost = self._before.lost(before, self._known.number(before))
            for part, (element, counts) in enumerate(lost):
                yield Change("missing", element, None, id=_id_of_part(change, part)), counts
        elif change.kind == "extra" and after:
            lost = self._after.lost(after, self._known.number_after(after))
            for part, (element, counts) in enumerate(lost):
                yield Change("extra", None, element, id=_id_of_part(change, part)), counts
        else:
            moved_in_name = before and after and _lost_its_ground(before, after)
            yield change, change.over is not None or not moved_in_name


def _id_of_part(change: Change, part: int) -> str:
    """Return the id of the change itself for the first part: what follows, follows from that."""
    return f"{change.id}/{part}" if part else change.id


class _Side:
    """The elements of one picture; ``paired`` are the numbers of those that are in both."""

    def __init__(self, elements: Sequence[Element], paired: set[int]) -> None:
        self._elements = elements
        self._paired = paired
        self._inside: dict[int, list[int]] = {}
        for number, element in enumerate(elements):
            if element.parent is not None:
                self._inside.setdefault(element.parent, []).append(number)

    def lost(self, element: Element, number: int | None) -> Iterator[tuple[Element, bool]]:
        """Yield an element that is in one picture only, and whether it is really lost.

        Where only its appearance is, the elements inside it that are not in both pictures follow.

        Parameters
        ----------
        element : Element
        number : int or None
            Its number in the inventory; None if it is in none.
        """
        inside = self._inside.get(number, []) if number is not None else []
        if element.kind != "container" or not any(map(self._is_there, inside)):
            yield element, True
            return
        yield element, False
        for each in inside:
            if each not in self._paired:
                yield from self.lost(self._elements[each], each)

    def _is_there(self, number: int) -> bool:
        """Return whether an element, or one in it, is in both pictures."""
        return number in self._paired or any(map(self._is_there, self._inside.get(number, [])))


def words_explain(before: Element, after: Element) -> bool:
    """Return whether the text of ``before`` and ``after`` can explain their difference in size."""
    if before.kind == "text":
        return True
    size = _font_size(after)
    old, new = len(before.text), len(after.text)
    longer = (_WIDEST * new - _NARROWEST * old) * size
    shorter = (_WIDEST * old - _NARROWEST * new) * size
    wider, taller = after.box.w - before.box.w, after.box.h - before.box.h
    lines = 1 + max(longer, shorter) / max(after.box.w, 1)
    return (
        -shorter - ROUNDED <= wider <= longer + ROUNDED
        and abs(taller) <= lines * _LINE * size
    )  # fmt: skip


def _lost_its_ground(before: Element, after: Element) -> bool:
    """Return whether a text has a ground in one picture only, and there is as large as that."""
    alike = bool(_GROUND & before.style.keys()) == bool(_GROUND & after.style.keys())
    outer, inner = sorted((before.box, after.box), key=lambda box: -box.area)
    return before.kind == after.kind == "text" and not alike and outer.contains(inner)


def _is_resized(before: Element, after: Element) -> bool:
    wider, taller = after.box.w - before.box.w, after.box.h - before.box.h
    return max(abs(wider), abs(taller)) > ROUNDED


def _font_size(element: Element) -> float:
    said = element.style.get("font-size", "")
    try:
        return float(said.removesuffix("px"))
    except ValueError:
        return _USUAL_FONT
