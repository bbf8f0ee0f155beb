"""Lines of text are found, and one whose letters drift is laid over the other."""

from __future__ import annotations

from itertools import pairwise
from typing import cast

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from pytest_visualdiff.comparison.lines import Grey, align, find_lines, paragraphs
from pytest_visualdiff.model import Box
from tests.comparison.pictures import WORDS, Fill, Item, Text, drawn, paragraph
from tests.support import WHITE, Picture

SAID = "The order was sent on Monday"


def grey(picture: Picture) -> Grey:
    return cast("Grey", cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY))


def lines_of(*items: Item, **options: tuple[int, int] | tuple[int, int, int]) -> list[Box]:
    lines = find_lines([grey(drawn(*items, **options))])  # type: ignore[arg-type]
    return sorted(lines, key=lambda line: (line.y, line.x))


def test_a_blank_page_has_none() -> None:
    assert lines_of() == []


def test_each_line_of_a_paragraph_is_found() -> None:
    lines = lines_of(*paragraph())
    assert len(lines) == len(WORDS)
    for number, line in enumerate(lines):
        assert 16 + 22 * number <= line.y + line.h / 2 <= 16 + 22 * number + 18
        assert line.x in range(12, 20)
        assert line.right > 200


def test_light_letters_on_dark_ground_are_found_as_well() -> None:
    assert len(lines_of(Text(16, 16, SAID, WHITE), ground=(30, 30, 30), size=(300, 60))) == 1


def test_lines_so_close_that_letters_touch_are_cut_apart() -> None:
    tight = paragraph(["gypsy jumping", "flight black", "gypsy jumping"], step=13)
    lines = lines_of(*tight, size=(200, 80))
    assert len(lines) == 3
    for upper, lower in pairwise(lines):
        assert upper.y + upper.h / 2 < lower.y
        assert abs((lower.y + lower.h / 2) - (upper.y + upper.h / 2) - 13) <= 4


def test_columns_are_lines_of_their_own() -> None:
    left, right = lines_of(Text(16, 16, "Name"), Text(200, 16, "Amount"), size=(300, 50))
    assert left.right < 100
    assert right.x > 180


def test_words_of_a_line_belong_together() -> None:
    (line,) = lines_of(Text(16, 16, SAID), size=(300, 50))
    assert line.w > 150


@pytest.mark.parametrize("thing", [Fill(10, 20, 200, 1), Fill(50, 2, 1, 76), Fill(20, 20, 2, 2)])
def test_a_rule_and_a_dot_are_no_lines(thing: Fill) -> None:
    assert lines_of(thing, size=(220, 80)) == []


def test_text_in_a_box_is_found_and_its_border_is_not() -> None:
    border = [
        Fill(8, 8, 280, 1), Fill(8, 79, 280, 1), Fill(8, 8, 1, 72), Fill(287, 8, 1, 72),
    ]  # fmt: skip
    (line,) = lines_of(Text(40, 32, SAID), *border, size=(300, 90))
    assert line.y > 9
    assert line.bottom < 79
    assert line.x > 9


def test_a_line_that_only_one_of_the_pictures_has_is_found() -> None:
    pictures = [grey(drawn(size=(300, 50))), grey(drawn(Text(16, 16, SAID), size=(300, 50)))]
    assert len(find_lines(pictures)) == 1
    assert find_lines(pictures) == find_lines(pictures[::-1])


def stretched(words: list[str], x: int, gap: int) -> list[Item]:
    """Return words, each so many pixels further away from the one before."""
    items: list[Item] = []
    for word in words:
        items.append(Text(x, 12, word))
        x += 50 + gap
    return items


STEPS = ["Order", "paid", "sent", "seen", "done"]


def drift_of(before: list[Item], after: list[Item]) -> tuple[Box, npt.NDArray[np.int64]]:
    pictures = [grey(drawn(*items, size=(300, 44))) for items in (before, after)]
    line = Box(8, 8, 284, 28)
    (drift,) = align(pictures[0], pictures[1], [line])
    assert drift.shape == (line.w,)
    return line, drift


@pytest.mark.parametrize("gap", [1, -1, 3, -3])
def test_each_word_is_found_where_it_drifted_to(gap: int) -> None:
    line, drift = drift_of(stretched(STEPS, 16, 0), stretched(STEPS, 16, gap))
    for number in range(len(STEPS)):
        middle = 16 + (50 + gap) * number + 14
        assert drift[middle - line.x] == gap * number


@pytest.mark.parametrize("gap", [2, -2])
def test_a_line_that_ends_at_the_right_drifts_to_the_left(gap: int) -> None:
    before = stretched(STEPS, 40, 0)
    after = stretched(STEPS, 40 - 4 * gap, gap)  # the last word stays, the first goes farthest
    line, drift = drift_of(before, after)
    for number in range(len(STEPS)):
        middle = 40 - 4 * gap + (50 + gap) * number + 14
        assert drift[middle - line.x] == gap * (number - 4)


def test_an_unchanged_line_does_not_drift() -> None:
    _, drift = drift_of(stretched(STEPS, 16, 0), stretched(STEPS, 16, 0))
    assert not drift.any()


def test_a_line_laid_over_the_other_shows_the_same() -> None:
    before, after = stretched(STEPS, 16, 0), stretched(STEPS, 16, 2)
    line, drift = drift_of(before, after)
    one, other = (grey(drawn(*items, size=(300, 44))) for items in (before, after))
    window = np.s_[line.y : line.bottom, line.x : line.right]
    columns = np.arange(line.x, line.right) - drift
    laid = one[line.y : line.bottom, columns]
    apart, laid_apart = (np.abs(it.astype(int) - other[window]) for it in (one[window], laid))
    assert laid_apart.sum() < 0.1 * apart.sum()


def test_another_word_is_not_explained_by_a_drift() -> None:
    before, after = stretched(STEPS, 16, 0), stretched([*STEPS[:2], "lost", *STEPS[3:]], 16, 0)
    line, drift = drift_of(before, after)
    one, other = (grey(drawn(*items, size=(300, 44))) for items in (before, after))
    laid = one[line.y : line.bottom, np.arange(line.x, line.right) - drift]
    apart = np.abs(laid.astype(int) - other[line.y : line.bottom, line.x : line.right])
    assert apart[:, 100:150].max() > 150


def test_lines_of_different_lengths_are_laid_over_each_other_at_once() -> None:
    items = paragraph([WORDS[0], WORDS[1][:9], WORDS[2][:30]])
    page = grey(drawn(*items, size=(400, 90)))
    lines = find_lines([page])
    drifts = align(page, page, lines)
    assert [len(drift) for drift in drifts] == [line.w for line in lines]
    assert not any(drift.any() for drift in drifts)


def test_no_lines_no_drifts() -> None:
    page = grey(drawn(size=(60, 20)))
    assert align(page, page, []) == []


WRAPPED = (
    "The order was sent on Monday",
    "and paid in full by the card",
    "that you used in the spring",
)


def test_lines_evenly_below_each_other_are_a_paragraph() -> None:
    heading = Text(16, 16, "Orders", size=28)
    said = paragraph(WRAPPED, y=70)
    beside = Text(400, 70, "Total")
    found = paragraphs(lines_of(heading, *said, beside, size=(480, 160)))[-1]
    assert [round((line.y - found[0].y) / 22) for line in found] == [0, 1, 2]
    assert all(line.right < 300 for line in found)


def test_one_line_is_no_paragraph() -> None:
    assert paragraphs(lines_of(Text(16, 16, SAID))) == []
