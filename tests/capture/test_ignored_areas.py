"""Where what is to be ignored is, as a real page says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from pytest_visualdiff.capture import CaptureOptions, capture
from pytest_visualdiff.errors import CaptureError, OptionError
from pytest_visualdiff.model import Area, Box, Capture, Ignore, Rule
from tests.support import screen

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PAGE = """
<style>body { margin: 0; height: 900px } div, p { position: absolute; margin: 0 }</style>
<div class=ad style="left: 10.5px; top: 20px; width: 100px; height: 50px">
  <b id=buy>Buy</b> <i>now</i></div>
<div class=ad style="left: 10px; top: 500px; width: 100px; height: 50px">later</div>
<p style="left: 10px; top: 90px">Text</p>
<iframe style="position: absolute; left: 150px; top: 100px; width: 200px; height: 90px;
  border: 3px solid; padding: 7px"
  srcdoc="<body style='margin: 0'><div class=in style='height: 20px'>Hello</div>"></iframe>
"""


@pytest.fixture
def shop(page: Page) -> Page:
    page.set_content(PAGE)
    page.frame_locator("iframe").locator(".in").wait_for()
    return page


def ignoring(source: object, *asked: object, **options: Any) -> Capture:
    return capture(source, CaptureOptions(ignore=asked, **options), frozenset())


def paths(taken: Capture, found: Area) -> list[str]:
    """Return the paths of the elements in what was found."""
    assert taken.elements is not None
    return [taken.elements.elements[number].path for number in found.elements]


def found(taken: Capture) -> list[Area]:
    """Return what was found, over all rules."""
    return [it for rule in taken.rules for it in rule.within or () if it.path]


def test_a_selector_finds_all_that_is_in_the_picture(shop: Page) -> None:
    taken = ignoring(shop, ".ad")
    assert taken.ignore == (Box(10, 20, 101, 50),)
    (ad,) = found(taken)
    assert (ad.box, ad.path) == (Box(10, 20, 101, 50), "body > div:nth-of-type(1)")
    assert paths(taken, ad) == ["#buy", "body > div:nth-of-type(1) > i"]
    whole = ignoring(shop, ".ad", full_page=True)
    assert [box.y for box in whole.ignore] == [20, 500]


def test_a_locator_finds_what_a_selector_cannot_say(shop: Page) -> None:
    taken = ignoring(shop, shop.get_by_text("later"), full_page=True)
    assert taken.ignore == (Box(10, 500, 100, 50),)


def test_places_are_those_in_the_picture_where_the_page_is_scrolled_or_clipped(shop: Page) -> None:
    shop.evaluate("scrollTo(0, 450)")
    assert ignoring(shop, ".ad").ignore == (Box(10, 50, 100, 50),)
    assert ignoring(shop, ".ad", full_page=True).ignore[1] == Box(10, 500, 100, 50)
    shop.evaluate("scrollTo(0, 0)")
    assert ignoring(shop, ".ad", clip=Box(50, 30, 90, 60)).ignore == (Box(-40, -10, 101, 50),)


def test_places_are_those_in_the_picture_of_an_element(shop: Page) -> None:
    taken = ignoring(shop.locator("iframe"), shop.frame_locator("iframe").locator(".in"))
    assert taken.ignore == (Box(10, 10, 200, 20),)
    inside = shop.frame_locator("iframe").locator("body")
    assert ignoring(inside, shop.frame_locator("iframe").locator(".in")).ignore[0].y == 0


def test_device_pixels_are_finer(browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 200, "height": 80}, device_scale_factor=2)
    page = context.new_page()
    page.set_content(PAGE)
    assert ignoring(page, ".ad", scale="device").ignore == (Box(21, 40, 200, 100),)
    context.close()


def test_what_is_in_a_frame_is_found_in_the_picture_of_the_page(shop: Page) -> None:
    taken = ignoring(shop, shop.frame_locator("iframe").locator(".in"))
    assert taken.ignore == (Box(160, 110, 200, 20),)
    assert paths(taken, found(taken)[0]) == ["body > iframe >>> body > div"]


def test_a_frame_has_all_that_is_in_it(shop: Page) -> None:
    taken = ignoring(shop, "iframe")
    assert paths(taken, found(taken)[0]) == ["body > iframe", "body > iframe >>> body > div"]


def test_what_a_shadow_root_holds_is_in_its_host(page: Page) -> None:
    page.set_content("<my-card></my-card>")
    page.evaluate(
        "document.querySelector('my-card').attachShadow({mode: 'open'}).innerHTML = '<b>New</b>'"
    )
    taken = ignoring(page, "my-card")
    assert paths(taken, found(taken)[0]) == ["body > my-card >> :scope > b"]
    (box,) = ignoring(page, "my-card b").ignore
    assert found(taken)[0].box.contains(box)


def test_animations_and_styles_hold_as_for_the_picture(page: Page) -> None:
    page.set_content(
        "<style>body { margin: 0 } p { margin: 0; position: absolute; animation: go 2s infinite }"
        " @keyframes go { from { left: 50px } to { left: 90px } }</style><p>Text</p>"
    )
    page.wait_for_timeout(100)
    style = "p { top: 40px }"
    (box,) = ignoring(page, "p", style=style).ignore
    assert (box.x, box.y) == (0, 40)


def test_rules_stay_rules_with_their_areas_found(shop: Page) -> None:
    rule = Ignore(kind="text", text="Te", within="p", moves_up_to=3)
    taken = ignoring(
        shop, rule, Ignore(text="x"), (Box(1, 2, 3, 4)), Ignore(within=Box(5, 6, 7, 8))
    )
    p, x, one, other = taken.rules
    assert (p.kind, p.text, p.moves_up_to) == ("text", "Te", 3)
    assert [it.path for it in found(taken)] == ["body > p"]
    assert x == Rule(text="x")
    assert (one.within, other.within) == ((Area(Box(1, 2, 3, 4)),), (Area(Box(5, 6, 7, 8)),))
    assert taken.ignore == (Box(1, 2, 3, 4), Box(5, 6, 7, 8))


def test_what_finds_nothing_is_said_and_known_by_its_own_words(shop: Page) -> None:
    taken = ignoring(shop, "#sale", ".ad")
    assert [it.reason for it in taken.skipped] == ["'#sale' finds nothing in the picture"]
    assert [it.path for it in found(taken)] == ["#sale", "body > div:nth-of-type(1)"]
    assert taken.ignore == (Box(10, 20, 101, 50),)


def test_a_selector_that_is_none_is_an_error(shop: Page) -> None:
    with pytest.raises(OptionError, match=r"ignore has 'div\[', which the page could not look for"):
        ignoring(shop, "div[")
    assert ignoring(shop).rules == ()
    assert ignoring(shop, "p").ignore == (ignoring(shop, shop.locator("p"))).ignore


def test_what_is_no_area_is_an_error(shop: Page) -> None:
    with pytest.raises(OptionError, match="ignore has 3, which is no area of a page") as raised:
        ignoring(shop, 3)
    assert "CSS selectors" in raised.value.remedy


def test_a_selector_in_a_picture_is_an_error() -> None:
    for asked in ("#clock", Ignore(kind="text", within="#clock")):
        with pytest.raises(OptionError, match="ignore has '#clock', which is no area of a picture"):
            ignoring(screen(), asked)
    taken = ignoring(screen(), Box(1, 2, 3, 4), Ignore(text="x"))
    assert (taken.ignore, taken.rules[1]) == ((Box(1, 2, 3, 4),), Rule(text="x"))


def test_a_page_that_lets_nothing_be_read_is_an_error_only_if_it_has_to_say_where(
    shop: Page,
) -> None:
    shop.evaluate("Reflect.apply = () => { throw Error('no') }; 0")
    with pytest.raises(CaptureError, match="What to ignore could not be found"):
        ignoring(shop, ".ad")
    assert ignoring(shop, Box(1, 2, 3, 4)).ignore == (Box(1, 2, 3, 4),)
