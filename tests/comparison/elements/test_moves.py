"""Which elements have moved or changed their size by themselves, and what followed from that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_visualdiff.comparison.elements.moves import Moves
from pytest_visualdiff.model import Box, Change, Element

Told = tuple[str, str, str | None]

BODY = Element("container", Box(0, 0, 600, 400), path="body")


def text(said: str, x: int, y: int, w: int = 60, parent: int = 0) -> Element:
    return Element("text", Box(x, y, w, 16), said, path=f"body > #{said}", parent=parent)


def button(said: str, x: int, y: int, parent: int = 0) -> Element:
    path = f"body > #{said}"
    return Element("button", Box(x, y, 90, 32), said, path=path, parent=parent)


def banner(number: int, y: int) -> Element:
    return Element("container", Box(0, y, 600, 40), path=f"body > #banner{number}", parent=0)


def moved(element: Element, dx: int, dy: int = 0) -> Element:
    return replace(element, box=element.box.move(dx, dy))


def larger(element: Element, w: int, h: int = 0) -> Element:
    box = element.box
    return replace(element, box=Box(box.x, box.y, box.w + w, box.h + h))


def changes(
    before: Sequence[Element],
    after: Sequence[Element],
    roots: Sequence[Change] = (),
    others: Sequence[Change] = (),
    *,
    cross: bool = False,
) -> tuple[list[Change], list[Change]]:
    """Return what moved or grew by itself, and what followed.

    What is new stands behind the others, so that each element has the same number in both.
    """
    pairs = {number: number for number in range(len(before))}
    return Moves(before, after, pairs, roots, others, cross=cross).changes()


def told(found: Sequence[Change]) -> list[Told]:
    """Return kind, element and cause of each change."""
    return [(it.kind, it.before.text or "-" if it.before else "", it.cause) for it in found]


ROW = (text("Total", 20, 60), text("Sum", 90, 60), text("Tax", 160, 60))
PAGE = (BODY, text("Orders", 20, 20), *ROW, button("Pay", 20, 300))
TOTAL, PAY = 2, 5


def page(**now: Element) -> tuple[Element, ...]:
    """Return the page with some elements, named by their texts, as they are now."""
    return tuple(now.get(it.text, it) for it in PAGE)


# --- What moved


@pytest.mark.parametrize("cross", [False, True])
def test_nothing_of_a_page_that_is_the_same_has_moved(cross: bool) -> None:
    assert changes(PAGE, PAGE, cross=cross) == ([], [])


def test_a_page_without_elements_has_none_that_moved() -> None:
    assert changes((), ()) == ([], [])


@pytest.mark.parametrize("way", [(-40, 0), (40, 0), (0, -40), (0, 40), (2, 0), (0, 2)])
def test_a_button_that_moved_alone_did_so_by_itself(way: tuple[int, int]) -> None:
    after = page(Pay=moved(PAGE[PAY], *way))
    assert changes(PAGE, after) == (
        [Change("moved", PAGE[PAY], after[PAY], id=f"moved:{PAY}")],
        [],
    )


@pytest.mark.parametrize("way", [(1, 0), (-1, 0), (0, 1), (0, -1)])
def test_a_pixel_is_rounding_and_no_move(way: tuple[int, int]) -> None:
    assert changes(PAGE, page(Pay=moved(PAGE[PAY], *way))) == ([], [])


@given(st.integers(0, 200), st.integers(0, 200))
def test_a_larger_move_is_never_none_where_a_smaller_one_is_one(by: int, more: int) -> None:
    if changes(PAGE, page(Pay=moved(PAGE[PAY], by)))[0]:
        assert changes(PAGE, page(Pay=moved(PAGE[PAY], by + more)))[0]


def test_several_that_moved_alike_are_one_shift_of_all_of_them() -> None:
    after = tuple(moved(it, 30) if it in ROW else it for it in PAGE)
    around = Box(20, 60, 200, 16)
    assert changes(PAGE, after) == (
        [
            Change(
                "shifted", Element("container", around), Element("container", around.move(30, 0)),
                count=3, id=f"moved:{TOTAL}",
            )
        ],
        [],
    )  # fmt: skip


@given(st.integers(2, 8))
def test_a_shift_counts_all_that_moved_alike(count: int) -> None:
    before = (BODY, *(text(str(it), 20, 20 + 40 * it) for it in range(count + 1)))
    after = (*before[:2], *(moved(it, 50) for it in before[2:]))
    (found,), followed = changes(before, after)
    assert (found.kind, found.count if count > 1 else 1, followed) == (
        "shifted" if count > 1 else "moved",
        count,
        [],
    )


@given(st.integers(1, 6))
def test_each_that_moved_differently_did_so_by_itself(count: int) -> None:
    before = (BODY, *(text(str(it), 20, 20 + 60 * it) for it in range(count)))
    after = (BODY, *(moved(it, 40 * number) for number, it in enumerate(before[1:], 1)))
    roots, followed = changes(before, after)
    assert told(roots) == [("moved", str(it), None) for it in range(count)]
    assert followed == []


def test_what_is_inside_goes_with_it() -> None:
    card = Element("container", Box(200, 200, 200, 100), path="body > #card", parent=0)
    before = (*PAGE, card, text("Offer", 220, 210, parent=6), button("Buy", 220, 240, parent=6))
    after = (*PAGE, *(moved(it, 40) for it in before[6:]))
    assert told(changes(before, after)[0]) == [("moved", "-", None)]
    assert changes(before, after)[1] == []


def test_what_moved_within_something_that_moved_did_so_by_itself_too() -> None:
    card = Element("container", Box(200, 200, 200, 100), path="body > #card", parent=0)
    before = (*PAGE, card, text("Offer", 220, 210, parent=6), button("Buy", 220, 240, parent=6))
    after = (*PAGE, moved(card, 40), moved(before[7], 40), moved(before[8], 40, 12))
    roots, followed = changes(before, after)
    assert told(roots) == [("moved", "-", None), ("moved", "Buy", None)]
    assert followed == []


# --- What pushed


def grown(by: int) -> tuple[tuple[Element, ...], Change]:
    """Return the page with the text of its total longer, and that change."""
    longer = replace(larger(PAGE[TOTAL], by), text="Grand total")
    after = page(Total=longer, Sum=moved(ROW[1], by), Tax=moved(ROW[2], by))
    return after, Change("text_changed", PAGE[TOTAL], longer, id="total")


@pytest.mark.parametrize("by", [4, 40, 200])
def test_a_text_that_grew_pushes_its_neighbours(by: int) -> None:
    after, longer = grown(by)
    roots, followed = changes(PAGE, after, [longer])
    assert roots == []
    assert [(it.kind, it.count, it.cause) for it in followed] == [("shifted", 2, "total")]


def test_neighbours_that_moved_further_than_a_text_grew_still_follow_from_it() -> None:
    after, longer = grown(40)
    further = (*after[:3], moved(after[3], 30), moved(after[4], 30), after[5])
    roots, followed = changes(PAGE, further, [longer])
    assert roots == []
    assert [it.cause for it in followed] == ["total"]


def test_what_stands_in_other_rows_is_not_pushed_by_a_text_that_grew() -> None:
    after, longer = grown(40)
    roots, _ = changes(PAGE, (*after[:PAY], moved(PAGE[PAY], 25)), [longer])
    assert told(roots) == [("moved", "Pay", None)]


@pytest.mark.xfail(
    strict=True, reason="edges that moved alike are in line, whether they were so before or not"
)
def test_what_stands_in_other_rows_is_not_pushed_even_as_far_as_a_text_grew() -> None:
    after, longer = grown(40)
    roots, _ = changes(PAGE, (*after[:PAY], moved(PAGE[PAY], 40)), [longer])
    assert told(roots) == [("moved", "Pay", None)]


def test_a_banner_pushes_all_that_is_below_it() -> None:
    new = banner(0, 0)
    after = (larger(BODY, 0, 40), *(moved(it, 0, 40) for it in PAGE[1:]), new)
    roots, followed = changes(PAGE, after, [Change("extra", None, new, id="banner")])
    assert roots == []
    assert [(it.kind, it.count, it.cause) for it in followed] == [
        ("resized", 1, "banner"),
        ("shifted", 5, "banner"),
    ]


def test_a_banner_pushes_nothing_above_it() -> None:
    new = banner(0, 100)
    lower = (*PAGE[:PAY], moved(PAGE[PAY], 0, 40), new)
    root = Change("extra", None, new, id="banner")
    assert changes(PAGE, lower, [root]) == (
        [],
        [Change("moved", PAGE[PAY], lower[PAY], cause="banner", id=f"moved:{PAY}")],
    )


@pytest.mark.xfail(
    strict=True, reason="what is new makes room anywhere in what it stands in, far from it as well"
)
def test_what_moved_aside_above_a_banner_did_so_by_itself() -> None:
    new = banner(0, 100)
    after = (BODY, moved(PAGE[1], 30), *PAGE[2:PAY], moved(PAGE[PAY], 0, 40), new)
    roots, _ = changes(PAGE, after, [Change("extra", None, new, id="banner")])
    assert told(roots) == [("moved", "Orders", None)]


def test_what_is_new_in_a_row_lets_the_others_in_it_make_room_on_both_sides() -> None:
    bar = Element("container", Box(0, 200, 600, 40), path="body > #bar", parent=0)
    before = (BODY, bar, button("Left", 180, 204, parent=1), button("Right", 330, 204, parent=1))
    new = button("Middle", 255, 204, parent=1)
    after = (*before[:2], moved(before[2], -50), moved(before[3], 50), new)
    roots, followed = changes(before, after, [Change("extra", None, new, id="middle")])
    assert roots == []
    assert told(followed) == [("moved", "Left", "middle"), ("moved", "Right", "middle")]


def test_what_is_gone_lets_the_rest_move_up() -> None:
    before = (*PAGE, banner(0, 0))
    after = tuple(moved(it, 0, -10) for it in PAGE[1:])
    gone = Change("missing", before[-1], None, id="banner")
    pairs = {number: number for number in range(len(PAGE))}
    roots, followed = Moves(before, (BODY, *after), pairs, [gone], [], cross=False).changes()
    assert roots == []
    assert [(it.kind, it.count, it.cause) for it in followed] == [("shifted", 5, "banner")]


def test_what_changed_its_looks_alone_pushes_nothing() -> None:
    red = replace(PAGE[TOTAL], style={"color": "#ff0000"})
    after = page(Total=red, Sum=moved(ROW[1], 30))
    root = Change("style_changed", PAGE[TOTAL], red, id="total")
    assert told(changes(PAGE, after, [root])[0]) == [("moved", "Sum", None)]


@given(st.integers(1, 5))
def test_banners_above_all_make_no_root_but_themselves(count: int) -> None:
    new = [banner(it, 40 * it) for it in range(count)]
    after = (
        larger(BODY, 0, 40 * count), *(moved(it, 0, 40 * count) for it in PAGE[1:]), *new
    )  # fmt: skip
    given_roots = [Change("extra", None, it, id=f"banner{n}") for n, it in enumerate(new)]
    roots, followed = changes(PAGE, after, given_roots)
    assert roots == []
    assert {it.cause for it in followed} <= {it.id for it in given_roots}


@given(st.integers(1, 5))
def test_banners_between_rows_make_no_root_but_themselves(count: int) -> None:
    rows = [text(str(it), 20, 20 + 60 * it) for it in range(count)]
    new = [banner(it, 10 + 100 * it) for it in range(count)]
    pushed = [moved(it, 0, 40 * number) for number, it in enumerate(rows, 1)]
    given_roots = [Change("extra", None, it, id=f"banner{n}") for n, it in enumerate(new)]
    roots, followed = changes((BODY, *rows), (BODY, *pushed, *new), given_roots)
    assert roots == []
    assert [it.before and it.before.text for it in followed] == [str(it) for it in range(count)]
    assert {it.cause for it in followed} <= {it.id for it in given_roots}


# --- What grew


@pytest.mark.parametrize(("w", "h"), [(30, 0), (0, 16), (-30, 0), (2, 0)])
def test_a_button_of_another_size_is_so_by_itself(w: int, h: int) -> None:
    after = page(Pay=larger(PAGE[PAY], w, h))
    assert changes(PAGE, after) == (
        [Change("resized", PAGE[PAY], after[PAY], id=f"resized:{PAY}")],
        [],
    )


@given(st.integers(0, 120), st.integers(0, 120))
def test_a_larger_growth_is_never_none_where_a_smaller_one_is_one(by: int, more: int) -> None:
    if changes(PAGE, page(Pay=larger(PAGE[PAY], by)))[0]:
        assert changes(PAGE, page(Pay=larger(PAGE[PAY], by + more)))[0]


@given(st.integers(1, 5))
def test_as_many_grew_by_themselves_as_grew_each_in_its_own_way(count: int) -> None:
    before = (BODY, *(button(str(it), 20, 20 + 60 * it) for it in range(5)))
    grown_ones = [larger(it, 30 * number) for number, it in enumerate(before[1 : count + 1], 1)]
    roots, followed = changes(before, (BODY, *grown_ones, *before[count + 1 :]))
    assert told(roots) == [("resized", str(it), None) for it in range(count)]
    assert followed == []


@given(st.integers(1, 5))
def test_what_grew_alike_above_each_other_follows_from_one_of_them_and_none_is_lost(
    count: int,
) -> None:
    before = (BODY, *(button(str(it), 20, 20 + 60 * it) for it in range(5)))
    after = (BODY, *(larger(it, 30) for it in before[1 : count + 1]), *before[count + 1 :])
    roots, followed = changes(before, after)
    assert told(roots) == [("resized", "0", None)]
    assert told(followed) == [("resized", str(it), "resized:1") for it in range(1, count)]


def test_what_stands_behind_one_that_grew_by_itself_follows_from_it() -> None:
    before = (BODY, button("Pay", 20, 300), button("Cancel", 130, 300))
    after = (BODY, larger(before[1], 50), moved(before[2], 50))
    roots, followed = changes(before, after)
    assert told(roots) == [("resized", "Pay", None)]
    assert told(followed) == [("moved", "Cancel", "resized:1")]


def card_of(height: int = 62) -> Element:
    return Element("container", Box(200, 100, 200, height), path="body > #card", parent=0)


def test_what_grew_because_of_what_is_in_it_follows_from_that() -> None:
    inner = button("Buy", 220, 115, parent=1)
    before = (BODY, card_of(), inner)
    after = (BODY, card_of(92), larger(inner, 0, 30))
    roots, followed = changes(before, after)
    assert told(roots) == [("resized", "Buy", None)]
    assert told(followed) == [("resized", "-", "resized:2")]


def test_what_grew_because_something_came_into_it_follows_from_that() -> None:
    inner, new = button("Buy", 220, 115, parent=1), button("Sell", 220, 160, parent=1)
    before, after = (BODY, card_of(), inner), (BODY, card_of(107), inner, new)
    roots, followed = changes(before, after, [Change("extra", None, new, id="sell")])
    assert roots == []
    assert told(followed) == [("resized", "-", "sell")]


def test_what_fills_something_that_grew_follows_from_that() -> None:
    inner = Element("container", Box(200, 100, 200, 62), path="body > #inner", parent=1)
    before = (BODY, card_of(), inner)
    after = (BODY, *(larger(it, 80) for it in before[1:]))
    roots, followed = changes(before, after)
    assert [(it.before and it.before.path) for it in roots] == ["body > #card"]
    assert [it.cause for it in followed] == ["resized:1"]


def test_what_has_changed_in_another_way_is_not_told_to_be_larger_too() -> None:
    bold = replace(larger(PAGE[PAY], 30), style={"font-weight": "700"})
    root = Change("style_changed", PAGE[PAY], bold, id="pay")
    assert changes(PAGE, page(Pay=bold), [root]) == ([], [])


def test_what_only_follows_from_a_root_pushes_for_it() -> None:
    """The label of a field changed, and so did the name of the field that it gives."""
    label, field = text("Name", 20, 60), button("Name", 90, 60)
    before = (BODY, label, field, text("Hint", 190, 60))
    now = replace(label, text="Full"), replace(larger(field, 40), text="Full")
    root = Change("text_changed", label, now[0], id="label")
    other = Change("text_changed", field, now[1], cause="label", id="field")
    roots, followed = changes(before, (BODY, *now, moved(before[3], 40)), [root], [other])
    assert roots == []
    assert told(followed) == [("moved", "Hint", "label")]


# --- Across renderings


def wider(elements: Sequence[Element], by: int) -> tuple[Element, ...]:
    """Return a row of texts of which each is wider, and so pushes those behind it."""
    return tuple(larger(moved(it, by * number), by) for number, it in enumerate(elements))


@pytest.mark.parametrize("by", [-3, 3, 5])
def test_across_renderings_a_drift_of_texts_moves_nothing(by: int) -> None:
    after = (*PAGE[:2], *wider(ROW, by), PAGE[PAY])
    assert changes(PAGE, after, cross=True) == ([], [])
    assert changes(PAGE, after)[0] != []


@pytest.mark.parametrize("way", [(40, 0), (0, 40)])
def test_across_renderings_a_button_that_moved_alone_still_did_so_by_itself(
    way: tuple[int, int],
) -> None:
    after = (*PAGE[:2], *wider(ROW, 4), moved(PAGE[PAY], *way))
    assert told(changes(PAGE, after, cross=True)[0]) == [("moved", "Pay", None)]


@pytest.mark.parametrize("count", [1, 2, 4])
def test_across_renderings_as_many_moved_by_themselves_as_did(count: int) -> None:
    buttons = tuple(button(str(it), 300, 20 + 70 * it) for it in range(4))
    before = (*PAGE[:PAY], *buttons)
    now = tuple(moved(it, 30 * n) for n, it in enumerate(buttons[:count], 1))
    after = (*PAGE[:2], *wider(ROW, 4), *now, *buttons[count:])
    assert told(changes(before, after, cross=True)[0]) == [
        ("moved", str(it), None) for it in range(count)
    ]


@given(st.integers(2, 60), st.integers(0, 60))
def test_across_renderings_a_larger_move_is_never_none_where_a_smaller_one_is_one(
    by: int, more: int
) -> None:
    if changes(PAGE, page(Pay=moved(PAGE[PAY], by)), cross=True)[0]:
        assert changes(PAGE, page(Pay=moved(PAGE[PAY], by + more)), cross=True)[0]


def test_across_renderings_what_drifted_pushes_and_a_banner_still_is_the_cause() -> None:
    new = banner(0, 0)
    drifted = (*PAGE[1:2], *wider(ROW, 4), PAGE[PAY])
    after = (larger(BODY, 0, 40), *(moved(it, 0, 40) for it in drifted), new)
    roots, followed = changes(
        PAGE, after, [Change("extra", None, new, id="banner")], cross=True
    )  # fmt: skip
    assert roots == []
    assert {it.cause for it in followed} == {"banner"}
