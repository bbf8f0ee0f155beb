"""Sections that no training page has: pricing plans, inboxes, checkouts, task boards."""

from __future__ import annotations

from pytest_visualdiff.training import words
from pytest_visualdiff.training.language import Writer
from pytest_visualdiff.training.sections import flex, grid, heading, toolbar


def pricing(writer: Writer) -> str:
    """Return pricing plans side by side."""
    random = writer.random

    def plan() -> str:
        lines = "".join(
            flex(writer.icon(16), f"<span>{words.words(random, 2, 4)}</span>", gap=8)
            for _ in range(random.randint(3, 6))
        )
        price = f'<div style="font-size:30px">{words.number(random)}</div>'
        top = f"<h3>{words.title(random)}</h3>{writer.badge() if writer.chance(0.4) else ''}"
        return writer.card(f"{top}{price}{lines}<br>{writer.button()}")

    return grid([plan() for _ in range(random.randint(2, 4))], 220)


def inbox(writer: Writer) -> str:
    """Return a list of messages, one of which is open."""
    random = writer.random
    letters = "".join(
        flex(
            writer.choice("checkbox", labelled=False),
            writer.icon_button(),
            f'<b style="width:90px">{words.person(random)}</b>',
            f'<span style="flex:1;min-width:0;white-space:nowrap;overflow:hidden;'
            f'text-overflow:ellipsis">{words.sentence(random)}</span>',
            f'<span class="dim">{words.number(random)}</span>',
            style="padding:6px;border-bottom:1px solid #8883",
        )
        for _ in range(random.randint(4, 10))
    )
    buttons = flex(writer.button("Reply"), writer.button())
    letter = f"{heading(writer, 3)}<p>{words.paragraph(random)}</p>{buttons}"
    return f"{toolbar(writer)}{letters}{writer.card(letter)}"


def checkout(writer: Writer) -> str:
    """Return a shopping cart beside a payment form."""
    random = writer.random
    lines = "".join(
        flex(
            writer.image("width:48px;height:48px;flex:none"),
            f'<div style="flex:1">{words.words(random, 1, 4)}</div>',
            f'<div style="width:70px">{writer.select()}</div>',
            f"<b>{words.number(random)}</b>",
            writer.icon_button(),
            style="padding:8px 0",
        )
        for _ in range(random.randint(2, 4))
    )
    pay = "".join(writer.choice("radio") for _ in range(3)) + writer.field() + writer.field()
    return grid([writer.card(heading(writer, 3) + lines), writer.card(pay + writer.button())], 300)


def board(writer: Writer) -> str:
    """Return columns of small cards, as on a task board."""
    random = writer.random

    def column() -> str:
        notes = "".join(
            writer.card(
                f"<div>{words.words(random, 2, 6)}</div>"
                + flex(writer.badge(), writer.avatar(), writer.icon(14), gap=6)
            )
            + '<div style="height:8px"></div>'
            for _ in range(random.randint(1, 4))
        )
        top = flex(f"<b>{words.title(random)}</b>", writer.badge(), writer.icon_button(), gap=6)
        return f'<div style="background:#8882;padding:8px">{top}{notes}</div>'

    return grid([column() for _ in range(random.randint(2, 5))], 190, 10)
