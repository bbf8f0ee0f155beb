"""The most frequent colour of a picture, and how far its pixels are from it."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_visualdiff.imaging.ground import ground_of, ink_on, largest

pictures = st.builds(
    lambda seed, height, width, colours: (
        np.random.default_rng(seed).integers(0, colours, (height, width, 3)).astype(np.uint8) * 90
    ),
    st.integers(0, 1000),
    st.integers(1, 12),
    st.integers(1, 12),
    st.integers(1, 3),
)


@given(pictures)
def test_the_ground_is_the_most_frequent_colour(pixels: np.ndarray) -> None:
    counts = Counter(tuple(colour) for colour in pixels.reshape(-1, 3).tolist())
    most = max(counts.values())
    first = min((colour for colour in counts if counts[colour] == most), key=lambda it: it[::-1])
    assert tuple(ground_of(pixels).tolist()) == first


def test_the_ground_is_not_what_only_some_rows_have() -> None:
    pixels = np.zeros((16, 16, 3), np.uint8)
    pixels[:, 0] = 255  # one pixel in sixteen, and just those that are looked at first
    assert ground_of(pixels).tolist() == [0, 0, 0]


@given(pictures)
def test_ink_is_how_far_the_furthest_channel_is_from_the_ground(pixels: np.ndarray) -> None:
    ground = np.array([200, 90, 0], np.int16)
    away = np.abs(pixels.astype(int) - ground)
    assert (ink_on(pixels, ground) == away.max(axis=2)).all()
    assert (largest(pixels) == pixels.max(axis=2)).all()


@pytest.mark.parametrize("shape", [(0, 5, 3), (5, 0, 3)])
def test_nothing_has_no_ink(shape: tuple[int, int, int]) -> None:
    nothing = np.zeros(shape, np.uint8)
    assert ink_on(nothing, np.zeros(3, np.int16)).shape == shape[:2]
