"""Non-maximum suppression: of several detections of one thing the most confident is kept.

Greedy, as in every detector since P. Viola and M. Jones, "Robust real-time face detection",
IJCV 57(2), 2004. That is OpenCV's; what it does not know is a control that another one contains.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from pytest_visualdiff.detection.edges import Edges, areas, intersections, shares_inside
from pytest_visualdiff.model import ElementKind

_SAME_IOU = float(np.nextafter(np.float32(0.5), np.float32(0)))
"""Intersection over union above which two detections are of one thing: 0.5 and more, which PASCAL
VOC counts as a match (M. Everingham et al., IJCV 88(2), 2010)."""

_CONTAINED_SHARE = 0.85
"""Share of a control's area in another of its kind from which it is a part of that; set by
benchmarks/detector."""

_CUT_SHARE = 0.8
"""Share of the area of a detection that a band cut off, in one that is whole in another band, from
which both are of one thing; set by benchmarks/detector."""

_SAME_WIDTH = 0.8
"""Share of their width, of the wider one, that two parts of a cut detection have in common at
least; set by benchmarks/detector."""

_MOST = 3000
"""Detections that are considered, the most confident ones, which bounds the time."""

CONTROLS: frozenset[ElementKind] = frozenset(
    {"button", "input", "textarea", "select", "checkbox", "radio", "switch", "slider", "badge"}
)
"""Kinds of which only one can be in a place."""

_EXCLUSIVE: tuple[frozenset[ElementKind], ...] = (CONTROLS, frozenset({"image", "icon"}))
"""Groups of kinds; of each there is at most one in a place."""


class Detections(NamedTuple):
    """What a network found in a picture.

    Attributes
    ----------
    edges : ndarray of shape (count, 4), float32
        Left, top, right and bottom, in pixels.
    scores : ndarray of shape (count,), float32
        Confidence, 0..1.
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
    def concatenate(cls, every: Sequence[Detections]) -> Detections:
        """Return all detections as one."""
        return cls(
            np.concatenate([np.zeros((0, 4), np.float32), *(it.edges for it in every)]),
            np.concatenate([np.zeros(0, np.float32), *(it.scores for it in every)]),
            [kind for it in every for kind in it.kinds],
            np.concatenate([np.zeros((0, 2), np.bool_), *(it.cut for it in every)]),
        )

    def take(self, indices: Sequence[int]) -> Detections:
        """Return those of these indices."""
        chosen = np.asarray(indices, np.intp)
        kinds = [self.kinds[it] for it in indices]
        return Detections(self.edges[chosen], self.scores[chosen], kinds, self.cut[chosen])


def suppress(found: Detections) -> Detections:
    """Return the detections without those that a more confident one stands for.

    One stands for another of its exclusive group that it overlaps; of what is left, for a control
    of its own kind that it contains, or that contains it.

    Returns
    -------
    Detections
        The most confident first.
    """
    groups = [_group(kind) for kind in found.kinds]
    names = sorted(set(groups))
    corners, sizes = found.edges[:, :2], found.edges[:, 2:] - found.edges[:, :2]
    kept = cv2.dnn.NMSBoxesBatched(
        np.concatenate([corners, sizes], axis=1).tolist(),
        found.scores.tolist(),
        [names.index(group) for group in groups],
        score_threshold=0,
        nms_threshold=_SAME_IOU,
        top_k=_MOST,
    )
    return _without_contained(found.take([int(it) for it in kept]))


def _without_contained(found: Detections) -> Detections:
    """Return detections without controls of one kind that overlap as a part and its whole do."""
    same = _contained_controls(found)
    left = np.ones(len(found.kinds), np.bool_)
    kept: list[int] = []
    for index in range(len(found.kinds)):
        if left[index]:
            kept.append(index)
            left &= ~same[index]
    return found.take(kept)


def _contained_controls(found: Detections) -> npt.NDArray[np.bool_]:
    """Return which pairs are controls of one kind of which one lies in the other."""
    kinds = np.array([kind if kind in CONTROLS else "" for kind in found.kinds], object)
    sizes = areas(found.edges)
    smaller = np.maximum(np.minimum(sizes[:, np.newaxis], sizes), 1)
    inside = intersections(found.edges, found.edges) / smaller >= _CONTAINED_SHARE
    return np.asarray(inside & (kinds[:, np.newaxis] == kinds) & (kinds != ""), np.bool_)


def _group(kind: ElementKind) -> str:
    """Return the name of the exclusive group of a kind."""
    return next((min(kinds) for kinds in _EXCLUSIVE if kind in kinds), kind)


def merge_bands(found: Detections) -> Detections:
    """Return the detections of overlapping bands, those that a band cut in two made whole.

    What was cut off and is a part of something whole is left out.
    """
    is_cut = found.cut.any(axis=1)
    whole = found.take(np.flatnonzero(~is_cut).tolist())
    parts = _merge_parts(found.take(np.flatnonzero(is_cut).tolist()))
    within = shares_inside(parts.edges, whole.edges)
    for row, kind in enumerate(parts.kinds):
        within[row, [other != kind for other in whole.kinds]] = 0
    alone = [row for row in range(len(parts.kinds)) if not (within[row] >= _CUT_SHARE).any()]
    return Detections.concatenate([whole, parts.take(alone)])


def _merge_parts(found: Detections) -> Detections:
    """Return what was cut off with each upper part grown by the lower ones that it goes on in."""
    edges, used = found.edges.copy(), set[int]()
    for index in np.argsort(found.edges[:, 1], kind="stable").tolist():
        if index in used:
            continue
        while (lower := _continuation(index, edges, found, used)) is not None:
            used.add(lower)
            end = found.edges[lower]
            edges[index] = [
                min(edges[index, 0], end[0]), edges[index, 1],
                max(edges[index, 2], end[2]), max(edges[index, 3], end[3]),
            ]  # fmt: skip
            if not found.cut[lower, 1]:
                break
    kept = [it for it in range(len(found.kinds)) if it not in used]
    return found._replace(edges=edges).take(kept)


def _continuation(index: int, edges: Edges, found: Detections, used: set[int]) -> int | None:
    """Return the part that begins where another is cut off below, if there is one."""
    left, top, right, bottom = edges[index].tolist()
    for other, (x, y, end, below) in enumerate(found.edges.tolist()):
        along = min(right, end) - max(left, x)
        if (
            other != index
            and other not in used
            and found.kinds[other] == found.kinds[index]
            and found.cut[other, 0]
            and top < y <= bottom < below
            and along >= _SAME_WIDTH * max(right - left, end - x)
        ):
            return other
    return None
