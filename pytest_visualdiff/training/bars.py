"""Bars of generated pages, at the top, the side and the bottom, and their contents."""

from __future__ import annotations

from random import Random

from pytest_visualdiff.training import words
from pytest_visualdiff.training.language import Writer
from pytest_visualdiff.training.sections import flex


def _ground(random: Random) -> str:
    hue, chance = random.randint(0, 359), random.random()
    if chance < 0.4:
        return "border-bottom:1px solid #8885"
    if chance < 0.65:
        return f"background:hsl({hue} {random.randint(0, 60)}% {random.randint(8, 24)}%);color:#fff"
    colour = f"hsl({hue} {random.randint(40, 90)}% 42%)"
    if chance < 0.8:
        colour = f"linear-gradient(180deg,{colour},hsl({hue + 20} 70% 28%))"
    return f"background:{colour};color:#fff"


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


def top(writer: Writer) -> str:
    """Return a top bar: a name, links, and at its end a field, icons and a user's name."""
    random = writer.random
    ends = []
    if writer.chance(0.45):
        field = _search(writer) if writer.chance(0.5) else writer.input()
        ends.append(f'<div style="width:{random.randint(120, 300)}px">{field}</div>')
    ends += [writer.icon_button() for _ in range(random.randint(0, 3))]
    if writer.chance(0.4):
        ends += [_news(writer) for _ in range(random.randint(1, 3))]
    if writer.chance(0.4):
        ends.append(writer.button())
    if writer.chance(0.4):
        ends.append(writer.avatar() if writer.chance(0.5) else _person(writer))
    if writer.chance(0.3):
        ends.append(f"<span>{writer.icon(20)}{writer.badge()}</span>")
    pad = random.choice((6, 10, 16))
    bar = flex(
        _logo(writer), *_links(writer, 0, 6), '<span style="flex:1"></span>', *ends,
        gap=random.choice((8, 14, 20)),
        style=f"padding:{pad}px 16px;overflow:hidden;{_ground(random)}",
    )  # fmt: skip
    return f'<header class="bar">{bar}</header>'


def _search(writer: Writer) -> str:
    """Return a pale search field without a frame."""
    random = writer.random
    height, radius = random.randint(28, 42), random.choice((0, 4, 8, 20))
    return (
        f'<input placeholder="{words.words(random, 1, 3)}" style="all:unset;box-sizing:border-box;'
        f"width:100%;height:{height}px;padding:0 14px;border-radius:{radius}px;font-size:13px;"
        f'background:{random.choice(("#8882", "#8883", "#fff2"))}">'
    )


def _news(writer: Writer) -> str:
    """Return an icon button with a number or a dot at its corner, as for notifications."""
    random = writer.random
    pad, size = random.choice((4, 8, 12)), random.choice((16, 18, 20, 24))
    corner = f"position:absolute;top:{pad - 5}px;left:{pad + size - 9}px;line-height:1.4"
    hue = random.choice((0, 0, 140, 210))
    mark = (
        f'<span style="{corner};background:hsl({hue} 75% 50%);color:#fff;border-radius:8px;'
        f'font-size:10px;padding:0 4px">{words.count(random)}</span>'
        if writer.chance(0.6)
        else f'<i style="{corner};width:8px;height:8px;border-radius:4px;background:#d33"></i>'
    )
    return (
        f'<button class="bare" style="position:relative;padding:{pad}px">'
        f"{writer.icon(size)}{mark}</button>"
    )


def _person(writer: Writer) -> str:
    """Return a user's name with a picture, which opens a menu."""
    text = f'<span style="font-size:13px;line-height:1.3">{words.person(writer.random)}</span>'
    parts = [text, writer.avatar()]
    if writer.chance(0.5):
        parts.reverse()
    if writer.chance(0.5):
        parts.append(writer.icon(12))
    return (
        '<button class="bare" style="display:inline-flex;align-items:center;gap:8px;flex:none;'
        f'padding:4px">{"".join(parts)}</button>'
    )


def side(writer: Writer) -> str:
    """Return a side bar: a column of links, as words or as whole rows."""
    random = writer.random
    if writer.chance(0.7):
        return _navigation(writer)
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


def _navigation(writer: Writer) -> str:
    """Return groups of links that take up whole rows, with pale icons."""
    random = writer.random
    inset, pad = random.choice((0, 0, 6, 10)), random.choice((5, 7, 9, 12, 16))
    size, text = random.choice((14, 16, 16, 18, 20)), random.choice((12, 13, 14, 15))
    has_icons, pale = writer.chance(0.8), random.choice((0.55, 0.7, 0.85, 1))
    icon_pale, opens = random.choice((0.5, 0.7, 1)), random.choice((0, 0.2, 0.5))
    radius, indent = random.choice((0, 4, 8)), random.choice((8, 14, 20))
    weight = random.choice((400, 400, 500, 700))
    line = random.choice(("", "", "", "border-bottom:1px solid #8883;"))

    def row(is_chosen: bool) -> str:
        icon = (
            f'<span style="opacity:{icon_pale};line-height:0">{writer.icon(size)}</span>'
            if has_icons
            else ""
        )
        end = ""
        if writer.chance(0.15):
            end = writer.badge()
        tag = "a"
        if writer.chance(opens):
            tag = random.choice(("a", "button"))
            end += f'<span style="opacity:.6;line-height:0">{writer.icon(12)}</span>'
        ground = "background:#8884;opacity:1;" if is_chosen else f"opacity:{pale};"
        return (
            f'<{tag} href="#" style="all:unset;box-sizing:border-box;display:flex;gap:10px;'
            f"align-items:center;width:calc(100% - {2 * inset}px);margin:1px {inset}px;"
            f"padding:{pad}px {indent}px;border-radius:{radius}px;font-size:{text}px;"
            f'line-height:1.4;font-weight:{weight};{line}{ground}">{icon}'
            f'<span style="flex:1">{words.words(random, 1, 2)}</span>{end}</{tag}>'
        )

    def group() -> str:
        caption = (
            f'<div style="padding:12px {inset + indent}px 4px;font-size:{random.randint(10, 12)}px;'
            f'opacity:.55;letter-spacing:.05em">{words.words(random, 1, 2).upper()}</div>'
            if writer.chance(0.5)
            else random.choice(("", '<hr style="opacity:.3">'))
        )
        chosen = random.randint(0, 9)
        return caption + "".join(row(it == chosen) for it in range(random.randint(2, 7)))

    head = f'<div style="padding:14px {indent}px">{_logo(writer)}</div>'
    foot = flex(
        writer.avatar(),
        f'<div style="font-size:{text}px">{words.person(random)}<div style="opacity:.6;'
        f'font-size:.85em">{words.words(random, 1, 2)}</div></div>',
        style=f"padding:14px {indent}px",
    )
    body = "".join(group() for _ in range(random.randint(1, 4)))
    ground = random.choice(
        ("background:#8881", "border-right:1px solid #8885", _ground(random), _ground(random))
    )
    return (
        f'<aside class="side-nav" style="width:{random.randint(180, 290)}px;padding:0;{ground}">'
        f"{head if writer.chance(0.8) else ''}{body}{foot if writer.chance(0.3) else ''}</aside>"
    )


def foot(writer: Writer) -> str:
    """Return the footer of a page: columns of links."""
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


def _stacked(parts: list[str]) -> str:
    return "".join(f"<div>{part}</div>" for part in parts)


def bottom(writer: Writer) -> str:
    """Return the bottom bar of a page on a phone."""
    items = "".join(
        f'<div style="text-align:center;flex:1">{writer.icon(24)}<br><small>'
        f"{words.words(writer.random, 1, 1)}</small></div>"
        for _ in range(writer.random.randint(3, 5))
    )
    return f'<div style="display:flex;padding:8px;border-top:1px solid #8885">{items}</div>'
