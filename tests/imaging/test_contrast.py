"""The levels that speak of what is seen, held against scikit-image's models of it."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from skimage import color

from pytest_visualdiff.imaging.contrast import FAINT, IMPERCEPTIBLE, STROKE

_JUST_NOTICEABLE = 2.3
"""Distance in CIELAB that is (Mahy and others, 1994)."""


_distances: Any = color.deltaE_ciede2000  # scikit-image is not typed


def in_lab(rgb: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
    """Return colours of 0..255, shape (count, 3), in CIELAB."""
    lab: Any = color.rgb2lab(rgb[np.newaxis] / 255)
    return np.asarray(lab[0], np.float64)


def furthest(colours: npt.NDArray[Any], by: tuple[int, ...]) -> float:
    """Return the largest CIEDE2000 distance of colours from those a step further on."""
    further = colours + by
    inside = ((further >= 0) & (further <= 255)).all(axis=1)
    return float(_distances(in_lab(colours[inside]), in_lab(further[inside])).max())


GREYS = np.repeat(np.arange(256)[:, np.newaxis], 3, axis=1)
COLOURS = np.array(list(product(range(0, 256, 15), repeat=3)))


def test_rounding_of_greys_is_less_than_half_of_what_is_noticed() -> None:
    lightness = in_lab(GREYS)[:, 0]
    assert (lightness[IMPERCEPTIBLE:] - lightness[:-IMPERCEPTIBLE]).max() < 1.02
    assert furthest(GREYS, (IMPERCEPTIBLE,) * 3) < _JUST_NOTICEABLE / 2


@pytest.mark.parametrize("channel", [0, 1, 2])
def test_rounding_of_one_channel_is_about_what_is_just_noticed(channel: int) -> None:
    by = tuple(IMPERCEPTIBLE * (number == channel) for number in range(3))
    assert furthest(COLOURS, by) < 2.4


def test_what_counts_as_drawn_can_be_seen_on_white() -> None:
    paler = in_lab(np.array([[255 - FAINT] * 3, [255 - STROKE] * 3, [255] * 3]))
    faint, stroke = (float(_distances(it, paler[2])) for it in paler[:2])
    assert 1 < faint < _JUST_NOTICEABLE < stroke
