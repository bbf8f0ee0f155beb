"""What a sub-pixel difference of drawing does not explain."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from pytest_visualdiff.comparison.noise.outlier_limits import LEAST
from pytest_visualdiff.comparison.noise.residual import (
    residual,
    residual_at,
    unexplained,
    unexplained_between,
)
from pytest_visualdiff.comparison.noise.smoothing import Smoothed
from tests.support import INK, Picture
from tests.support.pictures import WORDS, Fill, Text, drawn, paragraph

SAID = Text(16.0, 16.0, "Total 128.40")
SIZE = (160, 48)


def most(before: Picture, after: Picture) -> float:
    return max(float(of.max()) for of in residual(before, after).maps)


def test_equal_pictures_leave_nothing() -> None:
    page = drawn(*paragraph())
    assert most(page, page) == 0


@pytest.mark.parametrize("phase", [(0.5, 0.0), (0.0, 0.5), (0.5, 0.5), (0.25, 0.75)])
def test_letters_half_a_pixel_further_leave_little_beside_a_lost_stroke(
    phase: tuple[float, float],
) -> None:
    page = drawn(*paragraph())
    shifted = drawn(*paragraph(), phase=phase)
    cut = page.copy()
    cut[104:120, 16:20] = 255  # the I of "Invoices"
    assert (cut != page).any()
    assert 4 * most(page, shifted) < most(page, cut)


def test_bolder_letters_leave_little_beside_another_digit() -> None:
    bold = drawn(SAID, size=SIZE, gamma=0.8)
    other = drawn(Text(16, 16, "Total 123.40"), size=SIZE)
    page = drawn(SAID, size=SIZE)
    assert 3 * most(page, bold) < most(page, other)


def test_what_is_lost_counts_as_what_is_new() -> None:
    page, empty = drawn(Fill(60, 20, 2, 9), size=SIZE), drawn(size=SIZE)
    lost, new = residual(page, empty), residual(empty, page)
    assert lost.letters.max() > 500
    assert new.letters.max() > 500


def test_a_stroke_is_where_it_is() -> None:
    page, empty = drawn(Fill(60, 20, 2, 9), size=SIZE), drawn(size=SIZE)
    rows, columns = np.nonzero(residual(page, empty).letters > 200)
    assert 60 - 6 <= columns.min() <= columns.max() <= 62 + 6
    assert 20 - 6 <= rows.min() <= rows.max() <= 29 + 6


def test_a_move_by_a_pixel_is_explained_and_one_by_four_is_not() -> None:
    page = drawn(SAID, size=SIZE)
    assert most(page, np.roll(page, 1, axis=1)) < 30
    assert most(page, np.roll(page, 1, axis=0)) < 30
    assert most(page, np.roll(page, 4, axis=1)) > 500


def test_without_a_search_the_move_has_to_be_given() -> None:
    page = drawn(SAID, size=SIZE)
    before, after = Smoothed.of(page), Smoothed.of(np.roll(page, 3, axis=1))
    assert residual_at(before, after).letters.max() > 300
    assert residual_at(before.shifted(3, 0), after).letters.max() < 30
    assert residual_at(before.shifted(-3, 0), after).letters.max() > 300


class TestLines:
    """Straight lines are told apart from letters."""

    @pytest.mark.parametrize("rule", [Fill(20, 24, 100, 1), Fill(80, 4, 1, 40)])
    def test_a_lost_rule_of_one_pixel_is_a_line(self, rule: Fill) -> None:
        page, empty = drawn(rule, size=SIZE), drawn(size=SIZE)
        for found in (residual(page, empty), residual(empty, page)):
            assert found.lines.max() > 300
            assert found.letters.max() < 0.2 * found.lines.max()

    def test_a_faint_rule_is_one_too(self) -> None:
        page = drawn(Fill(20, 24, 100, 1, (230, 230, 230)), size=SIZE)
        assert residual(page, drawn(size=SIZE)).lines.max() > 30

    def test_a_lost_letter_is_none(self) -> None:
        found = residual(drawn(SAID, size=SIZE), drawn(Text(16, 16, "Total 12 .40"), size=SIZE))
        assert found.letters.max() > 500
        assert found.lines.max() == 0


class TestColour:
    """Colour counts beside brightness."""

    def test_another_colour_as_bright_is_seen_in_colour_alone(self) -> None:
        red = np.array([0, 0, 230], np.uint8)  # BGR
        luma = int(cv2.cvtColor(red.reshape(1, 1, 3), cv2.COLOR_BGR2GRAY)[0, 0])
        page = np.full((48, 160, 3), 255, np.uint8)
        other = page.copy()
        page[10:30, 40:80], other[10:30, 40:80] = red, luma
        found = residual(page, other)
        assert found.colour.max() > 1000
        assert found.letters.max() < 100
        assert found.lines.max() < 100

    def test_a_word_in_another_colour(self) -> None:
        page = drawn(SAID, size=SIZE)
        other = drawn(Text(16, 16, SAID.said, (150, 0, 0)), size=SIZE)
        assert residual(page, other).colour.max() > 300

    def test_coloured_fringes_leave_little_beside_it(self) -> None:
        page = drawn(SAID, size=SIZE)
        fringed = page.copy()
        fringed[:, :, 0] = drawn(SAID, size=SIZE, phase=(0.375, 0))[:, :, 0]
        fringed[:, 1:, 2] = drawn(SAID, size=SIZE, phase=(0.625, 0))[:, :-1, 2]
        other = drawn(Text(16, 16, SAID.said, (150, 0, 0)), size=SIZE)
        assert 2 * residual(page, fringed).colour.max() < residual(page, other).colour.max()


def test_at_the_rim_a_line_says_less_than_further_in() -> None:
    page = drawn(size=SIZE)
    outermost, further_in = page.copy(), page.copy()
    outermost[0], further_in[20] = INK, INK
    assert most(page, outermost) < most(page, further_in)


def test_every_map_is_as_large_as_the_picture() -> None:
    page = drawn(*paragraph(WORDS[:1]), size=(161, 47))
    assert {of.shape for of in residual(page, page[:, ::-1].copy()).maps} == {(47, 161)}


def test_a_part_is_cut_out_of_all_its_planes() -> None:
    page, other = drawn(SAID, size=SIZE), drawn(Text(16, 16, "Total 126.40"), size=SIZE)
    window = np.s_[8:40, 8:120]
    whole = residual_at(Smoothed.of(page), Smoothed.of(other))
    part = residual_at(Smoothed.of(page).part(window), Smoothed.of(other).part(window))
    inner = np.s_[4:-4, 4:-4]
    for of, cut in zip(whole.maps, part.maps, strict=True):
        assert (of[window][inner] == cut[inner]).all()


def test_what_is_left_does_not_depend_on_the_bands_that_are_worked_on() -> None:
    random = np.random.default_rng(5)
    before = random.integers(0, 4, (600, 90, 3), np.uint8) * np.uint8(80)
    after = np.roll(before[::-1], 1, axis=0)
    planes = unexplained(Smoothed.of(before), Smoothed.of(after))
    assert all(of.any() for of in planes)
    for whole, of in zip(planes, unexplained_between(before, after), strict=True):
        assert (whole == of).all()


@pytest.mark.parametrize("drawn_there", [Fill(60, 20, 2, 9), Fill(20, 24, 100, 1)])
def test_what_is_lost_counts_as_much_as_what_is_new(drawn_there: Fill) -> None:
    page, empty = drawn(drawn_there, size=SIZE), drawn(size=SIZE)
    assert most(page, empty) > 0.8 * most(empty, page)


@pytest.mark.parametrize("way", ["lost", "new"])
def test_what_reaches_from_the_rim_into_the_picture_counts(way: str) -> None:
    bar, empty = drawn(Fill(0, 4, 3, 40), size=SIZE), drawn(size=SIZE)
    assert (most(bar, empty) if way == "lost" else most(empty, bar)) > 300


def test_a_darker_stroke_never_leaves_less_than_a_paler_one() -> None:
    empty = drawn(size=SIZE)
    for fill in (Fill(60, 20, 2, 9), Fill(20, 24, 100, 1), Fill(60, 10, 30, 20)):
        strokes = [
            drawn(Fill(fill.x, fill.y, fill.w, fill.h, (level,) * 3), size=SIZE)
            for level in range(255, 0, -15)
        ]
        for leftovers in (
            [most(empty, stroke) for stroke in strokes],
            [most(stroke, empty) for stroke in strokes],
        ):
            assert leftovers == sorted(leftovers)


@pytest.mark.parametrize("level", [245, 235, 225, 200, 100])
def test_a_longer_stroke_counts_where_a_shorter_one_does(level: int) -> None:
    empty = drawn(size=SIZE)
    strokes = [drawn(Fill(60, 8, 2, length, (level,) * 3), size=SIZE) for length in range(1, 24)]
    counts = [bool(residual(empty, stroke).above(LEAST).any()) for stroke in strokes]
    assert counts == sorted(counts)


@pytest.mark.parametrize("count", [2, 3, 5])
def test_what_is_left_once_is_left_as_often_as_it_is_there(count: int) -> None:
    before, after = drawn(SAID, size=SIZE), drawn(Text(16, 16, "Total 123.40"), size=SIZE)
    once = residual(before, after)
    often = residual(*(np.tile(it, (count, 1, 1)) for it in (before, after)))
    for of, many in zip(once.maps, often.maps, strict=True):
        for number in range(count):
            inside = many[number * SIZE[1] : (number + 1) * SIZE[1]]
            assert (inside[12:-12] == of[12:-12]).all()
