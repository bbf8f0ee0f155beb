"""Whether a connected component is a rectangle, and how round its corners are."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from pytest_visualdiff.detection.classical.outline import corner_radius


def filled(width: int = 80, height: int = 40) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    return np.ones((height, width), np.bool_)


def test_a_full_rectangle_has_sharp_corners() -> None:
    assert corner_radius(filled()) == 0


def test_what_stands_on_it_makes_no_hole() -> None:
    mine = filled()
    mine[10:30, 20:60] = False
    assert corner_radius(mine) == 0


def test_a_circle_is_a_square_with_round_corners() -> None:
    mine = np.zeros((41, 41), np.uint8)
    cv2.circle(mine, (20, 20), 20, 1, -1)
    assert corner_radius(mine.astype(np.bool_)) == pytest.approx(20, abs=2.5)


def test_a_triangle_and_the_hole_of_a_letter_are_no_rectangles() -> None:
    assert corner_radius(np.tri(40, 40, dtype=np.bool_)) is None
    letter = filled()
    letter[:, :30] = False
    letter[0, :30] = True
    assert corner_radius(letter) is None
