"""Elements and their inventory, as they are written and read."""

from __future__ import annotations

import json

from pytest_visualdiff.model import Box, Element, Inventory

CARD = Element("container", Box(8, 8, 300, 200), path="#card", style={"border": "1px solid"})
BUTTON = Element(
    "button",
    Box(20, 150, 90, 32),
    text="Place New Order",
    path="#order",
    state={"disabled": "true"},
    style={"border": "1px solid"},
    parent=0,
)
FOUND = Element("icon", Box(5, 5, 16, 16), source="pixels", confidence=0.75)


def test_an_inventory_is_read_as_it_was_written() -> None:
    for inventory in (Inventory((CARD, BUTTON)), Inventory((FOUND,), "lines-1"), Inventory(())):
        assert Inventory.from_wire(json.loads(json.dumps(inventory.to_wire()))) == inventory


def test_a_style_that_elements_share_is_written_once() -> None:
    written = Inventory((CARD, BUTTON, FOUND)).to_wire()
    assert written["styles"] == [{"border": "1px solid"}]
    assert [row.get("style") for row in written["elements"]] == [0, 0, None]
