"""Elements in reading order, each below the smallest one that it lies in."""

from __future__ import annotations

from pytest_visualdiff.detection.structure.hierarchy import build_hierarchy, in_reading_order
from pytest_visualdiff.model import Box, Element, ElementKind, Size

SIZE = Size(400, 300)


def element(kind: ElementKind, *box: int) -> Element:
    return Element(kind, Box(*box), source="pixels")


def tree(*elements: Element) -> list[tuple[str, str | None]]:
    """Return the kind of each element, and of the one that it is in."""
    found = list(build_hierarchy(elements, SIZE))
    return [(it.kind, None if it.parent is None else found[it.parent].kind) for it in found]


def test_each_element_is_in_the_smallest_one_around_it() -> None:
    assert tree(
        element("text", 40, 40, 60, 16),
        element("container", 10, 10, 380, 280),
        element("button", 30, 30, 100, 36),
    ) == [("container", None), ("button", "container"), ("text", "button")]


def test_a_smoothed_edge_may_reach_two_pixels_beyond() -> None:
    card = element("container", 10, 10, 200, 100)
    assert tree(card, element("text", 8, 20, 60, 16))[1] == ("text", "container")
    assert ("text", None) in tree(card, element("text", 7, 20, 60, 16))


def test_of_two_with_one_box_the_first_is_around_the_other() -> None:
    link, image = element("link", 10, 10, 80, 80), element("image", 10, 10, 80, 80)
    assert tree(link, image) == [("link", None), ("image", "link")]
    assert tree(image, link) == [("image", None), ("link", "image")]


def test_boxes_are_clipped_to_the_picture() -> None:
    (found,) = build_hierarchy([element("image", 380, 280, 60, 60)], SIZE)
    assert found.box == Box(380, 280, 20, 20)


def test_a_row_is_read_from_left_to_right_though_it_is_not_quite_level() -> None:
    boxes = [Box(200, 10, 50, 20), Box(10, 14, 50, 20), Box(10, 60, 50, 20)]
    assert list(in_reading_order(boxes, lambda box: box)) == [boxes[1], boxes[0], boxes[2]]
    lower = Box(10, 21, 50, 20)  # begins below the middle of the row's first box
    assert list(in_reading_order([lower, boxes[0]], lambda box: box)) == [boxes[0], lower]
