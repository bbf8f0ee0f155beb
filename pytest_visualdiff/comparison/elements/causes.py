"""Which changes only follow from others, where only what changed is known.

So it is of elements found in pixels. Of a page all elements are known, those that stayed included:
there `layout_graph` follows causes from edge to edge.

It fails where two changes push by the same distance: then the nearer one is the cause.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pytest_visualdiff.model import Box, Change, Region, Shift

ROUNDED_MOVES = 2
"""Pixels by which two displacements may differ that are both rounded."""

_SPACING = 40
"""Pixels of the largest spacing that comes or goes with an element; set by benchmarks/defects."""

_BESIDE = 16
"""Pixels between the parts of one thing, such as a field and its label; set by
benchmarks/defects."""

_PUSHING = frozenset({"missing", "extra", "resized", "text_changed", "style_changed"})
"""Kinds of change that may push others: a bolder text or a wider border is a change of style."""


class _Move(NamedTuple):
    """The id of what moved, where it was, and how far it moved to the right and down, in pixels."""

    id: str
    box: Box
    dx: int
    dy: int


def are_alike(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Return whether displacements ``one`` and ``other``, in pixels, differ only by rounding."""
    return all(abs(a - b) <= ROUNDED_MOVES for a, b in zip(one, other, strict=True))


def open_changes(regions: Sequence[Region]) -> list[Change]:
    """Return the changes of the regions that follow from nothing yet, with the regions' ids."""
    return [
        Change(it.change.kind, it.change.before, it.change.after, id=it.id)
        for it in regions
        if it.change and it.cause is None
    ]


def pushed_by(regions: Sequence[Region], shifts: Sequence[Shift]) -> dict[str, str]:
    """Return what pushed the regions and shifts that moved, by as much as it grew or shrank.

    Of what moved alike, in one row or one column, and was pushed by nothing, the largest is the
    cause.

    Parameters
    ----------
    regions : sequence of Region
    shifts : sequence of Shift

    Returns
    -------
    dict of str to str
        By the ids of what was pushed, the ids of the regions that are the cause.
    """
    changes = open_changes(regions)
    pushes = [it for it in changes if it.kind in _PUSHING and any(_growth(it))]
    causes: dict[str, str] = {}
    for group in _moved_alike([move for it in changes if (move := _move(it))]):
        pushers = (_pusher(pushes, it) for it in group)
        largest = max(group, key=lambda it: it.box.area)
        cause = next((it for it in pushers if it is not None), largest.id)
        causes |= {it.id: cause for it in group if it.id != cause}
    for shift in shifts:
        if shift.cause is None:
            by = _pusher(pushes, _Move(shift.id, shift.box, shift.dx, shift.dy))
            causes |= {shift.id: by} if by else {}
    return causes


def gone_together(regions: Sequence[Region], shifts: Sequence[Shift]) -> dict[str, str]:
    """Return with which region those went, or came, that are missing, or new, beside it.

    So do the lines of a paragraph, a field and its label, and all that stood in a row that the page
    closed up: of these the largest is the cause, or what pushed a block.

    Parameters
    ----------
    regions : sequence of Region
    shifts : sequence of Shift

    Returns
    -------
    dict of str to str
        By the ids of the regions that went along, the ids of those that are the cause.
    """
    pushed = {it.cause: it for it in shifts if it.cause is not None}
    causes: dict[str, str] = {}
    for kind in ("missing", "extra"):
        left = [it for it in regions if it.cause is None and it.change and it.change.kind == kind]
        while left:
            root = max(left, key=lambda it: (it.id in pushed, it.pixels))
            causes |= dict.fromkeys(_beside(root, left, pushed.get(root.id)), root.id)
            left = [it for it in left if it is not root and it.id not in causes]
    return causes


def _beside(root: Region, left: Sequence[Region], pushed: Shift | None) -> Iterator[str]:
    """Yield the regions that stand beside one, or beside such, or in the row that it left."""
    row = _place(root)
    near, others = [row], [it for it in left if it is not root]
    while True:
        more = [
            it
            for it in others
            if any(_is_beside(_place(it), box) for box in near)
            or (pushed is not None and _is_in_row(_place(it), row, pushed))
        ]
        if not more:
            return
        yield from (it.id for it in more)
        near += [_place(it) for it in more]
        others = [it for it in others if it not in more]


def _is_beside(one: Box, other: Box) -> bool:
    """Return whether two things are as close as lines of text, or as a field and its label."""
    return one.grow(max(_BESIDE, min(one.h, other.h))).meets(other)


def _is_in_row(box: Box, row: Box, pushed: Shift) -> bool:
    """Return whether a thing stood beside another one and made room for the same block."""
    in_columns = pushed.box.x <= box.x and box.right <= pushed.box.right
    return bool(pushed.dy) and in_columns and box.overlap_y(row) > 0


def _place(region: Region) -> Box:
    """Return where a region was in the baseline, or is in the actual picture."""
    return region.box or region.place


def _move(change: Change) -> _Move | None:
    if change.kind != "moved" or not (change.before and change.after):
        return None
    was, now = change.before.box, change.after.box
    return _Move(change.id, was, now.x - was.x, now.y - was.y)


def _moved_alike(moves: Sequence[_Move]) -> list[list[_Move]]:
    """Return what moved alike and lies in one row, or one column, as it moved along that."""
    groups: list[list[_Move]] = []
    for it in moves:
        mine = [group for group in groups if any(_is_alike(it, other) for other in group)]
        groups = [group for group in groups if group not in mine]
        groups.append([*(other for group in mine for other in group), it])
    return groups


def _is_alike(one: _Move, other: _Move) -> bool:
    if not are_alike(one[2:], other[2:]):
        return False
    if abs(one.dy) > abs(one.dx):
        return one.box.overlap_x(other.box) > -_SPACING
    return one.box.overlap_y(other.box) > -_SPACING


def _growth(change: Change) -> tuple[int, int]:
    """Return by how many pixels a change makes an element wider and taller."""
    boxes = [it.box if it else Box(0, 0, 0, 0) for it in (change.before, change.after)]
    return boxes[1].w - boxes[0].w, boxes[1].h - boxes[0].h


def _pusher(pushes: Sequence[Change], move: _Move) -> str | None:
    """Return the change that pushed something; the nearest of several."""
    fits = [it for it in pushes if _pushes(it, move)]
    return min(fits, key=lambda it: _distance(_start(it), move.box)).id if fits else None


def _start(change: Change) -> Box:
    """Return where an element was, or where it came."""
    element = change.before or change.after
    return element.box if element else Box(0, 0, 0, 0)


def _pushes(change: Change, move: _Move) -> bool:
    """Return whether a thing lies where a change pushes things to, and moved by what that makes."""
    (wider, taller), start = _growth(change), _start(change)
    around = Box.around([it.box for it in (change.before, change.after) if it])
    box = move.box
    if abs(move.dx) > ROUNDED_MOVES:
        middle, low, high, by, growth = box.x + box.w // 2, start.x, start.right, move.dx, wider
        in_line = box.overlap_y(around) > 0 and abs(move.dy) <= ROUNDED_MOVES
    else:
        middle, low, high, by, growth = box.y + box.h // 2, start.y, start.bottom, move.dy, taller
        in_line = box.overlap_x(around) > 0
    on_that_side = middle >= low if by * growth > 0 else middle <= high
    return in_line and on_that_side and _makes(growth, by)


def _makes(growth: int, by: int) -> bool:
    """Return whether a growth makes a displacement: all of it, with spacing, or half of it."""
    least, most = abs(growth) // 2 - ROUNDED_MOVES, abs(growth) + _SPACING
    return abs(growth) > ROUNDED_MOVES and max(least, 1) <= abs(by) <= most


def _distance(start: Box, box: Box) -> int:
    """Return how many pixels lie between two boxes, across and along in sum."""
    return max(-start.overlap_x(box), 0) + max(-start.overlap_y(box), 0)
