"""Parts of two pictures with what they depend on."""

from __future__ import annotations

import numpy as np
import pytest

from pytest_visualdiff.comparison.noise.pair import CONTEXT, AlignedPair, parts_in_context
from pytest_visualdiff.model import Box, Size
from tests.support.pictures import drawn, not_settled, page

BEFORE = drawn(*page(), size=(200, 160))
AFTER = np.roll(BEFORE, (5, 9), axis=(0, 1))


@pytest.mark.parametrize("before", [Box(60, 60, 30, 20), Box(0, 60, 30, 20), Box(161, 133, 30, 20)])
def test_a_part_is_cut_out_where_it_is_in_each_picture(before: Box) -> None:
    after = before.move(9, 5)
    (one, other), inside = parts_in_context(BEFORE, AFTER, before, after)
    assert one.shape == other.shape
    assert (one[inside] == BEFORE[before.slices]).all()
    assert (other[inside] == AFTER[after.slices]).all()


def test_as_much_is_around_it_as_both_pictures_have() -> None:
    (one, _), inside = parts_in_context(BEFORE, AFTER, Box(4, 60, 30, 20), Box(50, 70, 30, 20))
    assert one.shape == (20 + 2 * CONTEXT, 4 + 30 + CONTEXT, 3)
    assert inside == Box(4, CONTEXT, 30, 20).slices


def test_parts_of_16_bits_become_8() -> None:
    deep = BEFORE.astype(np.uint16) * 257
    box = Box(60, 60, 30, 20)
    (one, _), inside = parts_in_context(deep, deep, box, box)
    assert one.dtype == np.uint8
    assert (one[inside] == BEFORE[box.slices]).all()


def test_a_pair_knows_its_size() -> None:
    pair = AlignedPair(BEFORE, AFTER, BEFORE[:90], not_settled(AFTER))
    assert pair.size == Size(200, 160)
    assert [it.shape for it in pair.pictures] == [BEFORE.shape, AFTER.shape]
