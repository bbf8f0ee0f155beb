"""A part of a picture: what is found in it as a whole, and where that is in the picture."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pytest

from pytest_visualdiff.comparison.naming.view import View, crop, view
from pytest_visualdiff.detection.classical.detector import ClassicalDetector
from pytest_visualdiff.imaging.arrays import Picture
from pytest_visualdiff.imaging.picture_pair import Decoded
from pytest_visualdiff.model import Box, Element, ElementKind, Inventory, Size
from tests.support.compared import lines, page
from tests.support.drawing import BLUE, Drawing

SIZE = Size(360, 200)


@dataclass
class Found:
    """A detector that finds the same elements everywhere."""

    elements: tuple[Element, ...]
    name: str = "found"
    calls: list[tuple[int, ...]] = field(default_factory=list)

    def detect(self, pixels: Picture) -> Inventory:
        self.calls.append(pixels.shape)
        return Inventory(self.elements, self.name)


def part(box: Box, *elements: Element, drawing: Drawing | None = None) -> View:
    pixels = (drawing or page()).pixels()
    return view(Decoded(pixels, pixels, 0, (SIZE, SIZE)), 0, box, Found(elements))


def element(kind: ElementKind, *box: int) -> Element:
    return Element(kind, Box(*box), source="pixels")


def test_elements_are_looked_for_once_and_only_where_they_are_asked_for() -> None:
    mine = part(Box(0, 0, 100, 80), element("button", 10, 10, 30, 20))
    assert isinstance(mine.detector, Found)
    assert mine.detector.calls == []
    assert mine.elements == mine.elements == (element("button", 10, 10, 30, 20),)
    assert mine.detector.calls == [(80, 100, 3)]


@pytest.mark.parametrize(
    ("place", "box", "is_found"),
    [
        (Box(20, 20, 100, 80), (0, 10, 30, 20), False),
        (Box(20, 20, 100, 80), (70, 10, 30, 20), False),
        (Box(20, 20, 100, 80), (10, 0, 30, 20), False),
        (Box(20, 20, 100, 80), (10, 60, 30, 20), False),
        (Box(0, 0, 100, 80), (0, 0, 30, 20), True),
        (Box(260, 120, 100, 80), (70, 60, 30, 20), True),
    ],
)
def test_what_may_reach_beyond_the_part_is_no_element_but_at_the_edge_of_the_picture(
    place: Box, box: tuple[int, int, int, int], is_found: bool
) -> None:
    assert bool(part(place, element("image", *box)).elements) is is_found


def test_a_text_that_ends_less_than_a_space_before_the_edge_may_go_on() -> None:
    place = Box(20, 20, 100, 80)
    assert not part(place, element("text", 40, 20, 58, 16)).elements
    assert part(place, element("text", 40, 20, 54, 16)).elements


def test_an_area_belongs_to_the_smallest_element_that_most_of_it_lies_in() -> None:
    card, button = element("container", 5, 5, 90, 70), element("button", 10, 10, 40, 20)
    mine = part(Box(0, 0, 100, 80), card, button)
    assert mine.owner(Box(20, 12, 10, 10)) is button
    assert mine.owner(Box(48, 60, 10, 10)) is card


def test_an_area_in_a_line_that_no_detector_found_belongs_to_that_line() -> None:
    owner = part(Box(0, 40, 360, 60)).owner(Box(30, 22, 20, 10))
    assert owner is not None
    assert owner.kind == "text"
    assert owner.box.contains(Box(30, 24, 20, 6))


def test_an_area_of_an_empty_part_belongs_to_nothing() -> None:
    assert part(Box(200, 10, 100, 40)).owner(Box(10, 10, 10, 10)) is None


def test_the_words_that_the_edge_of_a_part_cuts_are_no_line() -> None:
    whole = part(Box(0, 40, 360, 60), drawing=lines()).lines
    cut = part(Box(30, 40, 330, 60), drawing=lines()).lines
    assert len(whole) == len(cut) == 1
    assert cut[0].x + 30 > whole[0].x
    assert cut[0].right + 30 == whole[0].right


def test_boxes_of_the_part_and_of_the_picture_are_converted_into_each_other() -> None:
    mine = part(Box(20, 30, 100, 80))
    assert mine.in_picture(Box(1, 2, 3, 4)) == Box(21, 32, 3, 4)
    assert mine.from_picture(mine.in_picture(Box(1, 2, 3, 4))) == Box(1, 2, 3, 4)


def test_the_sides_of_a_box_are_seen_inside_and_outside_of_its_edge() -> None:
    mine = part(Box(0, 0, 360, 200), drawing=Drawing((360, 200)).box((100, 60, 80, 60), BLUE))
    sides = list(mine.sides(Box(100, 60, 80, 60)))
    assert len(sides) == 4
    for inside, outside in sides:
        assert (inside == BLUE[::-1]).all()
        assert (outside == 255).all()


def test_a_side_at_the_edge_of_the_part_has_no_outside() -> None:
    assert len(list(part(Box(0, 0, 360, 200)).sides(Box(0, 0, 80, 60)))) == 2


def test_a_part_beyond_the_picture_is_empty() -> None:
    pixels = page().pixels()
    beyond = view(Decoded(pixels, pixels, 0, (SIZE, SIZE)), 1, Box(400, 0, 20, 20), Found(()))
    assert (beyond.elements, beyond.lines) == ((), ())


def test_a_crop_is_the_same_pixels_in_blue_green_and_red() -> None:
    pixels = page().pixels()
    pictures = Decoded(pixels, pixels, 0, (SIZE, SIZE))
    box = Box(20, 120, 30, 20)
    assert np.array_equal(crop(pictures, 0, box), pixels[box.slices])


def test_the_classical_detector_finds_the_button_of_a_view() -> None:
    pixels = page().pixels()
    mine = view(
        Decoded(pixels, pixels, 0, (SIZE, SIZE)), 0, Box(0, 90, 360, 110), ClassicalDetector()
    )
    assert "button" in {it.kind for it in mine.elements}
