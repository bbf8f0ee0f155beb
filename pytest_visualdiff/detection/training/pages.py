"""Whole generated pages: what stands around the sections, and the size of the window."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from random import Random

from pytest_visualdiff.detection.training import words
from pytest_visualdiff.detection.training.composing import draw_sections
from pytest_visualdiff.detection.training.frameworks import (
    FRAMEWORKS,
    ICON_HEAD,
    UNSEEN,
    framework_language,
    icons_of,
)
from pytest_visualdiff.detection.training.language import Language, Writer
from pytest_visualdiff.detection.training.own import OWN_ICONS, own_language
from pytest_visualdiff.detection.training.parts import read_part
from pytest_visualdiff.detection.training.sections import flex

_WIDTHS = (360, 390, 412, 600, 768, 820, 1024, 1024, 1280, 1280, 1280, 1366, 1440, 1600, 1920)
_SCALES = (1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.25, 1.5, 2.0)
_MOBILE_SCALES = (1.0, 1.5, 2.0, 2.0)


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
        CSS pixels of height that are taken at most.
    scale : float
        Pixels of the picture per CSS pixel.
    """

    html: str
    language: str
    width: int
    most_height: int
    scale: float


def draw_page(seed: int, modules: Path | None = None, unseen: bool = False) -> Page:
    """Return the page of a seed: the same page for the same seed.

    Parameters
    ----------
    seed : int
    modules : Path or None
        The ``node_modules`` with the frameworks and icons; without it all pages are written in
        languages of our own.
    unseen : bool
        Whether it is to be scored with: a framework, sections and icons that no training sees.
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
    font = f"body,button,input{{font-family:{language.font}}}" if language.font else ""
    html = (
        f"<!doctype html><html {language.root}><head><meta charset=utf-8>{language.head}"
        f"{ICON_HEAD if modules else ''}<style>{read_part('page.css')}{font}</style></head>"
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
    """Return the page's body: a bar at the top or side, or neither, and a dialog now and then."""
    random = writer.random
    padding = random.choice((8, 16, 24, 40)) if width > 500 else random.choice((8, 12, 16))
    most = random.choice(("none", "none", "960px", "1140px"))
    main = (
        f'<main style="flex:1;min-width:0;padding:{padding}px;max-width:{most};'
        f'margin:0 {random.choice(("auto", "0"))}">{"".join(sections)}</main>'
    )
    kind = random.random()
    if kind < 0.25 and width > 600:
        body = f'<div style="display:flex;min-height:600px">{_side(writer)}{main}</div>'
    elif kind < 0.4 and width > 600:
        body = (
            f'{_top(writer)}<div style="display:flex;min-height:600px">{_side(writer)}{main}</div>'
        )
    elif kind < 0.88:
        body = f"{_top(writer)}{main}{_foot(writer) if writer.chance(0.4) else ''}"
    else:
        body = main
    if writer.chance(0.08):
        body += _dialog(writer, width)
    if width < 500 and writer.chance(0.5):
        body += _bottom(writer)
    return body


def _ground(random: Random) -> str:
    chance = random.random()
    if chance < 0.5:
        return "border-bottom:1px solid #8885"
    if chance < 0.7:
        return f"background:hsl({random.randint(0, 359)} {random.randint(0, 60)}% 18%);color:#fff"
    return f"background:hsl({random.randint(0, 359)} {random.randint(40, 90)}% 42%);color:#fff"


def _links(writer: Writer, least: int, most: int) -> list[str]:
    random = writer.random
    pad, colour = random.choice((0, 4, 8, 12)), random.choice(("inherit", "inherit", ""))
    line = random.choice(("none", "none", "underline"))
    style = f"padding:{pad}px;text-decoration:{line};" + (f"color:{colour}" if colour else "")
    return [
        f'<a href="#" style="{style}">{words.words(random, 1, 2)}</a>'
        for _ in range(random.randint(least, most))
    ]


def _logo(writer: Writer) -> str:
    random = writer.random
    if writer.chance(0.4):
        side = random.choice((24, 32, 40))
        logo = writer.image(f"width:{side * random.choice((1, 3))}px;height:{side}px;flex:none")
        return writer.linked(logo) if writer.chance(0.6) else logo
    size = random.randint(15, 24)
    icon = writer.icon(24) if writer.chance(0.4) else ""
    return f'{icon}<b style="font-size:{size}px">{words.words(random, 1, 2)}</b>'


def _top(writer: Writer) -> str:
    random = writer.random
    ends = []
    if writer.chance(0.4):
        ends.append(f'<div style="width:{random.randint(120, 300)}px">{writer.input()}</div>')
    ends += [writer.icon_button() for _ in range(random.randint(0, 3))]
    if writer.chance(0.4):
        ends.append(writer.button())
    if writer.chance(0.4):
        ends.append(writer.avatar())
    if writer.chance(0.3):
        ends.append(f"<span>{writer.icon(20)}{writer.badge()}</span>")
    pad = random.choice((6, 10, 16))
    bar = flex(
        _logo(writer), *_links(writer, 0, 6), '<span style="flex:1"></span>', *ends,
        gap=random.choice((8, 14, 20)),
        style=f"padding:{pad}px 16px;overflow:hidden;{_ground(random)}",
    )  # fmt: skip
    return f'<header class="bar">{bar}</header>'


def _side(writer: Writer) -> str:
    random = writer.random
    icons = writer.chance(0.6)
    rows = "".join(
        flex(
            writer.icon(18) if icons else "", link,
            writer.badge() if writer.chance(0.15) else "", style="padding:4px 0", gap=8,
        )
        for link in _links(writer, 4, 10)
    )  # fmt: skip
    ground = random.choice(("background:#8881", "border-right:1px solid #8885", _ground(random)))
    head = f"<div>{_logo(writer)}</div>" if writer.chance(0.5) else ""
    width = random.choice((180, 220, 260))
    return (
        f'<aside class="side-nav bar" style="width:{width}px;{ground}">'
        f"{head}{rows}{writer.choice('switch') if writer.chance(0.15) else ''}</aside>"
    )


def _stacked(parts: list[str]) -> str:
    return "".join(f"<div>{part}</div>" for part in parts)


def _foot(writer: Writer) -> str:
    random = writer.random
    columns = "".join(
        f"<div><b>{words.title(random)}</b>{_stacked(_links(writer, 2, 5))}</div>"
        for _ in range(random.randint(2, 5))
    )
    rights = f'<div class="dim">© {words.words(random, 2, 5)}</div>'
    marks = " ".join(writer.linked(writer.icon(20)) for _ in range(random.randint(0, 5)))
    return (
        f'<footer style="padding:24px 16px;background:#8882"><div style="display:flex;gap:40px;'
        f'flex-wrap:wrap">{columns}</div>{marks}{rights}</footer>'
    )


def _dialog(writer: Writer, width: int) -> str:
    """Return a dialog over a veil; what is behind the veil can still be seen."""
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


def _bottom(writer: Writer) -> str:
    items = "".join(
        f'<div style="text-align:center;flex:1">{writer.icon(24)}<br><small>'
        f"{words.words(writer.random, 1, 1)}</small></div>"
        for _ in range(writer.random.randint(3, 5))
    )
    return f'<div style="display:flex;padding:8px;border-top:1px solid #8885">{items}</div>'
