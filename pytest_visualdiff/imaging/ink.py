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
from pytest_visualdiff.imaging.ground import STROKE, ground_of, ink_on
from pytest_visualdiff.model import Box

Ink: TypeAlias = npt.NDArray[np.float32]

_FAINT = 8
"""Levels of ink up to which nothing is drawn."""

_SOFT = 1.2
"""Sigma, in pixels, of what softens the ink: about a stroke's edge."""

_ALIKE = 0.9
"""Correlation of the ink from which on two drawings are the same. Recolours have 0.97 and more, a
changed word has 0.7 at most."""

_STRONG = 0.9
"""Share of the strongest ink from which on a pixel has the colour of the stroke."""

_OTHER_COLOUR = 24
"""Levels by which colours differ that are not the same: thin strokes come out paler."""

_OTHER_HUE = 0.94
"""Cosine between the ways from the ground to two colours, below which they are different ones."""

_PALER = 0.6
"""Share of the ink's strength: strokes that are paler are of another colour."""

_ALL_OF_IT = 0.93
"""Share of the ink of what was drawn that is there yet; of another line of text half is."""


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
    """Return what a place looks like, on its own most frequent colour or on a given one."""
    if not pixels.size:  # it is outside of the picture, or too small to have an inside
        nothing = np.zeros(3, np.int16)
        return Looks(nothing, nothing, np.zeros(pixels.shape[:2], np.float32))
    ground = ground_of(pixels) if ground is None else ground
    away = ink_on(pixels, ground)
    most = int(away.max())
    if most <= _FAINT:
        return Looks(ground, ground, np.zeros(away.shape, np.float32))
    strong = pixels[away >= _STRONG * most]
    stroke = _median(strong)
    soft = cv2.GaussianBlur(away.astype(np.float32), (0, 0), _SOFT)
    return Looks(ground, stroke, cast("Ink", soft))


def _median(colours: npt.NDArray[np.uint8]) -> Colour:
    """Return the median of each channel, rounded down; NumPy's own takes several times as long."""
    ordered, middle = np.sort(colours, axis=0).astype(np.int16), len(colours) // 2
    return cast("Colour", (ordered[middle] + ordered[~middle]) // 2)


def likeness(one: Ink, other: Ink) -> float:
    """Return how the ink of two places of one shape correlates, -1..1; 0 where one has none."""
    first, second = one - one.mean(), other - other.mean()
    strength = float(np.sqrt((first**2).sum() * (second**2).sum()))
    return float((first * second).sum()) / strength if strength > 0 else 0.0


def is_same_drawing(before: Looks, after: Looks) -> bool:
    """Return whether two places of one shape show the same, in whatever colours."""
    if before.is_flat or after.is_flat:
        return before.is_flat and after.is_flat
    return likeness(before.ink, after.ink) >= _ALIKE


def are_alike(before: Looks, after: Looks) -> bool:
    """Return whether two places of one shape show the same in the same colours."""
    if are_other(before.ground, after.ground) or is_other_stroke(before, after):
        return False
    return is_same_drawing(before, after)


def is_drawn_in(before: Picture, after: Picture, ground: Colour) -> bool:
    """Return whether one place shows all that is drawn on a ground in another, and maybe more."""
    ink, now = (ink_on(it, ground) for it in (before, after))
    near = cv2.dilate(now, np.ones((3, 3), np.uint8))  # edges may be smoothed in different ways
    both = float(cv2.min(ink, near).sum(dtype=np.int64))
    return both >= _ALL_OF_IT * float(ink.sum(dtype=np.int64))


def are_other(one: Colour, other: Colour) -> bool:
    """Return whether two colours differ by more than smoothing makes of one."""
    return int(np.abs(one - other).max()) > _FAINT


def is_other_colour(before: Looks, after: Looks) -> bool:
    """Return whether the same drawing is in another colour."""
    return int(np.abs(before.stroke - after.stroke).max()) > _OTHER_COLOUR


def is_other_stroke(before: Looks, after: Looks) -> bool:
    """Return whether strokes on one ground have another colour, and are not only thinner."""
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
