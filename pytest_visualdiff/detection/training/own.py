"""Design languages of our own: one style sheet whose every measure is drawn by chance.

Presets keep what belongs together in well-known manners (flat, material, native, brutal, dark ...);
the rest, and now and then everything, varies freely.
"""

from __future__ import annotations

from random import Random
from typing import Any

from pytest_visualdiff.detection.training.language import Icons, Language

MARKUP = {
    "button": '<button class="btn {tone} {size}" {state}>{inner}</button>',
    "icon_button": '<button class="btn sq {tone} {size}">{inner}</button>',
    "link_button": '<a role="button" class="btn {tone} {size}" {state}>{inner}</a>',
    "input": '<input class="fld" type="{type}" value="{value}" placeholder="{hint}" {state}>',
    "textarea": '<textarea class="fld" rows="{rows}" placeholder="{hint}" {state}>{value}</textarea>',
    "select": '<select class="fld" {state}>{options}</select>',
    "checkbox": '<label class="opt"><input type="checkbox" class="chk" {state}> {text}</label>',
    "radio": '<label class="opt"><input type="radio" class="rad" name="{id}" {state}> {text}</label>',
    "switch": '<label class="opt"><input type="checkbox" role="switch" class="swt" {state}> {text}'
    "</label>",
    "slider": '<input type="range" class="sld" value="{share}" {state}>',
    "badge": '<span class="bdg {tone}">{text}</span>',
    "card": '<div class="card">{image}<div class="in">{body}</div></div>',
    "tabs": '<div class="tabs">{tabs}</div>',
    "tab": '<button role="tab" class="tab {state}">{text}</button>',
    "alert": '<div class="alert {tone}">{text}</div>',
    "progress": '<div class="prg"><div style="width:{share}%"></div></div>',
    "button_group": '<div class="joined">{buttons}</div>',
    "input_group": '<div class="joined"><span class="addon">{addon}</span>{input}{button}</div>',
    "field": '<div class="row"><label>{label}</label>{control}</div>',
    "table": '<table class="tbl"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>',
    "pagination": '<div class="pages">{links}</div>',
    "page_link": '<a href="#" class="pg">{text}</a>',
}  # fmt: skip

_CUSTOM_SELECT = (
    '<div class="fld cust" role="combobox"><span>{text}</span>'
    '<svg width="12" height="12" viewBox="0 0 12 12" data-kind="none" fill="none" '
    'stroke="currentColor" stroke-width="1.5"><path d="M2 4l4 4 4-4"/></svg></div>'
)
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
    """Return a language whose style sheet is drawn by chance."""
    preset = random.choice(_PRESETS)
    look = _look(random, preset)
    markup = dict(MARKUP)
    if not look["plain"]:
        if random.random() < 0.5:
            markup["select"] = _CUSTOM_SELECT
        if random.random() < 0.4:
            markup["slider"] = _CUSTOM_SLIDER
        for kind, style in (("checkbox", "chk"), ("radio", "rad"), ("switch", "swt")):
            if not look["native"] and random.random() < 0.35:
                markup[kind] = _CUSTOM_CHOICE.replace("{look}", style).replace("{kind}", kind)
        if random.random() < 0.25:
            markup["field"] = '<div class="row fl"><label>{label}</label>{control}</div>'
        elif random.random() < 0.2:
            markup["field"] = '<div class="row side"><label>{label}</label><div>{control}</div></div>'
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
        "tint": f"hsl({hue} {random.randint(30, 80)}% {random.randint(18, 28) if dark else random.randint(86, 95)}%)",
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
        "choice": random.randint(12, 22),
        "switch": random.choice(("pill", "pill", "thin", "square")),
        "underline": random.random() < 0.4,
        "lined": random.random() < 0.6,
        "tab": random.choice(("line", "pill", "box")),
        "pad": random.choice((4, 8, 10, 14, 20, 28)),
        "wide": random.choice((0.6, 1.0, 1.4)),
    }  # fmt: skip


def _sheet(look: dict[str, Any]) -> str:
    if look["plain"]:
        return _PLAIN % look
    parts = [_BASE % look, _FIELDS[look["field"]] % look]
    if not look["native"]:
        parts += [_CHOICES % look, _SWITCHES[look["switch"]] % look]
    parts.append(_NATIVE % look if look["native"] else _SLIDER % look)
    parts.append(_TABS[look["tab"]] % look)
    if look["upper"]:
        parts.append(".btn,.tab{text-transform:uppercase;letter-spacing:.06em}")
    if look["shadow"]:
        parts.append(".card,.main{box-shadow:0 1px 3px #0004,0 4px 12px #0001}")
    return "".join(parts)


_PLAIN = """
.card{border:1px solid #999;padding:8px} .row{margin:8px 0} .joined,.opt{display:inline-block}
.bdg{background:#888;color:#fff;border-radius:3px;padding:0 4px;font-size:12px}
.tbl{border-collapse:collapse} .tbl td,.tbl th{border:1px solid #aaa;padding:%(pad)spx}
.alert{background:#ffc;color:#000;padding:8px} .prg{height:12px;background:#ccc} .prg div{background:%(main)s;height:12px}
.pg{margin-right:8px} .row label{display:inline-block;min-width:100px}
"""

_BASE = """
body{background:%(page)s;color:%(ink)s;font-size:%(text)spx;line-height:%(leading)s}
a{color:%(main)s} p{margin:0 0 12px} .note,.dim{color:%(dim)s;font-size:.86em}
.btn{display:inline-flex;align-items:center;justify-content:center;gap:6px;height:%(height)spx;
 padding:0 calc(%(height)spx * .4 * %(wide)s);border:%(border)spx solid %(line)s;border-radius:%(radius)spx;background:%(panel)s;
 color:%(ink)s;font:inherit;font-weight:%(weight)s;text-decoration:none;white-space:nowrap;cursor:pointer;vertical-align:middle}
.btn.main{background:%(main)s;border-color:%(main)s;color:%(on)s} .btn.line{background:none;border-color:%(main)s;color:%(main)s}
.btn.ghost{background:none;border-color:transparent;color:%(main)s} .btn.tint{background:%(tint)s;border-color:transparent}
.btn.bad{background:#c62828;border-color:#c62828;color:#fff} .btn.good{background:#2e7d32;border-color:#2e7d32;color:#fff}
.btn.small{height:calc(%(height)spx * .78);font-size:.85em} .btn.large{height:calc(%(height)spx * 1.25);font-size:1.1em}
.btn.sq{padding:0;width:%(height)spx} .btn:disabled,.btn[disabled]{opacity:.5}
.fld{height:%(height)spx;font:inherit;color:inherit;width:100%%;box-sizing:border-box;padding:0 10px;
 border-radius:min(%(radius)spx,12px);border:%(border)spx solid %(line)s;background:%(panel)s}
textarea.fld{height:auto;padding:8px 10px;display:block} .fld:disabled{opacity:.6;background:%(fill)s}
.fld::placeholder{color:%(dim)s}
.cust{display:flex;align-items:center;justify-content:space-between}
.bdg{display:inline-block;padding:1px 7px;font-size:.78em;line-height:1.5;border-radius:min(%(radius)spx,99px);min-width:.8em;text-align:center;
 background:%(fill)s;color:%(ink)s;border:1px solid transparent;font-weight:%(weight)s;border-radius:max(2px,min(%(radius)spx,20px))}
.bdg.main{background:%(main)s;color:%(on)s} .bdg.line{border-color:%(line)s;background:none} .bdg.tint{background:%(tint)s}
.bdg.bad{background:#d32f2f;color:#fff} .bdg.good{background:#c8e6c9;color:#1b5e20}
.card{background:%(panel)s;border:%(border)spx solid %(line)s;border-radius:min(%(radius)spx,16px);overflow:hidden} .card .in{padding:%(pad)spx}
.row{margin-bottom:%(gap)spx;position:relative} .row>label{display:block;margin-bottom:4px;font-weight:%(weight)s}
.row.side{display:flex;gap:12px;align-items:center} .row.side>label{width:30%%;margin:0} .row.side>div{flex:1}
.row.fl>label{position:absolute;left:8px;top:-.7em;font-size:.8em;padding:0 4px;background:%(panel)s;z-index:1;margin:0}
.opt{display:flex;align-items:center;gap:8px;margin:4px 0}
.alert{padding:10px 14px;border-radius:min(%(radius)spx,12px);background:%(tint)s;color:%(ink)s;border-left:4px solid %(main)s;margin:8px 0}
.alert.bad{background:#fdecea;color:#611} .alert.main{background:%(main)s;color:%(on)s}
.prg{height:8px;background:%(fill)s;border-radius:8px;overflow:hidden} .prg div{height:100%%;background:%(main)s}
.joined{display:flex} .joined>*{border-radius:0;margin:0} .joined>*+*{margin-left:-%(border)spx} .joined>.fld{flex:1;min-width:0}
.addon{display:flex;align-items:center;padding:0 10px;background:%(fill)s;border:%(border)spx solid %(line)s}
.tbl{width:100%%;border-collapse:collapse} .tbl td,.tbl th{padding:%(pad)spx;text-align:left;border-bottom:1px solid %(line)s}
.pages{display:flex;gap:4px} .pg{padding:4px 10px;border:1px solid %(line)s;border-radius:min(%(radius)spx,8px);text-decoration:none}
.side-nav a{color:inherit;text-decoration:none} .bare{background:none;border:0;color:inherit;line-height:0;vertical-align:middle}
"""

_FIELDS = {
    "boxed": "",
    "filled": ".fld{background:%(fill)s;border-color:transparent}",
    "line": ".fld{background:none;border-width:0 0 1px;border-radius:0;padding-left:0}",
}

_NATIVE = ".chk,.rad,.swt,.sld{accent-color:%(main)s} .sld{width:100%%} .chk,.rad{margin:2px}"

_CHOICES = """
.chk,.rad{appearance:none;flex:none;width:%(choice)spx;height:%(choice)spx;border:%(border)spx solid %(dim)s;border-radius:%(box)spx;
 background:%(panel)s;margin:0;display:inline-grid;place-content:center;box-sizing:border-box}
.rad{border-radius:50%%} .chk:checked,.chk[data-checked]{background:%(main)s;border-color:%(main)s}
.chk:checked::before,.chk[data-checked] u{content:"";width:calc(%(choice)spx * .55);height:calc(%(choice)spx * .55);background:%(on)s;
 clip-path:polygon(14%% 44%%,0 65%%,50%% 100%%,100%% 16%%,80%% 0,43%% 62%%)}
.rad:checked,.rad[data-checked]{border-color:%(main)s}
.rad:checked::before,.rad[data-checked] u{content:"";width:calc(%(choice)spx * .5);height:calc(%(choice)spx * .5);border-radius:50%%;background:%(main)s}
.chk:disabled,.rad:disabled,.swt:disabled,.sld:disabled{opacity:.5}
"""

_SWITCHES = {
    "pill": """.swt{appearance:none;flex:none;margin:0;width:calc(%(choice)spx * 2.1);height:calc(%(choice)spx * 1.15);border-radius:99px;
 background:%(dim)s;position:relative;display:inline-block;box-sizing:border-box}
.swt::before{content:"";position:absolute;top:2px;left:2px;height:calc(100%% - 4px);aspect-ratio:1;border-radius:50%%;background:#fff}
.swt:checked,.swt[data-checked]{background:%(main)s} .swt:checked::before,.swt[data-checked]::before{left:auto;right:2px}""",
    "thin": """.swt{appearance:none;flex:none;margin:4px 0;width:calc(%(choice)spx * 2);height:calc(%(choice)spx * .8);border-radius:99px;
 background:%(line)s;position:relative;display:inline-block}
.swt::before{content:"";position:absolute;top:-3px;left:-1px;height:calc(100%% + 6px);aspect-ratio:1;border-radius:50%%;background:%(panel)s;box-shadow:0 1px 4px #0007}
.swt:checked,.swt[data-checked]{background:%(tint)s} .swt:checked::before,.swt[data-checked]::before{left:auto;right:-1px;background:%(main)s}""",
    "square": """.swt{appearance:none;flex:none;margin:0;width:calc(%(choice)spx * 2.2);height:calc(%(choice)spx * 1.2);border-radius:%(box)spx;
 border:2px solid %(dim)s;position:relative;display:inline-block;box-sizing:border-box;background:none}
.swt::before{content:"";position:absolute;top:2px;left:2px;height:calc(100%% - 4px);width:40%%;background:%(dim)s}
.swt:checked,.swt[data-checked]{border-color:%(main)s} .swt:checked::before,.swt[data-checked]::before{left:auto;right:2px;background:%(main)s}""",
}

_SLIDER = """
.sld{appearance:none;width:100%%;height:16px;background:linear-gradient(%(line)s,%(line)s) center/100%% 4px no-repeat;margin:4px 0}
.sld::-webkit-slider-thumb{appearance:none;width:16px;height:16px;border-radius:50%%;background:%(main)s}
.cs{position:relative;height:%(choice)spx;margin:6px 0;background:linear-gradient(%(line)s,%(line)s) center/100%% 4px no-repeat}
.cs i{position:absolute;left:0;top:calc(50%% - 2px);height:4px;background:%(main)s}
.cs b{position:absolute;top:0;width:%(choice)spx;height:%(choice)spx;margin-left:calc(%(choice)spx / -2);border-radius:50%%;background:%(panel)s;
 border:2px solid %(main)s;box-sizing:border-box}
"""

_TABS = {
    "line": """.tabs{display:flex;border-bottom:1px solid %(line)s;gap:8px} .tab{background:none;border:0;padding:8px 12px;font:inherit;color:inherit}
.tab.active{border-bottom:2px solid %(main)s;color:%(main)s}""",
    "pill": """.tabs{display:inline-flex;background:%(fill)s;border-radius:%(radius)spx;padding:3px;gap:2px}
.tab{background:none;border:0;padding:6px 12px;font:inherit;color:inherit;border-radius:%(radius)spx} .tab.active{background:%(panel)s;box-shadow:0 1px 2px #0003}""",
    "box": """.tabs{display:flex;border-bottom:1px solid %(line)s} .tab{background:%(fill)s;border:1px solid %(line)s;border-bottom:0;padding:6px 14px;font:inherit;color:inherit;margin-right:2px}
.tab.active{background:%(panel)s}""",
}

_PATHS = (
    "M3 12l9-9 9 9M5 10v10h14V10", "M12 5v14M5 12h14", "M6 6l12 12M18 6L6 18", "M4 6h16M4 12h16M4 18h16",
    "M5 12l5 5L20 7", "M9 6l6 6-6 6", "M6 9l6 6 6-6", "M11 4a7 7 0 100 14 7 7 0 000-14M16 16l5 5",
    "M12 3a4 4 0 100 8 4 4 0 000-8M4 21a8 8 0 0116 0", "M3 6h18v12H3zM3 6l9 7 9-7",
    "M4 20h4L20 8l-4-4L4 16z", "M12 3v12M7 10l5 5 5-5M4 20h16", "M5 7h14M9 7V4h6v3M7 7l1 14h8l1-14",
    "M12 3l3 6 6 1-4 5 1 6-6-3-6 3 1-6-4-5 6-1z", "M4 5h16v15H4zM4 10h16M8 3v4M16 3v4",
    "M12 20s-8-5-8-11a4 4 0 018-1 4 4 0 018 1c0 6-8 11-8 11z", "M6 17V11a6 6 0 0112 0v6l2 2H4z",
    "M5 5h6v6H5zM13 5h6v6h-6zM5 13h6v6H5zM13 13h6v6h-6z", "M4 18l5-6 4 4 3-4 4 6zM4 4h16v16H4z",
    "M12 3a9 9 0 100 18 9 9 0 000-18M12 8v5M12 16v1",
)  # fmt: skip

OWN_ICONS = tuple(
    '<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" '
    f'style="width:1em;height:1em"><path d="{path}"/></svg>'
    for path in _PATHS
)
"""Icons that need no package."""
