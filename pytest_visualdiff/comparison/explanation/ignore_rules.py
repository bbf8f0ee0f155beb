"""Which elements a check is asked to ignore, and what of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pytest_visualdiff.comparison.elements.neighbours import ROUNDED
from pytest_visualdiff.comparison.elements.pairs import Correspondences
from pytest_visualdiff.model import Area, Box, Change, Element, Rule

_STEPS = (" > ", " >> ", " >>> ")
"""What leads from an element to one in it: a child, one in its shadow root, one in its frame."""


class Ignoring:
    """The rules of a check, applied to the elements of its pictures.

    Parameters
    ----------
    rules : sequence of Rule
    known : Correspondences
    """

    def __init__(self, rules: Sequence[Rule], known: Correspondences) -> None:
        self._known = known
        self._rules = [(rule, *_inside(rule.within, known)) for rule in rules]

    def ignores(self, change: Change) -> bool:
        """Return whether a rule takes in a change: all that it is about, for what it is."""
        return any(self._takes_in(number, change) for number in range(len(self._rules)))

    def ignores_all_of(self, element: Element) -> bool:
        """Return whether a rule takes in whatever may become of an element of either picture."""
        return any(
            rule.moves_up_to is None and self._fits(number, *self._known.both(element))
            for number, (rule, _, _) in enumerate(self._rules)
        )

    def _takes_in(self, number: int, change: Change) -> bool:
        most = self._rules[number][0].moves_up_to
        if change.kind in ("moved", "shifted"):
            members = self._known.elements_of(change)
            if len(members) < change.count:
                return False
            return all(
                self._fits(number, *self._known.both(self._known.before[one]))
                and (most is None or max(map(abs, self._known.offset_in_parent(one))) <= most)
                for one in members
            )
        return most is None and self._fits(number, change.before, change.after)

    def _fits(self, number: int, before: Element | None, after: Element | None) -> bool:
        rule, inside, inside_after = self._rules[number]
        if before is after is None:
            return False
        for element, which, members in (
            (before, self._known.number(before), inside),
            (after, self._known.number_after(after), inside_after),
        ):
            if element is None:
                continue
            if rule.kind is not None and element.kind != rule.kind:
                return False
            if members is not None and which not in members:
                return False
        return rule.text is None or _says(rule.text, before, after)


def _says(pattern: str, before: Element | None, after: Element | None) -> bool:
    """Return whether two texts differ only in what matches; of one, whether all of it does.

    So a clock that shows an error is not taken for one that shows another time.
    """
    if before is None or after is None:
        element = before or after
        return element is not None and re.fullmatch(pattern, element.text) is not None
    found = re.search(pattern, before.text) and re.search(pattern, after.text)
    return found is not None and _rest(pattern, before.text) == _rest(pattern, after.text)


def _rest(pattern: str, text: str) -> list[str]:
    """Return what is left of a text without what matches, piece by piece."""
    pieces: list[str] = []
    start = 0
    for match in re.finditer(pattern, text):
        if not pieces or match.start() > start:  # matches side by side are as good as one
            pieces.append(text[start : match.start()])
        start = match.end()
    return [*pieces, text[start:]]


def _inside(
    areas: Sequence[Area] | None, known: Correspondences
) -> tuple[set[int] | None, set[int] | None]:
    """Return the numbers of the elements, before and after, that are in one of the areas."""
    if areas is None:
        return None, None
    inside: set[int] = set()
    inside_after: set[int] = set()
    for area in areas:
        if area.path:
            inside.update(_as_it_was(area, known))
            inside_after.update(area.elements)
        else:
            inside.update(_in_box(area.box, known.before))
            inside_after.update(_in_box(area.box, known.after))
    return inside, inside_after


def _in_box(box: Box, elements: Sequence[Element]) -> Iterator[int]:
    around = box.grow(ROUNDED)
    return (number for number, it in enumerate(elements) if around.contains(it.box))


def _as_it_was(area: Area, known: Correspondences) -> set[int]:
    """Return the numbers of what was in an element of the page when the baseline was taken.

    That is what is in it still, what its path names, and what stood in the place of all this. An
    element that is elsewhere in the page now is no part of it.
    """
    still = {known.back[number] for number in area.elements if number in known.back}
    was = set(still)
    # A place that is counted may be another element's by now.
    named = ":nth-of-type" not in area.path
    for number, element in enumerate(known.before):  # what is around comes first
        in_it = element.parent in was or (named and _leads_to(area.path, element.path))
        if in_it and number not in known.pairs:
            was.add(number)
    if was:
        box = Box.around([known.before[number].box for number in was])
        gone = set(_in_box(box, known.before)) - known.pairs.keys()
        was |= gone
    return was


def _leads_to(path: str, other: str) -> bool:
    return other == path or any(other.startswith(path + step) for step in _STEPS)
