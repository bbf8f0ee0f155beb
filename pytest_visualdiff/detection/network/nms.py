"""What a network found, and of several finds of one thing the best."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from pytest_visualdiff.model import Box, ElementKind

Edges: TypeAlias = npt.NDArray[np.float32]
"""(count, 4): left, top, right and bottom edges of boxes, in pixels."""

_SAME = 0.5
"""Two boxes that share so much of what either covers (IoU) are one thing."""

_PART = 0.85
"""Share of a control that lies in one of the same kind from which on it is a part of that."""

_WITHIN = 0.8
"""Share of a box that was cut off from which on it is a part of a whole one."""

_ALONG = 0.8
"""Share of their width that the two parts of something have in common."""

_MOST = 3000
"""Finds that are looked at, the surest ones: each is held against each."""

ONE_OF: tuple[frozenset[ElementKind], ...] = (
    frozenset(
        {"button", "input", "textarea", "select", "checkbox", "radio", "switch", "slider", "badge"}
    ),
    frozenset({"image", "icon"}),
)
"""In one place there is one of these at most."""


class Finds(NamedTuple):
    """What was found in a picture.

    Attributes
    ----------
    edges : ndarray of shape (count, 4), float32
        Left, top, right and bottom, in pixels.
    scores : ndarray of shape (count,), float32
        0..1.
    kinds : list of ElementKind
    cut : ndarray of shape (count, 2), bool
        Whether it ends at the upper or lower edge of the band that it was found in, and the picture
        goes on there.
    """

    edges: Edges
    scores: npt.NDArray[np.float32]
    kinds: list[ElementKind]
    cut: npt.NDArray[np.bool_]

    @classmethod
    def together(cls, every: Sequence[Finds]) -> Finds:
        """Return all finds as one."""
        return cls(
            np.concatenate([np.zeros((0, 4), np.float32), *(it.edges for it in every)]),
            np.concatenate([np.zeros(0, np.float32), *(it.scores for it in every)]),
            [kind for it in every for kind in it.kinds],
            np.concatenate([np.zeros((0, 2), np.bool_), *(it.cut for it in every)]),
        )

    def only(self, numbers: Sequence[int]) -> Finds:
        """Return those of these numbers."""
        chosen = np.asarray(numbers, np.intp)
        kinds = [self.kinds[it] for it in numbers]
        return Finds(self.edges[chosen], self.scores[chosen], kinds, self.cut[chosen])


def edges_of(boxes: Sequence[Box]) -> Edges:
    """Return boxes as an array."""
    rows = [(box.x, box.y, box.right, box.bottom) for box in boxes]
    return np.asarray(rows, np.float32).reshape(-1, 4)


def areas(edges: Edges) -> npt.NDArray[np.float32]:
    """Return how many pixels each box covers."""
    sides = np.maximum(edges[:, 2:] - edges[:, :2], 0)
    return np.asarray(sides[:, 0] * sides[:, 1], np.float32)


def shared(ones: Edges, others: Edges) -> npt.NDArray[np.float32]:
    """Return how many pixels each of some boxes has in common with each of others."""
    corner = np.maximum(ones[:, np.newaxis, :2], others[np.newaxis, :, :2])
    end = np.minimum(ones[:, np.newaxis, 2:], others[np.newaxis, :, 2:])
    sides = np.maximum(end - corner, 0)
    return np.asarray(sides[..., 0] * sides[..., 1], np.float32)


def overlaps(ones: Edges, others: Edges) -> npt.NDArray[np.float32]:
    """Return what each of some boxes shares with each of others of what either covers, 0..1."""
    both = shared(ones, others)
    either = areas(ones)[:, np.newaxis] + areas(others)[np.newaxis] - both
    return np.asarray(both / np.maximum(either, 1e-6), np.float32)


def best(found: Finds) -> Finds:
    """Return the finds without those of the same thing that are less sure, the surest first.

    Greedy, as in every detector since P. Viola and M. Jones, "Robust real-time face detection",
    IJCV 57(2), 2004; here also among kinds of which only one can be in a place.
    """
    order = sorted(range(len(found.kinds)), key=lambda it: -found.scores[it])[:_MOST]
    found = found.only(order)
    group = np.array([_group(kind) for kind in found.kinds], object)
    same = (overlaps(found.edges, found.edges) >= _SAME) & (group[:, np.newaxis] == group)
    same |= _are_parts(found)
    left = np.ones(len(order), np.bool_)
    kept: list[int] = []
    for number in range(len(order)):
        if left[number]:
            kept.append(number)
            left &= ~same[number]
    return found.only(kept)


def _are_parts(found: Finds) -> npt.NDArray[np.bool_]:
    """Return which finds are controls of one kind of which one lies in the other."""
    kinds = np.array([kind if kind in ONE_OF[0] else "" for kind in found.kinds], object)
    sizes = areas(found.edges)
    smaller = np.maximum(np.minimum(sizes[:, np.newaxis], sizes), 1)
    inside = shared(found.edges, found.edges) / smaller >= _PART
    return np.asarray(inside & (kinds[:, np.newaxis] == kinds) & (kinds != ""), np.bool_)


def _group(kind: ElementKind) -> str:
    """Return what kinds have in common of which there is one in a place."""
    return next((min(kinds) for kinds in ONE_OF if kind in kinds), kind)


def joined(found: Finds) -> Finds:
    """Return the finds of overlapping bands with what was cut in two made whole.

    What was cut off and is a part of something whole is left out.
    """
    is_cut = found.cut.any(axis=1)
    whole = found.only(np.flatnonzero(~is_cut).tolist())
    parts = _joined_parts(found.only(np.flatnonzero(is_cut).tolist()))
    within = shared(parts.edges, whole.edges) / np.maximum(areas(parts.edges), 1)[:, np.newaxis]
    for row, kind in enumerate(parts.kinds):
        within[row, [other != kind for other in whole.kinds]] = 0
    alone = [row for row in range(len(parts.kinds)) if not (within[row] >= _WITHIN).any()]
    return Finds.together([whole, parts.only(alone)])


def _joined_parts(found: Finds) -> Finds:
    """Return what was cut off with each upper part grown by the lower ones that it goes on in."""
    edges, used = found.edges.copy(), set[int]()
    for number in np.argsort(found.edges[:, 1], kind="stable").tolist():
        if number in used:
            continue
        while (lower := _continuation(number, edges, found, used)) is not None:
            used.add(lower)
            end = found.edges[lower]
            edges[number] = [
                min(edges[number, 0], end[0]), edges[number, 1],
                max(edges[number, 2], end[2]), max(edges[number, 3], end[3]),
            ]  # fmt: skip
            if not found.cut[lower, 1]:
                break
    kept = [it for it in range(len(found.kinds)) if it not in used]
    return found._replace(edges=edges).only(kept)


def _continuation(number: int, edges: Edges, found: Finds, used: set[int]) -> int | None:
    """Return the part that begins where another is cut off below, if there is one."""
    left, top, right, bottom = edges[number].tolist()
    for other, (x, y, end, below) in enumerate(found.edges.tolist()):
        along = min(right, end) - max(left, x)
        if (
            other != number
            and other not in used
            and found.kinds[other] == found.kinds[number]
            and found.cut[other, 0]
            and top < y <= bottom < below
            and along >= _ALONG * max(right - left, end - x)
        ):
            return other
    return None
