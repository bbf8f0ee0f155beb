"""Letters drift along many lines of a page, and a line that moved alone has moved."""

from __future__ import annotations

import numpy as np
import pytest

from pytest_visualdiff.comparison.noise.outlier_limits import LEAST
from pytest_visualdiff.comparison.noise.pair import AlignedPair, luma
from pytest_visualdiff.comparison.noise.residual import Residual, unexplained_between
from pytest_visualdiff.comparison.noise.text_drift import TextDrift, find_text_drift
from pytest_visualdiff.imaging.arrays import Mask
from pytest_visualdiff.imaging.text_lines import find_lines
from tests.support import Picture
from tests.support.pictures import Item, drawn, not_settled, spaced

SAID = ("order", "parcel", "refund", "invoice", "delivery", "house", "card")
SIZE = (460, 250)
ROWS = 10


def lines(
    space: int, *, drifting: int = ROWS, other: dict[int, str] | None = None, aside: int = 0
) -> Picture:
    """Draw lines of words.

    Parameters
    ----------
    space : int
        Pixels between words of those lines that drift; others have 5.
    drifting : int
        So many lines do, from the top on.
    other : dict of int to str
        The last words of some lines.
    aside : int
        By how many pixels the last line lies further to the right as a whole.
    """
    items: list[Item] = []
    for row in range(ROWS):
        words = [*SAID[row % 6 : 6], *SAID[: row % 6], (other or {}).get(row, "card")]
        x = 16 + (aside if row == ROWS - 1 else 0)
        items += spaced(words, x, 16 + 22 * row, space if row < drifting else 5)
    return drawn(*items, size=SIZE)


def drift_between(before: Picture, after: Picture) -> TextDrift | None:
    pair = AlignedPair(before, after, before, not_settled(after))
    unexplained = unexplained_between(before, after)
    rows = find_lines([luma(before), luma(after)])
    return find_text_drift(pair, rows, unexplained, Residual.of(unexplained))


def left(drift: TextDrift | None) -> Mask:
    """Return where more than noise is left with lines laid over each other."""
    assert drift
    return Residual.of(drift.unexplained).above(LEAST)


@pytest.mark.parametrize("space", [6, 7])
def test_lines_that_became_longer_are_laid_over_what_they_were(space: int) -> None:
    drift = drift_between(lines(5), lines(space))
    assert not left(drift).any()
    assert drift
    assert all(np.ptp(columns) >= 3 for columns in drift.drifts.values())


def test_the_same_page_does_not_drift() -> None:
    assert drift_between(lines(5), lines(5)) is None


def test_one_line_that_became_longer_is_no_drift() -> None:
    assert drift_between(lines(5), lines(6, drifting=1)) is None
    assert drift_between(lines(5), lines(6, drifting=2)) is not None


@pytest.mark.parametrize("aside", [4, 6, 9, 14])
def test_a_line_that_moved_as_a_whole_is_no_drift_however_far(aside: int) -> None:
    assert drift_between(lines(5), lines(5, aside=aside)) is None


@pytest.mark.parametrize("aside", [12, 20, 40])
def test_among_lines_that_drift_one_that_moved_further_than_any_counts(aside: int) -> None:
    before, after = lines(5), lines(6, drifting=ROWS - 1, aside=aside)
    assert left(drift_between(before, after))[16 + 22 * (ROWS - 1) :].any()


@pytest.mark.parametrize("count", [1, 2, 4, 8])
def test_a_word_that_changed_counts_in_every_line_it_changed_in(count: int) -> None:
    other = dict.fromkeys(range(count), "king")
    found = left(drift_between(lines(5), lines(6, other=other)))
    changed = [bool(found[14 + 22 * row : 34 + 22 * row].any()) for row in range(ROWS)]
    assert changed == [row < count for row in range(ROWS)]


@pytest.mark.parametrize("word", ["king", "kings", "seventy", "seven kings"])
def test_more_change_counts_where_less_does(word: str) -> None:
    assert left(drift_between(lines(5), lines(6, other={5: word})))[120:150].any()
