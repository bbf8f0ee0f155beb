"""A changed area stands out from what is around it, or it does not."""

from __future__ import annotations

from pytest_visualdiff.comparison.naming.area import Area, area, style_change
from pytest_visualdiff.comparison.naming.window import window
from pytest_visualdiff.detection.classical.detector import ClassicalDetector
from pytest_visualdiff.imaging.picture_pair import Decoded
from pytest_visualdiff.model import Box, Size
from tests.support.drawing import BLUE, GREY, INK, PALE, Drawing

PLACE = Box(60, 60, 80, 40)


def changed(before: Drawing, after: Drawing, box: Box = PLACE) -> Area:
    size = Size(200, 160)
    pictures = Decoded(before.pixels(), after.pixels(), 0, (size, size))
    return area(window(pictures, size.box, (0, 0), ClassicalDetector()), box, (None, None))


def empty() -> Drawing:
    return Drawing((200, 160), PALE)


def test_a_box_stands_out_in_the_picture_that_has_it() -> None:
    box = empty().box((60, 60, 80, 40), BLUE)
    assert changed(empty(), box).outlines == (False, True)
    assert changed(box, empty()).outlines == (True, False)
    assert changed(box, box).outlines == (True, True)


def test_letters_do_not_stand_out() -> None:
    text = empty().text(64, 70, "Order 41", INK)
    assert changed(empty(), text, Box(64, 70, 60, 16)).outlines == (False, False)


def test_a_box_that_fills_most_of_an_area_stands_out() -> None:
    assert changed(empty(), empty().box((64, 64, 72, 32), BLUE)).outlines == (False, True)


def test_what_goes_on_outside_of_an_area_reaches_beyond_it() -> None:
    mine = changed(empty().box((60, 60, 80, 40), BLUE), empty().box((20, 75, 160, 10), INK))
    assert not mine.reaches_beyond(mine.window.before)
    assert mine.reaches_beyond(mine.window.after)


def test_another_ground_is_one_that_smoothing_does_not_make() -> None:
    assert changed(empty().box((60, 60, 80, 40), BLUE), empty()).has_other_ground
    assert not changed(empty(), empty().box((60, 60, 20, 40), GREY)).has_other_ground


def test_colours_are_said_as_in_css() -> None:
    mine = changed(empty().box((60, 60, 80, 40), BLUE), empty())
    said = style_change("background", mine.before.ground, mine.after.ground)
    assert said == ({"background": "#0b57d0"}, {"background": "#e1e4e8"})
