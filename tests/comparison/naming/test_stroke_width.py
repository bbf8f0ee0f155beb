"""A text in another weight is told from another text, by the pixels alone."""

from __future__ import annotations

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from pytest_visualdiff.comparison.naming.stroke_width import other_weights
from pytest_visualdiff.imaging.arrays import Picture


def line(words: str, *, bold: int = 0, spread: float = 1.0) -> Picture:
    """Return a line of text, black on white, as wide as asked, with bolder strokes or without."""
    image = Image.new("RGB", (420, 44), "white")
    font = ImageFont.load_default(24)
    ImageDraw.Draw(image).text((8, 6), words, "black", font, stroke_width=bold)
    pixels = np.asarray(image, np.uint8)[:, :, ::-1]
    return np.asarray(cv2.resize(pixels, None, fx=spread, fy=1), np.uint8)


def test_the_same_words_with_wider_strokes_are_in_another_weight() -> None:
    weights = other_weights(line("Place the order"), line("Place the order", bold=1, spread=1.1))
    assert weights is not None
    assert weights.after > 1.2 * weights.before
    thinner = other_weights(line("Place the order", bold=1), line("Place the order"))
    assert thinner is not None
    assert thinner.before > 1.2 * thinner.after


def test_one_letter_that_is_another_in_a_long_line_is_no_other_weight() -> None:
    assert other_weights(line("Order 41,410 now"), line("Order 41,510 now")) is None


def test_other_words_are_no_other_weight_however_bold_they_are() -> None:
    assert other_weights(line("Place the order"), line("Leave the order", bold=1)) is None
    assert other_weights(line("Place the order"), line("Nothing", bold=1)) is None


def test_words_that_run_together_when_they_are_bold_are_still_the_same() -> None:
    assert other_weights(line("Total of"), line("Total of", bold=1)) is not None


def test_where_nothing_is_written_there_is_no_weight() -> None:
    empty = np.full((20, 60, 3), 255, np.uint8)
    assert other_weights(empty, line("Order")) is None
    assert other_weights(line("Order"), empty[:0]) is None
