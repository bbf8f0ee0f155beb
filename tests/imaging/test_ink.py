"""Two places show the same drawing, in the same colours or in others, or they do not."""

from __future__ import annotations

import numpy as np
import pytest

from pytest_visualdiff.imaging.ink import (
    are_alike,
    box_of,
    in_hexadecimal,
    ink_box,
    is_drawn_in,
    is_other_colour,
    is_other_stroke,
    is_same_drawing,
    looks,
)
from pytest_visualdiff.model import Box
from tests.support import BLUE, INK, WHITE, Picture
from tests.support.pictures import GREY, RED, Colour, Fill, Text, drawn


def word(
    said: str = "Total", colour: Colour = INK, ground: Colour = WHITE, phase: float = 0
) -> Picture:
    return drawn(Text(4, 4, said, colour), size=(60, 26), ground=ground, phase=(phase, 0))


@pytest.mark.parametrize("colour", [RED, BLUE])
def test_a_recoloured_word_is_the_same_drawing_and_not_alike(colour: Colour) -> None:
    before, after = looks(word()), looks(word(colour=colour))
    assert is_same_drawing(before, after)
    assert is_other_colour(before, after)
    assert is_other_stroke(before, after)
    assert not are_alike(before, after)


def test_a_paler_word_is_of_another_colour_and_its_strokes_may_only_be_thinner() -> None:
    before, after = looks(word()), looks(word(colour=(90, 90, 90)))
    assert is_other_colour(before, after)
    assert not is_other_stroke(before, after)
    assert is_other_stroke(before, looks(word(colour=(160, 160, 160))))


def test_a_word_on_another_ground_is_the_same_drawing_and_not_alike() -> None:
    before, after = looks(word()), looks(word(ground=(250, 230, 120)))
    assert is_same_drawing(before, after)
    assert not are_alike(before, after)


def test_a_word_a_fraction_of_a_pixel_further_on_is_alike() -> None:
    assert are_alike(looks(word()), looks(word(phase=0.25)))


def test_another_word_is_another_drawing() -> None:
    assert not is_same_drawing(looks(word()), looks(word("Items")))


def test_nothing_is_only_like_nothing() -> None:
    nothing = looks(drawn(size=(60, 26)))
    assert nothing.is_flat
    assert is_same_drawing(nothing, looks(drawn(size=(60, 26), ground=BLUE)))
    assert not is_same_drawing(nothing, looks(word()))
    assert looks(np.zeros((0, 9, 3), np.uint8)).is_flat


def test_what_was_drawn_is_there_yet_with_something_beside_it() -> None:
    white = np.array(WHITE, np.int16)
    more = drawn(Text(4, 4, "Total"), Fill(52, 2, 6, 20, GREY), size=(60, 26))
    assert is_drawn_in(word(), more, white)
    assert not is_drawn_in(more, word(), white)
    assert not is_drawn_in(word(), word("Items"), white)


def test_the_box_is_that_of_what_is_drawn() -> None:
    assert ink_box(looks(drawn(Fill(20, 8, 12, 9), size=(60, 26)))).contains(Box(20, 8, 12, 9))
    assert box_of(np.zeros((4, 5), bool)) == Box(0, 0, 0, 0)
    assert box_of(np.zeros((0, 5), bool)) == Box(0, 0, 0, 0)


def test_a_colour_is_told_as_in_css() -> None:
    assert in_hexadecimal(np.array([0x33, 0x22, 0x11], np.int16)) == "#112233"
