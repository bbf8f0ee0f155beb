"""Design languages of open-source CSS frameworks, as npm installs them: their own classes."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random

from pytest_visualdiff.training.language import Icons, Language, markup_of

_TONES = ("primary", "secondary", "success", "danger", "warning", "info", "light", "dark")

_OUTLINES = tuple(f"outline-{tone}" for tone in _TONES)


def _sheet(*paths: str) -> str:
    return "".join(f'<link rel="stylesheet" href="/node/{path}">' for path in paths)


FRAMEWORKS = {
    "bootstrap": Language(
        "bootstrap", _sheet("bootstrap/dist/css/bootstrap.min.css"), markup_of("bootstrap"),
        (*_TONES, *_OUTLINES, "link"), ("", "btn-sm", "btn-lg"),
    ),
    "tabler": Language(
        "tabler", _sheet("@tabler/core/dist/css/tabler.min.css"), markup_of("tabler"),
        ("primary", "secondary", "success", "danger", "warning", "info", "azure", "lime"),
        ("", "btn-sm", "btn-lg"),
    ),
    "daisyui": Language(
        "daisyui", _sheet("daisyui/daisyui.css", "daisyui/themes.css"), markup_of("daisyui"),
        ("primary", "secondary", "accent", "neutral", "ghost", "outline", "soft", "error", ""),
        ("", "btn-sm", "btn-xs", "btn-lg"),
    ),
    "pico": Language(
        "pico", _sheet("@picocss/pico/css/pico.min.css"), markup_of("pico"),
        ("", "secondary", "contrast", "outline"),
    ),
    "spectre": Language(
        "spectre",
        _sheet("spectre.css/dist/spectre.min.css", "spectre.css/dist/spectre-exp.min.css"),
        markup_of("spectre"),
        ("btn-primary label-primary toast-primary", "", "btn-success label-success toast-success",
         "btn-error label-error toast-error", "btn-link label-rounded"),
        ("", "btn-sm", "btn-lg"),
    ),
    "foundation": Language(
        "foundation", _sheet("foundation-sites/dist/css/foundation.min.css"),
        markup_of("foundation"),
        ("primary", "secondary", "success", "alert", "warning", "hollow", "clear", "hollow alert"),
        ("", "small", "tiny", "large"),
    ),
    "primer": Language(
        "primer",
        _sheet(
            "@primer/primitives/dist/css/primitives.css",
            "@primer/primitives/dist/css/functional/themes/light.css",
            "@primer/primitives/dist/css/functional/themes/dark.css",
            "@primer/css/dist/primer.css",
        ),
        markup_of("primer"),
        ("btn-primary", "", "secondary", "success", "accent", "danger btn-danger", "attention"),
        ("", "btn-sm", "btn-large"),
        root='data-color-mode="light" data-light-theme="light" data-dark-theme="dark"',
    ),
    "classless": Language(
        "classless", "", markup_of("classless"), ("", "", "outline button-outline", "secondary"),
    ),
    "bulma": Language(
        "bulma", _sheet("bulma/css/bulma.min.css"), markup_of("bulma"),
        ("primary", "", "link", "info", "success", "danger is-light", "primary is-outlined"),
        ("", "is-small", "is-medium"),
    ),
    "fomantic": Language(
        "fomantic", _sheet("fomantic-ui-css/semantic.min.css"), markup_of("fomantic"),
        ("", "primary", "red", "teal", "basic", "green"), ("", "mini", "large"),
    ),
    "uikit": Language(
        "uikit", _sheet("uikit/dist/css/uikit.min.css"), markup_of("uikit"),
        ("default", "primary", "secondary", "danger", "success"), ("", "uk-button-small"),
    ),
}  # fmt: skip
"""The supported frameworks, by name."""

UNSEEN = ("bulma", "fomantic", "uikit")
"""Frameworks of the pages to score with, which no training page uses."""

_FLOATING = '<div class="form-floating mb-3">{control}<label>{label}</label></div>'
_DARK = {
    "bootstrap": 'data-bs-theme="dark"',
    "tabler": 'data-bs-theme="dark"',
    "pico": 'data-theme="dark"',
    "bulma": 'data-theme="dark"',
    "primer": 'data-color-mode="dark" data-light-theme="light" data-dark-theme="dark"',
}
_CLASSLESS = (
    "water.css/out/light.css", "water.css/out/dark.css", "mvp.css/mvp.css",
    "simpledotcss/simple.css", "@exampledev/new.css/new.css", "picnic/picnic.min.css",
    "milligram/dist/milligram.min.css",
)  # fmt: skip
"""Sheets that style what a page has anyway, without classes."""

_DAISY_THEMES = (
    "light", "dark", "cupcake", "corporate", "retro", "lofi", "black", "nord", "winter", "dracula",
    "business", "emerald",
)  # fmt: skip


def framework_language(name: str, random: Random, icons: Icons) -> Language:
    """Return the language of a framework, light or dark, with its variants drawn at random.

    Parameters
    ----------
    name : str
        One of `FRAMEWORKS`.
    random : random.Random
    icons : tuple of str
        The HTML of icons.
    """
    language = replace(FRAMEWORKS[name], icons=icons)
    if name == "daisyui":
        language = replace(language, root=f'data-theme="{random.choice(_DAISY_THEMES)}"')
    elif name == "classless":
        # They keep pages narrow; the page itself says how wide it is.
        wide = (
            "<style>body{max-width:none!important;padding:0!important;"
            "display:block!important}</style>"
        )
        language = replace(language, head=_sheet(random.choice(_CLASSLESS)) + wide)
    elif name in _DARK and random.random() < 0.25:
        language = replace(language, root=_DARK[name])
    if name in ("bootstrap", "tabler") and random.random() < 0.2:
        language = replace(language, markup={**language.markup, "field": _FLOATING})
    return language


ICON_HEAD = _sheet(
    "bootstrap-icons/font/bootstrap-icons.min.css", "@fortawesome/fontawesome-free/css/all.min.css"
)
"""What the head needs for icons of fonts."""


def icons_of(modules: Path, random: Random, unseen: bool = False) -> Icons:
    """Return a set of icons of one family: drawings or glyphs of an icon font.

    Parameters
    ----------
    modules : Path
        The ``node_modules`` with the icons.
    random : random.Random
    unseen : bool
        Whether they are for pages to score with, which take one half of the icons of each family;
        training pages take the other.
    """
    family = random.choice(
        ("lucide", "lucide", "bootstrap", "bootstrap-font", "solid", "regular", "fa-font")
    )
    names = _names(modules, family)[1 if unseen else 0 :: 2]
    chosen = random.sample(names, min(24, len(names)))
    if family == "bootstrap-font":
        return tuple(f'<i class="bi bi-{name}"></i>' for name in chosen)
    if family == "fa-font":
        return tuple(f'<i class="fa-solid fa-{name}"></i>' for name in chosen)
    return tuple(_svg(modules / _FAMILIES[family] / f"{name}.svg") for name in chosen)


_FAMILIES = {
    "lucide": "lucide-static/icons",
    "bootstrap": "bootstrap-icons/icons",
    "bootstrap-font": "bootstrap-icons/icons",
    "solid": "@fortawesome/fontawesome-free/svgs/solid",
    "fa-font": "@fortawesome/fontawesome-free/svgs/solid",
    "regular": "@fortawesome/fontawesome-free/svgs/regular",
}


@cache
def _names(modules: Path, family: str) -> list[str]:
    return sorted(path.stem for path in (modules / _FAMILIES[family]).glob("*.svg"))


@cache
def _svg(path: Path) -> str:
    text = path.read_text("utf-8")
    text = text[text.index("<svg") :]
    head, _, rest = text.partition(">")
    for size in ('width="24"', 'height="24"', 'width="16"', 'height="16"'):
        head = head.replace(size, "")
    return (
        f'{head} style="width:1em;height:1em" fill="currentColor">{rest}'
        if "fill=" not in head
        else f'{head} style="width:1em;height:1em">{rest}'
    )
