"""What became of the elements that the changed areas of a window belong to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from pytest_visualdiff.comparison.naming.appearance import outcome
from pytest_visualdiff.comparison.naming.area import SAME_PLACE, Owners, area
from pytest_visualdiff.comparison.naming.control_states import control, is_on
from pytest_visualdiff.comparison.naming.displacement import displaced
from pytest_visualdiff.comparison.naming.named import Named, in_picture, without
from pytest_visualdiff.comparison.naming.relocate import relocated
from pytest_visualdiff.comparison.naming.selection import selected_instead
from pytest_visualdiff.comparison.naming.view import View, unnamed
from pytest_visualdiff.comparison.naming.window import Window
from pytest_visualdiff.imaging.ink import in_hexadecimal
from pytest_visualdiff.model import PICTURES, Box, Change, ChangeKind, Element


def name_areas(window: Window, places: Mapping[str, Box]) -> list[Named]:
    """Return what became of changed areas that both pictures show something of.

    What is in another place or of another size comes first, as its areas look like anything.

    Parameters
    ----------
    window : Window
        In which all of them lie.
    places : mapping of str to Box
        Their boxes in the window, by their ids. What reaches beyond all that the window knows
        of both pictures stays unnamed.
    """
    left = {area: box for area, box in places.items() if window.shows(box)}
    if not left:
        return []
    named = selected_instead(window, left)
    named += relocated(window, without(left, named))
    left = without(left, named)
    if moved := displaced(window, left):
        return [*named, moved]
    return [*named, *(_in_place(window, left, *group) for group in _by_owner(window, left))]


def name_one_sided(view: View, places: Mapping[str, Box], kind: ChangeKind) -> Iterator[Named]:
    """Yield what is missing or extra: areas that only one of the pictures shows something of.

    Parameters
    ----------
    view : View
        The part of that picture in which all of them lie.
    places : mapping of str to Box
        Their boxes in it, by their ids.
    kind : {"missing", "extra"}
    """
    groups: dict[int, tuple[Element, list[str]]] = {}
    for changed, box in places.items():
        if owner := _owner(view, box):
            groups.setdefault(id(owner), (owner, []))[1].append(changed)
    for owner, ids in groups.values():
        element = in_picture(view, owner, Box.around([places[it] for it in ids]))
        is_new = kind == "extra"
        change = Change(kind, None, element) if is_new else Change(kind, element, None)
        yield Named(tuple(ids), change)


def _by_owner(window: Window, places: Mapping[str, Box]) -> list[tuple[tuple[str, ...], Owners]]:
    """Return the areas that are one element's, with that element, in the order of the first."""
    groups: list[tuple[tuple[str, ...], Owners]] = []
    for changed, box in places.items():
        mine = _owner(window.before, box), _owner(window.after, box)
        for at, (ids, owners) in enumerate(groups):
            if any(a and a is b for a, b in zip(mine, owners, strict=True)):
                groups[at] = (*ids, changed), owners
                break
        else:
            groups.append(((changed,), mine))
    return groups


def _owner(view: View, box: Box) -> Element | None:
    """Return the element that an area is of; of what holds others only if it is all of it."""
    found = view.owner(box)
    if found and found.kind == "container" and box.iou(found.box) < SAME_PLACE:
        return None
    return found


def _in_place(
    window: Window, places: Mapping[str, Box], ids: tuple[str, ...], owners: Owners
) -> Named:
    """Return what became of the areas of an element that is where it was."""
    box = Box.around([places[it] for it in ids])
    changed, owner = area(window, box, owners), owners[1] or owners[0]
    found = outcome(changed)
    if found is None:
        return Named(ids, None, owner and in_picture(window.after, owner, box))
    if found.kind == "image_changed":
        picture = owner if owner and owner.kind in PICTURES else unnamed("image", box)
        return Named(ids, None, in_picture(window.after, picture, box))
    base = owner or unnamed("text" if found.kind == "text_changed" else "container", box)
    before, after = (
        replace(in_picture(view, it or base, box), kind=base.kind)
        for view, it in zip(window, owners, strict=True)
    )
    if found.kind == "style_changed":
        was, is_ = found.style
        before, after = replace(before, style=was), replace(after, style=is_)
    if found.kind == "state_changed":
        before, after = (
            replace(it, kind=control(base.kind), state={"checked": str(on).lower()})
            for it, on in zip((before, after), is_on(changed), strict=True)
        )
    change = Change(
        found.kind,
        None if found.kind == "extra" else before,
        None if found.kind == "missing" else after,
    )
    if changed.before.is_flat or changed.after.is_flat:
        return Named(ids, change)
    grounds = in_hexadecimal(changed.before.ground), in_hexadecimal(changed.after.ground)
    return Named(ids, change, None, changed.outlines, grounds)
