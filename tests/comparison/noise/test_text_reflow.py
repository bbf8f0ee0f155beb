"""Paragraphs with the same words on other lines, and with other words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from pytest_visualdiff.comparison.noise.outlier_limits import LEAST
from pytest_visualdiff.comparison.noise.pair import AlignedPair, luma
from pytest_visualdiff.comparison.noise.residual import Residual, unexplained_between
from pytest_visualdiff.comparison.noise.text_reflow import Reflow, explain_reflow, has_same_words
from pytest_visualdiff.imaging.arrays import Mask
from pytest_visualdiff.imaging.text_lines import find_lines
from pytest_visualdiff.model import Box
from tests.support import Picture
from tests.support.pictures import drawn, not_settled, spaced

SIZE = (320, 140)
AREA = Box(8, 8, 304, 124)
SAID = (
    "The order was sent on Monday",
    "and paid in full by the card",
    "that you used in the spring",
)
REFLOWED = (
    "The order was sent on",
    "Monday and paid in full by the",
    "card that you used in the spring",
)
OTHER_WORDS = ("Friday", "cash", "winter", "gone")


def written(lines: Sequence[str], others: int = 0) -> Picture:
    """Write lines, with so many words replaced by others."""
    text = "|".join(lines)
    for word, other in list(zip(("Monday", "card", "spring", "paid"), OTHER_WORDS, strict=True))[
        :others
    ]:
        text = text.replace(word, other)
    rows = text.split("|")
    items = (spaced(row.split(), 16, 16 + 24 * number, 6) for number, row in enumerate(rows))
    return drawn(*(item for row in items for item in row), size=SIZE)


def reflow(before: Picture, after: Picture, original: Picture | None = None) -> Reflow:
    pair = AlignedPair(before, after, before if original is None else original, not_settled(after))
    lines = find_lines([luma(before), luma(after)])
    return explain_reflow(pair, lines, unexplained_between(before, after), LEAST)


def left(found: Reflow) -> Mask:
    return Residual.of(found.unexplained).above(LEAST)


def test_the_same_words_on_other_lines_are_explained() -> None:
    before, after = written(SAID), written(REFLOWED)
    assert left(Reflow(unexplained_between(before, after), [])).any()
    assert not left(reflow(before, after)).any()
    assert has_same_words(before, AREA, after, AREA, LEAST)


@pytest.mark.parametrize("others", [1, 2, 3, 4])
def test_words_that_changed_count_however_many_they_are(others: int) -> None:
    before, after = written(SAID), written(REFLOWED, others)
    assert left(reflow(before, after)).any()
    assert not has_same_words(before, AREA, after, AREA, LEAST)
    assert not has_same_words(after, AREA, before, AREA, LEAST)


@pytest.mark.parametrize("others", [1, 2, 3, 4])
def test_words_that_changed_where_they_stood_count_as_well(others: int) -> None:
    assert not has_same_words(written(SAID), AREA, written(SAID, others), AREA, LEAST)


def test_what_was_left_before_is_not_written_to() -> None:
    before, after = written(SAID), written(REFLOWED)
    pair = AlignedPair(before, after, before, not_settled(after))
    unexplained = unexplained_between(before, after)
    kept = unexplained.copy()
    explain_reflow(pair, find_lines([luma(before), luma(after)]), unexplained, LEAST)
    assert np.array_equal(unexplained.luma, kept.luma)
    assert np.array_equal(unexplained.chroma, kept.chroma)


def test_words_that_stand_so_in_the_original_only_had_been_moved_as_a_block() -> None:
    original, after = written(SAID), written(REFLOWED)
    before = original.copy()
    before[:60] = 255  # a block that was moved away
    assert reflow(before, after).moved_as_block == []
    (area,) = reflow(before, after, original).moved_as_block
    assert AREA.contains(area)


def test_what_is_settled_is_left_as_it_is() -> None:
    before, after = written(SAID), written(REFLOWED)
    pair = AlignedPair(before, after, before, ~not_settled(after))
    unexplained = unexplained_between(before, after)
    found = explain_reflow(pair, find_lines([luma(before), luma(after)]), unexplained, LEAST)
    assert np.array_equal(found.unexplained.luma, unexplained.luma)
