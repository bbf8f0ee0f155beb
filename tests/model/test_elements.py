"""Elements and their inventory, as they are written and read."""

from __future__ import annotations

import json
from dataclasses import replace

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
    (name,) = written["styles"]
    assert written["styles"] == {name: {"border": "1px solid"}}
    assert [row.get("style") for row in written["elements"]] == [name, name, None]


def test_one_element_more_changes_no_line_of_those_beside_it() -> None:
    title = Element("text", Box(20, 20, 90, 20), "Orders", "#card > h2", style={"color": "#00f"})
    before = Inventory((CARD, replace(BUTTON, path="#card > button"))).to_wire()
    after = Inventory((title, CARD, replace(BUTTON, path="#card > button", parent=1))).to_wire()
    assert after["elements"][1:] == before["elements"]
    assert before["styles"].items() <= after["styles"].items()


def test_a_path_goes_on_from_that_of_the_element_around_it() -> None:
    label = Element("text", Box(20, 20, 90, 20), "Total", path="#card > b", parent=0)
    total = Element("text", Box(120, 20, 90, 20), "13.40", path="#cardinal", parent=0, label=1)
    inventory = Inventory((CARD, label, total))
    written = inventory.to_wire()
    assert [row["path"] for row in written["elements"]] == ["#card", "> b", "#cardinal"]
    assert Inventory.from_wire(written) == inventory
