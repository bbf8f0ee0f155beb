"""A box of which only one end is seen to change is a box of another size, or in another place."""

from __future__ import annotations

import pytest

from pytest_visualdiff.model import Box
from pytest_visualdiff.verdict.defects import find_defects
from tests.support.compared import compared, defects, lines
from tests.support.drawing import BLUE, GREY, INK, LIGHT, PALE, Drawing


@pytest.mark.parametrize("grows", ["down", "left", "up"])
def test_a_bar_of_which_one_end_slid_has_another_size(grows: str) -> None:
    box = Box(120, 90, 60, 60)
    longer = {
        "down": Box(120, 90, 60, 77), "left": Box(103, 90, 77, 60), "up": Box(120, 73, 60, 77),
    }[grows]  # fmt: skip
    pages = (
        Drawing((360, 240), GREY).box((it.x, it.y, it.w, it.h), BLUE).text(134, 110, "41", LIGHT)
        for it in (box, longer)
    )
    (found,) = defects(*pages)
    assert found.kind == "resized"
    assert f"was 60x60 and is {longer.w}x{longer.h}" in found.message


def test_a_card_that_is_cut_off_by_what_lies_on_it_is_still_a_card_of_another_size() -> None:
    def board(width: int) -> Drawing:
        drawing = Drawing((420, 220), GREY).box((10, 10, 200, 200), PALE)
        drawing.box((22, 40, width, 120), LIGHT, radius=4).text(34, 60, "Order badges")
        return drawing.text(34, 90, "for the meeting").box((220, 10, 190, 200), PALE)

    found = defects(board(172), board(230))
    assert [it.kind for it in found] == ["resized"]


def test_a_dotted_line_that_ends_earlier_is_a_shorter_line() -> None:
    def page(stop: int) -> Drawing:
        drawing = lines()
        for x in range(20, stop, 4):
            drawing.box((x, 100, 2, 2), INK)
        return drawing

    (found,) = defects(page(300), page(240))
    assert (found.kind, found.element and found.element.box) == ("resized", Box(20, 100, 278, 2))


def test_steps_that_each_begin_earlier_moved_because_the_first_one_is_shorter() -> None:
    def steps(first: int) -> Drawing:
        drawing, x = lines(), 20
        for width, fill in ((first, BLUE), (90, GREY), (90, INK)):
            drawing.box((x, 120, width, 5), fill)
            x += width
        return drawing

    found = defects(steps(110), steps(80))
    assert [it.kind for it in found] == ["resized", "moved", "moved"]
    assert [it.caused_by for it in found] == [None, "d1", "d1"]


def test_another_ground_at_the_end_of_a_card_is_no_smaller_card() -> None:
    def card(fill: tuple[int, int, int]) -> Drawing:
        drawing = lines().box((20, 90, 200, 90), PALE).box((20, 140, 200, 30), fill)
        return drawing.box((20, 169, 200, 1), GREY)

    found = defects(card(PALE), card(BLUE))
    assert "resized" not in [it.kind for it in found]


def test_an_end_of_the_page_itself_is_no_box() -> None:
    before = Drawing((360, 200)).box((200, 0, 160, 200), PALE)
    after = Drawing((360, 200)).box((240, 0, 120, 200), PALE)
    assert "resized" not in [it.kind for it in defects(before, after)]


@pytest.mark.parametrize(("x", "y"), [(62, 60), (58, 60), (60, 63), (60, 57)])
def test_two_strips_of_exchanged_colours_are_what_moved_between_them(x: int, y: int) -> None:
    before = lines().box((60, 100, 120, 36), BLUE)
    after = lines().box((x, y + 40, 120, 36), BLUE)
    (defect,) = find_defects(compared(before, after))
    assert (defect.kind, defect.box, defect.box_after) == (
        "moved", Box(60, 100, 120, 36), Box(x, y + 40, 120, 36),
    )  # fmt: skip
