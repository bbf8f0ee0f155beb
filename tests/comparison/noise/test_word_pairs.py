"""Words that stand elsewhere in a paragraph are paired with what they were."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import cv2
import numpy as np
import pytest

from pytest_visualdiff.comparison.noise.word_pairs import Pair, pair_words, pieces
from pytest_visualdiff.imaging.arrays import Grey
from pytest_visualdiff.model import Box
from tests.support import Picture
from tests.support.pictures import drawn, spaced

SIZE = (320, 140)
AREA = Box(8, 8, 304, 124)
SAID = (
    "The order was sent on Monday",
    "and paid in full by the card",
    "that you used in the spring",
)
OTHERWISE = (
    "The order was sent on",
    "Monday and paid in full by the",
    "card that you used in the spring",
)
ON_FOUR_LINES = (
    "The order was sent on",
    "Monday and paid in full",
    "by the card that you used",
    "in the spring",
)
WORDS = 19


def written(lines: Sequence[str], *, space: int = 6, mirrored: bool = False) -> Grey:
    items = [
        item
        for number, line in enumerate(lines)
        for item in spaced(line.split(), 16, 16 + 24 * number, space)
    ]
    picture: Picture = drawn(*items, size=SIZE)
    picture = np.ascontiguousarray(picture[:, ::-1]) if mirrored else picture
    return cast("Grey", cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY))


def first_pairs(baseline: Grey, actual: Grey) -> list[Pair]:
    return next(pair_words(baseline, AREA, actual, AREA))


def ink(picture: Grey, box: Box) -> Grey:
    return picture[box.y : box.bottom, box.x : box.right]


@pytest.mark.parametrize("lines", [SAID, OTHERWISE, ON_FOUR_LINES])
def test_each_word_is_found_on_whichever_line_it_is_now(lines: Sequence[str]) -> None:
    before, after = written(SAID), written(lines)
    pairs = first_pairs(before, after)
    assert len(pairs) == WORDS
    for was, now in pairs:
        assert np.array_equal(ink(before, was), ink(after, now))


def test_a_paragraph_read_from_right_to_left_is_paired_as_well() -> None:
    before, after = written(SAID, mirrored=True), written(OTHERWISE, mirrored=True)
    in_order = [
        pairs
        for pairs in pair_words(before, AREA, after, AREA)
        if all(np.array_equal(ink(before, was), ink(after, now)) for was, now in pairs)
    ]
    assert [len(pairs) for pairs in in_order[:1]] == [WORDS]


def test_words_that_stand_close_in_one_picture_are_two_of_the_other() -> None:
    before, after = written(["sent on"], space=6), written(["sent on"], space=0)
    (pair,) = first_pairs(before, after)
    assert pair[0].w == pair[1].w + 6


def test_other_words_are_not_paired() -> None:
    before, after = written(["a b c d"]), written(["Invoices are kept for seven years"])
    assert list(pair_words(before, AREA, after, AREA)) == []


def test_nothing_is_paired_where_nothing_is_written() -> None:
    assert list(pair_words(written([]), AREA, written(SAID), AREA)) == []


def test_what_a_word_became_wider_by_is_spread_along_it() -> None:
    found = pieces([(Box(10, 10, 30, 12), Box(50, 34, 33, 12))])
    assert [(piece.dx, piece.dy) for piece in found] == [(40, 24), (41, 24), (42, 24), (43, 24)]
    assert (found[0].box.x, found[-1].box.right) == (49, 84)
