"""Drawings laid over each other as a whole."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image, ImageDraw

from pytest_visualdiff.comparison.noise.drawings import other_drawing, registered_difference
from pytest_visualdiff.comparison.noise.model import is_noise
from pytest_visualdiff.model import Box

FINE = 8
PLACE = Box(20, 20, 16, 16)
FORWARD, BACK = ((24, 22), (24, 34), (30, 28)), ((30, 22), (30, 34), (24, 28))


def triangle(
    corners: tuple[tuple[int, int], ...], dx: float = 0, dy: float = 0
) -> npt.NDArray[np.uint8]:
    """Draw a small arrow, so many pixels further on."""
    image = Image.new("RGB", (56 * FINE, 56 * FINE), (255, 255, 255))
    places = [((x + dx) * FINE, (y + dy) * FINE) for x, y in corners]
    ImageDraw.Draw(image).polygon(places, fill=(44, 62, 80))
    return np.array(image.resize((56, 56), Image.Resampling.BOX))[:, :, ::-1].copy()


@pytest.mark.parametrize(("dx", "dy"), [(0, 0), (0.4, 0), (0, -0.625), (1, 1), (-0.75, 0.25)])
def test_one_drawing_a_fraction_of_a_pixel_further_on_is_the_same(dx: float, dy: float) -> None:
    assert not other_drawing(triangle(FORWARD), triangle(FORWARD, dx, dy), PLACE, PLACE).any()


@pytest.mark.parametrize("dx", [0, 0.4, -1])
def test_an_arrow_the_other_way_round_is_another_drawing(dx: float) -> None:
    assert other_drawing(triangle(FORWARD), triangle(BACK, dx), PLACE, PLACE).any()


def test_where_each_part_may_lie_elsewhere_by_itself_it_passes_for_noise() -> None:
    assert is_noise(triangle(FORWARD), triangle(BACK))


def test_a_drawing_is_looked_at_where_the_page_says_it_is_now() -> None:
    now = triangle(FORWARD, 9, 5)
    assert not other_drawing(triangle(FORWARD), now, PLACE, PLACE.move(9, 5)).any()
    assert other_drawing(triangle(FORWARD), now, PLACE, PLACE).any()


def test_what_only_one_drawing_has_is_added_up_over_patches() -> None:
    plain = np.full((40, 40, 3), 255, np.uint8)
    dotted = plain.copy()
    dotted[18:22, 18:22] = 155
    found = registered_difference(plain, dotted, (slice(8, 32), slice(8, 32)))
    assert found.shape == (24, 24)
    assert 1200 < found[12, 12] <= 16 * 100
    assert not found[:5].any()


@pytest.mark.parametrize("by", [4, 5, 6, 7])
def test_what_moved_too_far_is_another_drawing_and_no_less_so_further_on(by: int) -> None:
    assert other_drawing(triangle(FORWARD), triangle(FORWARD, by), PLACE, PLACE).any()


@pytest.mark.parametrize("size", [4, 5, 6, 8, 12])
def test_a_larger_part_that_is_new_is_seen_where_a_smaller_one_is(size: int) -> None:
    after = triangle(FORWARD)
    after[PLACE.y : PLACE.y + size, PLACE.x : PLACE.x + 4] = (44, 62, 200)
    assert other_drawing(triangle(FORWARD), after, PLACE, PLACE).any()


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_parts_that_are_new_are_seen_however_many_they_are(count: int) -> None:
    after = triangle(FORWARD)
    corners = [(0, 0), (11, 0), (0, 11), (11, 11)][:count]
    for x, y in corners:
        after[PLACE.y + y :, PLACE.x + x :][:5, :5] = (44, 62, 200)
    found = other_drawing(triangle(FORWARD), after, PLACE, PLACE)
    assert all(found[y : y + 5, x : x + 5].any() for x, y in corners)
