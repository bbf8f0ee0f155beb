"""Ink told apart: lines of text, icons beside them, and ticked boxes."""

from __future__ import annotations

import numpy as np

from pytest_visualdiff.detection.classical.marks import find_marks
from pytest_visualdiff.model import Box

HEIGHT, WIDTH = 60, 300


def sheet() -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    return np.zeros((HEIGHT, WIDTH), np.uint8)


def word(ink: np.ndarray[tuple[int, ...], np.dtype[np.uint8]], left: int, letters: int) -> int:
    """Draw letters as upright strokes of a height of 12, and return where they end."""
    for number in range(letters):
        ink[20:32, left + 5 * number : left + 5 * number + 2] = 200
    return left + 5 * letters - 3


def kinds(ink: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> list[str]:
    return [mark.kind for mark in find_marks(ink, np.zeros(ink.shape, np.int16))]


def test_an_empty_picture_has_no_marks() -> None:
    assert find_marks(sheet(), np.zeros((HEIGHT, WIDTH), np.int16)) == []


def test_words_beside_each_other_are_one_line_of_text() -> None:
    ink = sheet()
    end = word(ink, word(ink, 20, 6) + 5, 5)
    (mark,) = find_marks(ink, np.zeros(ink.shape, np.int16))
    assert (mark.kind, mark.box) == ("text", Box(20, 20, end - 20, 12))
    assert mark.confidence >= 0.8


def test_a_square_apart_from_the_words_is_an_icon() -> None:
    ink = sheet()
    ink[20:32, 20:22] = ink[20:22, 20:32] = ink[30:32, 20:32] = ink[20:32, 30:32] = 200
    word(ink, 40, 8)
    assert kinds(ink) == ["icon", "text"]


def test_a_filled_square_with_a_tick_in_it_is_a_check_box() -> None:
    ink = sheet()
    ink[18:32, 20:34] = 200
    ink[24:26, 25:30] = 0
    word(ink, 40, 8)
    assert kinds(ink) == ["checkbox", "text"]


def test_a_line_does_not_go_from_one_surface_to_another() -> None:
    ink, owners = sheet(), np.zeros((HEIGHT, WIDTH), np.int16)
    word(ink, 20, 12)
    owners[:, 50:] = 1
    assert len(find_marks(ink, owners)) == 2
    assert len(find_marks(ink, np.zeros_like(owners))) == 1


def test_a_tall_rule_is_no_letter() -> None:
    ink = sheet()
    ink[10:50, 100:102] = 200
    assert kinds(ink) == []
