"""A real page, a change to it, and the whole message of the test that fails because of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pytest_visualdiff.capture import CaptureOptions, capture
from pytest_visualdiff.model import Capture, Job
from pytest_visualdiff.verdict.defects import find_defects
from tests.support.tools import compare

if TYPE_CHECKING:
    from playwright.sync_api import Page

PAGE = """
<style>
  body { margin: 0; font: 16px Arial, sans-serif; width: 640px }
  header { background: #24405c; color: #fff; padding: 14px 20px; height: 20px }
  main { padding: 20px; position: relative; height: 330px }
  #total { position: absolute; left: 20px; top: 60px; width: 120px; height: 20px;
           background: #f2f5f9 }
  #order { position: absolute; left: 20px; top: 110px; width: 160px; height: 36px; margin: 0;
           background: #1a56c4; color: #fff; border: 0; font: inherit }
  #gift { position: absolute; left: 20px; top: 170px; margin: 0; width: 13px; height: 13px }
  #label { position: absolute; left: 44px; top: 168px; width: 90px; height: 20px;
           background: #f2f5f9 }
  #logo { position: absolute; left: 400px; top: 60px; width: 120px; height: 80px }
</style>
<header>Orders</header>
<main>
  <div id=total>41,410</div>
  <button id=order>Place New Order</button>
  <input id=gift type=checkbox aria-label="As a gift"><span id=label>As a gift</span>
  <svg id=logo aria-label="Our house"><rect width=120 height=80 fill="#a7d5ee"/></svg>
</main>
"""

SCENARIOS = {
    "text": (
        "document.querySelector('#total').textContent = '41,510'",
        ["d1 '41,410' became '41,510' at (20, 108), 120x20 [#total]"],
    ),
    "digit": (
        "document.querySelector('#total').firstChild.replaceData(4, 1, '3')",
        [
            "d1 '41,410' became '41,430' at (20, 108), 120x20 [#total]",
        ],
    ),
    "missing": (
        "document.querySelector('#order').style.visibility = 'hidden'",
        ["d1 button 'Place New Order' is missing at (20, 158), 160x36 [#order]"],
    ),
    "removed": (
        "document.querySelector('header').remove()",
        [
            "d1 text 'Orders' is missing at (0, 0), 640x48 [header]",
            "d2 5 elements at (20, 108), 500x128 moved up 48 px (from d1)",
        ],
    ),
    "moved": (
        "document.querySelector('#order').style.left = '90px'",
        [
            "d1 button 'Place New Order' at (20, 158), 160x36 moved right 70 px [#order]",
        ],
    ),
    "moved over another": (
        "document.querySelector('#order').style.cssText = 'left: 380px; top: 90px'",
        [
            "d1 button 'Place New Order' at (20, 158), 160x36 moved right 360 px and up 20 px,"
            " and lies over image 'Our house' [#order]",
        ],
    ),
    "moved by two pixels": (
        "document.querySelector('#order').style.left = '22px'",
        ["d1 button 'Place New Order' at (20, 158), 160x36 moved right 2 px [#order]"],
    ),
    "resized": (
        "document.querySelector('#order').style.width = '200px'",
        ["d1 button 'Place New Order' at (20, 158), 200x36 was 160x36 and is 200x36 [#order]"],
    ),
    "background": (
        "document.querySelector('#order').style.background = '#b3261e'",
        [
            "d1 button 'Place New Order' at (20, 158), 160x36:"
            " background '#1a56c4' became '#b3261e' [#order]"
        ],
    ),
    "text colour": (
        "document.querySelector('#order').style.color = '#ffd54f'",
        [
            "d1 button 'Place New Order' at (20, 158), 160x36: color '#ffffff' became '#ffd54f'"
            " [#order]",
        ],
    ),
    "border": (
        "document.querySelector('#total').style.border = '1px solid #b3261e'",
        [
            "d1 text '41,410' at (20, 108), 122x22:"
            " border none became '1px solid #b3261e' [#total]",
        ],
    ),
    "weight": (
        "document.querySelector('#label').style.fontWeight = '700'",
        [
            "d1 text 'As a gift' at (44, 216), 90x20: font-weight '400' became '700' [#label]",
        ],
    ),
    "truncated": (
        "document.querySelector('#order').textContent = 'Place New…'",
        [
            "d1 button 'Place New Order' was cut to 'Place New…' at (20, 158), 160x36 [#order]",
        ],
    ),
    "cut off": (
        "document.querySelector('#label').style.cssText ="
        " 'width: 50px; overflow: hidden; white-space: nowrap'",
        [
            "d1 text 'As a gift' at (44, 216), 50x20 is cut off now [#label]",
        ],
    ),
    "added": (
        "document.querySelector('main').insertAdjacentHTML('beforeend',"
        " '<button style=\"position: absolute; left: 220px; top: 110px; width: 90px;"
        " height: 36px\">Save</button>')",
        [
            "d1 button 'Save' is new at (220, 158), 90x36 [main > button:nth-of-type(2)]",
        ],
    ),
    "state": (
        "document.querySelector('#gift').checked = true",
        ["d1 checkbox 'As a gift' at (20, 218), 13x13: checked 'false' became 'true' [#gift]"],
    ),
    "image": (
        "document.querySelector('#logo rect').setAttribute('fill', '#a7eec0')",
        ["d1 image 'Our house' shows another picture at (400, 108), 120x80: 9,600 pixels differ"],
    ),
    "banner": (
        "document.querySelector('main').insertAdjacentHTML('beforebegin',"
        " '<div id=sale style=\"background: #b3261e; height: 48px\"></div>')",
        [
            "d1 container is new at (0, 48), 640x48 [#sale]",
            "d2 5 elements at (20, 108), 500x128 moved down 48 px (from d1)",
        ],
    ),
}


def taken(page: Page) -> Capture:
    return capture(page, CaptureOptions(), frozenset())


def said(before: Capture, after: Capture) -> list[str]:
    """Return the defects, as a failure lists them."""
    comparison = compare(
        Job(
            before.png,
            after.png,
            same_environment=True,
            elements_before=before.elements,
            elements_after=after.elements,
        )
    )
    return [
        f"{it.id} {it.message}{f' (from {it.caused_by})' if it.caused_by else ''}"
        for it in find_defects(comparison)
    ]


@pytest.mark.parametrize("change", SCENARIOS)
def test_the_failure_says_what_changed(page: Page, change: str) -> None:
    script, message = SCENARIOS[change]
    page.set_viewport_size({"width": 640, "height": 480})
    page.set_content(PAGE)
    before = taken(page)
    page.evaluate(script)
    assert said(before, taken(page)) == message
