"""Lines of text that belong together, and lines that do not."""

from __future__ import annotations

from collections.abc import Sequence

from pytest_visualdiff.detection.structure.paragraphs import join_lines
from pytest_visualdiff.model import Box, Element, ElementKind


def line(x: int, y: int, w: int, h: int = 14, parent: int | None = None) -> Element:
    return Element("text", Box(x, y, w, h), parent=parent, source="pixels")


def area(kind: ElementKind, x: int, y: int, w: int, h: int) -> Element:
    return Element(kind, Box(x, y, w, h), source="pixels")


def boxes(elements: Sequence[Element]) -> list[tuple[int, ...]]:
    return [tuple(it.box.to_wire()) for it in elements if it.kind == "text"]


def test_a_paragraph_is_one_element() -> None:
    paragraph = [line(40, 100, 310), line(40, 122, 300), line(40, 144, 120)]
    assert boxes(join_lines(paragraph)) == [(40, 100, 310, 58)]


def test_lines_may_have_their_middles_in_one_place() -> None:
    assert boxes(join_lines([line(40, 100, 300), line(80, 122, 220)])) == [(40, 100, 300, 36)]


def test_a_heading_and_what_is_below_it_are_two() -> None:
    heading, text = line(40, 90, 300, 26), line(40, 124, 310)
    assert len(join_lines([heading, text])) == 2


def test_the_entries_of_a_list_are_no_paragraph() -> None:
    entries = [line(40, 100, 80), line(40, 122, 120), line(40, 144, 200)]
    assert boxes(join_lines(entries)) == boxes(entries)


def test_lines_that_stand_apart_are_two_texts() -> None:
    assert len(join_lines([line(40, 100, 300), line(40, 130, 300)])) == 2


def test_columns_stay_columns() -> None:
    left = [line(40, 100, 200), line(40, 122, 190)]
    right = [line(300, 100, 200), line(300, 122, 190)]
    assert boxes(join_lines([left[0], right[0], left[1], right[1]])) == [
        (40, 100, 200, 36),
        (300, 100, 200, 36),
    ]


def test_a_gap_ends_a_block() -> None:
    lines = [line(40, y, 300) for y in (100, 120, 144, 164)]
    assert boxes(join_lines(lines)) == [(40, 100, 300, 34), (40, 144, 300, 34)]


def test_what_an_element_is_in_stays_what_it_is_in() -> None:
    card = area("container", 0, 0, 400, 120)
    other = area("container", 0, 120, 400, 120)
    icon = Element("icon", Box(350, 150, 20, 20), parent=3, source="pixels")
    found = join_lines(
        [card, line(40, 90, 300, parent=0), line(40, 104, 300, parent=0), other, icon]
    )
    assert [(it.kind, it.parent) for it in found] == [
        ("container", None),
        ("text", 0),
        ("container", None),
        ("icon", 2),
    ]


def test_lines_of_two_boxes_are_two_texts() -> None:
    cards = [area("container", 0, 0, 400, 117), area("container", 0, 117, 400, 120)]
    lines = [line(40, 100, 300, parent=0), line(40, 120, 300, parent=1)]
    assert len([it for it in join_lines([*cards, *lines]) if it.kind == "text"]) == 2
