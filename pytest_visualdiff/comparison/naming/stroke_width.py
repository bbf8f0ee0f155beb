"""Whether a text is the same in another weight: its words are drawn with wider strokes.

Without it 2 more of 80 defects of `benchmarks/defects` have a wrong kind.
"""

from __future__ import annotations

from typing import NamedTuple, cast

import cv2
import numpy as np

from pytest_visualdiff.imaging.arrays import Picture
from pytest_visualdiff.imaging.ground import ground_of, ink_on
from pytest_visualdiff.imaging.ink import Ink, box_of, likeness

_DRAWN = 0.25
"""Share of the strongest ink from which on something is drawn."""

_SPACE = 0.25
"""Gap between words, in heights of the line."""

_SURELY_SAME = 0.85
"""Correlation of a word with itself in another weight, brought to one size; another has 0.75."""

_SAME_WORD = 0.7
"""The same where strokes are much wider, which other words' hardly are."""

_SAME_SIZE = 1.3
"""Width, or height, of a word over that of itself in another weight, at most."""

_BOLDER = 1.12
"""Width of strokes over that of the same text in another weight, at least."""

_MUCH_BOLDER = 1.4
"""The same in a weight that is far from it, as bold is from normal."""

_SOFT = 1.2
"""Sigma, in pixels, of what softens the ink: about a stroke's edge."""


class Weights(NamedTuple):
    """How wide the strokes of a text were and are on average, in pixels."""

    before: float
    after: float


def other_weights(before: Picture, after: Picture) -> Weights | None:
    """Return how wide strokes were and are if two crops show one text in different weights.

    The words are compared with each other, each brought to the size of the other: in another weight
    a text is wider or narrower, and its words are elsewhere.

    Parameters
    ----------
    before, after : ndarray of shape (height, width, 3), uint8
        BGR; a line of text and nothing else, on one colour.
    """
    there, now = _line(before), _line(after)
    if there is None or now is None:
        return None
    weights = Weights(_width(there), _width(now))
    if max(weights) < _BOLDER * min(weights):
        return None
    is_sure = max(weights) >= _MUCH_BOLDER * min(weights)
    alike = _likeness_of_words(there, now)
    return weights if alike >= (_SAME_WORD if is_sure else _SURELY_SAME) else None


def _line(pixels: Picture) -> Ink | None:
    """Return the ink of a line of text, 0..1, without what is empty around it."""
    if not pixels.size:
        return None
    away = ink_on(pixels, ground_of(pixels)).astype(np.float32)
    strength = away / max(float(away.max()), 1.0)
    drawn = box_of(strength >= _DRAWN)
    line = strength[drawn.y : drawn.bottom, drawn.x : drawn.right]
    return cast("Ink", line) if line.size else None


def _likeness_of_words(one: Ink, other: Ink) -> float:
    """Return how alike the words of two lines are on average: one may be too short to tell."""
    there, now = _words(one), _words(other)
    if len(there) != len(now):
        there, now = [one], [other]  # there are gaps between its letters in one of them
    widths = [word.shape[1] for word in there]
    alike = [_likeness(*words) for words in zip(there, now, strict=True)]
    return float(np.average(alike, weights=widths))


def _words(line: Ink) -> list[Ink]:
    """Return the parts of a line between spaces, all as high as it is."""
    columns = np.flatnonzero((line >= _DRAWN).any(axis=0))
    gaps = np.flatnonzero(np.diff(columns) > max(_SPACE * len(line), 2))
    starts = [int(columns[0]), *columns[gaps + 1].tolist()]
    ends = [*columns[gaps].tolist(), int(columns[-1])]
    return [line[:, start : end + 1] for start, end in zip(starts, ends, strict=True)]


def _likeness(one: Ink, other: Ink) -> float:
    """Return how two words correlate once they are of one size; 0 for very different sizes."""
    sides = [sorted(pair) for pair in zip(one.shape, other.shape, strict=True)]
    if any(most > _SAME_SIZE * least for least, most in sides):
        return 0.0
    size = sides[1][1], sides[0][1]
    softened = (
        cv2.GaussianBlur(cv2.resize(it, size, interpolation=cv2.INTER_LINEAR), (0, 0), _SOFT)
        for it in (one, other)
    )
    return likeness(*(cast("Ink", it) for it in softened))


def _width(line: Ink) -> float:
    """Return how wide strokes are on average, in pixels: twice their area over their outline."""
    framed = cv2.copyMakeBorder(line, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=(0,))
    across, along = np.diff(framed, axis=1), np.diff(framed, axis=0)
    return 2 * float(framed.sum()) / float(np.abs(across).sum() + np.abs(along).sum())
