"""A change of an element, said as a person would say it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pytest_visualdiff.model import Box, Change, Element
from pytest_visualdiff.verdict.wording import message, name, of_change, shortened

ORDER = Element("button", Box(287, 1421, 134, 32), "Place New Order", path="#order")
PRICE = Element("text", Box(40, 60, 52, 16), "41,410")
GIFT = Element("checkbox", Box(20, 260, 13, 13), "Gift", state={"checked": "false"})
CARD = Element("container", Box(0, 0, 100, 60))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            Change("missing", ORDER, None),
            "button 'Place New Order' is missing at (287, 1421), 134x32 [#order]",
        ),
        (
            Change("extra", None, ORDER),
            "button 'Place New Order' is new at (287, 1421), 134x32 [#order]",
        ),
        (
            Change("text_changed", PRICE, replace(PRICE, text="41,510")),
            "'41,410' became '41,510' at (40, 60), 52x16",
        ),
        (
            Change("text_changed", ORDER, replace(ORDER, text="Order")),
            "button 'Place New Order' became 'Order' at (287, 1421), 134x32 [#order]",
        ),
        (
            Change("text_changed", replace(ORDER, text=""), replace(ORDER, text="")),
            f"the text of button at {ORDER.box} has changed [{ORDER.path}]",
        ),
        (
            Change("text_changed", replace(PRICE, text=""), replace(PRICE, text="")),
            "text at (40, 60), 52x16 has changed",
        ),
        (
            Change("text_changed", PRICE, replace(PRICE, text="")),
            "'41,410' at (40, 60), 52x16 has no text any more",
        ),
        (
            Change("text_changed", replace(ORDER, text=""), ORDER),
            "button at (287, 1421), 134x32 had no text, and says 'Place New Order' [#order]",
        ),
        (
            Change("state_changed", GIFT, replace(GIFT, state={"checked": "true"})),
            "checkbox 'Gift' at (20, 260), 13x13: checked 'false' became 'true'",
        ),
        (
            Change("style_changed", PRICE, replace(PRICE, style={"color": "#ff0000"})),
            "text '41,410' at (40, 60), 52x16: color '#000000' became '#ff0000'",
        ),
        (
            Change("text_changed", PRICE, replace(PRICE, text="41,…")),
            "'41,410' was cut to '41,…' at (40, 60), 52x16",
        ),
        (
            Change("state_changed", PRICE, replace(PRICE, state={"truncated": "true"})),
            "text '41,410' at (40, 60), 52x16 is cut off now",
        ),
        (
            Change("state_changed", replace(PRICE, state={"truncated": "true"}), PRICE),
            "text '41,410' at (40, 60), 52x16 is not cut off any more",
        ),
        (
            Change("state_changed", PRICE, replace(PRICE, style={"color": "#ff0000"})),
            "text '41,410' at (40, 60), 52x16 looks selected now: color '#000000' became '#ff0000'",
        ),
        (
            Change("moved", ORDER, replace(ORDER, box=Box(41, 60, 134, 32)), over=PRICE),
            "button 'Place New Order' at (287, 1421), 134x32 moved left 246 px and up 1361 px,"
            " and lies over text '41,410' [#order]",
        ),
        (
            Change("moved", PRICE, replace(PRICE, box=Box(48, 57, 52, 16))),
            "text '41,410' at (40, 60), 52x16 moved right 8 px and up 3 px",
        ),
        (
            Change("resized", CARD, replace(CARD, box=Box(0, 0, 100, 64))),
            "container at (0, 0), 100x64 was 100x60 and is 100x64",
        ),
        (
            Change("shifted", CARD, replace(CARD, box=Box(0, 48, 100, 60)), count=12),
            "12 elements at (0, 0), 100x60 moved down 48 px",
        ),
    ],
    ids=lambda it: it.kind if isinstance(it, Change) else "",
)
def test_it_says_what_where_and_from_what_to_what(change: Change, said: str) -> None:
    assert message(change) == said


def test_of_a_long_text_the_part_that_differs_is_shown() -> None:
    words = "All parcels leave the house at noon and reach the depot in the evening of the same day"
    before = replace(PRICE, text=f"{words}, {words}")
    after = replace(PRICE, text=f"{words}, {words.replace('noon', 'nine')}")
    assert message(Change("text_changed", before, after)) == (
        "'…parcels leave the house at noon and reach the depot in the…' became "
        "'…parcels leave the house at nine and reach the depot in the…'"
        " at (40, 60), 52x16"
    )


def test_an_element_is_called_by_its_kind_and_text() -> None:
    assert name(CARD) == "container"
    assert name(ORDER) == "button 'Place New Order'"
    assert len(shortened("word " * 40)) == 60


@pytest.mark.parametrize(
    ("old", "new", "parts"),
    [
        ("41,410", "41,510", (("41,", "4", "10"), ("41,", "5", "10"))),
        ("Total", "Total:", (("Total", "", ""), ("Total", ":", ""))),
        ("1111", "11", (("11", "11", ""), ("11", "", ""))),
        ("yes", "no", (("", "yes", ""), ("", "no", ""))),
    ],
)
def test_the_part_of_a_text_that_differs_is_told_apart(
    old: str, new: str, parts: tuple[tuple[str, ...], ...]
) -> None:
    change = Change("text_changed", replace(PRICE, text=old), replace(PRICE, text=new))
    assert of_change(change, 9).texts == parts
