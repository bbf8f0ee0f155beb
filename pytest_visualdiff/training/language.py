"""A design language: the markup of each widget, and the contents of the page's head."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random

from pytest_visualdiff.training import pictures, words
from pytest_visualdiff.training.parts import read_part

Icons = tuple[str, ...]


@dataclass(frozen=True)
class Language:
    """Markup for widgets.

    Attributes
    ----------
    name : str
        Recorded as the origin of its pages.
    head : str
        HTML for the page's head: style sheets.
    markup : mapping of str to str
        A template of ``str.format`` for each widget, see `WIDGETS`.
    tones, sizes : tuple of str
        Values for ``{tone}`` and ``{size}``; the first are the usual ones.
    icons : tuple of str
        The HTML of icons.
    font : str
        CSS of the page's font, or none to leave it to the style sheet.
    root : str
        Attributes of the ``html`` element.
    """

    name: str
    head: str
    markup: Mapping[str, str]
    tones: tuple[str, ...] = ("",)
    sizes: tuple[str, ...] = ("",)
    icons: Icons = ()
    font: str = ""
    root: str = ""


def markup_of(name: str) -> dict[str, str]:
    """Return the markup of a language, read from its file, which has a line per widget."""
    lines = read_part(f"{name}.txt").splitlines()
    return dict(line.split(": ", 1) for line in lines)


WIDGETS = (
    "button", "icon_button", "link_button", "input", "textarea", "select", "checkbox", "radio",
    "switch", "slider", "badge", "card", "tabs", "tab", "alert", "progress", "button_group",
    "input_group", "field", "table", "pagination", "page_link",
)  # fmt: skip
"""The widgets for which a language's markup has a template."""

_TYPES = ("text", "text", "email", "password", "search", "number", "date", "tel", "url", "time")


@dataclass
class Writer:
    """Writes widgets of a language with random content.

    Attributes
    ----------
    language : Language
    random : random.Random
        Where all choices come from.
    """

    language: Language
    random: Random
    _count: int = field(default=0)

    def _write(self, widget: str, **parts: str) -> str:
        random, language = self.random, self.language
        self._count += 1
        usual = random.random() < 0.5
        return language.markup[widget].format(
            **{
                "id": f"w{self._count}",
                "name": f"n{self._count}",
                "tone": language.tones[0] if usual else random.choice(language.tones),
                "size": random.choice(language.sizes) if self.chance(0.3) else language.sizes[0],
                "state": "",
                "share": str(random.randint(5, 95)),
                **parts,
            }
        )  # fmt: skip

    def chance(self, share: float) -> bool:
        """Return True with the probability ``share``, 0..1."""
        return self.random.random() < share

    def _disabled(self) -> str:
        return "disabled" if self.chance(0.1) else ""

    def icon(self, size: int | None = None) -> str:
        """Return an icon of ``size`` CSS pixels, 12 to 32 if not given."""
        side = size or self.random.choice((12, 14, 16, 16, 18, 20, 20, 24, 24, 28, 32))
        icon = self.random.choice(self.language.icons)
        return f'<span class="ic" style="font-size:{side}px">{icon}</span>'

    def button(self, text: str | None = None) -> str:
        """Return a button with words, with an icon beside them now and then."""
        inner = text or words.action(self.random)
        if self.chance(0.2):
            inner = f"{self.icon(16)} {inner}" if self.chance(0.7) else f"{inner} {self.icon(16)}"
        widget = "link_button" if self.chance(0.2) else "button"
        return self._write(widget, inner=inner, state=self._disabled())

    def icon_button(self) -> str:
        """Return a button that contains only an icon, with or without a background."""
        bare = self.chance(0.4)
        inner = self.icon(self.random.choice((14, 16, 18, 20, 24)))
        if bare:
            pad = self.random.choice((0, 2, 4, 8))
            return f'<button class="bare" style="padding:{pad}px">{inner}</button>'
        return self._write("icon_button", inner=inner)

    def framed_icon(self) -> str:
        """Return an icon on a background or in a frame of its own; it is not a button."""
        random = self.random
        size = random.choice((14, 16, 18, 20, 24, 28))
        side, radius = size + random.choice((8, 12, 16, 24)), random.choice(("0", "6px", "50%"))
        hue = random.randint(0, 359)
        look = random.choice(
            (f"background:hsl({hue} 60% 50% / .15);color:hsl({hue} 60% 45%)",
             f"background:hsl({hue} 60% 42%);color:#fff", "border:1px solid #8886")
        )  # fmt: skip
        return (
            f'<span style="display:inline-flex;flex:none;align-items:center;justify-content:center;'
            f'width:{side}px;height:{side}px;border-radius:{radius};{look}">{self.icon(size)}</span>'
        )

    def badge(self) -> str:
        """Return a badge: a number, a word or two."""
        text = words.count(self.random) if self.chance(0.4) else words.words(self.random, 1, 2)
        return self._write("badge", text=text)

    def link(self, text: str | None = None) -> str:
        """Return a link: words, now and then with an icon, or only an icon or a picture."""
        inner = text or words.words(self.random, 1, 3)
        if self.chance(0.1):
            inner = f"{self.icon(16)} {inner}"
        elif text is None and self.chance(0.2):
            return self.linked(self.icon())
        elif text is None and self.chance(0.06):
            return self.linked(self.avatar())
        return f'<a href="#">{inner}</a>'

    def linked(self, picture: str) -> str:
        """Return a picture or icon that is a link."""
        return f'<a href="#" style="display:inline-block;line-height:0">{picture}</a>'

    def input(self) -> str:
        """Return a single-line field, empty or filled in, now and then with an icon inside."""
        value, hint = self._said()
        field = self._write(
            "input", type=self.random.choice(_TYPES), value=value, hint=hint, state=self._disabled()
        )
        if self.chance(0.85):
            return field
        side, away = self.random.choice((("left", 34), ("right", 8)))
        icon = self.icon(self.random.choice((14, 16, 18, 20)))
        return (
            f'<div style="position:relative;width:100%"><style>.i{self._count} input{{padding-left:'
            f'{away}px!important}}</style><div class="i{self._count}">{field}</div><span style="'
            f"position:absolute;{side}:10px;top:50%;transform:translateY(-50%);line-height:0;"
            f'pointer-events:none">{icon}</span></div>'
        )

    def _said(self) -> tuple[str, str]:
        chance = self.random.random()
        if chance < 0.4:
            return "", words.words(self.random, 1, 4)
        return (words.words(self.random, 1, 4), "") if chance < 0.75 else ("", "")

    def textarea(self) -> str:
        """Return a multi-line field."""
        value, hint = self._said()
        if value and self.chance(0.5):
            value = words.paragraph(self.random)
        rows = str(self.random.randint(2, 8))
        return self._write("textarea", value=value, hint=hint, rows=rows, state=self._disabled())

    def select(self) -> str:
        """Return a closed drop-down list."""
        options = "".join(f"<option>{words.words(self.random, 1, 3)}" for _ in range(2))
        text = words.words(self.random, 1, 3)
        return self._write("select", options=options, text=text, state=self._disabled())

    def choice(self, widget: str, labelled: bool = True) -> str:
        """Return a ``checkbox``, ``radio`` or ``switch``; with a label if ``labelled``.

        ``widget`` says which of them.
        """
        state = "checked" if self.chance(0.5) else ""
        if labelled and self.chance(0.15):
            text = self.random.choice(("A", "B", "C", "1", "2", "3", "XL", "S", "M", "%", "No"))
        else:
            text = words.words(self.random, 1, 5) if labelled else ""
        return self._write(widget, text=text, state=f"{state} {self._disabled()}")

    def slider(self) -> str:
        """Return a slider."""
        return self._write("slider", state=self._disabled())

    def control(self) -> str:
        """Return a form control of a random kind."""
        chance = self.random.random()
        if chance < 0.4:
            return self.input()
        if chance < 0.58:
            return self.select()
        if chance < 0.74:
            return self.textarea()
        if chance < 0.84:
            return self.slider()
        return self._group() if chance < 0.91 else self._choices()

    def field(self) -> str:
        """Return a field with its label above, beside or inside it, and sometimes a help text."""
        note = f'<small class="note">{words.words(self.random, 3, 9)}</small>'
        control = self.control()
        return self._write(
            "field",
            label=words.label(self.random) + ("&nbsp;*" if self.chance(0.15) else ""),
            control=control + (note if self.chance(0.25) else ""),
        )

    def _choices(self) -> str:
        widget = self.random.choice(("checkbox", "radio", "radio", "switch"))
        inline = "display:flex;gap:16px;flex-wrap:wrap" if self.chance(0.4) else ""
        rows = "".join(self.choice(widget) for _ in range(self.random.randint(2, 5)))
        return f'<div style="{inline}">{rows}</div>'

    def _group(self) -> str:
        """Return a field that is joined to an add-on."""
        addon = self.random.choice(("@", "$", "https://", "kg", ".00", self.icon(16)))
        return self._write("input_group", addon=addon, input=self.input(), button=self.button())

    def button_group(self) -> str:
        """Return buttons that are joined together."""
        buttons = "".join(
            self._write("button", inner=words.words(self.random, 1, 2))
            for _ in range(self.random.randint(2, 5))
        )
        return self._write("button_group", buttons=buttons)

    def tabs(self) -> str:
        """Return tabs, one of them selected."""
        count = self.random.randint(2, 6)
        tabs = "".join(
            self._write("tab", text=words.words(self.random, 1, 2), state=state)
            for state in ["active"] + [""] * (count - 1)
        )
        return self._write("tabs", tabs=tabs)

    def pagination(self) -> str:
        """Return a row of page numbers."""
        texts = ["<", *map(str, range(1, self.random.randint(3, 7))), ">"]
        return self._write(
            "pagination", links="".join(self._write("page_link", text=text) for text in texts)
        )

    def alert(self) -> str:
        """Return an alert."""
        icon = self.icon(20) + " " if self.chance(0.5) else ""
        close = (
            f'<button class="bare" style="float:right;padding:2px">{self.icon(14)}</button>'
            if self.chance(0.3)
            else ""
        )
        return self._write("alert", text=close + icon + words.sentence(self.random))

    def progress(self) -> str:
        """Return a progress bar, which is not a control."""
        return self._write("progress")

    def card(self, body: str, image: str = "") -> str:
        """Return a card with the HTML ``body`` and, if given, the HTML ``image``."""
        return self._write("card", body=body, image=image)

    def table(self, head: str, rows: str) -> str:
        """Return a table from the HTML of its ``head`` and its ``rows``."""
        return self._write("table", head=head, rows=rows)

    def image(self, style: str) -> str:
        """Return a picture with a CSS style that sets its size."""
        chance = self.random.random()
        if chance < 0.8:
            number = self.random.randrange(pictures.COUNT)
            return f'<img src="/picture/{number}.jpg" alt="" style="object-fit:cover;{style}">'
        return pictures.drawing(self.random).replace("<svg", f'<svg style="{style}"', 1)

    def avatar(self) -> str:
        """Return a portrait of a person, or the initials in place of it."""
        side = self.random.choice((24, 32, 32, 40, 48, 56))
        radius = self.random.choice(("50%", "50%", "6px", "25%"))
        if self.chance(0.5):
            number = self.random.randrange(pictures.COUNT)
            return (
                f'<img src="/picture/{number}.jpg" alt="" style="width:{side}px;height:{side}px;'
                f'border-radius:{radius};object-fit:cover;flex:none">'
            )
        colour = f"hsl({self.random.randint(0, 359)} {self.random.choice((20, 55, 80))}% 45%)"
        letters = "".join(self.random.choices("ABCDEFGHJKLMNPRSTW", k=2))
        return (
            f'<span class="initials" style="width:{side}px;height:{side}px;border-radius:{radius};'
            f'background:{colour};font-size:{side * 0.4:.0f}px">{letters}</span>'
        )
