"""Lines of text are found, and the paragraphs they are in."""

from __future__ import annotations

from itertools import pairwise
from typing import cast

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_visualdiff.imaging.arrays import Grey
from pytest_visualdiff.imaging.text_lines import GROUND, find_lines, ground_around, paragraphs
from pytest_visualdiff.model import Box
from tests.support import WHITE, Picture
from tests.support.pictures import WORDS, Fill, Item, Text, drawn, paragraph

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


@given(st.integers(0, 1000), st.integers(1, 90), st.integers(1, 90), st.floats(0, 1))
def test_the_ground_is_what_a_median_filter_makes_of_it(
    seed: int, height: int, width: int, share: float
) -> None:
    generator = np.random.default_rng(seed)
    picture = generator.integers(0, 200, (height, width)).astype(np.uint8)
    picture[generator.random((height, width)) < share] = 255
    picture[: height // 2, : width // 3] = 7
    assert (ground_around(picture) == cv2.medianBlur(picture, GROUND)).all()


def test_what_goes_through_a_narrow_picture_is_a_rule() -> None:
    picture = np.full((45, 6), 255, np.uint8)
    picture[20:27] = 0
    assert find_lines([picture]) == []
    picture[20:27, 0] = 255
    assert find_lines([picture]) == [Box(0, 19, 6, 9)]
