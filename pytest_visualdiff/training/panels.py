"""Sections of generated pages as in business applications: cards with a title and contents.

Much of it only looks like a control: titles with a line below, gaps between cards, bars that say
how far something is, dots of legends and of what has happened, icons on a ground of their own.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from pytest_visualdiff.training import pictures, words
from pytest_visualdiff.training.language import Writer
from pytest_visualdiff.training.sections import flex, grid

_SIGNS = ("+", "-", "&times;", "&ctdot;", "&vellip;", "&lsaquo;", "&rsaquo;")
"""Signs that a small button may show instead of an icon."""


def _colour(random: Random) -> str:
    return f"hsl({random.randint(0, 359)} {random.randint(35, 85)}% {random.randint(38, 60)}%)"


def panels(writer: Writer) -> str:
    """Return cards with a title in a strip of its own, close below and beside each other."""
    random = writer.random
    strip, pad = random.choice(("none", "none", "#8881", "#8882")), random.choice((8, 12, 16, 22))
    line = random.choice(("1px solid #8883", "1px solid #8883", "0"))
    frame = random.choice(
        ("border:1px solid #8884", "border:1px solid #8884", "box-shadow:0 1px 4px #0003",
         "box-shadow:0 3px 14px #0002")
    )  # fmt: skip
    radius, size, weight = random.choice((0, 4, 8, 12)), random.randint(12, 19), writer.chance(0.6)
    is_light = "dark" not in writer.language.root
    ground = random.choice(("background:#8882", "")) if is_light else ""
    card = "background:#fff;" if ground else ""
    title_colour = random.choice(("", "", "opacity:.7", f"color:{_colour(random)}"))
    ends: tuple[Callable[[], str], ...] = (
        lambda: "", lambda: "", writer.link, writer.badge, writer.icon_button, writer.button,
        lambda: f'<div style="width:120px">{writer.select()}</div>', writer.button_group,
    )  # fmt: skip
    bodies: tuple[Callable[[Writer], str], ...] = (
        _chart, _chart, shares, shares, _people, history, history, _facts, _words, _fields,
    )  # fmt: skip

    def panel() -> str:
        tag = "b" if weight else "span"
        title = (
            f'<{tag} style="font-size:{size}px;{title_colour}">{words.title(random)}</{tag}>'
            + (f'<div class="dim">{words.sentence(random)}</div>' if writer.chance(0.25) else "")
        )
        head = flex(
            f'<div style="flex:1;min-width:0">{title}</div>', random.choice(ends)(),
            style=f"padding:{pad * 2 // 3}px {pad}px;border-bottom:{line};background:{strip}",
        )  # fmt: skip
        body = random.choice(bodies)(writer)
        end = (
            f'<div style="padding:{pad * 2 // 3}px {pad}px;border-top:{line};background:{strip}">'
            f"{random.choice((writer.link, writer.button, lambda: words.sentence(random)))()}</div>"
            if writer.chance(0.2)
            else ""
        )
        return (
            f'<div style="{card}{frame};border-radius:{radius}px;overflow:hidden">{head}'
            f'<div style="padding:{pad}px">{body}</div>{end}</div>'
        )

    count, least = random.randint(1, 5), random.choice((240, 320, 420))
    cards = grid([panel() for _ in range(count)], least, random.choice((6, 12, 18, 26, 36)))
    return f'<div style="padding:{random.choice((0, 12, 24))}px;{ground}">{cards}</div>'


def _legend(writer: Writer) -> str:
    """Return the legend of a chart: dots with names, which are no controls."""
    random = writer.random
    side, radius = random.randint(6, 13), random.choice(("50%", "50%", "2px"))
    parts = [
        f'<span style="display:inline-flex;gap:5px;align-items:center"><i style="width:{side}px;'
        f'height:{side}px;border-radius:{radius};background:{_colour(random)}"></i>'
        f"{words.words(random, 1, 2)}</span>"
        for _ in range(random.randint(2, 5))
    ]
    column = random.choice(("", "flex-direction:column;align-items:flex-start"))
    return flex(*parts, gap=random.choice((6, 14)), style=f"flex-wrap:wrap;{column}")


def _chart(writer: Writer) -> str:
    random = writer.random
    height = random.randint(60, 260)
    style = f'<svg style="width:100%;height:{height}px" preserveAspectRatio="none"'
    svg = pictures.chart(random).replace("<svg", style, 1)
    return svg + (_legend(writer) if writer.chance(0.6) else "")


def _bar(random: Random) -> str:
    """Return a progress bar."""
    height, radius = random.choice((3, 5, 6, 8, 12, 16, 22)), random.choice((0, 3, 12))
    share = random.randint(0, 100)
    text = f"{share}%" if height > 12 and random.random() < 0.5 else ""
    return (
        f'<div style="height:{height}px;border-radius:{radius}px;background:#8883;overflow:hidden">'
        f'<div style="width:{share}%;height:100%;background:{_colour(random)};color:#fff;'
        f'font-size:11px;line-height:{height}px;text-align:center">{text}</div></div>'
    )


def shares(writer: Writer) -> str:
    """Return the progress of several things."""
    random = writer.random
    gap, number = random.choice((6, 12, 20)), writer.chance(0.7)

    def share() -> str:
        end = f"<span>{random.randint(0, 100)}%</span>" if number else ""
        head = flex(f'<span style="flex:1">{words.words(random, 1, 3)}</span>', end)
        return f'<div style="margin-bottom:{gap}px">{head}{_bar(random)}</div>'

    return "".join(share() for _ in range(random.randint(2, 6)))


def _people(writer: Writer) -> str:
    """Return people, their roles and whether they are online; or only their pictures."""
    random = writer.random
    if writer.chance(0.3):
        overlap = random.choice((0, 6, 10))
        return flex(
            *(
                f'<span style="margin-right:-{overlap}px">{writer.avatar()}</span>'
                for _ in range(random.randint(2, 6))
            ),
            gap=0,
        )

    def one() -> str:
        dot = f'<i style="width:8px;height:8px;border-radius:4px;background:{_colour(random)}"></i>'
        state = flex(dot if writer.chance(0.6) else "", words.words(random, 1, 2), gap=5)
        name = f'<div style="flex:1">{words.person(random)}<div class="dim">{state}</div></div>'
        ends = ("", writer.badge(), f'<span class="dim">{words.number(random)}</span>')
        return flex(
            writer.avatar(), name, random.choice(ends), style="padding:7px 0", gap=10
        )  # fmt: skip

    return "".join(one() for _ in range(random.randint(2, 6)))


def history(writer: Writer) -> str:
    """Return a timeline: events one below the other, with dots on a line."""
    random = writer.random
    side, pad = random.choice((7, 9, 11, 13, 15)), random.choice((4, 8, 14))
    ring, joined = random.choice(("", "", "border:2px solid")), writer.chance(0.7)

    def event() -> str:
        colour = _colour(random)
        look = f"{ring} {colour}" if ring else f"background:{colour}"
        dot = (
            f'<i style="position:absolute;left:{-side / 2 - 1}px;top:{pad + 4}px;width:{side}px;'
            f'height:{side}px;border-radius:50%;box-sizing:border-box;{look}"></i>'
        )
        line = f"border-left:2px solid #888{'4' if joined else '0'}"
        when = f'<div class="dim">{words.number(random)}</div>' if writer.chance(0.7) else ""
        return (
            f'<div style="position:relative;margin-left:8px;padding:{pad}px 0 {pad}px 16px;{line}">'
            f"{dot}{when}<div>{words.words(random, 2, 7)}</div></div>"
        )

    return "".join(event() for _ in range(random.randint(2, 6)))


def _facts(writer: Writer) -> str:
    """Return the properties of something, in two columns with lines between."""
    random = writer.random
    line = random.choice(("", "border-bottom:1px solid #8883"))
    return "".join(
        flex(
            f'<span class="dim" style="flex:1">{words.label(random)}</span>',
            random.choice((words.number(random), writer.badge(), words.words(random, 1, 2))),
            style=f"padding:6px 0;{line}",
        )
        for _ in range(random.randint(2, 7))
    )


def _words(writer: Writer) -> str:
    return f"<div>{words.paragraph(writer.random, 3)}</div>"


def _fields(writer: Writer) -> str:
    fields = "".join(writer.field() for _ in range(writer.random.randint(1, 4)))
    return fields + flex(writer.button(), writer.button())


def tallies(writer: Writer) -> str:
    """Return numbers on cards, each with a caption, its change and an icon."""
    random = writer.random
    radius, pad = random.choice((0, 4, 10)), random.choice((10, 16, 22))
    edge = random.choice(("", "", "left", "top"))
    frame = random.choice(("border:1px solid #8884", "box-shadow:0 1px 5px #0003"))
    size, upper, at_end = random.randint(18, 34), writer.chance(0.4), writer.chance(0.6)
    framed, pale = writer.chance(0.6), random.choice((0.3, 0.6, 1))
    icon_size = random.choice((16, 20, 24, 28, 32))

    def change() -> str:
        colour = random.choice(("#1a9c5b", "#d3382c"))
        sign = writer.icon(12) if writer.chance(0.6) else random.choice("+-")
        return f'<span style="color:{colour};font-size:12px">{sign}{random.randint(1, 40)}%</span>'

    def tally() -> str:
        name = words.words(random, 1, 3)
        icon = (
            writer.framed_icon()
            if framed
            else f'<span style="opacity:{pale}">{writer.icon(icon_size)}</span>'
        )
        moved = change() if writer.chance(0.6) else ""
        note = f'<div class="dim">{words.words(random, 2, 4)}</div>' if writer.chance(0.4) else ""
        text = (
            f'<div style="flex:1;min-width:0"><div style="font-size:12px">'
            f"{name.upper() if upper else name}</div><span style="
            f'"font-size:{size}px;line-height:1.3"><b>{words.number(random)}</b></span> {moved}'
            f"{note}{_bar(random) if writer.chance(0.2) else ''}</div>"
        )
        mark = f";border-{edge}:4px solid {_colour(random)}" if edge else ""
        return flex(
            *((text, icon) if at_end else (icon, text)),
            style=f"{frame};border-radius:{radius}px;padding:{pad}px{mark}",
        )

    return grid([tally() for _ in range(random.randint(2, 6))], random.choice((170, 220, 280)))


def filters(writer: Writer) -> str:
    """Return breadcrumbs, a title, and buttons as pills, segments and circles."""
    random = writer.random
    sign = random.choice(("/", "&rsaquo;", "&gt;", "·"))
    path = [
        f'<a href="#" style="text-decoration:none">{words.words(random, 1, 1)}</a>'
        for _ in range(random.randint(1, 3))
    ]
    crumbs = flex(
        writer.icon(14) if writer.chance(0.3) else "",
        *(f"{link}<span>{sign}</span>" for link in path),
        f"<span>{words.words(random, 1, 1)}</span>", gap=6, style="font-size:13px",
    )  # fmt: skip
    title = flex(
        f'<h2 style="flex:1">{words.title(random)}</h2>',
        *(writer.button() for _ in range(random.randint(0, 2))),
    )
    makers = (_pills, _segments, _circles, _marked)
    parts = [random.choice(makers)(writer) for _ in range(random.randint(1, 4))]
    return crumbs + title + "".join(f'<div style="margin:8px 0">{part}</div>' for part in parts)


def _button(inner: str, style: str) -> str:
    return (
        '<button style="all:unset;box-sizing:border-box;display:inline-flex;align-items:center;'
        f'justify-content:center;gap:6px;line-height:1.4;{style}">{inner}</button>'
    )


def _pills(writer: Writer) -> str:
    """Return buttons with round ends, one of them selected."""
    random = writer.random
    pad, size, radius = random.choice((2, 4, 6)), random.choice((12, 13, 14)), random.randint(6, 20)
    main = _colour(random)
    looks = random.choice(
        (("border:1px solid #8886", f"border:1px solid {main};color:{main}"),
         ("background:#8882", f"background:{main};color:#fff"))
    )  # fmt: skip
    chosen = random.randint(0, 4)
    return flex(
        *(
            _button(
                words.words(random, 1, 1) + (f" {writer.icon(12)}" if writer.chance(0.1) else ""),
                f"padding:{pad}px {pad * 2 + 6}px;font-size:{size}px;border-radius:{radius}px;"
                + looks[number == chosen],
            )
            for number in range(random.randint(2, 7))
        ),
        gap=random.choice((4, 8)),
        style="flex-wrap:wrap",
    )


def _segments(writer: Writer) -> str:
    """Return buttons joined on one background, one of them selected."""
    random = writer.random
    pad, radius, chosen = random.choice((3, 5, 8)), random.choice((4, 8, 20)), random.randint(0, 3)
    look = random.choice(
        ("background:#fff;color:#222;box-shadow:0 1px 2px #0003", f"color:{_colour(random)}",
         f"background:{_colour(random)};color:#fff")
    )  # fmt: skip
    parts = "".join(
        _button(
            words.words(random, 1, 1),
            f"padding:{pad}px {pad * 2 + 6}px;font-size:13px;border-radius:{radius}px;"
            + (look if number == chosen else ""),
        )
        for number in range(random.randint(2, 5))
    )
    return (
        f'<div style="display:inline-flex;padding:3px;background:#8882;border-radius:{radius + 2}px'
        f'">{parts}</div>'
    )


def _circles(writer: Writer) -> str:
    """Return round or square buttons that contain only an icon or a sign."""
    random = writer.random
    size, radius = random.choice((14, 16, 18, 20)), random.choice(("50%", "50%", "4px", "8px"))
    side = size + random.choice((8, 12, 16, 24))
    shape = f"width:{side}px;height:{side}px;border-radius:{radius};flex:none;"
    look = random.choice(("", "border:1px solid #8886", "background:#8882", "COLOUR"))
    parts = []
    for _ in range(random.randint(2, 6)):
        own = f"background:{_colour(random)};color:#fff" if look == "COLOUR" else look
        inner = random.choice(_SIGNS) if writer.chance(0.15) else writer.icon(size)
        parts.append(_button(inner, shape + own))
    return flex(*parts, gap=random.choice((2, 6, 10)))


def _marked(writer: Writer) -> str:
    """Return buttons whose icon has a background, or that are pale and coloured."""
    random = writer.random
    pad, radius, is_split = random.choice((6, 9)), random.choice((0, 4, 8)), writer.chance(0.5)

    def button() -> str:
        hue, text = random.randint(0, 359), words.action(random)
        if not is_split:
            return _button(
                f"{writer.icon(16) if writer.chance(0.5) else ''}{text}",
                f"padding:{pad}px {pad * 2}px;border-radius:{radius}px;color:hsl({hue} 70% 40%);"
                f"background:hsl({hue} 70% 50% / .14)",
            )
        icon = (
            f'<span style="padding:{pad}px;background:#0003;line-height:0">{writer.icon(16)}</span>'
        )
        return _button(
            f'{icon}<span style="padding:0 {pad * 2}px 0 {pad}px">{text}</span>',
            f"border-radius:{radius}px;overflow:hidden;color:#fff;background:hsl({hue} 60% 45%)",
        )

    return flex(
        *(button() for _ in range(random.randint(2, 5))), style="flex-wrap:wrap"
    )  # fmt: skip
