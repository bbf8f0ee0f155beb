"""How a picture is to be taken; the names are those of Playwright's screenshots."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pytest_visualdiff.model import BYTE_LIMIT, PIXEL_LIMIT, Box

ELEMENT_OPTIONS = frozenset(
    {
        "animations",
        "byte_limit",
        "caret",
        "ignore",
        "mask",
        "mask_color",
        "omit_background",
        "pixel_limit",
        "recapture",
        "scale",
        "style",
        "timeout",
    }
)
"""What the picture of an element in a browser has a use for, whatever drives the browser."""

PAGE_OPTIONS = ELEMENT_OPTIONS | {"clip", "full_page", "scroll_first"}
"""What the picture of a page has a use for."""


@dataclass(frozen=True, slots=True)
class CaptureOptions:
    """Options of a capture, as Playwright's ``page.screenshot`` has them.

    Attributes
    ----------
    full_page : bool
        The whole scrollable page instead of the viewport.
    scroll_first : bool
        Scroll through the page before, so that it loads what it loads only once it is seen.
    clip : Box or None
        The only part to take, in CSS pixels of the page (image pixels of a picture).
    mask : sequence
        Areas to paint over: locators or CSS selectors in a page, boxes in a picture.
    mask_color : str
        CSS colour of the paint.
    animations : {"disabled", "allow"}
        ``disabled``: finite animations are fast-forwarded, infinite ones are stopped.
    caret : {"hide", "initial"}
        Whether the text cursor is hidden.
    scale : {"css", "device"}
        One image pixel per CSS pixel, or per device pixel.
    style : str
        Style sheet text that applies while the picture is taken.
    omit_background : bool
        Leave the default white background out: transparent pictures.
    ignore : sequence
        What is to be ignored: locators or CSS selectors in a page, boxes in pixels of the picture,
        and rules (`Ignore`).
    timeout : float or None
        Milliseconds that the source has to become still and as its baseline; None for 5000. Where
        it is given, the browser has as long for one screenshot.
    recapture : int
        How often a source whose picture does not pass is captured again.
    pixel_limit, byte_limit : int
        Pixels and bytes of the largest picture file that is decoded.
    """

    full_page: bool = False
    scroll_first: bool = False
    clip: Box | None = None
    mask: Sequence[object] = ()
    mask_color: str = "#FF00FF"
    animations: Literal["disabled", "allow"] = "disabled"
    caret: Literal["hide", "initial"] = "hide"
    scale: Literal["css", "device"] = "css"
    style: str = ""
    omit_background: bool = False
    ignore: Sequence[object] = ()
    timeout: float | None = None
    recapture: int = 1
    pixel_limit: int = PIXEL_LIMIT
    byte_limit: int = BYTE_LIMIT
