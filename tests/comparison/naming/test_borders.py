"""A border of another width or colour is a change of style."""

from __future__ import annotations

from pytest_visualdiff.verdict.defects import find_defects
from tests.support.compared import compared, lines
from tests.support.drawing import BLUE, GREY, LIGHT

RED = (179, 38, 30)


def test_a_field_with_a_wider_border_is_larger_because_of_that() -> None:
    one = lines().box((20, 120, 200, 30), LIGHT, GREY).text(30, 127, "Ada")
    other = lines().box((20, 120, 200, 34), RED).box((23, 123, 194, 28), LIGHT).text(30, 129, "Ada")
    (defect,) = find_defects(compared(one, other))
    assert defect.kind == "style_changed"
    assert "border" in defect.message


def test_a_border_of_another_colour_is_a_change_of_style() -> None:
    one, other = (lines().box((20, 120, 200, 40), LIGHT, it) for it in (GREY, BLUE))
    (defect,) = find_defects(compared(one, other))
    assert defect.kind == "style_changed"
    assert "border" in defect.message


def test_a_line_on_three_sides_is_no_border() -> None:
    one, other = (lines().box((20, 120, 200, 40), LIGHT, GREY) for _ in range(2))
    other.box((20, 120, 200, 1), BLUE).box((20, 120, 1, 40), BLUE).box((219, 120, 1, 40), BLUE)
    assert "border" not in " ".join(it.message for it in find_defects(compared(one, other)))
