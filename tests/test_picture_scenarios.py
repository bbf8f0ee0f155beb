"""Pictures of a real page, a change to it, and the message where only the pixels are known."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from pytest_visualdiff.capture import CaptureOptions, capture
from pytest_visualdiff.model import Comparison, Job, Settings
from pytest_visualdiff.verdict.defects import find_defects
from tests.support.tools import compare

if TYPE_CHECKING:
    from playwright.sync_api import Page

real = pytest.mark.skipif(not shutil.which("tesseract"), reason="tesseract is not installed")

PAGE = """
<style>
  body { margin: 0; font: 16px Arial, sans-serif; width: 640px; background: #fff }
  header { background: #24405c; color: #fff; padding: 14px 20px; height: 20px }
  main { padding: 20px; position: relative; height: 330px }
  #total { position: absolute; left: 20px; top: 60px; width: 120px; height: 20px }
  #order { position: absolute; left: 20px; top: 110px; width: 160px; height: 36px; margin: 0;
           background: #1a56c4; color: #fff; border: 0; font: inherit }
  #gift { position: absolute; left: 20px; top: 170px; margin: 0; width: 13px; height: 13px }
  #label { position: absolute; left: 44px; top: 168px }
  #card { position: absolute; left: 300px; top: 200px; width: 160px; height: 60px;
          border: 1px solid #c9d2dc; background: #eef2f6 }
  #logo { position: absolute; left: 400px; top: 60px; width: 120px; height: 80px }
</style>
<header>Orders</header>
<main>
  <div id=total>41,410</div>
  <button id=order>Place New Order</button>
  <input id=gift type=checkbox><span id=label>As a gift</span>
  <div id=card></div>
  <svg id=logo><rect width=120 height=80 fill="#a7d5ee"/><circle cx=60 cy=40 r=20 fill="#24405c"/>
  </svg>
</main>
"""

SCENARIOS = {
    "text": (
        "document.querySelector('#total').textContent = '41,510'",
        ["d1 text_changed '41,410' became '41,510' at (20, 110), 49x14"],
    ),
    "missing": (
        "document.querySelector('#order').style.visibility = 'hidden'",
        ["d1 missing button 'Place New Order' is missing at (20, 158), 160x36"],
    ),
    "moved by two pixels": (
        "document.querySelector('#order').style.left = '22px'",
        ["d1 moved button 'Place New Order' at (20, 158), 160x36 moved right 2 px"],
    ),
    "moved": (
        "document.querySelector('#order').style.left = '60px'",
        ["d1 moved button 'Place New Order' at (20, 158), 160x36 moved right 40 px"],
    ),
    "background": (
        "document.querySelector('#order').style.background = '#b3261e'",
        [
            "d1 style_changed button 'Place New Order' at (20, 158), 160x36:"
            " background '#1a56c4' became '#b3261e'"
        ],
    ),
    "colour": (
        "document.querySelector('#label').style.color = '#b3261e'",
        ["d1 style_changed text 'As a gift' at (44, 218), 58x15: color '#000000' became '#b3261e'"],
    ),
    "weight": (
        "document.querySelector('#label').style.fontWeight = 'bold'",
        [
            "d1 style_changed text 'As a gift' at (44, 218), 63x15:"
            " font-weight '1.2 px strokes' became '1.6 px strokes'"
        ],
    ),
    "border": (
        "document.querySelector('#card').style.borderColor = '#b3261e'",
        ["d1 style_changed input at (300, 248), 162x62: border '#c9d2dc' became '#b3261e'"],
    ),
    "state": (
        "document.querySelector('#gift').checked = true",
        ["d1 state_changed checkbox at (20, 218), 13x13: checked 'false' became 'true'"],
    ),
    "image": (
        "document.querySelector('#logo').innerHTML ="
        ' \'<path d="M60 0 L120 80 H0 Z" fill="#7a1f2b"/>\'',
        ["d1 image_changed image shows another picture at (400, 108), 120x80: 9,600 pixels differ"],
    ),
    "banner": (
        "document.querySelector('main').insertAdjacentHTML('beforebegin',"
        " '<div style=\"background: #b3261e; height: 48px\"></div>')",
        ["d1 extra container is new at (0, 48), 640x48"],
    ),
}


def taken(page: Page) -> bytes:
    return capture(page, CaptureOptions(), frozenset()).png


def before_and_after(page: Page, script: str) -> tuple[bytes, bytes]:
    page.set_viewport_size({"width": 640, "height": 480})
    page.set_content(PAGE)
    before = taken(page)
    page.evaluate(script)
    return before, taken(page)


def roots(comparison: Comparison) -> list[str]:
    """Return the defects that follow from no other one, as a failure lists them."""
    found = find_defects(comparison)
    return [f"{it.id} {it.kind} {it.message}" for it in found if it.caused_by is None]


@real
@pytest.mark.parametrize("change", SCENARIOS)
def test_two_plain_pictures_say_what_changed(page: Page, change: str) -> None:
    script, message = SCENARIOS[change]
    comparison = compare(Job(*before_and_after(page, script), same_environment=True))
    assert roots(comparison) == message
    assert comparison.skipped == ()


def test_without_tesseract_the_same_is_found_and_has_no_words(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    pictures = before_and_after(page, SCENARIOS["text"][0])
    monkeypatch.setenv("PATH", "")
    comparison = compare(Job(*pictures, same_environment=True))
    assert roots(comparison) == ["d1 text_changed text at (20, 110), 49x14 has changed"]
    (skipped,) = comparison.skipped
    assert skipped.stage == "text"
    assert skipped.reason.startswith("Text could not be read: tesseract is not installed")


@real
def test_a_language_that_is_not_there_is_told(page: Page) -> None:
    pictures = before_and_after(page, SCENARIOS["text"][0])
    comparison = compare(Job(*pictures, Settings(ocr_language="tlh"), same_environment=True))
    assert roots(comparison) == ["d1 text_changed text at (20, 110), 49x14 has changed"]
    assert ["tesseract has no language 'tlh'" in it.reason for it in comparison.skipped] == [True]


CHART = """
<body style="margin: 0"><canvas id=chart width=300 height=120 aria-label="Sales"></canvas>
<script>
  function draw(total) {
    const canvas = document.querySelector('#chart').getContext('2d');
    canvas.fillStyle = '#fff'; canvas.fillRect(0, 0, 300, 120);
    canvas.fillStyle = '#1a56c4'; canvas.fillRect(20, 60, 40, 60); canvas.fillRect(80, 40, 40, 80);
    canvas.fillStyle = '#000'; canvas.font = '16px Arial'; canvas.fillText(total, 160, 60);
  }
  draw('41,410');
</script>
"""


@real
def test_a_text_that_changed_in_a_canvas_is_read(page: Page) -> None:
    page.set_content(CHART)
    before = capture(page, CaptureOptions(), frozenset())
    page.evaluate("draw('41,510')")
    after = capture(page, CaptureOptions(), frozenset())
    comparison = compare(
        Job(
            before.png, after.png, same_environment=True,
            elements_before=before.elements, elements_after=after.elements,
        )
    )  # fmt: skip
    assert roots(comparison) == [
        "d1 text_changed '41,410' became '41,510' at (160, 48), 49x14, in image 'Sales' [#chart]"
    ]
