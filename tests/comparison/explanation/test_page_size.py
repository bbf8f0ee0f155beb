"""Which changes of elements explain that the picture is larger or smaller."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pytest_visualdiff.comparison.elements.pairs import Correspondences
from pytest_visualdiff.comparison.explanation.page_size import explains_size
from pytest_visualdiff.model import Box, Change, Element, Inventory, Size

TITLE = Element("text", Box(20, 20, 90, 16), "Orders")
FOOTER = Element("text", Box(20, 380, 90, 16), "Terms")
BANNER = Element("container", Box(0, 0, 600, 40), "Sale")
PAGE = Size(600, 400)


def explained(change: Change, *after: Element, size: Size) -> bool:
    before = [TITLE, FOOTER]
    pairs = {0: len(after) - 2, 1: len(after) - 1}
    moved = {id(change.before): change.id} if change.before else {}
    known = Correspondences(Inventory(tuple(before)), Inventory(after), pairs)
    return explains_size([change], known, lambda it: moved.get(id(it)), (PAGE, size))


@pytest.mark.parametrize(
    ("taller", "explains"), [(40, True), (38, True), (60, True), (80, False), (300, False)]
)
def test_a_banner_explains_as_much_as_it_takes_with_its_margin(taller: int, explains: bool) -> None:
    lower = (replace(it, box=it.box.move(0, 40)) for it in (TITLE, FOOTER))
    new = Change("extra", None, BANNER, id="banner")
    assert explained(new, BANNER, *lower, size=Size(600, 400 + taller)) is explains


def test_a_text_that_is_wider_explains_no_taller_page() -> None:
    wider = replace(TITLE, text="All orders", box=Box(20, 20, 140, 16))
    change = Change("text_changed", TITLE, wider, id="title")
    assert not explained(change, wider, FOOTER, size=Size(600, 700))


def test_what_ends_last_explains_the_size_that_goes_with_it() -> None:
    lower = replace(FOOTER, box=FOOTER.box.move(0, 300))
    change = Change("moved", FOOTER, lower, id="footer")
    assert explained(change, TITLE, lower, size=Size(600, 700))
    assert not explained(change, TITLE, lower, size=Size(600, 720))


def test_what_moved_further_up_explains_nothing() -> None:
    lower = replace(TITLE, box=TITLE.box.move(0, 300))
    change = Change("moved", TITLE, lower, id="title")
    assert not explained(change, lower, FOOTER, size=Size(600, 700))


def test_both_directions_have_to_be_explained() -> None:
    new = Change("extra", None, BANNER, id="banner")
    lower = [replace(it, box=it.box.move(0, 40)) for it in (TITLE, FOOTER)]
    assert not explained(new, BANNER, *lower, size=Size(1300, 440))


def test_a_size_that_has_not_changed_is_not_explained() -> None:
    new = Change("extra", None, BANNER, id="banner")
    assert not explained(new, BANNER, TITLE, FOOTER, size=PAGE)
