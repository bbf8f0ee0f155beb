"""Whole generated pages: the layout around the sections, and the size of the window."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from random import Random

from pytest_visualdiff.training import bars, words
from pytest_visualdiff.training.composition import draw_sections
from pytest_visualdiff.training.frameworks import (
    FRAMEWORKS,
    ICON_HEAD,
    UNSEEN,
    framework_language,
    icons_of,
)
from pytest_visualdiff.training.language import Language, Writer
from pytest_visualdiff.training.own_languages import OWN_ICONS, own_language
from pytest_visualdiff.training.parts import read_part
from pytest_visualdiff.training.sections import flex

_WIDTHS = (360, 390, 412, 600, 768, 820, 1024, 1024, 1280, 1280, 1280, 1366, 1440, 1600, 1920)
"""Widths of the window in CSS pixels, of telephones to desktops; repeated ones are more likely."""

_SCALES = (1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.25, 1.5, 2.0)
"""Pixels per CSS pixel on tablets and laptops; repeated ones are more likely."""

_MOBILE_SCALES = (1.0, 1.5, 2.0, 2.0)
"""Pixels per CSS pixel on telephones; repeated ones are more likely."""


@dataclass(frozen=True)
class Page:
    """A page to be rendered.

    Attributes
    ----------
    html : str
    language : str
        The name of the design language it is written in.
    width : int
        Of the window, in CSS pixels.
    most_height : int
        Largest height of the picture in CSS pixels.
    scale : float
        Pixels of the picture per CSS pixel.
    """

    html: str
    language: str
    width: int
    most_height: int
    scale: float


def draw_page(seed: int, modules: Path | None = None, unseen: bool = False) -> Page:
    """Return the page of a seed; the same seed gives the same page.

    Parameters
    ----------
    seed : int
    modules : Path or None
        The ``node_modules`` with the frameworks and icons; without it all pages are written in our
        own languages.
    unseen : bool
        Whether it is a page to score with: with a framework, sections and icons that no training
        page has.
    """
    random = Random(f"{seed} {unseen}")  # noqa: S311 - not for secrets
    language = _draw_language(random, modules, unseen)
    width = random.choice(_WIDTHS)
    scale = random.choice(
        _SCALES if 500 < width < 1440 else _MOBILE_SCALES if width < 500 else (1.0,)
    )
    writer = Writer(language, random)
    space = random.choice((8, 16, 24, 40))
    sections = [
        f'<section style="margin-bottom:{space}px">{section(writer)}</section>'
        for section in draw_sections(random, unseen)
    ]
    style = f"body,button,input{{font-family:{language.font}}}" if language.font else ""
    style += f".ic svg{{stroke-width:{random.choice((1, 1.25, 1.5, 1.75, 2, 2, 2.5))}}}"
    html = (
        f"<!doctype html><html {language.root}><head><meta charset=utf-8>{language.head}"
        f"{ICON_HEAD if modules else ''}<style>{read_part('page.css')}{style}</style></head>"
        f"<body>{_around(writer, sections, width)}</body></html>"
    )
    return Page(html, language.name, width, random.randint(700, 2400), scale)


def _draw_language(random: Random, modules: Path | None, unseen: bool) -> Language:
    if modules is None:
        return own_language(random, OWN_ICONS)
    icons = icons_of(modules, random, unseen)
    if unseen:
        return framework_language(random.choice(UNSEEN), random, icons)
    if random.random() < 0.5:
        return own_language(random, icons)
    return framework_language(random.choice(sorted(set(FRAMEWORKS) - set(UNSEEN))), random, icons)


def _around(writer: Writer, sections: list[str], width: int) -> str:
    """Return the body of the page, with bars at the top or side and now and then a dialog."""
    random = writer.random
    padding = random.choice((8, 16, 24, 40)) if width > 500 else random.choice((8, 12, 16))
    most = random.choice(("none", "none", "960px", "1140px"))
    main = (
        f'<main style="flex:1;min-width:0;padding:{padding}px;max-width:{most};'
        f'margin:0 {random.choice(("auto", "0"))}">{"".join(sections)}</main>'
    )
    kind = random.random()
    if kind < 0.25 and width > 600:
        body = f'<div style="display:flex;min-height:600px">{bars.side(writer)}{main}</div>'
    elif kind < 0.4 and width > 600:
        beside = f'<div style="display:flex;min-height:600px">{bars.side(writer)}{main}</div>'
        body = bars.top(writer) + beside
    elif kind < 0.88:
        body = f"{bars.top(writer)}{main}{bars.foot(writer) if writer.chance(0.4) else ''}"
    else:
        body = main
    if writer.chance(0.08):
        body += _dialog(writer, width)
    if width < 500 and writer.chance(0.5):
        body += bars.bottom(writer)
    return body


def _dialog(writer: Writer, width: int) -> str:
    """Return a dialog over a veil, through which the page can be seen."""
    random = writer.random
    body = f"<h4>{words.title(random)}</h4><p>{words.paragraph(random, 2)}</p>"
    body += "".join(writer.field() for _ in range(random.randint(0, 3)))
    body += flex(writer.button(), writer.button(), style="justify-content:flex-end")
    left, top = random.randint(5, max(width - 420, 6)), random.randint(40, 240)
    return (
        '<div class="veil"></div>'
        f'<div class="dialog" style="left:{left}px;top:{top}px;width:{min(400, width - 20)}px">'
        f"{body}</div>"
    )
