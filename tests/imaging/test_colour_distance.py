"""The distance of two colours is pixelmatch's."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_visualdiff.imaging.colour_distance import MAXIMUM, yiq_delta

BLACK, WHITE, RED, CYAN, BLUE, YELLOW = (
    (0, 0, 0), (255, 255, 255), (0, 0, 255), (255, 255, 0), (255, 0, 0), (0, 255, 255),
)  # fmt: skip
"""Colours in OpenCV's order: blue, green, red."""

channel = st.integers(0, 255)
colours = st.tuples(channel, channel, channel, channel)


def delta(one: tuple[int, ...], other: tuple[int, ...], depth: npt.DTypeLike = np.uint8) -> float:
    return float(yiq_delta(np.array(one, depth), np.array(other, depth)))


def pixelmatch(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """Return pixelmatch 7's delta of two BGRA colours on plain white, written out in float64."""
    (b1, g1, r1, a1), (b2, g2, r2, a2) = one, other
    red, green, blue = (
        (c1 * a1 - c2 * a2 - 255 * (a1 - a2)) / 255 for c1, c2 in ((r1, r2), (g1, g2), (b1, b2))
    )
    y = red * 0.29889531 + green * 0.58662247 + blue * 0.11448223
    i = red * 0.59597799 - green * 0.27417610 - blue * 0.32180189
    q = red * 0.21147017 - green * 0.52261711 + blue * 0.31114694
    return 0.5053 * y * y + 0.299 * i * i + 0.1957 * q * q


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (BLACK, BLACK, 0),
        (BLACK, WHITE, 0.5053 * 255**2),  # brightness alone: Y is 255, I and Q are 0
        (RED, CYAN, MAXIMUM),
        # Y = 196.614, I = 164.119, Q = -158.685
        (YELLOW, BLUE, 0.5053 * 196.614**2 + 0.299 * 164.119**2 + 0.1957 * 158.685**2),
    ],
)
def test_by_hand(one: tuple[int, ...], other: tuple[int, ...], expected: float) -> None:
    assert delta(one, other) == pytest.approx(expected, rel=1e-4, abs=1e-6)
    assert delta(other, one) == delta(one, other)


@given(colours, colours)
def test_equal_to_pixelmatch_whatever_the_colours(
    one: tuple[int, ...], other: tuple[int, ...]
) -> None:
    assert delta(one, other) == pytest.approx(pixelmatch(one, other), rel=1e-3, abs=1e-3)


def test_an_opaque_alpha_changes_nothing() -> None:
    assert delta((*RED, 255), (*BLUE, 255)) == pytest.approx(delta(RED, BLUE))


def test_what_is_transparent_is_white() -> None:
    assert delta((*RED, 0), (*BLUE, 0)) == 0
    assert delta((*BLACK, 0), (*WHITE, 255)) == 0
    assert delta((*BLACK, 128), (*WHITE, 255)) == pytest.approx(0.5053 * 128**2, rel=1e-4)


def test_grey_is_a_colour_of_three_equal_channels() -> None:
    assert delta((40,), (90,)) == pytest.approx(0.5053 * 50**2, rel=1e-4)
    assert delta((40,), (90,)) == pytest.approx(delta((40, 40, 40), (90, 90, 90)))


def test_sixteen_bits_are_the_same_colour_more_finely() -> None:
    red, yellow = (tuple(257 * level for level in colour) for colour in (RED, YELLOW))
    assert delta(red, yellow, np.uint16) == pytest.approx(delta(RED, YELLOW), rel=1e-4)
    assert 0 < delta((0, 0, 256), (0, 0, 257), np.uint16) < 1e-3


def test_a_picture_gives_a_distance_for_each_pixel() -> None:
    before, after = np.zeros((2, 3, 3), np.uint8), np.zeros((2, 3, 3), np.uint8)
    after[1, 2] = WHITE
    found = yiq_delta(before, after)
    assert found.shape == (2, 3)
    assert found.dtype == np.float32
    assert np.argwhere(found).tolist() == [[1, 2]]


@pytest.mark.parametrize(("threshold", "over"), [(0, True), (0.2, True), (0.5, False), (1, False)])
def test_the_threshold_is_a_share_of_the_largest_distance(threshold: float, over: bool) -> None:
    grey, darker = (200, 200, 200), (100, 100, 100)  # 0.379 of the largest, as a distance
    assert (delta(grey, darker) > MAXIMUM * threshold**2) is over
