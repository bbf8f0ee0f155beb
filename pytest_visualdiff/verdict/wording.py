"""The wording of changes of elements."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from typing import TypeVar

from pytest_visualdiff.model import Change, Comparison, Defect, Element, Parts

_Name = TypeVar("_Name", bound=str)

_LONGEST = 60
"""Most characters of a text that are shown."""


_INITIAL = {
    "color": "#000000", "font-size": "16px", "font-weight": "400", "border-radius": "0px",
    "opacity": "1",
}  # fmt: skip
"""Values of style that an inventory leaves out, as CSS has them."""


def of_changes(comparison: Comparison) -> Iterator[Defect]:
    """Yield the changes of elements as defects, in their order and without ids and causes."""
    pixels: Counter[str] = Counter()
    for it in comparison.explained:
        pixels[it.change] += it.pixels
    for change in comparison.changes:
        yield of_change(change, pixels[change.id])


def of_change(change: Change, pixels: int) -> Defect:
    """Return the defect for the change of an element that explains so many ``pixels``."""
    element = change.before or change.after
    return Defect(
        id="",
        kind=change.kind,
        box=change.before.box if change.before else None,
        box_after=change.after.box if change.after else None,
        pixels=pixels,
        message=message(change),
        dx=_apart(change)[0] if change.kind == "shifted" else None,
        dy=_apart(change)[1] if change.kind == "shifted" else None,
        element=element if change.kind != "shifted" else None,
        texts=_texts(change),
    )


def _texts(change: Change) -> tuple[Parts, Parts] | None:
    if change.kind != "text_changed" or not change.before or not change.after:
        return None
    old, new = change.before.text, change.after.text
    start = _alike(old, new)
    end = _alike(old[start:][::-1], new[start:][::-1])
    before, after = (
        Parts(text[:start], text[start : len(text) - end], text[len(text) - end :])
        for text in (old, new)
    )
    return before, after


def _alike(one: str, other: str) -> int:
    """Return the length of the common beginning of two texts."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def message(change: Change) -> str:
    """Describe the change of an element: name, place, old and new value, selector."""
    element = change.before or change.after
    said = f"{_said(change)}, and lies over {name(change.over)}" if change.over else _said(change)
    return f"{said}{selector(element) if element and change.count == 1 else ''}"


def selector(element: Element) -> str:
    """Return how to find an element in the code, as the end of a message."""
    return f" [{element.path}]" if element.path else ""


def name(element: Element) -> str:
    """Return the name of an element for a person."""
    if not element.text:
        return element.kind
    return f"{element.kind} '{shortened(element.text)}'"


def shortened(text: str) -> str:
    """Return a text, shortened if it is long."""
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def way(dx: int, dy: int) -> str:
    """Return in words how far something moved: ``dx`` pixels to the right and ``dy`` down."""
    ways = [
        f"{more if distance > 0 else less} {abs(distance)} px"
        for distance, more, less in ((dx, "right", "left"), (dy, "down", "up"))
        if distance
    ]
    return " and ".join(ways)


def _said(change: Change) -> str:
    before, after = change.before, change.after
    if after is None:
        return f"{name(before)} is missing at {before.box}" if before else "nothing"
    if before is None:
        return f"{name(after)} is new at {after.box}"
    if change.kind == "text_changed":
        return _of_text(before, after)
    if change.kind == "state_changed":
        if _differing(before.state, after.state) == ["truncated"]:
            cut_off = "is cut off now" if "truncated" in after.state else "is not cut off any more"
            return f"{name(before)} at {after.box} {cut_off}"
        if dict(before.state) == dict(after.state):
            looks = _pairs(before.style, after.style)
            return f"{name(before)} at {after.box} looks selected now: {looks}"
        return f"{name(before)} at {after.box}: {_pairs(before.state, after.state)}"
    if change.kind == "style_changed":
        return f"{name(before)} at {after.box}: {_pairs(before.style, after.style)}"
    if change.kind == "resized":
        return (
            f"{name(before)} at {after.box} was {before.box.w}x{before.box.h}"
            f" and is {after.box.w}x{after.box.h}"
        )
    what = f"{change.count} elements" if change.count > 1 else name(before)
    return f"{what} at {before.box} moved {way(*_apart(change))}"


def _of_text(before: Element, after: Element) -> str:
    if not before.text and not after.text:  # the pixels show that, and it was not read
        what = "text" if before.kind == "text" else f"the text of {before.kind}"
        return f"{what} at {after.box} has changed"
    old, new = _excerpt(before.text, after.text)
    became = "was cut to" if _is_cut(before.text, after.text) else "became"
    kind = "" if before.kind == "text" else f"{before.kind} "
    if not new:
        return f"{kind}'{old}' at {after.box} has no text any more"
    if not old:
        return f"{before.kind} at {after.box} had no text, and says '{new}'"
    return f"{kind}'{old}' {became} '{new}' at {after.box}"


def _is_cut(old: str, new: str) -> bool:
    """Return whether a text is the beginning of another, with dots for the rest."""
    kept = new.removesuffix("...").removesuffix("…").rstrip()
    return kept != new and old != new and old.startswith(kept)


def _excerpt(old: str, new: str) -> tuple[str, str]:
    """Return two texts; of long ones, the part that differs with the words around it."""
    if max(len(old), len(new)) <= _LONGEST:
        return old, new
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    differing = [it for it in blocks if it[0] != "equal"]
    first, last = differing[0], differing[-1]
    return _around(old, first[1], last[2]), _around(new, first[3], last[4])


def _around(text: str, start: int, end: int) -> str:
    room = max((_LONGEST - (end - start)) // 2, 8)
    left, right = max(start - room, 0), min(end + room, len(text))
    part = text[left:right].strip()
    part = part if len(part) <= 2 * _LONGEST else f"{part[:_LONGEST]}…{part[-_LONGEST:]}"
    return f"{'…' if left else ''}{part}{'…' if right < len(text) else ''}"


def _pairs(before: Mapping[_Name, str], after: Mapping[_Name, str]) -> str:
    """Return the values that differ, each with its old and new value."""
    old = {str(key): value for key, value in before.items()}
    new = {str(key): value for key, value in after.items()}
    changed = _differing(old, new)
    return ", ".join(f"{key} {_value(old, key)} became {_value(new, key)}" for key in changed)


def _differing(old: Mapping[_Name, str], new: Mapping[_Name, str]) -> list[str]:
    return sorted(key for key in {*old, *new} if old.get(key) != new.get(key))


def _value(values: dict[str, str], key: str) -> str:
    value = values.get(key, _INITIAL.get(key))
    return "none" if value is None else f"'{shortened(value)}'"


def _apart(change: Change) -> tuple[int, int]:
    if change.before is None or change.after is None:
        return 0, 0
    return (
        change.after.box.x - change.before.box.x,
        change.after.box.y - change.before.box.y,
    )
