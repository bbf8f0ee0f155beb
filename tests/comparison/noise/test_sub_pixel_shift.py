"""What lies between pixels in another way is the same thing; another digit or colour is not."""

from __future__ import annotations

import pytest

from pytest_visualdiff.comparison.noise.sub_pixel_shift import is_shifted
from pytest_visualdiff.model import Box
from tests.support import Picture
from tests.support.pictures import Colour, Fill, Text, drawn

DARK: Colour = (40, 42, 48)


def word(said: str, x: float = 12, colour: Colour = DARK) -> Picture:
    return drawn(Text(x, 10, said, colour), size=(120, 40))


def shifted(before: Picture, after: Picture) -> bool:
    rows, columns = (before != after).any(axis=2).nonzero()
    inside = Box(
        int(columns.min()), int(rows.min()), int(columns.max() - columns.min()) + 1,
        int(rows.max() - rows.min()) + 1,
    )  # fmt: skip
    return is_shifted(before, after, inside)


@pytest.mark.parametrize("by", [0.25, 0.5, 0.75, 1])
def test_a_word_a_fraction_of_a_pixel_further_on_is_shifted(by: float) -> None:
    assert shifted(word("83.84"), word("83.84", x=12 + by))


_ALIKE = pytest.mark.xfail(
    strict=True, reason="the stem of a 1, moved onto that of a 4, takes most of the difference away"
)


@pytest.mark.parametrize(
    "said", ["83.87", "88.84", "33.84", "63.84", "83.14", pytest.param("83.81", marks=_ALIKE)]
)
def test_another_digit_is_not(said: str) -> None:
    assert not shifted(word("83.84"), word(said))


@pytest.mark.parametrize("colour", [(80, 82, 88), (40, 42, 78), (120, 42, 48)])
def test_another_colour_is_not(colour: Colour) -> None:
    assert not shifted(word("83.84"), word("83.84", colour=colour))


def test_a_box_that_is_gone_is_not() -> None:
    box = Fill(40, 8, 30, 20, DARK)
    assert not shifted(drawn(box, size=(120, 40)), drawn(size=(120, 40)))
