"""Ink on the surfaces of a picture: lines of text, icons and ticked check boxes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from pytest_visualdiff.imaging.text_lines import find_lines
from pytest_visualdiff.model import Box, ElementKind

Ink: TypeAlias = npt.NDArray[np.uint8]
Owners: TypeAlias = npt.NDArray[np.int16]

_INK = 32
"""Levels by which a pixel of a stroke differs from its ground, 0..255; lines of text are found with
the same."""

_LINES_GAP = 1.1
"""Gap, in heights of the line, from which two texts beside each other are two lines."""

_ICON_GAP = 0.45
"""Least gap, in heights of the line, between an icon and its text; that of words is about 0.3."""

_WORD_GAP = 0.2
"""Least gap, in heights of the line, between words."""

_ICON_GAP_RATIO = 1.25
"""Least ratio of the gap between an icon and its text to the widest gap between its words."""

_LEAST_ASPECT = 0.75
"""Least width over height of an icon: a digit is narrower."""

_MOST_ASPECT = 1.7
"""Most width over height of an icon: a word is wider."""

_LEAST_RULE = 24
"""Height in pixels from which something narrow is a rule and no letter."""

_LEAST_CHOICE = 8
"""Least side of a check box in pixels."""

_LEAST_ICON = 5
"""Least height of an icon in pixels: the arrow of a menu has about that."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Ink that belongs together.

    Attributes
    ----------
    kind : {"text", "icon", "checkbox"}
    box : Box
        Around the ink, without margin.
    confidence : float
        0..1, how sure the kind is.
    """

    kind: ElementKind
    box: Box
    confidence: float


def find_marks(ink: Ink, owners: Owners) -> list[Mark]:
    """Return the lines of text and the icons of a picture.

    Parameters
    ----------
    ink : ndarray of shape (height, width), uint8
        How far each pixel is from its ground.
    owners : ndarray of shape (height, width), int
        The surface that each pixel is on: text does not go from one to another.
    """
    marks = (mark for line in find_lines([ink]) for mark in _split(ink, owners, line))
    return [mark for mark in marks if mark.box.h < _LEAST_RULE or mark.box.w > mark.box.h / 4]


def _split(ink: Ink, owners: Owners, line: Box) -> Iterator[Mark]:
    """Yield what one line holds: words beside each other are one text, icons are apart."""
    runs = _runs(ink, line)
    if not runs:
        return
    part = [runs[0]]
    on = [owners[run.y + run.h // 2, run.x + run.w // 2] for run in runs]
    for number, (before, run) in enumerate(pairwise(runs), 1):
        if run.x - before.right > _LINES_GAP * line.h or on[number] != on[number - 1]:
            yield from _without_icons(ink, part)
            part = []
        part.append(run)
    yield from _without_icons(ink, part)


def _without_icons(ink: Ink, runs: Sequence[Box]) -> Iterator[Mark]:
    """Yield the icon before a text, the text, and the icon behind it."""
    height = Box.around(runs).h
    gaps = [right.x - left.right for left, right in pairwise(runs)]
    first, behind = 0, len(runs)
    if _is_apart(ink, runs[0], height, gaps, 0):
        first = 1
    if behind - first > 1 and _is_apart(ink, runs[-1], height, gaps[first:], -1):
        behind -= 1
    for start, end in ((0, first), (first, behind), (behind, len(runs))):
        if start < end:
            yield _mark(ink, runs[start:end])


def _is_apart(ink: Ink, run: Box, height: int, gaps: Sequence[int], place: int) -> bool:
    """Return whether the first (0) or the last (-1) run is an icon beside a text."""
    if not gaps or gaps[place] < _WORD_GAP * height or not _is_square(run):
        return False
    if _is_ticked(ink, run):
        return True
    others = [gap for gap in (gaps[1:] if place == 0 else gaps[:-1]) if gap >= _WORD_GAP * height]
    return gaps[place] >= max(_ICON_GAP * height, _ICON_GAP_RATIO * max(others, default=0))


def _is_square(box: Box) -> bool:
    return box.h >= _LEAST_ICON and _LEAST_ASPECT <= box.w / box.h <= _MOST_ASPECT


def _is_ticked(ink: Ink, box: Box) -> bool:
    """Return whether this is a box of one colour with a tick in it, and so nearly all of it ink."""
    if min(box.w, box.h) < _LEAST_CHOICE or abs(box.w - box.h) > 2:
        return False
    there = ink[box.slices] >= _INK
    corner = box.h // 4
    first, last, middle = np.s_[:corner], np.s_[-corner:], np.s_[corner:-corner]
    if there[middle, middle].all() or there.mean() < 0.6:
        return False
    corners = (there[rows, columns].mean() for rows in (first, last) for columns in (first, last))
    sides = there[0].mean(), there[-1].mean(), there[:, 0].mean(), there[:, -1].mean()
    return bool(min(corners) >= 0.6 and min(sides) >= 0.5)


def _mark(ink: Ink, runs: Sequence[Box]) -> Mark:
    box = Box.around(runs)
    if len(runs) > 1:
        return Mark("text", box, 0.9 if len(runs) > 2 else 0.8)
    if not _is_square(box):
        return Mark("text", box, 0.6)
    return Mark("checkbox", box, 0.7) if _is_ticked(ink, box) else Mark("icon", box, 0.5)


def _runs(ink: Ink, line: Box) -> list[Box]:
    """Return the boxes of what has empty columns between it, from left to right."""
    there = ink[line.slices] >= _INK
    columns = np.concatenate(([False], there.any(axis=0), [False]))
    ends = np.flatnonzero(columns[1:] != columns[:-1]).reshape(-1, 2)
    runs = []
    for left, right in ends.tolist():
        _, top, width, height = cv2.boundingRect(there[:, left:right].view(np.uint8))
        runs.append(Box(line.x + left, line.y + top, width, height))
    return runs
