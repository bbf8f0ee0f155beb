"""Sections of generated pages: forms, tables, lists, chats and the like, in any design language."""

from __future__ import annotations

from collections.abc import Callable

from pytest_visualdiff.training import pictures, words
from pytest_visualdiff.training.language import Writer

Section = Callable[[Writer], str]


def flex(*parts: str, gap: int = 12, style: str = "") -> str:
    """Return the HTML ``parts`` in a row, ``gap`` CSS pixels apart; ``style`` is more CSS."""
    return (
        f'<div style="display:flex;gap:{gap}px;align-items:center;{style}">{"".join(parts)}</div>'
    )


def grid(parts: list[str], least: int, gap: int = 16) -> str:
    """Return ``parts`` in columns at least ``least`` CSS pixels wide and ``gap`` pixels apart."""
    return (
        f'<div style="display:grid;gap:{gap}px;grid-template-columns:'
        f'repeat(auto-fill,minmax(min({least}px,100%),1fr))">{"".join(parts)}</div>'
    )


def heading(writer: Writer, level: int | None = None) -> str:
    """Return a heading, now and then with a badge; ``level`` None is drawn by ``writer``."""
    number = level or writer.random.choice((2, 2, 3, 3, 4))
    badge = f" {writer.badge()}" if writer.chance(0.12) else ""
    return f"<h{number}>{words.title(writer.random)}{badge}</h{number}>"


def form(writer: Writer) -> str:
    """Return a form of one or two columns with its buttons."""
    fields = [writer.field() for _ in range(writer.random.randint(2, 9))]
    columns = writer.random.choice((0, 0, 260, 320))
    body = grid(fields, columns) if columns else "".join(fields)
    consent = writer.choice("checkbox") if writer.chance(0.5) else ""
    buttons = [writer.button() for _ in range(writer.random.randint(1, 3))]
    end = flex(*buttons, style=writer.random.choice(("", "justify-content:flex-end")))
    width = writer.random.choice(("100%", "100%", "420px", "640px"))
    return f'<form style="max-width:{width}">{heading(writer)}{body}{consent}{end}</form>'


def table(writer: Writer) -> str:
    """Return a table whose columns each hold one kind of content, now and then with a bar above."""
    random = writer.random
    cells: list[Callable[[], str]] = [
        lambda: words.words(random, 1, 3),
        lambda: words.number(random),
        lambda: words.number(random),
        lambda: writer.link(),
        lambda: writer.badge(),
        lambda: flex(writer.avatar(), f"<span>{words.person(random)}</span>", gap=8),
        lambda: writer.button(),
        lambda: f"{writer.icon_button()} {writer.icon_button()}",
        lambda: writer.choice("switch", labelled=False),
        lambda: writer.choice("checkbox", labelled=False),
        lambda: writer.progress(),
        lambda: writer.icon(16),
    ]
    columns = random.choices(
        cells, weights=(4, 3, 3, 2, 2, 1, 1, 1, 1, 1, 1, 1), k=random.randint(2, 7)
    )
    if writer.chance(0.3):
        columns.insert(0, cells[9])
    head = "".join(f"<th>{words.label(random)}</th>" for _ in columns)
    rows = "".join(
        f"<tr>{''.join(f'<td>{cell()}</td>' for cell in columns)}</tr>"
        for _ in range(random.randint(2, 9))
    )
    bar = flex(writer.input(), writer.select(), writer.button()) if writer.chance(0.4) else ""
    end = writer.pagination() if writer.chance(0.4) else ""
    return f'<div style="overflow:hidden">{bar}{writer.table(head, rows)}{end}</div>'  # fmt: skip


def cards(writer: Writer) -> str:
    """Return cards with pictures, words and buttons."""
    random = writer.random
    height = random.choice((0, 90, 140, 200))
    has_buttons, has_badges = writer.chance(0.7), writer.chance(0.4)

    def card() -> str:
        image = writer.image(f"width:100%;height:{height}px;display:block") if height else ""
        badge = writer.badge() if has_badges else ""
        end = flex(writer.button(), writer.icon_button() if writer.chance(0.4) else "")
        text = f"<p>{words.paragraph(random, 2)}</p>" if writer.chance(0.7) else ""
        body = f"<h4>{words.title(random)}</h4>{badge}{text}{end if has_buttons else ''}"
        return writer.card(body, image)

    return grid([card() for _ in range(random.randint(2, 8))], random.choice((170, 220, 300)))


def figures(writer: Writer) -> str:
    """Return cards with a number, and charts."""
    random = writer.random

    def figure() -> str:
        icon = writer.icon() if writer.chance(0.5) else ""
        badge = writer.badge() if writer.chance(0.3) else ""
        note = f'<div class="dim">{words.words(random, 1, 3)} {badge}</div>'
        size = random.randint(18, 34)
        body = f'{flex(icon, note)}<div style="font-size:{size}px">{words.number(random)}</div>'
        return writer.card(body + (writer.progress() if writer.chance(0.3) else ""))

    def diagram() -> str:
        height = random.randint(80, 240)
        svg = pictures.chart(random).replace(
            "<svg", f'<svg style="width:100%;height:{height}px" preserveAspectRatio="none"', 1
        )
        bar = flex(f"<b>{words.title(random)}</b>", writer.select() if writer.chance(0.4) else "")
        return writer.card(bar + svg)

    parts = grid([figure() for _ in range(random.randint(2, 6))], random.choice((130, 180, 240)))
    if writer.chance(0.6):
        parts += grid([diagram() for _ in range(random.randint(1, 3))], 320)
    return parts


def choices(writer: Writer) -> str:
    """Return groups of check boxes, radio buttons and sliders, as in filters."""
    random = writer.random

    def group() -> str:
        inline = "display:inline-block;margin-right:12px" if writer.chance(0.3) else ""
        kind = random.choice(("checkbox", "checkbox", "radio", "switch", "slider"))
        if kind == "slider":
            ends = ("<span>0</span>", "<span>100</span>")
            body = writer.slider() + flex(*ends, style="justify-content:space-between")
        else:
            body = "".join(
                f'<div style="{inline}">{writer.choice(kind)}</div>'
                for _ in range(random.randint(2, 6))
            )
        return f"<div><h5>{words.label(random)}</h5>{body}</div>"

    return grid([group() for _ in range(random.randint(2, 5))], random.choice((150, 200, 260)))


def article(writer: Writer) -> str:
    """Return an article: headings, paragraphs with links, pictures, lists, a quotation."""
    random = writer.random
    parts = [heading(writer)]
    for _ in range(random.randint(2, 6)):
        chance = random.random()
        if chance < 0.5:
            link = f" {writer.link()} " if writer.chance(0.5) else " "
            bold = f"<b>{words.words(random, 1, 3)}</b> " if writer.chance(0.3) else ""
            text = words.paragraph(random, 4) + link + bold + words.paragraph(random, 3)
            parts.append(f"<p>{text}</p>")
        elif chance < 0.65:
            width, height = random.choice((50, 80, 100)), random.randint(80, 300)
            parts.append(
                writer.image(f"width:{width}%;height:{height}px;display:block;margin:8px 0")
            )
            parts.append(f'<div class="note">{words.sentence(random)}</div>')
        elif chance < 0.8:
            lines = "".join(f"<li>{words.sentence(random)}" for _ in range(random.randint(2, 6)))
            parts.append(f"<ul>{lines}</ul>" if writer.chance(0.7) else f"<ol>{lines}</ol>")
        elif chance < 0.87:
            parts.append(f"<blockquote>{words.paragraph(random, 2)}</blockquote>")
        elif chance < 0.93:
            code = "<br>".join(words.words(random, 1, 6) for _ in range(random.randint(2, 6)))
            parts.append(f'<pre style="background:#8882;padding:10px">{code}</pre>')
        else:
            parts.append(heading(writer, 3))
    most = random.choice(("none", "680px", "560px"))
    return f'<div style="max-width:{most}">{"".join(parts)}</div>'


def chat(writer: Writer) -> str:
    """Return messages in bubbles, and a field to write the next one."""
    random = writer.random

    def message() -> str:
        mine = writer.chance(0.4)
        colour = (
            f"hsl({random.randint(0, 359)} 60% {random.choice((30, 90))}%)" if mine else "#8882"
        )
        bubble = (
            f'<div style="background:{colour};color:{"#fff" if "30%)" in colour else "inherit"};'
            f'border-radius:12px;padding:8px 12px;max-width:70%">{words.paragraph(random, 2)}</div>'
        )
        side = "row-reverse" if mine else "row"
        return flex(writer.avatar(), bubble, style=f"flex-direction:{side};margin:8px 0")

    end = flex(
        writer.icon_button(), f'<div style="flex:1">{writer.input()}</div>', writer.button("Send")
    )
    return "".join(message() for _ in range(random.randint(3, 7))) + end


def toolbar(writer: Writer) -> str:
    """Return a row of buttons of all kinds."""
    random = writer.random
    makers: list[Callable[[], str]] = [
        writer.button, writer.icon_button, writer.icon_button, writer.button_group, writer.select,
        lambda: f'<div style="width:{random.randint(120, 280)}px">{writer.input()}</div>',
        lambda: writer.choice("switch"), writer.badge, writer.link,
        lambda: f'<div style="width:120px">{writer.slider()}</div>',
    ]  # fmt: skip
    parts = [random.choice(makers)() for _ in range(random.randint(3, 9))]
    return flex(*parts, gap=random.choice((2, 4, 8, 12)), style="flex-wrap:wrap")


def navigation(writer: Writer) -> str:
    """Return tabs, breadcrumbs, or a row of page numbers."""
    random = writer.random
    if writer.chance(0.5):
        return writer.tabs()
    if writer.chance(0.5):
        return writer.pagination()
    return " / ".join(writer.link(words.words(random, 1, 2)) for _ in range(random.randint(2, 4)))


def notices(writer: Writer) -> str:
    """Return messages, progress bars and lines; none of them is a control."""
    random = writer.random
    makers = (
        writer.alert, writer.progress, writer.alert, lambda: "<hr>",
        lambda: f'<div style="border:1px dashed #888;height:{random.randint(16, 90)}px"></div>',
        lambda: f'<div style="background:#8883;border-radius:8px;height:{random.randint(12, 60)}px;'
        f'width:{random.randint(20, 100)}%;margin:6px 0"></div>',
        lambda: f'<div style="border-left:4px solid #888;padding:6px 10px;background:#8881">'
        f"{heading(writer, 5)}</div>",
    )  # fmt: skip
    return "".join(random.choice(makers)() for _ in range(random.randint(2, 4)))


def gallery(writer: Writer) -> str:
    """Return pictures in columns, with text or badges on or under them."""
    random = writer.random
    height, radius = random.choice((80, 120, 180)), random.choice((0, 4, 12))
    are_links = writer.chance(0.3)

    def tile() -> str:
        image = writer.image(f"width:100%;height:{height}px;display:block;border-radius:{radius}px")
        if are_links:
            image = f'<a href="#" style="display:block">{image}</a>'
        mark = f'<div style="position:absolute;top:6px;left:6px">{writer.badge()}</div>'
        under = f"<div>{words.words(random, 1, 4)}</div>" if writer.chance(0.6) else ""
        shown = mark if writer.chance(0.3) else ""
        return f'<div style="position:relative">{image}{shown}{under}</div>'

    return grid([tile() for _ in range(random.randint(3, 10))], random.choice((120, 180, 260)))


def slides(writer: Writer) -> str:
    """Return a carousel: a picture with an arrow on either side and dots below."""
    random = writer.random
    size, edge = random.choice((16, 20, 24, 32)), random.choice((4, 12, 24))
    ground = random.choice(("none", "none", "#fff9", "#0006"))
    colour = random.choice(("#fff", "#fff", "#222"))

    def arrow(side: str) -> str:
        return (
            f'<button class="bare" style="position:absolute;{side}:{edge}px;top:45%;padding:8px;'
            f'border-radius:50%;background:{ground};color:{colour}">{writer.icon(size)}</button>'
        )

    dots = "".join(
        f'<span style="width:8px;height:8px;border-radius:50%;background:#888{end}"></span>'
        for end in ("", *["6"] * random.randint(2, 5))
    )
    image = writer.image(f"width:100%;height:{random.randint(140, 360)}px;display:block")
    return f'<div style="position:relative">{image}{arrow("left")}{arrow("right")}</div>' + flex(
        dots, gap=6, style="justify-content:center;padding:8px"
    )


def hero(writer: Writer) -> str:
    """Return a large heading with a call to action."""
    random = writer.random
    size = random.randint(26, 60)
    text = (
        f'<h1 style="font-size:{size}px;line-height:1.15">{words.words(random, 2, 7)}</h1>'
        f"<p>{words.paragraph(random, 2)}</p>"
        f"{flex(writer.button(), writer.button(), gap=12)}"
    )
    image = writer.image("width:100%;height:260px") if writer.chance(0.6) else ""
    centre = "" if image else random.choice(("", "text-align:center;max-width:720px;margin:auto"))
    colour = f"hsl({random.randint(0, 359)} 40% {random.randint(15, 35)}%)"
    ground = f"background:{colour};color:#fff" if writer.chance(0.2) else ""
    alone = f'<div style="{centre}">{text}</div>'
    inner = grid([f"<div>{text}</div>", image], 320, 32) if image else alone
    return f'<div class="{"bar" if ground else ""}" style="padding:32px 8px;{ground}">{inner}</div>'
