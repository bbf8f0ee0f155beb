"""Draws the pictures of the documentation anew, from pages of our own.

From the repository's root, with the package, Playwright and a browser installed::

    python -m docs.pictures

writes them to ``docs/images``; names after it (``noise``, ``banner``, ``drift``, ``report``) draw
only these. What they show is what the comparison says of the very pages: if it says something else
than the page that explains the picture, the script stops.
"""

from __future__ import annotations

import base64
import contextlib
import io
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, cast

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from benchmarks.defects.renderings import RENDERINGS
from examples.browser import ENVIRONMENT, NO_BROWSER, find_browser
from pytest_visualdiff.comparison.noise.line_alignment import align
from pytest_visualdiff.comparison.noise.model import analyse_noise
from pytest_visualdiff.comparison.noise.pair import AlignedPair
from pytest_visualdiff.comparison.noise.residual import residual
from pytest_visualdiff.comparison.pipeline import compare
from pytest_visualdiff.detection.select import InstalledTools
from pytest_visualdiff.imaging.text_lines import find_lines
from pytest_visualdiff.model import Box, Defect, Job
from pytest_visualdiff.report.pictures import draw_diff
from pytest_visualdiff.verdict.defects import find_defects

if TYPE_CHECKING:
    from playwright.sync_api import Playwright

    from examples.browser import BrowserChoice

Picture: TypeAlias = npt.NDArray[np.uint8]
"""(height, width, 3), BGR."""

ROOT = Path(__file__).parent.parent
IMAGES = ROOT / "docs" / "images"
PAGES = ROOT / "examples" / "pages"
MORE_PAGES = ROOT / "benchmarks" / "defects" / "pages"

_MOST_BYTES = 150_000
_COLOURS = 96

_RED, _BLUE = (40, 30, 220), (200, 90, 20)
"""As in the report's own pictures; BGR."""

_SEEN = 3
"""Levels from which on a difference is drawn."""

_STYLE = """
body { margin: 0; background: #fff; font: 15px/1.35 "Liberation Sans", Arial, sans-serif; }
#figure { width: 820px; box-sizing: border-box; padding: 18px 20px 20px; color: #1c2430;
          background: #fff; }
.two { display: grid; grid-template-columns: 1fr 1fr; gap: 16px 20px; }
.wide { grid-column: 1 / 3; }
h2 { margin: 0; font-size: 17px; }
p { margin: 0 0 6px; color: #4a5565; }
p b { color: #1c2430; }
img { display: block; width: 100%; box-sizing: border-box; border: 1px solid #c4ccd6; }
img.large { image-rendering: pixelated; }
i { display: inline-block; width: 12px; height: 12px; border-radius: 2px; vertical-align: -1px; }
"""


class PictureError(Exception):
    """What was to be shown is not what the comparison says."""


@dataclass(frozen=True, slots=True)
class Studio:
    """A browser to draw pages in, started anew for each rendering."""

    playwright: Playwright
    choice: BrowserChoice
    folder: Path

    def draw(self, pages: Sequence[str], rendering: str, size: tuple[int, int]) -> list[bytes]:
        """Return a PNG of each page, as that rendering draws it in a window of that size."""
        way = RENDERINGS[rendering]
        viewport = {"width": size[0], "height": size[1]}
        with (
            way.launch(self.playwright, self.choice, self.folder / "fonts.conf") as browser,
            browser.new_context(viewport=viewport) as context,  # type: ignore[arg-type]
        ):
            page = context.new_page()
            drawn = []
            for html in pages:
                page.set_content(html)
                drawn.append(page.screenshot())
            return drawn

    def figure(self, name: str, body: str) -> None:
        """Write a picture that is composed in HTML."""
        options = self.choice.launch_options()
        with (
            self.playwright.chromium.launch(**options) as browser,
            browser.new_context(device_scale_factor=2) as context,
        ):
            page = context.new_page()
            page.set_content(f"<style>{_STYLE}</style><div id=figure>{body}</div>")
            save(name, page.locator("#figure").screenshot())


def main(arguments: Sequence[str]) -> int:
    """Draw the pictures of these names, or all, and return the exit status."""
    figures = {"noise": noise, "banner": banner, "drift": drift, "report": report}
    names = arguments or list(figures)
    choice = find_browser()
    if choice is None or not figures.keys() >= set(names):
        known = f"There are {', '.join(figures)}."
        print(known if choice else NO_BROWSER, file=sys.stderr)
        return 1
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory(prefix="visualdiff-pictures-") as folder:
        if "report" in names:  # before Playwright runs here: the test starts its own
            run_readme(choice, Path(folder))
        with sync_playwright() as playwright:
            studio = Studio(playwright, choice, Path(folder))
            for name in names:
                figures[name](studio)
    return 0


def noise(studio: Studio) -> None:
    """Draw a number as two machines draw it, once the same and once with another digit."""
    page = (PAGES / "dashboard.html").read_text("utf-8")
    changed = replaced(page, 'data-testid="revenue">41,410<', 'data-testid="revenue">41,510<')
    window = (1280, 1716)
    (baseline,) = studio.draw([page], "plain", window)
    body = ["<h2>Nothing changed</h2><h2>One digit changed</h2>"]
    here = Box(284, 214, 124, 34)
    columns: list[tuple[tuple[str, Picture], ...]] = []
    for actual in studio.draw([page, changed], "hinting-none", window):
        defects = find_defects(compare(Job(baseline, actual), InstalledTools()))
        expect(len(defects) == len(columns), "the digit alone is a defect")
        before, after = decode(baseline), decode(actual)
        said = defects[0].message.split(":")[0] if defects else "the same"
        columns.append(
            (
                ("<b>Baseline</b>", cut(before, here)),
                ("<b>Actual</b>, drawn by another machine", cut(after, here)),
                ("<b>Pixels that differ</b>", cut(naive(before, after), here)),
                (f"<b>What is left</b>. Verdict: {said}", cut(explained(before, after), here)),
            )
        )
    for pair in zip(*columns, strict=True):
        body += [panel(caption, picture, large=True) for caption, picture in pair]
    legend = (
        f"<p class=wide>{swatch('#b4b4b4')} left, and no more than elsewhere on this page &ensp;"
        f"{swatch('#dc1e28')} an outlier: this is reported</p>"
    )
    studio.figure("noise", f"<div class=two>{''.join(body)}{legend}</div>")


def banner(studio: Studio) -> None:
    """Draw a page into which a banner was put, and what is said of it."""
    page = (MORE_PAGES / "kanban.html").read_text("utf-8")
    note = (
        '<p style="margin: 0; padding: 14px 24px; background: #fff1cc; color: #5c3a05; '
        'border: 1px solid #f0a63c; font-size: 16px"><b>The board moves on Monday.</b> '
        "Everything that is on it moves with it.</p>"
    )
    changed = replaced(page, "<body>", f"<body>{note}")
    baseline, actual = studio.draw([page, changed], "plain", (1280, 900))
    defects = find_defects(compare(Job(baseline, actual), InstalledTools()))
    said = [(defect.kind, defect.caused_by) for defect in defects]
    expect(said == [("extra", None), ("shifted", "d1")], f"a new banner is the cause: {said}")
    before, after = decode(baseline), decode(actual)
    differs = decode(draw_diff(baseline, actual, defects))
    cause, follows = defects
    body = [
        panel("<b>Baseline</b>", before),
        panel("<b>Actual</b>: a banner is new", after),
        panel("<b>Pixels that differ</b>: all below it as well", naive(before, after)),
        panel("<b>What is reported</b>: only the banner fails", thick(differs, defects)),
        f"<p class=wide>{swatch('#dc1e28')} {cause.id} {cause.message}<br>"
        f"{swatch('#145ac8')} {follows.id} {follows.message} (follows from {cause.id})</p>",
    ]
    studio.figure("banner", f"<div class=two>{''.join(body)}</div>")


def drift(studio: Studio) -> None:
    """Draw a line of text whose letters stand a little further on each, and how it is laid over."""
    page = (PAGES / "dashboard.html").read_text("utf-8")
    window = (1280, 1716)
    (baseline,) = studio.draw([page], "plain", window)
    (actual,) = studio.draw([page], "hinting-full", window)
    expect(not find_defects(compare(Job(baseline, actual), InstalledTools())), "drift is no defect")
    before, after = decode(baseline), decode(actual)
    greys = [cv2.cvtColor(it, cv2.COLOR_BGR2GRAY).astype(np.uint8) for it in (before, after)]
    line = max((it for it in find_lines(greys) if it.y < 200), key=lambda it: it.w)
    (drifts,) = align(greys[0], greys[1], [line])
    columns = np.arange(line.x, line.right) - drifts
    laid = before.copy()
    laid[line.y : line.bottom, line.x : line.right] = before[line.y : line.bottom, columns]
    here = line.grow(4)
    farthest = int(np.abs(drifts).max())
    body = [
        panel("<b>Baseline</b>", cut(before, here), large=True),
        panel(
            "<b>Actual</b>, drawn by another machine: "
            f"letters stand up to {farthest} px further on",
            cut(after, here),
            large=True,
        ),
        panel(
            f"<b>Laid on each other</b>: {swatch('#dc1e28')} only in the baseline, "
            f"{swatch('#145ac8')} only in the actual picture",
            both(cut(before, here), cut(after, here)),
            large=True,
        ),
        panel(
            "<b>Laid over letter by letter</b>: what still differs is how each letter is drawn",
            both(cut(laid, here), cut(after, here)),
            large=True,
        ),
        panel(
            "<b>What is left</b> of that after explanation. Verdict: the same",
            cut(explained(laid, after), here),
            large=True,
        ),
    ]
    studio.figure("drift", f"<div style='display: grid; gap: 14px'>{''.join(body)}</div>")


def report(studio: Studio) -> None:
    """Draw the report page of the README's run."""
    page_file = studio.folder / "cart" / "visual-report" / "index.html"
    options = studio.choice.launch_options()
    with (
        studio.playwright.chromium.launch(**options) as browser,
        browser.new_page(viewport={"width": 1280, "height": 715}) as page,
    ):
        page.goto(page_file.as_uri())
        page.wait_for_load_state("networkidle")
        save("report", page.screenshot())


def run_readme(choice: BrowserChoice, folder: Path) -> None:
    """Do what the README says: record the cart, change its total, and see that it fails."""
    readme = (ROOT / "README.md").read_text("utf-8")
    cart = folder / "cart"
    cart.mkdir()
    html = readme.partition("```html\n")[2].partition("```")[0]
    (cart / "test_cart.py").write_text(readme.partition("```python\n")[2].partition("```")[0])
    (cart / "pytest.ini").write_text("[pytest]\naddopts = -p no:cacheprovider\n")
    (cart / "conftest.py").write_text(_CONFTEST)
    os.environ[ENVIRONMENT] = choice.executable or ""
    with _in(cart):
        for text, arguments, status in (
            (html, ["--visual-update=missing"], 0),
            (replaced(html, "13.40", "13.90"), [], 1),
        ):
            (cart / "cart.html").write_text(text)
            ended = pytest.main([*arguments, "--rootdir=.", "-p", "no:xdist"])
            expect(int(ended) == status, f"pytest ended with {ended}")


_CONFTEST = """
import os
import pytest
from playwright.sync_api import sync_playwright

@pytest.fixture(params=["chromium"])
def browser_name(request):  # a test is named as with pytest-playwright
    return request.param

@pytest.fixture
def page(browser_name):
    path = os.environ["VISUALDIFF_BROWSER"] or None
    with sync_playwright() as playwright, playwright.chromium.launch(executable_path=path) as it:
        yield it.new_page(viewport={"width": 1280, "height": 720})
"""


@contextlib.contextmanager
def _in(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def naive(before: Picture, after: Picture) -> Picture:
    """Return a white picture with every pixel red that differs."""
    shown = np.full_like(after, 255)
    shown[cv2.absdiff(before, after).max(axis=2) >= _SEEN] = _RED
    return shown


def explained(before: Picture, after: Picture) -> Picture:
    """Return what the noise model leaves: grey where it is no more than usual, red beyond."""
    left = residual(before, after).letters
    shown = np.repeat(np.clip(255 - left / 2, 0, 255).astype(np.uint8)[..., np.newaxis], 3, 2)
    pair = AlignedPair(before, after, before, settled=np.zeros(left.shape, bool))
    real = analyse_noise(pair).real
    shown[real] = _RED
    return shown


def both(before: Picture, after: Picture) -> Picture:
    """Return two pictures in one: what only the first has is red, what only the other has blue."""
    one, other = (cv2.cvtColor(it, cv2.COLOR_BGR2GRAY).astype(np.float32) for it in (before, after))
    ground = np.maximum(np.median(one), np.median(other))
    first = np.clip((ground - one) / 160, 0, 1)[..., np.newaxis]
    second = np.clip((ground - other) / 160, 0, 1)[..., np.newaxis]
    common = np.minimum(first, second)
    shown: npt.NDArray[np.float32] = 255 - common * (255 - np.float32(90)).repeat(3)
    for share, colour in ((first - common, _RED), (second - common, _BLUE)):
        shown -= share * (255 - np.array(colour, np.float32))
    return np.clip(shown, 0, 255).astype(np.uint8)


def thick(picture: Picture, defects: Sequence[Defect]) -> Picture:
    """Return the report's picture with frames that are seen when it is made small."""
    shown = picture.copy()
    for defect in reversed(defects):
        box = defect.box_after or defect.box
        if box is not None:
            box = box.grow(-3)
            colour = _BLUE if defect.caused_by else _RED
            cv2.rectangle(shown, (box.x, box.y), (box.right, box.bottom), colour, 6)
    return shown


def cut(picture: Picture, box: Box) -> Picture:
    """Return a part of a picture."""
    return picture[box.y : box.bottom, box.x : box.right]


def panel(caption: str, picture: Picture, *, large: bool = False) -> str:
    """Return HTML of a picture with words above it."""
    png = cv2.imencode(".png", np.ascontiguousarray(picture))[1].tobytes()
    data = base64.b64encode(png).decode()
    kind = "large" if large else ""
    return f'<div><p>{caption}</p><img class="{kind}" src="data:image/png;base64,{data}"></div>'


def swatch(colour: str) -> str:
    """Return HTML of a small square."""
    return f'<i style="background: {colour}"></i>'


def replaced(text: str, before: str, after: str) -> str:
    """Return a text with its only occurrence of another replaced."""
    expect(text.count(before) == 1, f"{before!r} is there once")
    return text.replace(before, after)


def expect(holds: bool, what: str) -> None:
    """Stop if something is not as the documentation says."""
    if not holds:
        raise PictureError(f"It does not hold: {what}.")


def decode(png: bytes) -> Picture:
    """Return the colours of a PNG."""
    return cast("Picture", cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_COLOR))


def save(name: str, png: bytes) -> None:
    """Write a picture with few colours, and say how large it is."""
    path = IMAGES / f"{name}.png"
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    picture.quantize(_COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    size = path.stat().st_size
    print(f"{path.name}: {picture.width}x{picture.height}, {size:,} bytes")
    expect(size <= _MOST_BYTES, f"{path.name} is small enough")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
