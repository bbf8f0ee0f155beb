"""Which element, or change of one, an area belongs to."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pytest_visualdiff.comparison.explanation.areas import (
    change_at,
    element_at,
    is_said_alike,
    is_seen,
)
from pytest_visualdiff.model import Box, Change, Element, Inventory, Region, Shift
from tests.support import changed, measured

BODY = Element("container", Box(0, 0, 600, 400))
CARD = Element("container", Box(100, 100, 200, 100), parent=0)
PRICE = Element("text", Box(110, 110, 60, 16), "41,410", parent=1)
PAGE = Inventory((BODY, CARD, PRICE))
DIGIT = changed(Box(120, 112, 8, 12), 40)


def test_an_area_lies_in_the_smallest_element_that_has_most_of_it() -> None:
    assert element_at(DIGIT, PAGE, PAGE) is PRICE
    assert element_at(changed(Box(110, 110, 150, 60), 40), PAGE, PAGE) is CARD
    assert element_at(changed(Box(700, 10, 9, 9), 40), PAGE, PAGE) is None


def test_an_area_belongs_to_the_change_that_fits_it_closest() -> None:
    said = Change("text_changed", PRICE, replace(PRICE, text="41,510"), id="price")
    styled = Change("style_changed", CARD, replace(CARD, style={"color": "#ff0000"}), id="card")
    inventories = PAGE, PAGE
    assert change_at(DIGIT, [styled, said], [], inventories) is said
    assert change_at(DIGIT, [styled], [], inventories) is styled
    assert change_at(changed(Box(400, 300, 9, 9), 40), [styled, said], [], inventories) is None


def test_what_differs_in_a_larger_card_is_not_that_it_is_larger() -> None:
    resized = Change("resized", CARD, replace(CARD, box=Box(100, 100, 200, 140)), id="card")
    assert change_at(DIGIT, [resized], [], (PAGE, PAGE)) is None


def test_what_moved_with_its_pixels_does_not_explain_what_differs_in_it() -> None:
    moved = Change("moved", CARD, replace(CARD, box=CARD.box.move(0, 40)), id="card")
    now = Region(DIGIT.box, DIGIT.place.move(0, 40), 40, 255)
    block = Shift(CARD.box, 0, 40, 900)
    assert change_at(now, [moved], [], (PAGE, PAGE)) is moved
    assert change_at(now, [moved], [block], (PAGE, PAGE)) is None


@pytest.mark.parametrize(
    ("region", "alike"),
    [
        (DIGIT, True),
        (changed(PRICE.box, 600), False),  # all of its letters are others
        (replace(DIGIT, box=None), False),  # a glyph is there in one picture only
    ],
)
def test_few_letters_of_a_text_that_the_page_calls_equal_are_drawn_differently(
    region: Region, alike: bool
) -> None:
    assert is_said_alike(region, PRICE) is alike
    assert not is_said_alike(region, CARD)


def test_a_change_is_seen_where_something_differs() -> None:
    change = Change("text_changed", PRICE, replace(PRICE, text="41,510"))
    assert is_seen(change, measured(DIGIT))
    assert not is_seen(change, measured(changed(Box(400, 300, 9, 9), 40)))
