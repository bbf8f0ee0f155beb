"""Two places of two pictures are held against each other, whoever drew them."""

from __future__ import annotations

import numpy as np
import pytest

from pytest_visualdiff.comparison.noise.places import Places
from pytest_visualdiff.imaging.picture_pair import Decoded
from pytest_visualdiff.model import Box, Size
from tests.support import BLUE, Picture
from tests.support.pictures import Fill, drawn, other_rendering, paragraph, pushed_down

PAGE = drawn(*paragraph())
SIZE = Size(400, 208)
LINE = Box(10, 38, 380, 20)


def places(
    before: Picture, after: Picture, *, top: int = 0, cross: bool = False, exactly: bool = False
) -> Places:
    sizes = SIZE, Size(after.shape[1], len(after) + top)
    return Places(lambda: Decoded(before[top:], after[top:], top, sizes), cross, exactly)


def test_a_line_that_moved_does_not_differ() -> None:
    held = places(PAGE, pushed_down(PAGE, 30, 16))
    differs = held.differing(LINE, LINE.move(0, 16))
    assert differs is not None
    assert differs.shape == (LINE.h, LINE.w)
    assert not differs.any()


@pytest.mark.parametrize(("cross", "exactly"), [(False, False), (True, False), (True, True)])
def test_a_box_that_is_new_differs_where_it_is(cross: bool, exactly: bool) -> None:
    after = drawn(*paragraph(), Fill(100, 40, 30, 12, BLUE))
    differs = places(PAGE, after, cross=cross, exactly=exactly).differing(LINE, LINE)
    assert differs is not None
    assert differs[4:12, 92:118].mean() > 0.9
    assert not differs[:, :80].any()


def test_of_another_rendering_hardly_a_pixel_differs_by_more_than_noise() -> None:
    theirs = other_rendering(*paragraph())
    noise = places(PAGE, theirs, cross=True).differing(LINE, LINE)
    exact = places(PAGE, theirs, cross=True, exactly=True).differing(LINE, LINE)
    assert noise is not None
    assert exact is not None
    assert noise.sum() < exact.sum() / 20


def test_nothing_is_told_of_what_is_not_decoded() -> None:
    held = places(PAGE, PAGE.copy(), top=50)
    assert held.differing(LINE, LINE) is None
    assert held.redrawn(LINE, LINE) is None
    below = LINE.move(0, 60)
    assert held.differing(below, below) is not None


def test_another_drawing_is_told_with_its_levels_and_the_same_is_not() -> None:
    before, after = drawn(Fill(40, 40, 16, 16)), drawn(Fill(40, 46, 16, 4))
    icon = Box(36, 36, 24, 24)
    held = places(before, after)
    levels = held.redrawn(icon, icon)
    assert levels is not None
    assert levels.dtype == np.uint8
    assert levels.max() > 100
    same = held.redrawn(Box(100, 100, 24, 24), Box(200, 100, 24, 24))
    assert same is not None
    assert not same.any()
