"""Elements that are in another place, or of another size, are paired with what they were."""

from __future__ import annotations

from tests.support.compared import kinds, lines
from tests.support.drawing import BLUE, GREY, PALE, Drawing


def test_a_box_that_ends_elsewhere_has_another_size() -> None:
    one, other = (lines().box((200, 60, width, 30), PALE, GREY) for width in (60, 90))
    assert ("resized", "image") in kinds(one, other)


def test_a_box_that_is_narrower_on_both_sides_has_another_size() -> None:
    one = lines().box((200, 100, 90, 60), BLUE)
    other = lines().box((209, 100, 76, 60), BLUE)
    assert "resized" in [kind for kind, _ in kinds(one, other)]


def test_a_button_that_is_smaller_and_cuts_its_text_has_another_size() -> None:
    def order(size: tuple[int, int], said: str, x: int, y: int) -> Drawing:
        return lines().box((20, 110, *size), PALE, GREY, radius=4).text(x, y, said)

    one, other = order((120, 44), "Place order", 36, 124), order((100, 36), "Place or", 40, 120)
    assert [kind for kind, _ in kinds(one, other)] == ["resized"]


def test_a_button_that_is_wider_as_another_text_is_says_something_else() -> None:
    def order(width: int, said: str) -> Drawing:
        return lines().box((20, 110, width, 40), PALE, GREY, radius=4).text(36, 122, said)

    assert [kind for kind, _ in kinds(order(92, "Order"), order(120, "Place order"))] == [
        "text_changed"
    ]
