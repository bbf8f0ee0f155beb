"""Another picture in the place of one, or drawn over something else."""

from __future__ import annotations

from tests.support.compared import kinds, lines
from tests.support.drawing import BLUE, INK, LIGHT, PALE

RED = (179, 38, 30)


def test_a_picture_that_is_fitted_into_the_place_of_another_is_another_picture() -> None:
    sea = lines().box((20, 100, 300, 80), PALE).text(60, 108, "The Great Sea")
    sea.line((20, 150), (120, 140), BLUE).line((120, 140), (319, 160), BLUE)
    sign = lines().box((130, 100, 80, 80), RED).line((150, 120), (190, 160), LIGHT)
    assert kinds(sea, sign) == [("image_changed", "image")]


def test_another_drawing_on_a_button_without_a_word_is_another_picture() -> None:
    one, other = lines(), lines()
    one.box((40, 120, 36, 36), BLUE, radius=6).box((52, 130, 12, 16), INK)
    other.box((40, 120, 36, 36), RED).line((48, 128), (66, 146), LIGHT)
    other.line((48, 146), (66, 128), LIGHT)
    assert [kind for kind, _ in kinds(one, other)] == ["image_changed"]
