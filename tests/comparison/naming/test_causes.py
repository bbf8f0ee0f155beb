"""What was pushed aside, and what took another one's place, follows from what did it."""

from __future__ import annotations

import pytest

from pytest_visualdiff.comparison.naming.causes import with_causes
from pytest_visualdiff.comparison.naming.changes import name_areas
from pytest_visualdiff.comparison.naming.window import window
from pytest_visualdiff.detection.classical.detector import ClassicalDetector
from pytest_visualdiff.imaging.picture_pair import Decoded
from pytest_visualdiff.model import Box, Change, ChangeKind, Element, Region, Shift, Size
from tests.support import measured
from tests.support.compared import defects, lines, roots
from tests.support.drawing import BLUE, GREY, INK, LIGHT, PALE, Drawing

CARDS = ("Fuel", "Drivers", "In the workshop", "On time")


def cards(said: tuple[str, ...]) -> Drawing:
    """Return cards in a row."""
    drawing = Drawing((640, 160), PALE)
    for number, words in enumerate(said):
        x = 20 + 150 * number
        drawing.box((x, 20, 130, 110), LIGHT, GREY)
        drawing.text(x + 16, 40, words).text(x + 16, 80, f"{len(words)} of 25", GREY, 20)
    return drawing


@pytest.mark.parametrize("gone", [1, 2])
def test_cards_that_take_the_place_of_one_that_is_removed_follow_from_that(gone: int) -> None:
    left = (*CARDS[:gone], *CARDS[gone + 1 :])
    (root,) = roots(defects(cards(CARDS), cards(left)))
    assert (root.kind, root.box) == ("missing", Box(20 + 150 * gone, 20, 130, 110))


def test_a_card_that_says_something_else_where_it_is_now_does_not_follow() -> None:
    after = cards((CARDS[0], "In the garage", CARDS[3]))
    found = roots(defects(cards(CARDS), after))
    assert len(found) > 1


def test_a_word_that_another_one_took_the_place_of_is_missing() -> None:
    def footer(*said: str) -> Drawing:
        drawing = Drawing((400, 120))
        x = 200 - sum(len(it) * 4 + 10 for it in said)
        for words in said:
            drawing.text(x, 60, words)
            x += len(words) * 8 + 20
        return drawing

    found = defects(footer("Privacy", "Status", "Help"), footer("Privacy", "Status"))
    assert [it.kind for it in roots(found)] == ["missing"]


@pytest.mark.parametrize(("by", "follows"), [(50, True), (25, True), (70, True), (4, False)])
def test_what_moved_by_less_than_a_thing_became_wider_has_a_reason_of_its_own(
    by: int, follows: bool
) -> None:
    def boxed(kind: ChangeKind, before: Box, after: Box) -> Region:
        was, now = (Element("container", it, source="pixels") for it in (before, after))
        return Region(before, after, 100, 255, change=Change(kind, was, now))

    wider = boxed("resized", Box(20, 120, 60, 30), Box(20, 120, 110, 30))
    moved = boxed("moved", Box(160, 120, 60, 30), Box(160 + by, 120, 60, 30))
    sizes = (Size(360, 200), Size(360, 200))
    pictures = Decoded(lines().pixels(), lines().pixels(), 0, sizes)
    found = with_causes(measured(wider, moved), pictures)
    assert [it.cause for it in found.regions] == [None, "r0" if follows else None]


def test_of_things_in_a_row_that_moved_alike_one_is_the_cause() -> None:
    def row(by: int) -> Drawing:
        drawing = Drawing((400, 120))
        for number, said in enumerate(("Fleet", "Tours")):
            drawing.box((40 + 150 * number + by, 40, 90, 30), PALE, GREY, radius=4)
            drawing.text(58 + 150 * number + by, 47, said)
        return drawing.box((5, 20, 2, 90), INK).box((390, 20, 2, 90), INK)

    found = defects(row(0), row(6))
    assert {it.kind for it in found} <= {"moved", "shifted"}
    assert len(roots(found)) == 1


def test_the_same_thing_is_not_said_twice() -> None:
    before = lines().box((120, 110, 58, 70), BLUE).box((120, 110, 58, 1), INK)
    after = lines().box((122, 110, 58, 70), BLUE).box((122, 110, 58, 1), INK)
    found = defects(before, after)
    assert [it.kind for it in found] == ["moved"]


def test_the_lines_of_a_paragraph_are_missing_as_one() -> None:
    page = Drawing((400, 200)).text(20, 15, "Your cart", height=20)
    paragraph = Drawing((400, 200)).text(20, 15, "Your cart", height=20)
    for number, said in enumerate(("Two parcels are still", "at the depot in the", "north")):
        paragraph.text(20, 60 + 24 * number, said)
    assert [it.kind for it in roots(defects(paragraph, page))] == ["missing"]
    assert [it.kind for it in roots(defects(page, paragraph))] == ["extra"]


def test_all_that_stood_in_a_row_that_the_page_closed_up_is_missing_as_one() -> None:
    def gone(x: int, w: int) -> Region:
        box = Box(x, 40, w, 14)
        change = Change("missing", Element("text", box, source="pixels"), None)
        return Region(box, None, w, 255, change=change)

    sizes = (Size(360, 200), Size(360, 200))
    pictures = Decoded(lines().pixels(), lines().pixels(), 0, sizes)
    below = Shift(Box(0, 70, 360, 120), 0, -24, 4000)
    said = measured(gone(20, 90), gone(290, 40), shifts=(below,))
    found = with_causes(said, pictures)
    assert [it.cause for it in found.regions] == [None, "r0"]
    assert [it.cause for it in found.shifts] == ["r0"]


def test_what_follows_from_a_consequence_follows_from_its_cause() -> None:
    def gone(x: int, y: int, w: int, cause: str | None = None) -> Region:
        box = Box(x, y, w, 20)
        change = Change("missing", Element("text", box, source="pixels"), None)
        return Region(box, None, w, 255, change=change, cause=cause)

    sizes = (Size(360, 200), Size(360, 200))
    pictures = Decoded(lines().pixels(), lines().pixels(), 0, sizes)
    said = measured(gone(20, 20, 200), gone(20, 50, 90), gone(300, 150, 40, cause="r1"))
    assert [it.cause for it in with_causes(said, pictures).regions] == [None, "r0", "r0"]


def test_things_that_are_missing_far_from_each_other_are_missing_each_for_itself() -> None:
    page = Drawing((400, 300)).text(20, 15, "Your cart", height=20)
    more = Drawing((400, 300)).text(20, 15, "Your cart", height=20)
    more.text(20, 80, "Blue notebook").text(260, 250, "Pay now")
    assert [it.kind for it in roots(defects(more, page))] == ["missing", "missing"]


def test_areas_in_which_a_word_took_the_place_of_another_show_that_this_is_missing() -> None:
    def footer(*said: tuple[int, str]) -> Drawing:
        drawing = Drawing((400, 120))
        for x, words in said:
            drawing.text(x, 60, words, height=12)
        return drawing

    one, other = (
        it.pixels() for it in (footer((150, "Jobs"), (204, "Help")), footer((192, "Jobs")))
    )
    sizes = (Size(400, 120), Size(400, 120))
    pictures = Decoded(one, other, 0, sizes)
    part = window(pictures, Box(100, 20, 200, 90), (0, 0), ClassicalDetector())
    places = {"a": Box(151, 60, 28, 16), "b": Box(192, 60, 41, 16)}
    (found,) = name_areas(part, {it: part.after.from_picture(box) for it, box in places.items()})
    assert found.change is not None
    assert (found.change.kind, found.change.after) == ("missing", None)
    assert found.change.before is not None
    assert found.change.before.box.x >= 204
