import pytest

from pytest_visualdiff.detection.network.select_arrow import has_arrow
from pytest_visualdiff.model import Box
from tests.support.drawing import BLUE, INK, LIGHT, Drawing

FIELD = Box(20, 20, 200, 36)


def field(said: str = "Every week") -> Drawing:
    return Drawing((240, 80)).box((20, 20, 200, 36), None, (180, 180, 180)).text(30, 30, said)


def with_chevron(drawing: Drawing, x: int = 196, y: int = 35, size: int = 6) -> Drawing:
    middle = x + size, y + size
    return drawing.line((x, y), middle, INK).line(middle, (x + 2 * size, y), INK)


def test_a_list_to_choose_from_has_an_arrow() -> None:
    assert has_arrow(FIELD, with_chevron(field()).pixels())


def test_a_field_to_write_in_has_none() -> None:
    assert not has_arrow(FIELD, field().pixels())
    assert not has_arrow(FIELD, field("").pixels())


def test_letters_at_the_right_end_are_no_arrow() -> None:
    drawing = field("").text(198, 30, "v")
    assert not has_arrow(FIELD, drawing.text(184, 30, "w").pixels())


def test_an_icon_that_is_as_high_as_wide_is_no_arrow() -> None:
    calendar = field().box((194, 31, 14, 14), None, INK)
    assert not has_arrow(FIELD, calendar.pixels())


def test_an_arrow_is_in_the_middle_of_the_field() -> None:
    assert not has_arrow(FIELD, with_chevron(field(), y=24, size=4).pixels())


@pytest.mark.parametrize("box", [Box(20, 20, 200, 8), Box(20, 20, 20, 36)])
def test_what_is_too_low_or_too_narrow_is_no_field(box: Box) -> None:
    assert not has_arrow(box, with_chevron(field()).pixels())


def test_an_arrow_on_a_coloured_field_counts_as_well() -> None:
    drawing = Drawing((240, 80)).box((20, 20, 200, 36), BLUE).text(30, 30, "Week", LIGHT)
    drawing.line((196, 35), (202, 41), LIGHT).line((202, 41), (208, 35), LIGHT)
    assert has_arrow(FIELD, drawing.pixels())
