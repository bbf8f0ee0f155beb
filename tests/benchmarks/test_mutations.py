"""Which elements are written down as what was changed, in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from benchmarks.defects import mutations
from benchmarks.defects.mutations import Named
from pytest_visualdiff.capture import CaptureOptions, capture

if TYPE_CHECKING:
    from playwright.sync_api import Page

PAGE = """<body><h1>Orders</h1><div id="plain"><p id="one">One</p><p id="two">Two</p></div>
<button id="buy">Buy <b>now</b></button><input type="checkbox" id="gift"></body>"""


def read(page: Page) -> list[str]:
    """Return the paths of the elements that a check would read."""
    picture = capture(page, CaptureOptions(), frozenset())
    assert picture.elements
    return [element.path for element in picture.elements.elements]


def made(page: Page, **plan: Any) -> tuple[Named | None, Named | None]:
    """Make a defect, and return what stands for it in the page without and with it."""
    page.set_content(PAGE)
    outcome = mutations.apply(page, plan, read(page))
    return outcome.named, mutations.named(page, read(page))


def test_an_element_that_is_listed_stands_for_itself(page: Page) -> None:
    heading = Named("itself", ("h1",))
    assert made(page, kind="background", path=[0], colour="#fde047") == (heading, heading)


def test_a_text_is_the_element_that_it_stands_in(page: Page) -> None:
    heading = Named("itself", ("h1",))
    plan = {"path": [0, 0], "start": 0, "length": 6, "text": "Offers"}
    assert made(page, kind="text", **plan) == (heading, heading)


def test_what_is_not_listed_is_its_parts(page: Page) -> None:
    parts = Named("parts", ("#one", "#two"))
    assert made(page, kind="moved", path=[1], by=[20, 0]) == (parts, parts)


def test_a_part_of_a_name_is_what_bears_the_name(page: Page) -> None:
    button = Named("holder", ("#buy",))
    assert made(page, kind="text_color", path=[3, 1], colour="#be123c") == (button, button)


@pytest.mark.parametrize("kind", ["missing", "removed"])
def test_what_is_gone_is_not_there_any_more(page: Page, kind: str) -> None:
    assert made(page, kind=kind, path=[0]) == (Named("itself", ("h1",)), None)


def test_what_was_inserted_was_not_there_before(page: Page) -> None:
    plan = {"path": [], "before": 0, "text": "Closed today", "colour": "#be123c"}
    banner = Named("itself", ("body > div:nth-of-type(1)",))
    assert made(page, kind="banner", **plan) == (None, banner)


def test_a_state_may_be_told_or_only_shown(page: Page) -> None:
    page.set_viewport_size({"width": 400, "height": 300})
    page.set_content('<input type="checkbox">')
    told = mutations.choose(page, "state", 1)
    page.set_content('<nav><a class="active">Here</a> <a>There</a></nav>')
    shown = mutations.choose(page, "state", 1)
    assert told
    assert shown
    assert (told["told"], shown["told"]) == (True, False)
