"""The ways in which one page is drawn: what differs between them is noise, never a change.

What has no effect in Chromium's new headless mode is not here: ``--font-render-hinting`` (it takes
the hinting from fontconfig, whatever the argument says), slight hinting (``plain`` pins fontconfig
to it, as systems do by default, so it would be ``plain`` once more), medium hinting (FreeType draws
it as full) and ``--enable-lcd-text`` (unless fontconfig tells the order of subpixels, there is none
to use). At two pixels for each CSS pixel hinting has an effect only on glyphs at whole pixels.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Playwright

    from examples.browser import BrowserChoice

_FONTCONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <match target="pattern">{edits}</match>
  <match target="font">{edits}</match>
</fontconfig>
"""
_EDIT = '<edit name="{name}" mode="assign" binding="strong">{value}</edit>'

_PLAYWRIGHTS_OWN = ("--font-render-hinting=none", "--disable-lcd-text")
"""Arguments that Playwright gives by itself, and that would hide what fontconfig says."""

_GL = (
    "--enable-unsafe-swiftshader",
    "--use-angle=swiftshader",
    "--enable-gpu-rasterization",
    "--ignore-gpu-blocklist",
)

_WHOLE = "--disable-font-subpixel-positioning"


@dataclass(frozen=True, slots=True)
class Fonts:
    """What fontconfig says of every font.

    Attributes
    ----------
    hinting : str
        ``hintnone``, ``hintslight`` or ``hintfull``.
    automatic : bool
        Whether FreeType's own hinter is used and not the font's instructions.
    subpixels : str
        ``none`` for grey edges, ``rgb`` for coloured ones.
    """

    hinting: str = "hintslight"
    automatic: bool = False
    subpixels: str = "none"

    def configuration(self) -> str:
        """Return the text of a fontconfig file that says so."""
        values = {
            "antialias": "<bool>true</bool>",
            "hinting": "<bool>true</bool>",
            "hintstyle": f"<const>{self.hinting}</const>",
            "autohint": f"<bool>{str(self.automatic).lower()}</bool>",
            "rgba": f"<const>{self.subpixels}</const>",
        }
        edits = "".join(_EDIT.format(name=name, value=value) for name, value in values.items())
        return _FONTCONFIG.format(edits=edits)


@dataclass(frozen=True, slots=True)
class Rendering:
    """One way of drawing a page.

    Attributes
    ----------
    baseline : str
        The rendering that it is held against.
    arguments : tuple of str
        What the browser is started with.
    fonts : Fonts
        What fontconfig says in the browser's process.
    style : str
        CSS that is put into the page.
    scale : int
        Pixels of the picture for each CSS pixel.
    """

    baseline: str = "plain"
    arguments: tuple[str, ...] = ()
    fonts: Fonts = Fonts()
    style: str = ""
    scale: int = 1

    def launch(self, playwright: Playwright, choice: BrowserChoice, conf: Path) -> Browser:
        """Start a browser that draws so; its fontconfig file is written to ``conf``."""
        conf.write_text(self.fonts.configuration())
        return playwright.chromium.launch(
            **choice.launch_options(),
            args=list(self.arguments),
            ignore_default_args=list(_PLAYWRIGHTS_OWN),
            env={**os.environ, "FONTCONFIG_FILE": str(conf)},
        )

    def context(self, browser: Browser, width: int) -> BrowserContext:
        """Open a window of that width, without anything that a visit could leave behind."""
        return browser.new_context(
            viewport={"width": width, "height": 800}, device_scale_factor=self.scale
        )


RENDERINGS = {
    "plain": Rendering(),
    "hinting-none": Rendering(fonts=Fonts("hintnone")),
    "hinting-full": Rendering(fonts=Fonts("hintfull")),
    "hinting-auto": Rendering(fonts=Fonts("hintfull", automatic=True)),
    "rgb": Rendering(fonts=Fonts(subpixels="rgb")),
    "geometric": Rendering(style="* { text-rendering: geometricPrecision !important }"),
    "subpixel": Rendering(style="body { transform: translateX(0.3px) }"),
    "gl": Rendering(arguments=_GL),
    "scale2": Rendering(baseline="scale2", scale=2),
    "scale2-hinting-full": Rendering(
        baseline="scale2", arguments=(_WHOLE,), fonts=Fonts("hintfull"), scale=2
    ),
    "scale2-rgb": Rendering(baseline="scale2", fonts=Fonts(subpixels="rgb"), scale=2),
}

CROSSED = tuple(name for name, way in RENDERINGS.items() if way.baseline != name)
"""The renderings that are held against another one."""

ADDED = ("hinting-auto",)
"""Those that the expectations were not set for; the figures are told without them as well."""
