"""Smoothed edges that came out a little differently, and what only looks like them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pytest_visualdiff.comparison.noise.antialiasing import is_antialiasing
from pytest_visualdiff.model import Box

Picture = npt.NDArray[np.uint8]

WHOLE = Box(0, 0, 24, 16)


def ground(level: int = 255) -> Picture:
    return np.full((16, 24, 3), level, np.uint8)


def edge(blend: int) -> Picture:
    """Return a dark area beside a light one, with a smoothed column between them."""
    picture = ground()
    picture[:, 12:] = 30
    picture[:, 12] = blend
    return picture


@pytest.mark.parametrize("by", [-20, -3, 3, 20])
def test_the_blend_between_two_colours_may_differ(by: int) -> None:
    assert is_antialiasing(edge(140), edge(140 + by), Box(12, 0, 1, 16))
    assert is_antialiasing(edge(140 + by), edge(140), WHOLE)


def test_a_blend_that_is_quite_another_does_count() -> None:
    assert not is_antialiasing(edge(220), edge(60), Box(12, 0, 1, 16))


@pytest.mark.parametrize("by", [3, 5, 10, 20])
def test_an_area_of_a_slightly_different_colour_counts(by: int) -> None:
    before, after = ground(200), ground(200)
    after[4:12, 6:18] -= np.uint8(by)
    assert not is_antialiasing(before, after, Box(6, 4, 12, 8))
    assert not is_antialiasing(after, before, Box(6, 4, 12, 8))


@pytest.mark.parametrize("by", [5, 10, 20])
def test_a_dot_on_flat_ground_counts(by: int) -> None:
    before, after = ground(), ground()
    after[8, 12] -= np.uint8(by)
    assert not is_antialiasing(before, after, Box(12, 8, 1, 1))
    assert not is_antialiasing(after, before, Box(12, 8, 1, 1))


@pytest.mark.parametrize("by", [6, 12, 25])
def test_a_faint_line_that_is_lost_counts(by: int) -> None:
    before, after = ground(), ground()
    before[8, 2:22] -= np.uint8(by)
    assert not is_antialiasing(before, after, Box(2, 8, 20, 1))
    assert not is_antialiasing(after, before, Box(2, 8, 20, 1))


def bordered(corner: int, size: int = 2) -> Picture:
    """Return where two grey borders meet, the corner of another grey."""
    picture = ground()
    picture[6 : 6 + size, 8:] = 180
    picture[6:, 8 : 8 + size] = 180
    picture[6 : 6 + size, 8 : 8 + size] = corner
    return picture


def test_a_corner_of_two_by_two_where_borders_lie_over_each_other_is_no_change() -> None:
    assert is_antialiasing(bordered(180), bordered(164), Box(8, 6, 2, 2))
    assert is_antialiasing(bordered(164), bordered(180), Box(8, 6, 2, 2))


def test_a_corner_of_three_by_three_is_one() -> None:
    assert not is_antialiasing(bordered(180, 3), bordered(164, 3), Box(8, 6, 3, 3))


def test_a_corner_of_quite_another_colour_is_one() -> None:
    assert not is_antialiasing(bordered(180), bordered(80), Box(8, 6, 2, 2))


def test_only_what_is_in_the_box_is_looked_at() -> None:
    before, after = edge(140), edge(150)
    after[2:6, 2:6] = 0
    assert is_antialiasing(before, after, Box(12, 0, 1, 16))
    assert not is_antialiasing(before, after, WHOLE)


@pytest.mark.parametrize("box", [Box(0, 0, 1, 16), Box(23, 0, 1, 16)])
def test_a_box_at_the_rim_is_looked_at_too(box: Box) -> None:
    before, after = ground(), ground()
    after[:, box.x] = 240
    assert not is_antialiasing(before, after, box)


def test_one_channel_is_enough_to_count() -> None:
    before, after = ground(200), ground(200)
    after[4:12, 6:18, 2] = 190
    assert not is_antialiasing(before, after, WHOLE)


def test_other_depths_and_channels() -> None:
    for channels in (1, 3, 4):
        one, other = (np.repeat(edge(level)[:, :, :1], channels, 2) for level in (140, 150))
        assert is_antialiasing(one, other, WHOLE)
        fine = one.astype(np.uint16) * 257, other.astype(np.uint16) * 257
        assert is_antialiasing(*fine, WHOLE)
        area = one.copy()
        area[2:8, 2:8] -= np.uint8(12)
        assert not is_antialiasing(one, area, WHOLE)
        assert not is_antialiasing(fine[0], area.astype(np.uint16) * 257, WHOLE)


def one_pixel(levels: list[int], at: int) -> Picture:
    """Return a small picture of these levels, the one in the middle replaced."""
    picture = np.array(levels, np.uint8).reshape(5, 5, 1)
    picture[2, 2] = at
    return np.repeat(picture, 3, axis=2)


@settings(deadline=None)
@given(
    levels=st.lists(st.integers(0, 255), min_size=25, max_size=25),
    to=st.tuples(st.integers(0, 255), st.integers(0, 255)),
)
def test_a_larger_change_of_a_pixel_never_passes_where_a_smaller_one_fails(
    levels: list[int], to: tuple[int, int]
) -> None:
    was = levels[12]
    nearer, further = sorted(to, key=lambda level: abs(level - was))
    if (nearer - was) * (further - was) < 0:
        further = was + abs(further - was) if nearer > was else was - abs(further - was)
        further = min(max(further, 0), 255)
        nearer, further = sorted((nearer, further), key=lambda level: abs(level - was))
    before, box = one_pixel(levels, was), Box(0, 0, 5, 5)
    if not is_antialiasing(before, one_pixel(levels, nearer), box):
        assert not is_antialiasing(before, one_pixel(levels, further), box)


@pytest.mark.parametrize("count", [2, 3, 6])
@pytest.mark.parametrize(
    ("before", "after"),
    [(edge(220), edge(60)), (bordered(180, 3), bordered(164, 3)), (ground(), ground(240))],
)
def test_what_fails_once_fails_as_often_as_it_is_there(
    before: Picture, after: Picture, count: int
) -> None:
    assert not is_antialiasing(before, after, WHOLE)
    one, other = (np.tile(it, (1, count, 1)) for it in (before, after))
    assert not is_antialiasing(one, other, Box(0, 0, 24 * count, 16))


@pytest.mark.parametrize("count", [2, 3, 6])
def test_a_corner_is_none_where_there_are_several(count: int) -> None:
    one, other = (np.tile(bordered(level), (1, count, 1)) for level in (180, 164))
    assert not is_antialiasing(one, other, Box(0, 0, 24 * count, 16))
