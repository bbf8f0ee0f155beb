"""What one place looks like in two pictures: its colours, its strokes, and whether it is the same.

Ink is how far each pixel is from its ground, the most frequent colour. Two places show the same
drawing if their ink correlates, whatever the colours; the ink is softened before, so that edges may
be smoothed in different ways.
"""

from __future__ import annotations

from typing import NamedTuple, TypeAlias, cast

import cv2
import numpy as np
import numpy.typing as npt

from pytest_visualdiff.imaging.arrays import Colour, Picture
from pytest_visualdiff.imaging.contrast import FAINT, STROKE
from pytest_visualdiff.imaging.ground import ground_of, ink_on
from pytest_visualdiff.model import Box

Ink: TypeAlias = npt.NDArray[np.float32]
"""(height, width): distance of each pixel from the ground, in levels of 0..255, softened."""

_SOFT = 1.2
"""Sigma in pixels of the Gaussian that softens the ink: about the width of a smoothed edge."""

_SAME_DRAWING = 0.9
"""Correlation of the ink from which two drawings are the same: recoloured ones have 0.97 and more,
a changed word has 0.7 at most. Set by benchmarks/defects."""

_CORE = 0.9
"""Share of the strongest ink from which a pixel has the colour of the stroke: its edges are paler.
"""

_OTHER_COLOUR = 24
"""Levels of a channel by which two colours differ at least: thin strokes come out paler by less.
Set by benchmarks/defects."""

_OTHER_HUE = 0.94
"""Cosine of the angle, seen from the ground, between two colours of different hue: 20 degrees. Set
by benchmarks/defects."""

_PALER = 0.6
"""Ratio of two strokes' distances from their ground below which the paler one has another colour,
and is not only thinner. Set by benchmarks/defects."""

_COVERED = 0.93
"""Share of the ink of a drawing that a place has if it shows all of that: where another line of
text stands it has half. Set by benchmarks/defects."""


class Looks(NamedTuple):
    """What a place looks like.

    Attributes
    ----------
    ground : ndarray of shape (3,), int16
        Its most frequent colour, BGR.
    stroke : ndarray of shape (3,), int16
        The colour of what is drawn on it; the ground's where nothing is.
    ink : ndarray of shape (height, width), float32
        How far each pixel is from the ground, softened.
    """

    ground: Colour
    stroke: Colour
    ink: Ink

    @property
    def is_flat(self) -> bool:
        """Whether nothing is drawn."""
        return bool((self.stroke == self.ground).all())


def looks(pixels: Picture, ground: Colour | None = None) -> Looks:
    """Return what a place looks like.

    Parameters
    ----------
    pixels : ndarray of shape (height, width, 3), uint8
    ground : ndarray of shape (3,), int16, optional
        What it stands on, BGR; by default its most frequent colour.
    """
    if not pixels.size:  # it is outside of the picture, or too small to have an inside
        nothing = np.zeros(3, np.int16)
        return Looks(nothing, nothing, np.zeros(pixels.shape[:2], np.float32))
    ground = ground_of(pixels) if ground is None else ground
    away = ink_on(pixels, ground)
    most = int(away.max())
    if most <= FAINT:
        return Looks(ground, ground, np.zeros(away.shape, np.float32))
    strong = pixels[away >= _CORE * most]
    stroke = _median(strong)
    soft = cv2.GaussianBlur(away.astype(np.float32), (0, 0), _SOFT)
    return Looks(ground, stroke, cast("Ink", soft))


def _median(colours: npt.NDArray[np.uint8]) -> Colour:
    """Return the median of each channel, rounded down; NumPy's own takes several times as long."""
    ordered, middle = np.sort(colours, axis=0).astype(np.int16), len(colours) // 2
    return cast("Colour", (ordered[middle] + ordered[~middle]) // 2)


def likeness(one: Ink, other: Ink) -> float:
    """Return the correlation, -1..1, of ``one`` and ``other``; 0 if either has no ink."""
    first, second = one - one.mean(), other - other.mean()
    strength = float(np.sqrt((first**2).sum() * (second**2).sum()))
    return float((first * second).sum()) / strength if strength > 0 else 0.0


def is_same_drawing(before: Looks, after: Looks) -> bool:
    """Return whether ``before`` and ``after``, of one shape, show the same in whatever colours."""
    if before.is_flat or after.is_flat:
        return before.is_flat and after.is_flat
    return likeness(before.ink, after.ink) >= _SAME_DRAWING


def are_alike(before: Looks, after: Looks) -> bool:
    """Return whether ``before`` and ``after``, of one shape, show the same in the same colours."""
    if are_other(before.ground, after.ground) or is_other_stroke(before, after):
        return False
    return is_same_drawing(before, after)


def is_drawn_in(before: Picture, after: Picture, ground: Colour) -> bool:
    """Return whether a second place shows all that is drawn in a first one, and maybe more.

    Parameters
    ----------
    before, after : ndarray of shape (height, width, 3), uint8
        The two places, of one shape.
    ground : ndarray of shape (3,), int16
        What the drawing stands on, BGR.
    """
    ink, now = (ink_on(it, ground) for it in (before, after))
    near = cv2.dilate(now, np.ones((3, 3), np.uint8))  # edges may be smoothed in different ways
    both = float(cv2.min(ink, near).sum(dtype=np.int64))
    return both >= _COVERED * float(ink.sum(dtype=np.int64))


def are_other(one: Colour, other: Colour) -> bool:
    """Return whether ``one`` and ``other`` differ by more than smoothing changes a colour."""
    return int(np.abs(one - other).max()) > FAINT


def is_other_colour(before: Looks, after: Looks) -> bool:
    """Return whether the strokes of ``before`` and ``after`` are of different colours."""
    return int(np.abs(before.stroke - after.stroke).max()) > _OTHER_COLOUR


def is_other_stroke(before: Looks, after: Looks) -> bool:
    """Return whether strokes of ``before`` and ``after`` differ in colour, not just in width."""
    if before.is_flat or after.is_flat:
        return False
    if not is_other_colour(before, after):
        return False
    one = (before.stroke - before.ground).astype(np.float64)
    other = (after.stroke - after.ground).astype(np.float64)
    strengths = sorted((float(np.linalg.norm(one)), float(np.linalg.norm(other))))
    hue = float(one @ other) / max(strengths[0] * strengths[1], 1e-6)
    return hue < _OTHER_HUE or strengths[0] < _PALER * strengths[1]


def in_hexadecimal(colour: Colour) -> str:
    """Return a colour as in CSS: ``#rrggbb``."""
    blue, green, red = (int(level) for level in colour)
    return f"#{red:02x}{green:02x}{blue:02x}"


def ink_box(place: Looks) -> Box:
    """Return the box of what is drawn in a place."""
    return box_of(place.ink > STROKE)


def box_of(there: npt.NDArray[np.bool_]) -> Box:
    """Return the smallest box around all that is true."""
    return Box(*cv2.boundingRect(there.view(np.uint8))) if there.size else Box(0, 0, 0, 0)
