"""Design languages of our own: one style sheet with random dimensions and colours.

Presets combine the properties of well-known styles (flat, material, native, brutal, dark ...); the
other properties, and now and then all of them, vary freely.
"""

from __future__ import annotations

import re
from functools import cache
from random import Random
from typing import Any

from pytest_visualdiff.training.language import Icons, Language, markup_of
from pytest_visualdiff.training.parts import read_part

_CUSTOM_SELECT = (
    '<div class="fld cust" role="combobox"><span>{text}</span>'
    '<svg width="12" height="12" viewBox="0 0 12 12" data-kind="none" fill="ARROW_FILL" '
    'stroke="currentColor" stroke-width="ARROW_LINE"><path d="ARROW"/></svg></div>'
)
_ARROWS = (
    ("M2 4l4 4 4-4", "none", "1.5"), ("M1 3l5 5 5-5", "none", "1"),
    ("M2 4h8l-4 5z", "currentColor", "0"), ("M3 5l3-4 3 4z M3 7l3 4 3-4z", "currentColor", "0"),
    ("M3 4l3-3 3 3M3 8l3 3 3-3", "none", "1.2"),
)  # fmt: skip
"""Arrows of a drop-down list: path, fill and line width."""

_CUSTOM_SLIDER = (
    '<div class="cs" data-kind="slider"><i style="width:{share}%"></i><b style="left:{share}%"></b>'
    "</div>"
)
_CUSTOM_CHOICE = (
    '<label class="opt" role="none"><span class="{look}" data-kind="{kind}" data-{state}="">'
    "<u></u></span> {text}</label>"
)

_PRESETS: tuple[dict[str, Any], ...] = (
    {"name": "flat", "radius": (4, 8), "native": False, "field": "boxed"},
    {"name": "soft", "radius": (8, 14), "native": False, "shadow": True, "field": "filled"},
    {"name": "material", "radius": (2, 6), "field": "line", "upper": True, "shadow": True,
     "native": False, "height": (36, 48)},
    {"name": "fluent", "radius": (2, 4), "native": False, "field": "boxed", "height": (28, 34)},
    {"name": "ant", "radius": (2, 6), "native": False, "field": "boxed", "height": (24, 34)},
    {"name": "rounded", "radius": (18, 30), "native": False, "field": "filled", "height": (36, 48)},
    {"name": "native", "plain": True, "native": True},
    {"name": "brutal", "radius": (0, 0), "border": (2, 4), "native": False, "field": "boxed"},
    {"name": "dense", "radius": (0, 4), "height": (20, 26), "native": True, "field": "boxed",
     "text": (11, 13)},
    {"name": "free"},
    {"name": "free"},
)  # fmt: skip

_FONTS = (
    "Inter", "Roboto", "Open Sans", "Lato", "Liberation Sans", "DejaVu Sans", "Cantarell",
    "Noto Sans", "Liberation Serif", "DejaVu Serif", "Noto Serif", "Roboto Condensed",
    "Liberation Mono", "sans-serif", "serif", "system-ui",
)  # fmt: skip


def own_language(random: Random, icons: Icons) -> Language:
    """Return a language whose style sheet is drawn from ``random``, with ``icons`` (HTML)."""
    preset = random.choice(_PRESETS)
    look = _look(random, preset)
    markup = dict(markup_of("own"))
    if look["plain"] or look["native"]:
        markup["switch"] = markup["checkbox"]  # a browser itself draws them alike
    if not look["plain"]:
        if random.random() < 0.5:
            path, fill, line = random.choice(_ARROWS)
            markup["select"] = (
                _CUSTOM_SELECT.replace("ARROW_FILL", fill)
                .replace("ARROW_LINE", line)
                .replace("ARROW", path)
            )
        if random.random() < 0.4:
            markup["slider"] = _CUSTOM_SLIDER
        for kind, style in (("checkbox", "chk"), ("radio", "rad"), ("switch", "swt")):
            if not look["native"] and random.random() < 0.35:
                markup[kind] = _CUSTOM_CHOICE.replace("{look}", style).replace("{kind}", kind)
        if random.random() < 0.25:
            markup["field"] = '<div class="row fl"><label>{label}</label>{control}</div>'
        elif random.random() < 0.2:
            markup["field"] = (
                '<div class="row side"><label>{label}</label><div>{control}</div></div>'
            )
    return Language(
        name=f"own-{preset['name']}",
        head=f"<style>{_sheet(look)}</style>",
        markup=markup,
        tones=("main", "", "line", "ghost", "tint", "bad", "good"),
        sizes=("", "small", "large"),
        icons=icons,
        font=look["font"],
        root=f'style="color-scheme:{"dark" if look["dark"] else "light"}"',
    )


def _look(random: Random, preset: dict[str, Any]) -> dict[str, Any]:
    """Return the measures and colours of a style sheet."""
    dark = random.random() < 0.25
    contrast = random.random() < 0.06
    hue = random.randint(0, 359)
    grey = f"{random.randint(0, 359)} {random.choice((0, 0, 6, 12, 20))}%"
    page = random.randint(4, 18) if dark else random.choice((100, 100, 98, 96, 94))
    panel = min(page + random.randint(2, 8), 100) if dark else random.choice((100, 100, 99, page))
    line = (page + random.randint(6, 28)) if dark else random.randint(72, 93)
    radius = random.randint(*preset.get("radius", (0, 20)))
    text_size = random.randint(*preset.get("text", (12, 17)))
    pale = random.randint(18, 28) if dark else random.randint(86, 95)
    return {
        "plain": preset.get("plain", False),
        "native": preset.get("native", random.random() < 0.3),
        "dark": dark,
        "font": f"'{random.choice(_FONTS)}'".replace("'sans-serif'", "sans-serif"),
        "ink": ("#fff" if dark else "#000") if contrast
        else f"hsl({grey} {random.randint(78, 98) if dark else random.randint(5, 32)}%)",
        "dim": f"hsl({grey} {random.randint(50, 70) if dark else random.randint(38, 60)}%)",
        "page": ("#000" if dark else "#fff") if contrast else f"hsl({grey} {page}%)",
        "panel": ("#000" if dark else "#fff") if contrast else f"hsl({grey} {panel}%)",
        "line": ("#fff" if dark else "#000") if contrast else f"hsl({grey} {line}%)",
        "fill": f"hsl({grey} {page + 8 if dark else random.randint(90, 97)}%)",
        "main": f"hsl({hue} {random.randint(45, 100)}% {random.randint(28, 58)}%)",
        "tint": f"hsl({hue} {random.randint(30, 80)}% {pale}%)",
        "on": random.choice(("#fff", "#fff", "#fff", "#111")),
        "radius": radius,
        "box": random.choice((0, 2, 3, 4)),
        "border": random.randint(*preset.get("border", (1, 1))),
        "height": random.randint(*preset.get("height", (24, 48))),
        "text": text_size,
        "leading": random.choice((1.2, 1.35, 1.5, 1.6, 1.75)),
        "gap": random.choice((4, 8, 12, 16, 24)),
        "upper": preset.get("upper", random.random() < 0.08),
        "weight": random.choice((400, 500, 600, 700)),
        "shadow": preset.get("shadow", random.random() < 0.3),
        "field": preset.get("field", random.choice(("boxed", "boxed", "filled", "line"))),
        "choice": random.randint(11, 24),
        "mark": random.choice(("var(--dim)", "var(--dim)", "var(--line)")),
        "switch": random.choice(("pill", "pill", "thin", "square", "full")),
        "hollow": random.random() < 0.25,
        "bdg-pad": random.choice((0, 1, 1, 2, 3, 5)),
        "bdg-size": random.choice((0.7, 0.78, 0.85, 0.92)),
        "bdg-radius": random.choice((0, 3, 4, 6, 10, 20)),
        "knob": random.randint(10, 22),
        "track": random.randint(2, 8),
        "pale-knob": random.random() < 0.4,
        "rows": random.choice(("", "", "celled", "striped")),
        "underline": random.random() < 0.4,
        "lined": random.random() < 0.6,
        "tab": random.choice(("line", "pill", "box")),
        "pad": random.choice((4, 8, 10, 14, 20, 28)),
        "wide": random.choice((0.6, 1.0, 1.4)),
    }  # fmt: skip


_PROPERTIES = (
    "ink", "dim", "page", "panel", "line", "fill", "main", "tint", "on", "radius", "box", "border",
    "height", "text", "leading", "gap", "weight", "choice", "pad", "wide", "bdg-pad", "bdg-size",
    "bdg-radius", "knob", "track", "mark",
)  # fmt: skip
"""Entries of a look that become custom properties of the style sheet."""

_IN_PIXELS = (
    "radius", "box", "border", "height", "text", "gap", "choice", "pad", "bdg-pad", "bdg-radius",
    "knob", "track",
)  # fmt: skip


def _sheet(look: dict[str, Any]) -> str:
    values = "".join(
        f"--{name}:{look[name]}{'px' if name in _IN_PIXELS else ''};" for name in _PROPERTIES
    )
    names = ["plain"]
    if not look["plain"]:
        names = ["base", f"field-{look['field']}", f"tab-{look['tab']}"]
        names += ["native"] if look["native"] else ["choices", f"switch-{look['switch']}", "slider"]
        if not look["native"]:
            names += [name for name in ("hollow", "pale-knob") if look[name]]
        names += [look["rows"]] if look["rows"] else []
        names += [name for name in ("upper", "shadow") if look[name]]
    parts = _parts_of_sheet()
    return f":root{{{values}}}" + "".join(parts[name] for name in names)


@cache
def _parts_of_sheet() -> dict[str, str]:
    pieces = re.split(r"/\* ([a-z-]+) \*/\n", read_part("own.css"))
    return dict(zip(pieces[1::2], pieces[2::2], strict=True))


OWN_ICONS = tuple(
    '<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" '
    f'style="width:1em;height:1em"><path d="{path}"/></svg>'
    for path in read_part("icons.txt").split("\n")[:-1]
)
"""Icons that need no package."""
