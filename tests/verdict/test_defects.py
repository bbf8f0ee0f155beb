"""What a comparison measured, said as a person would say it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pytest_visualdiff.model import Box, Change, Comparison, Element, Region, Shift, Size
from pytest_visualdiff.verdict.defects import find_defects
from tests.support import changed, measured

PAGE = Size(1280, 720)
TALLER = Size(1280, 768)
BUTTON = changed(Box(10, 20, 30, 8), 200)
DOT = changed(Box(90, 90, 1, 1), 1, 3)
BANNER = Region(None, Box(0, 120, 1280, 48), 9000, 255)
REST = Shift(Box(0, 120, 1280, 600), 0, 48, 50_000, cause="r0")


def said(comparison: Comparison) -> list[str]:
    return [defect.message for defect in find_defects(comparison)]


def told(comparison: Comparison) -> list[tuple[str, str, str | None]]:
    """Return id, kind and cause of each defect."""
    return [(it.id, it.kind, it.caused_by) for it in find_defects(comparison)]


def test_a_change_in_place_says_where_and_how_much() -> None:
    assert said(measured(BUTTON, DOT)) == [
        "changed at (10, 20), 30x8: 200 pixels differ, by up to 255 of 255 levels",
        "changed at (90, 90), 1x1: 1 pixel differs, by up to 3 of 255 levels",
    ]


def test_what_is_gone_has_no_place_in_the_actual_picture() -> None:
    gone = Region(Box(40, 50, 60, 20), None, 1200, 255)
    (defect,) = find_defects(measured(gone))
    assert (defect.kind, defect.box, defect.box_after) == ("missing", gone.box, None)
    assert defect.message == "missing at (40, 50), 60x20: 1,200 pixels of the baseline are gone"
    assert said(measured(Region(Box(1, 2, 1, 1), None, 1, 9))) == [
        "missing at (1, 2), 1x1: 1 pixel of the baseline is gone"
    ]


def test_what_is_new_has_no_place_in_the_baseline() -> None:
    new = Region(None, Box(40, 50, 60, 20), 1200, 255)
    (defect,) = find_defects(measured(new))
    assert (defect.kind, defect.box, defect.box_after) == ("extra", None, new.box_after)
    assert defect.message == "new at (40, 50), 60x20: 1,200 pixels are not in the baseline"
    assert said(measured(Region(None, Box(1, 2, 1, 1), 1, 9))) == [
        "new at (1, 2), 1x1: 1 pixel is not in the baseline"
    ]


def test_a_block_that_moved_has_both_places_and_the_way_between() -> None:
    (defect,) = find_defects(measured(shifts=(Shift(Box(10, 40, 20, 10), -3, -2, 150),)))
    assert defect.kind == "shifted"
    assert (defect.box, defect.box_after) == (Box(10, 40, 20, 10), Box(7, 38, 20, 10))
    assert (defect.dx, defect.dy, defect.pixels) == (-3, -2, 150)
    assert defect.message == "the block at (10, 40), 20x10 moved left 3 px and up 2 px"


@pytest.mark.parametrize(
    ("box", "way", "message"),
    [
        (Box(0, 120, 1280, 600), (0, 48), "everything below y=120 moved down 48 px"),
        (Box(20, 120, 1240, 600), (0, 48), "everything below y=120 moved down 48 px"),
        (Box(0, 168, 1280, 552), (0, -48), "everything below y=168 moved up 48 px"),
        (Box(0, 0, 1280, 720), (1, 0), "everything moved right 1 px"),
        (Box(0, 120, 1280, 200), (0, 48), "the block at (0, 120), 1280x200 moved down 48 px"),
        (Box(0, 120, 640, 600), (0, 48), "the block at (0, 120), 640x600 moved down 48 px"),
    ],
)
def test_a_block_as_large_as_the_rest_of_the_page_is_everything(
    box: Box, way: tuple[int, int], message: str
) -> None:
    after = Size(1280, 720 + way[1])
    shifts = (Shift(box, *way, pixels=1),)
    assert said(measured(shifts=shifts, before=PAGE, after=after))[-1] == message


def test_a_block_that_is_pushed_out_of_the_picture_is_everything_too() -> None:
    cut_off = Shift(Box(0, 120, 1280, 552), 0, 48, 1)
    assert said(measured(shifts=(cut_off,), before=PAGE)) == [
        "everything below y=120 moved down 48 px"
    ]


@pytest.mark.parametrize(
    ("after", "message"),
    [
        (Size(100, 148), "the picture is 48 px taller: 100x100 became 100x148"),
        (Size(90, 100), "the picture is 10 px narrower: 100x100 became 90x100"),
        (Size(101, 99), "the picture is 1 px wider and 1 px shorter: 100x100 became 101x99"),
    ],
)
def test_a_changed_size_is_the_first_defect(after: Size, message: str) -> None:
    first, second = find_defects(measured(DOT, after=after))
    assert (first.kind, first.message) == ("size_changed", message)
    assert (first.box, first.box_after) == (Box(0, 0, 100, 100), Box(0, 0, *after.to_wire()))
    assert second.kind == "changed"


def test_places_come_in_reading_order_whatever_they_are() -> None:
    comparison = measured(
        Region(None, Box(50, 10, 5, 5), 25, 9),
        changed(Box(0, 30, 5, 5), 25),
        Region(Box(20, 10, 5, 5), None, 25, 9),
        shifts=(Shift(Box(0, 20, 5, 5), 1, 0, 25),),
    )
    assert told(comparison) == [
        ("d1", "missing", None),
        ("d2", "extra", None),
        ("d3", "shifted", None),
        ("d4", "changed", None),
    ]


def test_what_follows_comes_right_after_its_cause() -> None:
    footer = changed(Box(10, 700, 50, 5), 100)
    comparison = measured(
        BANNER, footer, shifts=(REST,), before=PAGE, after=TALLER, size_explained=True
    )
    assert told(comparison) == [
        ("d1", "extra", None),
        ("d2", "size_changed", "d1"),
        ("d3", "shifted", "d1"),
        ("d4", "changed", None),
    ]


def test_a_size_follows_from_what_caused_the_largest_move() -> None:
    title = Region(None, Box(0, 10, 30, 9), 99, 255)
    small = Shift(Box(30, 10, 90, 9), 30, 0, 300, cause="r0")
    comparison = measured(
        title,
        BANNER,
        shifts=(small, Shift(REST.box, 0, 48, 50_000, cause="r1")),
        before=PAGE,
        after=TALLER,
        size_explained=True,
    )
    assert told(comparison) == [
        ("d1", "extra", None),
        ("d2", "shifted", "d1"),
        ("d3", "extra", None),
        ("d4", "size_changed", "d3"),
        ("d5", "shifted", "d3"),
    ]


def test_a_size_follows_from_the_move_itself_if_nothing_is_seen_to_have_caused_it() -> None:
    spread = Shift(REST.box, 0, 48, 50_000)
    comparison = measured(shifts=(spread,), before=PAGE, after=TALLER, size_explained=True)
    assert told(comparison) == [("d1", "shifted", None), ("d2", "size_changed", "d1")]


def test_a_size_that_nothing_moved_with_is_no_defect_once_it_is_explained() -> None:
    assert told(measured(after=Size(100, 102), size_explained=True)) == []


def test_the_json_of_a_defect_says_how_far_it_moved_and_what_it_follows_from() -> None:
    _, moved = find_defects(measured(BANNER, shifts=(REST,), before=PAGE))
    assert moved.to_wire() == {
        "id": "d2",
        "kind": "shifted",
        "element": None,
        "box": [0, 120, 1280, 600],
        "box_after": [0, 168, 1280, 600],
        "caused_by": "d1",
        "message": "everything below y=120 moved down 48 px",
        "dx": 0,
        "dy": 48,
    }


def test_a_block_that_is_one_element_moved() -> None:
    order = Element("button", Box(12, 42, 16, 6), "Order", source="pixels")
    moved = Shift(Box(10, 40, 20, 10), -3, 0, 150, element=order)
    (defect,) = find_defects(measured(shifts=(moved,)))
    assert (defect.kind, defect.dx, defect.element) == ("moved", -3, order)
    assert (defect.box, defect.box_after) == (Box(12, 42, 16, 6), Box(9, 42, 16, 6))
    assert defect.message == "button 'Order' at (12, 42), 16x6 moved left 3 px"


def test_an_area_says_what_became_of_its_element() -> None:
    order = Element("button", Box(12, 42, 16, 6), "Order", source="pixels")
    gone = Region(Box(12, 42, 16, 6), None, 90, 255, change=Change("missing", order, None))
    (defect,) = find_defects(measured(gone))
    assert (defect.kind, defect.pixels, defect.element) == ("missing", 90, order)
    assert defect.message == "button 'Order' is missing at (12, 42), 16x6"


def test_a_text_in_a_picture_of_a_page_says_in_which() -> None:
    total, chart = Element("text", Box(12, 42, 16, 6), "1"), Element("image", Box(0, 0, 60, 60))
    chart = replace(chart, text="Sales", path="#chart")
    said_now = Change("text_changed", total, replace(total, text="2"))
    region = Region(total.box, total.box, 9, 255, element=chart, change=said_now)
    (defect,) = find_defects(measured(region))
    assert defect.message == "'1' became '2' at (12, 42), 16x6, in image 'Sales' [#chart]"
    assert defect.element == chart
