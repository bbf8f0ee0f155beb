"""Pictures larger than what the browser draws in one piece."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from PIL import Image

from pytest_visualdiff.capture import CaptureOptions, capture, tiles
from pytest_visualdiff.model import Box, Capture

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

AS_A_GRAPHICS_PROCESSOR = [
    "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist",
    "--enable-gpu-rasterization",
]  # fmt: skip
"""Chromium draws as on a graphics processor, whose limit is then 8,192 pixels."""

PAGE = """<style>body, p { margin: 0 } p { height: 100px }
header, i { position: sticky; top: 0; width: 20px; height: 50px; margin: 0 0 -50px 100px;
  background: #123456; display: block } i { position: fixed; margin-left: 150px }</style>
<div id=all><header></header><i></i><script>
for (let row = 0; row < 200; row++) document.write(
  `<p style='background: rgb(${row}, ${255 - row}, 9)'></p>`)</script></div>"""


def take(source: object, **options: Any) -> tuple[Capture, Any]:
    picture = capture(source, CaptureOptions(**options), frozenset())
    return picture, np.asarray(Image.open(io.BytesIO(picture.png)).convert("RGB"))


@pytest.fixture
def tall(browser: Browser, launch_options: dict[str, Any]) -> Iterator[Page]:
    """Open a page of 20,000 pixels in a browser that draws no more than 8,192."""
    options = {**launch_options, "args": AS_A_GRAPHICS_PROCESSOR}
    with browser.browser_type.launch(**options) as limited:
        page = limited.new_page(viewport={"width": 200, "height": 300})
        page.set_content(PAGE)
        yield page


def test_a_tall_page_is_whole_where_the_browser_repeats_itself(tall: Page) -> None:
    alone = np.asarray(Image.open(io.BytesIO(tall.screenshot(full_page=True))).convert("RGB"))
    assert (alone[8300, 5] != (83, 172, 9)).any(), "this browser needs no pieces"
    cases: list[tuple[object, dict[str, Any]]] = [(tall, {"full_page": True})]
    for source, options in [*cases, (tall.locator("#all"), {})]:
        picture, pixels = take(source, **options)
        assert str(picture.size) == "200x20000"
        rows = pixels[50::100, 5]
        assert [tuple(row) for row in rows] == [(row, 255 - row, 9) for row in range(200)]
        for column in (110, 160):  # what sticks to the window is there once
            assert (pixels[:, column] == (0x12, 0x34, 0x56)).all(axis=1).sum() == 50
        assert picture.elements
    picture, pixels = take(tall, full_page=True, clip=Box(0, 9000, 100, 9000))
    assert [tuple(pixels[at, 5]) for at in (50, 8950)] == [(90, 165, 9), (179, 76, 9)]


@pytest.mark.parametrize("scale", [1, 1.25, 2, 2.625, 3])
def test_pieces_are_small_enough_and_begin_at_whole_pixels(scale: float) -> None:
    pieces = list(tiles.pieces((7, 3, 1280, 20_000), scale))
    assert sum(width * height for _, _, width, height in pieces) == 1280 * 20_000
    for _, top, _, height in pieces:
        assert height * scale <= 8192
        assert ((top - 3) * scale).is_integer()
