"""What became of the elements, and what only follows from it."""

from __future__ import annotations

from dataclasses import replace

from pytest_visualdiff.comparison.elements.diff import compare_elements
from pytest_visualdiff.model import Box, Change, Element, Inventory

Told = tuple[str, str, str | None]


def text(said: str, x: int, y: int, *, w: int | None = None, parent: int = 0) -> Element:
    wide = 7 * len(said) if w is None else w
    return Element("text", Box(x, y, wide, 16), said, path=f"#{said}", parent=parent)


BODY = Element("container", Box(0, 0, 600, 400), path="body")
BUTTON = Element("button", Box(20, 300, 90, 32), "Pay now", path="#pay", parent=0)
BOX = Element("checkbox", Box(20, 260, 13, 13), "Gift", state={"checked": "false"}, parent=0)
PAGE = (BODY, text("Orders", 20, 20), text("Total", 20, 60), text("41,410", 90, 60), BOX, BUTTON)


def told(*after: Element, before: tuple[Element, ...] = PAGE, cross: bool = False) -> list[Told]:
    """Return kind, element and cause of each change."""
    changes = compare_elements(Inventory(before), Inventory(after), cross_rendered=cross).changes
    names = {it.id: _name(it) for it in changes}
    return [(it.kind, _name(it), it.cause and names[it.cause]) for it in changes]


def _name(change: Change) -> str:
    element = change.before or change.after
    return (element.text or element.kind) if element else ""


def without(number: int) -> tuple[Element, ...]:
    return (*PAGE[:number], *PAGE[number + 1 :])


def moved(element: Element, dx: int, dy: int) -> Element:
    return replace(element, box=element.box.move(dx, dy))


def test_nothing_became_of_equal_pages() -> None:
    found = compare_elements(Inventory(PAGE), Inventory(PAGE), cross_rendered=False)
    assert (found.changes, dict(found.pairs)) == ((), {it: it for it in range(len(PAGE))})


def test_one_that_is_gone_and_one_that_is_new() -> None:
    assert told(*without(5)) == [("missing", "Pay now", None)]
    assert told(*PAGE, before=without(5)) == [("extra", "Pay now", None)]


def test_what_is_in_something_new_is_not_told_again() -> None:
    card = Element("container", Box(200, 200, 100, 60), path="#card", parent=0)
    inside = text("Offer", 210, 210, parent=6)
    assert told(*PAGE, card, inside) == [("extra", "container", None)]


def test_a_digit_a_state_and_a_style() -> None:
    digit = replace(PAGE[3], text="41,510")
    ticked = replace(BOX, state={"checked": "true"})
    red = replace(BUTTON, style={"background": "#ff0000"})
    assert told(*PAGE[:3], digit, ticked, red) == [
        ("text_changed", "41,410", None),
        ("state_changed", "Gift", None),
        ("style_changed", "Pay now", None),
    ]


def test_a_name_that_another_text_gives_is_told_of_that_text() -> None:
    named = (BODY, text("Gift", 40, 260), replace(BOX, label=1))
    after = (BODY, text("Present", 40, 260), replace(BOX, text="Present", label=1))
    assert told(*after, before=named) == [("text_changed", "Gift", None)]


def test_a_banner_moves_the_rest_and_that_only_follows() -> None:
    banner = Element("container", Box(0, 0, 600, 48), "Sale", path="#banner", parent=0)
    page = replace(BODY, box=Box(0, 0, 600, 448))
    after = (page, banner, *(moved(it, 0, 48) for it in PAGE[1:]))
    assert told(*after) == [
        ("extra", "Sale", None),
        ("resized", "container", "Sale"),
        ("shifted", "container", "Sale"),
    ]


def test_one_alone_that_is_two_pixels_away_has_moved() -> None:
    assert told(*PAGE[:5], moved(BUTTON, 0, 2)) == [("moved", "Pay now", None)]
    assert told(*PAGE[:5], moved(BUTTON, 1, 0)) == []  # edges are rounded to whole pixels


def test_what_is_inside_goes_with_it() -> None:
    inner = replace(text("Inside", 220, 210), parent=6)
    card = Element("container", Box(200, 200, 100, 60), path="#card", parent=0)
    after = (*PAGE, moved(card, 12, 0), moved(inner, 12, 0))
    assert told(*after, before=(*PAGE, card, inner)) == [("moved", "container", None)]


def test_a_text_that_grew_pushes_its_neighbour() -> None:
    longer = replace(PAGE[2], text="Grand total", box=Box(20, 60, 77, 16))
    after = (*PAGE[:2], longer, moved(PAGE[3], 42, 0), *PAGE[4:])
    assert told(*after) == [("text_changed", "Total", None), ("moved", "41,410", "Total")]


def test_a_card_is_larger_because_of_what_is_in_it() -> None:
    wide = replace(BUTTON, box=Box(20, 300, 140, 32))
    assert told(*PAGE[:5], wide) == [("resized", "Pay now", None)]


def test_texts_of_another_width_are_no_change_across_renderings() -> None:
    wider = tuple(replace(it, box=Box(it.box.x, it.box.y, it.box.w + 4, 16)) for it in PAGE[1:4])
    after = (BODY, *wider[:2], moved(wider[2], 5, 0), *PAGE[4:])
    assert told(*after, cross=True) == []
    assert ("moved", "41,410", None) in told(*after)


def test_a_digit_is_found_whatever_drew_the_pictures() -> None:
    wider = [replace(it, box=Box(it.box.x, it.box.y, it.box.w + 4, 16)) for it in PAGE[1:4]]
    wider[2] = replace(wider[2], text="41,510")
    assert told(BODY, *wider, *PAGE[4:], cross=True) == [("text_changed", "41,410", None)]


def drifting(*more: Element) -> tuple[tuple[Element, ...], tuple[Element, ...]]:
    """Return a page, and the same drawn by what makes all of its texts a tenth wider."""
    texts = [text(f"Line {number} of the page", 20, 20 + 30 * number) for number in range(5)]
    wider = [replace(it, box=replace(it.box, w=it.box.w * 11 // 10)) for it in texts]
    return (BODY, *texts, *more), (BODY, *wider)


def test_a_text_in_a_box_may_break_otherwise_across_renderings() -> None:
    note = Element(
        "text", Box(20, 200, 200, 62), "A note that is long enough for three lines of it",
        path="#note", style={"background": "#ffeeaa"}, parent=0,
    )  # fmt: skip
    before, after = drifting(note)
    shorter = replace(note, box=replace(note.box, h=43))
    assert told(*after, shorter, before=before, cross=True) == []
    assert told(*after, shorter, before=before)[0] == ("resized", note.text, None)


def test_a_button_that_is_taller_is_so_across_renderings_too() -> None:
    pay = replace(BUTTON, style={"background": "#1a56c4"})
    before, after = drifting(pay)
    taller = replace(pay, box=replace(pay.box, h=48))
    assert told(*after, taller, before=before, cross=True) == [("resized", "Pay now", None)]


def test_words_in_a_line_go_where_the_line_puts_them_across_renderings() -> None:
    line = text("Come and see it soon", 20, 200, w=300)
    word = text("today", 120, 200, parent=6)
    before, after = drifting(line, word)
    assert told(*after, line, moved(word, 40, 0), before=before, cross=True) == []
    assert ("moved", "today", None) in told(*after, line, moved(word, 40, 0), before=before)
