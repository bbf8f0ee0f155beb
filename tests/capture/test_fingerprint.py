"""The fingerprint of a browser: equal where it draws alike, and taken without leaving a trace."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image, ImageDraw

from pytest_visualdiff.capture import fingerprint
from pytest_visualdiff.capture.steps import run
from tests.support import to_png

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


class Drawn:
    """A browser of Playwright, one context and one page of it, that gives a known picture."""

    def __init__(self, picture: bytes, error: BaseException | None = None) -> None:
        self._picture = picture
        self._error = error
        self.asked: dict[str, Any] = {}
        self.closed = 0

    def new_context(self, **options: Any) -> Drawn:
        self.asked = options
        return self

    def new_page(self) -> Drawn:
        return self

    def set_content(self, html: str, timeout: float) -> None:
        assert html == fingerprint.PAGE

    def screenshot(self, timeout: float) -> bytes:
        if self._error:
            raise self._error
        return self._picture

    def close(self) -> None:
        self.closed += 1


def picture(scale: int = 1, *marks: int) -> bytes:
    """Return a white picture of the page's size, with a black dot in each of these rows."""
    image = Image.new("RGB", (fingerprint.WIDTH * scale, fingerprint.HEIGHT * scale), "white")
    for row in marks:
        ImageDraw.Draw(image).point((9 * scale, row * scale), fill="black")
    return to_png(image)


def parts(said: str) -> dict[str, str]:
    """Return the checksums of a fingerprint by what was drawn."""
    found = (part.rpartition(" ") for part in said.partition(": ")[2].split(", "))
    return {name: checksum for name, _, checksum in found}


def taken(data: bytes, scale: float = 1.0) -> dict[str, str]:
    return parts(run(fingerprint.of_browser(Drawn(data), scale)))


@pytest.mark.parametrize("scale", [1, 2, 3])
@pytest.mark.parametrize(
    ("row", "part"),
    [
        (0, "text"), (87, "text"), (88, "system font"), (111, "system font"),
        (112, "gradients"), (151, "gradients"), (152, "curves"), (207, "curves"),
    ],
)  # fmt: skip
def test_a_pixel_shows_in_the_part_that_it_is_in_and_in_no_other(
    row: int, part: str, scale: int
) -> None:
    plain, dotted = taken(picture(scale)), taken(picture(scale, row))
    assert [name for name in plain if plain[name] != dotted[name]] == [part]


def test_the_file_is_not_looked_at_but_the_pixels() -> None:
    smaller = to_png(Image.new("RGB", (fingerprint.WIDTH, fingerprint.HEIGHT), "white"), optimize=1)
    alpha = to_png(Image.new("RGBA", (fingerprint.WIDTH, fingerprint.HEIGHT), "white"))
    assert taken(picture()) == taken(smaller) == taken(alpha)


def test_the_page_is_drawn_at_the_scale_that_is_asked_for() -> None:
    drawn = Drawn(picture())
    run(fingerprint.of_browser(drawn, 1.5))
    assert drawn.asked["device_scale_factor"] == 1.5
    assert drawn.closed == 1


@pytest.mark.parametrize("error", [OSError("the browser is gone"), KeyboardInterrupt()], ids=repr)
def test_its_context_is_closed_whatever_goes_wrong(error: BaseException) -> None:
    drawn = Drawn(picture(), error)
    with pytest.raises(type(error)):
        run(fingerprint.of_browser(drawn, 1.0))
    assert drawn.closed == 1


def test_a_real_browser_draws_all_parts_and_the_same_twice(browser: Browser) -> None:
    contexts = len(browser.contexts)
    first, second = (run(fingerprint.of_browser(browser, 1.0)) for _ in range(2))
    assert first == second
    assert list(parts(first)) == ["text", "system font", "gradients", "curves"]
    assert len(set(parts(first).values())) == 4
    assert len(browser.contexts) == contexts


@pytest.mark.parametrize("noise", ["level ^ (i++ & 1)", "level & 254", "0"])
def test_a_browser_that_hides_its_pixels_has_no_fingerprint(page: Page, noise: str) -> None:
    script = f"""() => {{
        const real = OffscreenCanvasRenderingContext2D.prototype.getImageData;
        let i = 0;
        OffscreenCanvasRenderingContext2D.prototype.getImageData = function (...area) {{
            return {{ data: real.apply(this, area).data.map(level => {noise}) }};
        }};
    }}"""
    assert isinstance(page.evaluate(fingerprint.CANVAS), str)
    page.evaluate(script)
    with pytest.raises(ValueError, match="does not let a canvas be read"):
        fingerprint.of_canvas(page.evaluate(fingerprint.CANVAS))
