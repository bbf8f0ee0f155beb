"""Two pieces of picture show the same drawing, or they do not."""

from __future__ import annotations

import numpy as np
import pytest

from pytest_visualdiff.comparison.naming.same_drawing import (
    have_same_pixels,
    show_the_same,
)
from pytest_visualdiff.imaging.arrays import Picture
from tests.support.drawing import BLUE, PALE, Drawing


def word(said: str = "Orders", fill: tuple[int, int, int] = PALE, at: int = 12) -> Picture:
    return Drawing((90, 40), fill).text(at, 10, said).pixels()


def test_equal_pieces_show_the_same() -> None:
    assert have_same_pixels(word(), word())
    assert show_the_same(word(), word())


def test_a_piece_whose_edge_was_rounded_shows_the_same() -> None:
    assert show_the_same(word(), word()[1:, 1:])
    assert not show_the_same(word(), word()[2:])
    assert not have_same_pixels(word(), word()[1:])


@pytest.mark.parametrize("other", [word("Tariff"), word(fill=BLUE), word(at=20)])
def test_another_word_ground_or_place_is_not_the_same(other: Picture) -> None:
    assert not show_the_same(word(), other)


@pytest.mark.xfail(
    strict=True, reason="the ink of the whole piece correlates, whatever one digit is"
)
def test_another_digit_is_not_the_same() -> None:
    assert not show_the_same(word("Order 41"), word("Order 42"))


def test_a_few_pixels_may_differ_and_a_faint_difference_is_none() -> None:
    noisy = word()
    noisy[3, 5:20] = 0
    assert have_same_pixels(word(), noisy)
    assert have_same_pixels(word(), word() + np.uint8(6))
    noisy[3:8] = 0
    assert not have_same_pixels(word(), noisy)


def test_the_more_pixels_differ_the_less_are_two_pieces_the_same() -> None:
    answers = []
    for rows in range(0, 40, 4):
        noisy = word()
        noisy[:rows] = 255 - noisy[:rows]
        answers.append(have_same_pixels(word(), noisy))
    assert answers == sorted(answers, reverse=True)
    assert answers[0]
    assert not answers[-1]


def test_nothing_is_the_same_as_no_pixels() -> None:
    empty = np.zeros((0, 10, 3), np.uint8)
    assert not show_the_same(empty, empty)
    assert not have_same_pixels(empty, empty)
