"""A patch is found where it is, whatever its brightness."""

from __future__ import annotations

import numpy as np
import pytest

from pytest_visualdiff.imaging.template import locate
from pytest_visualdiff.model import Box

NOISE = np.random.default_rng(3).integers(0, 200, (60, 80, 3), np.uint8)


@pytest.mark.parametrize("place", [Box(0, 0, 9, 7), Box(71, 53, 9, 7), Box(30, 20, 16, 12)])
def test_a_patch_is_found_where_it_is(place: Box) -> None:
    found = locate(NOISE[place.slices], NOISE, Box(0, 0, 80, 60))
    assert found is not None
    assert found.box == place
    assert found.score == pytest.approx(1.0, abs=1e-5)


def test_a_patch_is_found_in_another_brightness() -> None:
    place = Box(30, 20, 16, 12)
    found = locate(NOISE[place.slices] // 2 + 20, NOISE, Box(0, 0, 80, 60))
    assert found is not None
    assert found.box == place
    assert found.score > 0.99


def test_only_what_is_near_is_searched() -> None:
    place = Box(30, 20, 16, 12)
    found = locate(NOISE[place.slices], NOISE, Box(50, 0, 30, 60))
    assert found is not None
    assert found.score < 0.5


def test_a_grey_patch_is_found_in_a_grey_picture() -> None:
    grey, place = NOISE[..., 0], Box(5, 40, 12, 9)
    found = locate(grey[place.slices], grey, Box(-9, 30, 40, 90))
    assert found is not None
    assert found.box == place


@pytest.mark.parametrize("dtype", [np.uint8, np.float32])
def test_of_places_that_are_as_alike_the_first_in_reading_order_is_taken(dtype: type) -> None:
    tile: np.ndarray = np.random.default_rng(5).integers(0, 200, (8, 10)).astype(dtype)
    found = locate(tile, np.tile(tile, (4, 5)), Box(3, 3, 47, 29))
    assert found is not None
    assert found.box == Box(10, 8, 10, 8)


def test_a_part_that_is_smaller_than_the_patch_has_no_room_for_it() -> None:
    assert locate(NOISE[:20, :20], NOISE, Box(70, 50, 30, 30)) is None
