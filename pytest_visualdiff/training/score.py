"""How well elements are found: recall, precision and average precision at IoU 0.5."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from pytest_visualdiff.detection.edges import Edges, ious, shares_inside
from pytest_visualdiff.training.labels import KINDS, Label

CONTROLS = ("button", "input", "textarea", "select", "checkbox", "radio", "switch", "slider")

MERGED = {
    **dict.fromkeys(CONTROLS, "control"),
    "text": "text",
    "image": "image",
    "icon": "image",
}
"""Merged classes of kinds; kinds that are not listed have none."""

IOU = 0.5
"""Intersection over union from which a detection matches an element, as in PASCAL VOC."""

SURE = 0.25
"""Confidence, 0..1, from which a detection counts, except for average precision."""

_ENOUGH = 20
"""Number of elements of a kind from which its confidence threshold can be determined."""

_LEAST_SURE = 0.1
"""Lowest confidence threshold of a kind, 0..1. The highest is `SURE`: on pages in an unseen style a
network is less confident than on held-out pages."""

_HOLDERS = ("button", "input", "textarea", "select", "badge")
"""Kinds whose text belongs to them and is not an element of its own."""

_INSIDE_SHARE = 0.7
"""Share of the area of a text above which it is the text of the control that it lies in."""

_SAME_IOU = 0.6
"""Intersection over union above which two detections of a kind are of one element."""


@dataclass(frozen=True)
class Figures:
    """How well elements were found.

    Attributes
    ----------
    recall, precision : mapping of str to float
        Of each merged class, and of ``all`` of them together.
    average_precision : mapping of str to float
        Of each kind that is there at all.
    kind_recall : mapping of str to float
        Of each kind, at the confidence `SURE`.
    elements : mapping of str to int
        How many there are of each kind.
    confidence : mapping of str to float
        Confidence threshold with the best F1, for each kind with at least `_ENOUGH` elements.
    """

    recall: Mapping[str, float]
    precision: Mapping[str, float]
    average_precision: Mapping[str, float]
    kind_recall: Mapping[str, float]
    elements: Mapping[str, int]
    confidence: Mapping[str, float]

    @property
    def mean_average_precision(self) -> float:
        """Mean over the kinds: mAP50."""
        return float(np.mean(list(self.average_precision.values()) or [0.0]))


@dataclass
class _Tally:
    """Detections of one class on all pages so far."""

    truths: int = 0
    hits: list[tuple[float, bool]] = field(default_factory=list)

    def add(self, truth: Sequence[Label], found: Sequence[Label]) -> None:
        """Count the labels ``truth`` of a page, and match those ``found`` by confidence."""
        self.truths += len(truth)
        found = sorted(found, key=lambda label: -label.confidence)
        taken = np.zeros(len(truth), bool)
        table = ious(_edges(found), _edges(truth))
        for row, label in zip(table, found, strict=True):
            free = np.where(taken, 0, row)
            best = int(free.argmax()) if len(truth) else 0
            hit = bool(len(truth)) and free[best] >= IOU
            if hit:
                taken[best] = True
            self.hits.append((label.confidence, hit))

    def recall(self) -> float:
        return self._sure_hits() / self.truths if self.truths else 0.0

    def precision(self) -> float:
        sure = sum(confidence >= SURE for confidence, _ in self.hits)
        return self._sure_hits() / sure if sure else 0.0

    def _sure_hits(self) -> int:
        return sum(hit for confidence, hit in self.hits if confidence >= SURE)

    def best_confidence(self) -> float:
        """Return the confidence threshold with the best F1, within bounds."""
        found = sorted(self.hits, key=lambda each: -each[0])
        right = np.cumsum([hit for _, hit in found])
        f1 = 2 * right / (np.arange(1, len(found) + 1) + self.truths)
        best = found[int(f1.argmax())][0] if found else SURE
        return round(min(max(best, _LEAST_SURE), SURE), 2)

    def average_precision(self) -> float:
        """Return the area under the precision-recall curve, at the 101 points of COCO."""
        hits = np.array([hit for _, hit in sorted(self.hits, key=lambda each: -each[0])], float)
        if not len(hits):
            return 0.0
        right = hits.cumsum()
        precision = right / np.arange(1, len(hits) + 1)
        precision = np.maximum.accumulate(precision[::-1])[::-1]
        at = np.searchsorted(right / self.truths, np.linspace(0, 1, 101))
        return float(np.append(precision, 0.0)[at].mean())


def score(pages: Iterable[tuple[Sequence[Label], Sequence[Label]]]) -> Figures:
    """Return how well the elements of pages were found.

    Parameters
    ----------
    pages : iterable of (truth, found)
        The labels of each page, and those found on it; pairs count as two elements in both.
    """
    kinds = {kind: _Tally() for kind in KINDS}
    merged = {name: _Tally() for name in ("control", "text", "image")}
    for truth, found in pages:
        truth, found = apart(truth), once(apart(found), lambda label: label.kind)
        as_merged = once(
            [replace(label, kind=MERGED[label.kind]) for label in found if label.kind in MERGED],
            lambda label: label.kind,
        )
        for kind, tally in kinds.items():
            tally.add(_of(truth, kind), _of(found, kind))
        for name, tally in merged.items():
            tally.add(
                [label for label in truth if MERGED.get(label.kind) == name], _of(as_merged, name)
            )
    total = _Tally(
        sum(tally.truths for tally in merged.values()),
        [hit for tally in merged.values() for hit in tally.hits],
    )
    there = {kind: tally for kind, tally in kinds.items() if tally.truths}
    every = {**merged, "all": total}
    return Figures(
        recall={name: tally.recall() for name, tally in every.items()},
        precision={name: tally.precision() for name, tally in every.items()},
        average_precision={kind: tally.average_precision() for kind, tally in there.items()},
        kind_recall={kind: tally.recall() for kind, tally in there.items()},
        elements={kind: tally.truths for kind, tally in there.items()},
        confidence={
            kind: tally.best_confidence()
            for kind, tally in there.items()
            if tally.truths >= _ENOUGH
        },
    )


def _of(labels: Iterable[Label], kind: str) -> list[Label]:
    return [label for label in labels if label.kind == kind]


def apart(labels: Iterable[Label]) -> list[Label]:
    """Return labels with each pair split into two elements in the same place."""
    return [replace(label, kind=kind) for label in labels for kind in label.kind.split("+")]


def once(labels: Sequence[Label], group: Callable[[Label], str]) -> list[Label]:
    """Return labels without those that overlap a more confident one of the same group.

    This is greedy non-maximum suppression, with the threshold `_SAME_IOU`.

    Parameters
    ----------
    labels : sequence of Label
    group : callable
        Returns the group of a label.
    """
    kept: list[Label] = []
    groups: dict[str, list[Label]] = {}
    for label in labels:
        groups.setdefault(group(label), []).append(label)
    for members in groups.values():
        members.sort(key=lambda label: -label.confidence)
        same = ious(_edges(members), _edges(members)) > _SAME_IOU
        dropped = np.zeros(len(members), bool)
        for number in range(len(members)):
            if not dropped[number]:
                kept.append(members[number])
                dropped[number + 1 :] |= same[number, number + 1 :]
    return kept


def one_control_in_a_place(labels: Sequence[Label]) -> list[Label]:
    """Return labels with at most one control in a place: a field is not also a button."""
    others = [label for label in labels if label.kind not in CONTROLS]
    controls = [label for label in labels if label.kind in CONTROLS]
    return others + once(controls, lambda _: "control")


def without_their_text(labels: Sequence[Label]) -> list[Label]:
    """Return labels without text that belongs to an element, such as the caption of a button."""
    holders = [label for label in labels if label.kind in _HOLDERS]
    inside = shares_inside(_edges(labels), _edges(holders)) > _INSIDE_SHARE
    return [
        label
        for label, within in zip(labels, inside, strict=True)
        if label.kind != "text" or not within.any()
    ]


def _edges(labels: Sequence[Label]) -> Edges:
    rows = [(label.left, label.top, label.right, label.bottom) for label in labels]
    return np.array(rows, np.float32).reshape(-1, 4)
