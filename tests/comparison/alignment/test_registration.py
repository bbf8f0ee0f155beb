"""A baseline in the layout of the actual picture differs from it only where something changed."""

from __future__ import annotations

import numpy as np

from pytest_visualdiff.comparison.alignment.registration import register
from pytest_visualdiff.imaging.ink import box_of
from pytest_visualdiff.model import Box, Size
from tests.support import BLUE
from tests.support.pictures import drawn, paragraph, pushed_down

PAGE = drawn(*paragraph())


def test_only_the_change_differs_in_a_page_that_was_pushed() -> None:
    after = pushed_down(PAGE, 80, 48)
    spot = Box(40, 200, 20, 10)
    after[spot.slices] = BLUE
    pair = register(PAGE, after, tolerant=False)
    assert pair.sizes == (Size(400, 208), Size(400, 256))
    assert pair.baseline.shape == after.shape
    assert len(pair.blocks) == 1
    differs = box_of(pair.differences.levels > 0)
    assert differs.area
    assert spot.contains(differs)


def test_parts_are_cut_at_the_edge_of_the_picture_and_have_no_alpha() -> None:
    glass = np.dstack((PAGE, np.full(PAGE.shape[:2], 9, np.uint8)))
    pair = register(glass, glass.copy(), tolerant=False)
    before, after = pair.parts(Box(390, 200, 50, 50))
    assert before.shape == after.shape == (8, 10, 3)
    assert not pair.differences.levels.any()
