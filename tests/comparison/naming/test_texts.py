"""A text is the same one in another style, or another text."""

from __future__ import annotations

import cv2

from pytest_visualdiff.model import Job, Settings
from pytest_visualdiff.verdict.defects import find_defects
from tests.support import array_png
from tests.support.compared import compared, lines
from tests.support.drawing import GREY
from tests.support.tools import compare


def test_a_number_on_a_square_button_is_still_a_text() -> None:
    one, other = (
        lines().box((40, 120, 36, 36), None, GREY).text(52, 129, said, height=18)
        for said in ("4", "7")
    )
    (defect,) = find_defects(compared(one, other))
    assert defect.message.startswith("'4' became '7'")


def test_initials_with_wider_strokes_are_a_change_of_style() -> None:
    one, other = lines().pixels().copy(), lines().pixels().copy()
    for pixels, width in ((one, 1), (other, 2)):
        cv2.circle(pixels, (80, 140), 16, (150, 220, 250), -1, cv2.LINE_AA)
        cv2.putText(
            pixels, "RK", (69, 145), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (40, 60, 90), width, cv2.LINE_AA
        )
    pictures = array_png(one[:, :, ::-1]), array_png(other[:, :, ::-1])
    job = Job(*pictures, Settings(model="none"), same_environment=True)
    (defect,) = find_defects(compare(job))
    assert defect.kind == "style_changed"
    assert "font-weight" in defect.message


def test_letters_of_which_dots_are_left_are_a_text_that_was_cut() -> None:
    one, other = lines().pixels().copy(), lines().pixels().copy()
    for pixels, said in ((one, "MMMM"), (other, "...")):
        place, font = (60, 150), cv2.FONT_HERSHEY_SIMPLEX
        cv2.putText(pixels, "Sum", (18, 150), font, 0.6, (0, 0, 0), 2, cv2.LINE_AA)
        cv2.putText(pixels, said, place, font, 0.6, (0, 0, 0), 3, cv2.LINE_AA)
    job = Job(array_png(one[:, :, ::-1]), array_png(other[:, :, ::-1]), same_environment=True)
    assert [it.kind for it in find_defects(compare(job))] == ["text_changed"]
