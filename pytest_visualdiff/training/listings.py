"""Sections of generated pages that consist of rows: lists, settings, menus, headings."""

from __future__ import annotations

from collections.abc import Callable

from pytest_visualdiff.training import words
from pytest_visualdiff.training.language import Writer
from pytest_visualdiff.training.sections import flex, grid, heading


def rows(writer: Writer) -> str:
    """Return a list: a picture or an icon, two lines, and something at the end of each row."""
    random = writer.random
    ends: list[Callable[[], str]] = [
        lambda: "",
        lambda: writer.badge(),
        lambda: writer.icon_button(),
        lambda: writer.button(),
        lambda: writer.choice("switch", labelled=False),
        lambda: writer.choice("checkbox", labelled=False),
        lambda: f'<span class="dim">{words.number(random)}</span>',
        lambda: writer.icon(16),
    ]
    starts: list[Callable[[], str]] = [
        lambda: "",
        writer.avatar,
        writer.icon,
        lambda: writer.choice(random.choice(("checkbox", "radio")), labelled=False),
    ]
    end, start = random.choice(ends), random.choice(starts)
    line = random.choice(("", "border-bottom:1px solid #8884;"))
    pad = random.choice((4, 8, 12, 16))
    second = writer.chance(0.6)
    return heading(writer) + "".join(
        flex(
            start(),
            f'<div style="flex:1;min-width:0"><div>{words.words(random, 1, 5)}</div>'
            + (f'<div class="dim">{words.sentence(random)}</div>' if second else "")
            + "</div>",
            end(),
            style=f"padding:{pad}px 0;{line}",
        )
        for _ in range(random.randint(3, 9))
    )


def settings(writer: Writer) -> str:
    """Return settings: text at the left, a control at the right."""
    random = writer.random

    def setting() -> str:
        chance = random.random()
        if chance < 0.5:
            control = writer.choice("switch", labelled=False)
        elif chance < 0.7:
            control = f'<div style="width:160px">{writer.select()}</div>'
        elif chance < 0.85:
            control = f'<div style="width:160px">{writer.slider()}</div>'
        else:
            control = writer.button()
        text = f'<b>{words.words(random, 1, 4)}</b><div class="dim">{words.sentence(random)}</div>'
        return flex(
            f'<div style="flex:1">{text}</div>',
            control,
            style="padding:10px 0;border-top:1px solid #8883",
        )  # fmt: skip

    return heading(writer) + "".join(setting() for _ in range(random.randint(3, 8)))


def points(writer: Writer) -> str:
    """Return lines with an icon before each, as in a list of features; none is a control."""
    random = writer.random

    def lines() -> str:
        size, pad = random.choice((12, 14, 16, 16, 20)), random.choice((0, 2, 4, 8))
        gap, least, most = random.choice((4, 6, 8, 12)), 1, random.choice((2, 4, 9))
        starts: list[Callable[[int], str]] = [
            writer.icon, writer.icon, lambda _: writer.framed_icon(),
        ]  # fmt: skip
        start = random.choice(starts)
        rows = "".join(
            flex(
                start(size), f"<span>{words.words(random, least, most)}</span>", gap=gap,
                style=f"padding:{pad}px 0",
            )
            for _ in range(random.randint(3, 8))
        )  # fmt: skip
        return writer.card(rows) if writer.chance(0.3) else f"<div>{rows}</div>"

    return heading(writer) + grid([lines() for _ in range(random.randint(1, 4))], 180)


def menu(writer: Writer) -> str:
    """Return an open menu: an icon, text, and something at the end of each line."""
    random = writer.random
    pad = random.choice((4, 6, 10))
    ends: list[Callable[[], str]] = [
        lambda: "", lambda: "", writer.badge, lambda: writer.icon(12),
        lambda: f'<span class="dim">{words.number(random)}</span>',
    ]  # fmt: skip
    end, has_icons, are_links = random.choice(ends), writer.chance(0.7), writer.chance(0.5)

    def line() -> str:
        text = words.words(random, 1, 3)
        text = (
            f'<a href="#" style="color:inherit;text-decoration:none">{text}</a>'
            if are_links
            else text
        )
        return flex(
            writer.icon(random.choice((14, 16, 18))) if has_icons else "",
            f'<span style="flex:1">{text}</span>', end(), style=f"padding:{pad}px 12px",
        )  # fmt: skip

    def one() -> str:
        width, radius = random.randint(150, 260), random.choice((0, 4, 10))
        parts = [line() for _ in range(random.randint(3, 9))]
        if writer.chance(0.4):
            parts.insert(2, '<div style="border-top:1px solid #8884"></div>')
        shadow = random.choice(("0 4px 16px #0003", "none"))
        return (
            f'<div style="width:{width}px;border:1px solid #8884;border-radius:{radius}px;'
            f'box-shadow:{shadow}">{"".join(parts)}</div>'
        )

    return flex(*(one() for _ in range(random.randint(1, 4))), style="align-items:flex-start")


def tags(writer: Writer) -> str:
    """Return people with what concerns them: pictures or initials, text and badges."""
    random = writer.random
    parts: list[Callable[[], str]] = [
        writer.avatar, writer.badge, writer.badge, writer.framed_icon,
        lambda: writer.icon(random.choice((12, 14, 16))),
        lambda: f"<span>{words.count(random)}</span>",
        lambda: f"<b>{words.person(random)}</b>",
    ]  # fmt: skip

    def line() -> str:
        chosen = [random.choice(parts)() for _ in range(random.randint(2, 7))]
        return flex(*chosen, gap=random.choice((4, 6, 10)), style="flex-wrap:wrap;padding:4px 0")

    def one() -> str:
        body = f"<div>{words.words(random, 2, 6)}</div>{line()}"
        return writer.card(body) if writer.chance(0.6) else f"<div>{body}</div>"

    return grid([one() for _ in range(random.randint(2, 8))], random.choice((170, 240, 400)))


def stack(writer: Writer) -> str:
    """Return cards close to each other; the gaps between them are no fields."""
    random = writer.random
    gap = random.choice((4, 8, 12, 20, 36))
    shadow = random.choice(("none", "0 1px 3px #0004", "0 4px 12px #0002"))
    lines = random.choice((0, 1, 2))
    return "".join(
        f'<div style="margin-bottom:{gap}px;box-shadow:{shadow}">'
        + writer.card(
            f"<b>{words.title(random)}</b>"
            + "".join(f"<div>{words.sentence(random)}</div>" for _ in range(lines))
        )
        + "</div>"
        for _ in range(random.randint(2, 6))
    )


def accordion(writer: Writer) -> str:
    """Return an accordion: headings, buttons as wide as the page, that open the part below."""
    random = writer.random
    pad, size = random.choice((6, 10, 14)), random.choice((12, 14, 16))
    line = random.choice(("border-bottom:1px solid #8884", "border:1px solid #8884", ""))
    ground = random.choice(("none", "none", "#8882"))

    def part(is_open: bool) -> str:
        body = f"<p>{words.paragraph(random, 3)}</p>" if is_open else ""
        return (
            '<button style="all:unset;box-sizing:border-box;display:flex;width:100%;'
            f"padding:{pad}px 8px;justify-content:space-between;align-items:center;"
            f'background:{ground};{line}">'
            f"<span>{words.words(random, 1, 6)}</span>{writer.icon(size)}</button>{body}"
        )

    opened = random.randint(0, 3)
    return heading(writer) + "".join(part(it == opened) for it in range(random.randint(3, 6)))
