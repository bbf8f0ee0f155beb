"""The kind of a box, told by its size, its border and what lies in it."""

from __future__ import annotations

import pytest

from pytest_visualdiff.detection.classical.kinds import Node, classify, is_choice
from pytest_visualdiff.detection.classical.marks import Mark
from pytest_visualdiff.detection.classical.surfaces import Surface
from pytest_visualdiff.model import Box

PAGE = Node(Box(0, 0, 800, 600), is_page=True)


def surface(box: Box, radius: float = 0, *, bordered: bool = False, filled: bool = True) -> Surface:
    return Surface(1, box, box, radius, bordered, filled, (2, 2, 2, 2))


def kind(box: Box, *marks: Mark, radius: float = 0, bordered: bool = False) -> str | None:
    """Return the kind of a filled box on a page, with some ink in it."""
    children = [Node(mark.box, mark=mark) for mark in marks]
    node = Node(box, surface(box, radius, bordered=bordered), children=children)
    guess = classify(node, PAGE, 1)
    return guess[0] if guess else None


def text(x: int, y: int, w: int, h: int = 12) -> Mark:
    return Mark("text", Box(x, y, w, h), 0.9)


def test_ink_is_what_it_was_taken_for() -> None:
    mark = text(10, 10, 80)
    assert classify(Node(mark.box, mark=mark), PAGE, 1) == ("text", 0.9)


def test_a_low_box_with_a_line_in_its_middle_is_a_button() -> None:
    assert kind(Box(100, 100, 120, 36), text(130, 112, 60)) == "button"


def test_a_very_low_one_is_a_badge() -> None:
    assert kind(Box(100, 100, 60, 18), text(110, 103, 40)) == "badge"


def test_a_bordered_box_with_a_line_at_its_left_is_an_input() -> None:
    assert kind(Box(100, 100, 240, 36), text(110, 112, 60), bordered=True) == "input"
    assert kind(Box(100, 100, 240, 36), bordered=True) == "input"


def test_with_an_arrow_at_its_right_end_it_is_a_select() -> None:
    arrow = Mark("icon", Box(318, 115, 10, 6), 0.5)
    assert kind(Box(100, 100, 240, 36), text(110, 112, 60), arrow, bordered=True) == "select"


@pytest.mark.parametrize(("radius", "expected"), [(0, "checkbox"), (8, "radio")])
def test_a_small_bordered_square_is_to_choose(radius: float, expected: str) -> None:
    assert kind(Box(100, 100, 16, 16), radius=radius, bordered=True) == expected


def test_a_small_square_of_one_colour_is_an_icon() -> None:
    assert kind(Box(100, 100, 16, 16)) == "icon"


def test_a_large_box_with_text_is_a_container_and_without_an_image() -> None:
    card = Box(100, 100, 300, 200)
    assert kind(card, text(120, 120, 80), text(120, 150, 160)) == "container"
    assert kind(card) == "image"


def test_a_rule_shows_nothing_of_its_own() -> None:
    assert kind(Box(100, 100, 300, 4)) is None


def test_a_frame_around_text_is_a_container_unless_it_is_rough() -> None:
    inside = [Node(Box(20, 20, 80, 12), mark=text(20, 20, 80))]
    frame = Node(Box(10, 10, 200, 150), children=inside)
    assert classify(frame, PAGE, 1) == ("container", 0.6)
    photograph = Node(Box(10, 10, 200, 150), is_rough=True, children=inside)
    assert classify(photograph, PAGE, 1) == ("image", 0.6)


@pytest.mark.parametrize("scale", [1, 2])
@pytest.mark.parametrize(("side", "fits"), [(7, False), (8, True), (24, True), (25, False)])
def test_the_size_of_a_check_box_is_in_css_pixels(scale: int, side: int, fits: bool) -> None:
    assert is_choice(Box(0, 0, side * scale, side * scale), scale) == fits
