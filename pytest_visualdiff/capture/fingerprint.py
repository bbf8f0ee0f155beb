"""How a browser draws, as a fingerprint: a short text that is equal where the drawing is.

For Playwright a small page of our own is taken, in a context of its own. Selenium has no second
context to open, so there a canvas that is in no document is drawn and read; it shows fonts, their
hinting and smoothing, and nothing else of the drawing.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from typing import Any

from pytest_visualdiff.capture.steps import Steps, with_cleanup

WIDTH = 256
"""Width of `PAGE` in CSS pixels."""

HEIGHT = 208
"""Height of `PAGE` in CSS pixels."""

_TIMEOUT = 10_000
"""Milliseconds for each step in Playwright: the page is tiny and loads nothing."""

_PARTS = {
    "text": (0, 88),
    "system font": (88, 112),
    "gradients": (112, 152),
    "curves": (152, HEIGHT),
}
"""What `PAGE` shows in which rows: the first one and the one behind the last, in CSS pixels."""

PAGE = """<!doctype html>
<html lang="en">
<style>
  html { background: #fff; color: #000; overflow: hidden }
  body { margin: 0; width: 256px; height: 208px }
  #text { height: 88px; overflow: hidden }
  #system { height: 24px; overflow: hidden }
  p { margin: 0; padding: 1px 4px; white-space: nowrap; font: 13px/18px sans-serif }
  .serif { font-family: serif; font-size: 16px }
  .code { font-family: monospace; font-size: 11px }
  .dark { background: #202124; color: #e8eaed }
  #system p { font-family: system-ui; font-size: 14px }
  #gradient { height: 40px; background: linear-gradient(97deg, #0b57d0, #f6c7d0 40%, #fff) }
  svg, #box { position: absolute; top: 152px }
  #box { left: 184px; margin: 8px; width: 52px; height: 30px; border-radius: 9px;
         background: #eee; box-shadow: 0 2px 6px #0008 }
</style>
<div id="text">
  <p>Hamburgefonstiv 0123456789 Qq</p>
  <p class="serif">Hamburgefonstiv 0123 AVA</p>
  <p class="code">Il1|O0 {}[] Wavy rnm</p>
  <p class="dark">Hamburgefonstiv 456789</p>
</div>
<div id="system"><p>Hamburgefonstiv 42</p></div>
<div id="gradient"></div>
<svg width="180" height="56">
  <path d="M3 51C40 -20 60 90 90 22S120 60 132 3" fill="none" stroke="#111" stroke-width="1.5"/>
  <circle cx="154" cy="28" r="13.3" fill="#1a7f37"/>
</svg>
<div id="box"></div>
"""
"""A page with all that browsers and machines are known to draw in different ways."""

CANVAS = """() => {
    if (typeof OffscreenCanvas === 'undefined') return null;
    const canvas = new OffscreenCanvas(256, 100);
    const pen = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
    const rows = ['13px sans-serif', '16px serif', '11px monospace'];
    pen.fillStyle = '#fff';
    pen.fillRect(0, 0, 256, 100);
    pen.fillStyle = '#000';
    rows.forEach((font, row) => {
        pen.font = font;
        pen.fillText('Hamburgefonstiv 0123456789', 4, 20 + 20 * row);
    });
    const read = () => pen.getImageData(0, 0, 256, 100).data;
    const pixels = read();
    if (pixels.subarray(0, 4 * 256).some(level => level !== 255)) return null;
    if (read().some((level, at) => level !== pixels[at])) return null;
    let hash = 0x811c9dc5;
    for (const level of pixels) hash = Math.imul(hash ^ level, 0x01000193) >>> 0;
    return hash.toString(16).padStart(8, '0');
}"""
"""Draws text and returns a checksum (FNV-1a) of it; null where the browser keeps the pixels to
itself, or returns others to hide what it is: rows that have to be white are not, or a second
reading differs."""


def of_browser(browser: Any, scale: float) -> Steps[str]:
    """Return the fingerprint of a browser of Playwright.

    Parameters
    ----------
    browser : Browser
        Of the sync or of the async API.
    scale : float
        Device pixels per CSS pixel.

    Raises
    ------
    Exception
        Whatever Playwright raises where the browser opens no second context.
    """
    window = {"width": WIDTH, "height": HEIGHT}
    context = yield browser.new_context(viewport=window, device_scale_factor=scale)

    def closed() -> Steps[None]:
        yield context.close()

    picture = yield from with_cleanup(_picture(context), closed)
    return _written("page 1", _checksums(picture))


def _picture(context: Any) -> Steps[bytes]:
    """Return the picture of `PAGE` in a context of Playwright."""
    page = yield context.new_page()
    yield page.set_content(PAGE, timeout=_TIMEOUT)
    picture: bytes = yield page.screenshot(timeout=_TIMEOUT)
    return picture


def of_canvas(answer: object) -> str:
    """Return the fingerprint for an answer of `CANVAS`.

    Raises
    ------
    ValueError
        If the browser did not let the canvas be read.
    """
    if not isinstance(answer, str):
        raise ValueError("the browser does not let a canvas be read")
    return _written("canvas 1", {"text": answer})


def _checksums(picture: bytes) -> dict[str, str]:
    """Return a checksum of each part of the page's picture: of the pixels, not of the file."""
    from PIL import Image

    with Image.open(io.BytesIO(picture)) as opened:
        image = opened.convert("RGB")
    scale = image.height / HEIGHT
    found = {}
    for name, (top, bottom) in _PARTS.items():
        rows = image.crop((0, round(top * scale), image.width, round(bottom * scale)))
        found[name] = hashlib.sha256(rows.tobytes()).hexdigest()[:8]
    return found


def _written(probe: str, checksums: Mapping[str, str]) -> str:
    return f"{probe}: " + ", ".join(f"{name} {value}" for name, value in checksums.items())
