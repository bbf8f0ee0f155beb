"""Which element is which, though something was put in, taken out or renamed."""

from __future__ import annotations

from pytest_visualdiff.comparison.elements.matching import cost, match
from pytest_visualdiff.model import Box, Element, Inventory


def text(said: str, y: int, *, x: int = 10, parent: int | None = None, path: str = "") -> Element:
    return Element("text", Box(x, y, 7 * len(said), 16), said, path=path, parent=parent)


def column(*said: str) -> Inventory:
    return Inventory(tuple(text(it, 20 * number) for number, it in enumerate(said)))


def test_equal_pages_are_paired_one_by_one() -> None:
    page = column("One", "Two", "Three")
    assert match(page, page) == [(0, 0), (1, 1), (2, 2)]


def test_a_row_that_was_taken_out_is_left_over_and_no_other() -> None:
    before = column("Moving", "12 km", "Delayed", "9 km", "Moving", "31 km")
    after = column("Moving", "12 km", "Moving", "31 km")
    assert match(before, after) == [(0, 0), (1, 1), (4, 2), (5, 3)]


def test_a_text_that_says_something_else_is_still_the_same_element() -> None:
    assert match(column("Total", "41,410", "Pay"), column("Total", "41,510", "Pay")) == [
        (0, 0),
        (1, 1),
        (2, 2),
    ]


def test_something_quite_different_is_another_element() -> None:
    button = Element("button", Box(10, 20, 90, 30), "Pay now", path="#pay")
    picture = Element("image", Box(400, 300, 200, 150), "A house", path="img")
    before = Inventory((text("Total", 0), button))
    after = Inventory((text("Total", 0), picture))
    assert match(before, after) == [(0, 0)]


def test_one_that_changed_places_is_found_again() -> None:
    before = column("Name", "Street", "Town", "Country")
    after = column("Name", "Town", "Country", "Street")
    assert sorted(match(before, after)) == [(0, 0), (1, 3), (2, 1), (3, 2)]


def test_a_container_is_known_by_the_texts_in_it() -> None:
    def cards(*said: str) -> Inventory:
        elements: list[Element] = []
        for number, it in enumerate(said):
            path = f"div:nth-of-type({number + 1})"
            elements.append(Element("container", Box(0, 50 * number, 90, 40), path=path))
            elements.append(text(it, 50 * number + 10, parent=2 * number))
        return Inventory(tuple(elements))

    pairs = match(cards("Fuel", "Speed", "Load"), cards("Fuel", "Load"))
    assert pairs == [(0, 0), (1, 1), (4, 2), (5, 3)]


def test_a_large_table_of_which_every_number_changed_is_still_the_same_table() -> None:
    def table(first: int) -> Inventory:
        cells = (text(f"{first + n}", 20 * n, path=f"td:nth-of-type({n})") for n in range(900))
        return Inventory(tuple(cells))

    assert match(table(1000), table(5000)) == [(number, number) for number in range(900)]


def test_nothing_is_paired_with_nothing() -> None:
    assert match(Inventory(()), column("One")) == []


def test_equal_elements_cost_nothing_and_each_difference_something() -> None:
    one = Element("button", Box(0, 0, 80, 30), "Save", path="#save", style={"color": "#ffffff"})
    assert cost(one, one) == 0
    others = [
        Element("link", one.box, one.text, one.path, style=one.style),
        Element(one.kind, one.box, "Store", one.path, style=one.style),
        Element(one.kind, one.box, "", one.path, style=one.style),
        Element(one.kind, one.box, one.text, "#store", style=one.style),
        Element(one.kind, one.box.move(9, 0), one.text, one.path, style=one.style),
        Element(one.kind, Box(0, 0, 90, 30), one.text, one.path, style=one.style),
        Element(one.kind, one.box, one.text, one.path),
    ]
    assert all(cost(one, other) > 0 for other in others)
