"""Design languages of open-source CSS frameworks, as npm installs them: their own classes."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random

from pytest_visualdiff.detection.training.language import Icons, Language
from pytest_visualdiff.detection.training.own import MARKUP

_TONES = ("primary", "secondary", "success", "danger", "warning", "info", "light", "dark")

_FORM = {
    "table": '<table class="table">'
    "<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>",
    "progress": '<div class="progress"><div class="progress-bar" style="width:{share}%"></div></div>',
}

_BOOTSTRAP = {
    **_FORM,
    "button": '<button class="btn btn-{tone} {size}" {state}>{inner}</button>',
    "icon_button": '<button class="btn btn-{tone} {size}">{inner}</button>',
    "link_button": '<a role="button" class="btn btn-{tone} {size} {state}" href="#">{inner}</a>',
    "input": '<input class="form-control" type="{type}" value="{value}" placeholder="{hint}" {state}>',
    "textarea": '<textarea class="form-control" rows="{rows}" placeholder="{hint}" {state}>{value}'
    "</textarea>",
    "select": '<select class="form-select" {state}>{options}</select>',
    "checkbox": '<div class="form-check"><input class="form-check-input" type="checkbox" id="{id}" '
    '{state}><label class="form-check-label" for="{id}">{text}</label></div>',
    "radio": '<div class="form-check"><input class="form-check-input" type="radio" id="{id}" '
    '{state}><label class="form-check-label" for="{id}">{text}</label></div>',
    "switch": '<div class="form-check form-switch"><input class="form-check-input" role="switch" '
    'type="checkbox" id="{id}" {state}><label class="form-check-label" for="{id}">{text}</label></div>',
    "slider": '<input type="range" class="form-range" value="{share}" {state}>',
    "badge": '<span class="badge text-bg-{tone}">{text}</span>',
    "card": '<div class="card">{image}<div class="card-body">{body}</div></div>',
    "tabs": '<ul class="nav nav-tabs mb-2">{tabs}</ul>',
    "tab": '<li class="nav-item"><a class="nav-link {state}" href="#">{text}</a></li>',
    "alert": '<div class="alert alert-{tone}">{text}</div>',
    "button_group": '<div class="btn-group">{buttons}</div>',
    "input_group": '<div class="input-group"><span class="input-group-text">{addon}</span>{input}'
    "{button}</div>",
    "field": '<div class="mb-3"><label class="form-label">{label}</label>{control}</div>',
    "pagination": '<ul class="pagination">{links}</ul>',
    "page_link": '<li class="page-item"><a class="page-link" href="#">{text}</a></li>',
}

_FLOATING = '<div class="form-floating mb-3">{control}<label>{label}</label></div>'

_TABLER = {
    **_BOOTSTRAP,
    "icon_button": '<button class="btn btn-icon btn-{tone}">{inner}</button>',
    "checkbox": '<label class="form-check"><input class="form-check-input" type="checkbox" {state}>'
    '<span class="form-check-label">{text}</span></label>',
    "radio": '<label class="form-check"><input class="form-check-input" type="radio" {state}>'
    '<span class="form-check-label">{text}</span></label>',
    "switch": '<label class="form-check form-switch"><input class="form-check-input" role="switch" '
    'type="checkbox" {state}><span class="form-check-label">{text}</span></label>',
    "badge": '<span class="badge bg-{tone} text-{tone}-fg">{text}</span>',
}

_DAISY = {
    **_FORM,
    "button": '<button class="btn btn-{tone} {size}" {state}>{inner}</button>',
    "icon_button": '<button class="btn btn-square btn-{tone}">{inner}</button>',
    "link_button": '<a role="button" class="btn btn-{tone}">{inner}</a>',
    "input": '<input class="input w-full" type="{type}" value="{value}" placeholder="{hint}" {state}>',
    "textarea": '<textarea class="textarea" rows="{rows}" placeholder="{hint}" {state}>{value}'
    "</textarea>",
    "select": '<select class="select" {state}>{options}</select>',
    "checkbox": '<label class="label"><input type="checkbox" class="checkbox checkbox-{tone}" '
    "{state}> {text}</label>",
    "radio": '<label class="label"><input type="radio" class="radio radio-{tone}" {state}> {text}'
    "</label>",
    "switch": '<label class="label"><input type="checkbox" role="switch" class="toggle toggle-{tone}" '
    "{state}> {text}</label>",
    "slider": '<input type="range" class="range range-{tone}" value="{share}" {state}>',
    "badge": '<span class="badge badge-{tone}">{text}</span>',
    "card": '<div class="card bg-base-100 shadow-sm card-border">{image}<div class="card-body">{body}'
    "</div></div>",
    "tabs": '<div role="tablist" class="tabs tabs-border">{tabs}</div>',
    "tab": '<a role="tab" class="tab tab-{state}">{text}</a>',
    "alert": '<div role="alert" class="alert alert-{tone}">{text}</div>',
    "progress": '<progress class="progress progress-{tone}" value="{share}" max="100"></progress>',
    "button_group": '<div class="join">{buttons}</div>',
    "input_group": '<div class="join"><span class="btn join-item" data-kind="none">{addon}</span>'
    "{input}</div>",
    "field": '<fieldset class="fieldset"><legend class="fieldset-legend">{label}</legend>{control}'
    "</fieldset>",
    "pagination": '<div class="join">{links}</div>',
    "page_link": '<button class="join-item btn">{text}</button>',
}

_PICO = {
    **MARKUP,
    "button": '<button class="{tone}" {state}>{inner}</button>',
    "icon_button": '<button class="{tone}">{inner}</button>',
    "link_button": '<a role="button" class="{tone}" href="#">{inner}</a>',
    "input": '<input type="{type}" value="{value}" placeholder="{hint}" {state}>',
    "textarea": '<textarea rows="{rows}" placeholder="{hint}" {state}>{value}</textarea>',
    "select": "<select {state}>{options}</select>",
    "checkbox": '<label><input type="checkbox" {state}> {text}</label>',
    "radio": '<label><input type="radio" {state}> {text}</label>',
    "switch": '<label><input type="checkbox" role="switch" {state}> {text}</label>',
    "slider": '<input type="range" value="{share}" {state}>',
    "badge": '<mark style="border-radius:4px;font-size:12px">{text}</mark>',
    "card": "<article>{image}{body}</article>",
    "tabs": "<nav><ul>{tabs}</ul></nav>",
    "tab": '<li><a href="#">{text}</a></li>',
    "alert": "<blockquote>{text}</blockquote>",
    "progress": '<progress value="{share}" max="100"></progress>',
    "button_group": '<div role="group">{buttons}</div>',
    "input_group": '<fieldset role="group">{input}{button}</fieldset>',
    "field": "<label>{label}{control}</label>",
    "table": "<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>",
    "pagination": "<nav><ul>{links}</ul></nav>",
    "page_link": '<li><a href="#">{text}</a></li>',
}

_BULMA = {
    **_FORM,
    "button": '<button class="button is-{tone} {size}" {state}>{inner}</button>',
    "icon_button": '<button class="button is-{tone}">{inner}</button>',
    "link_button": '<a role="button" class="button is-{tone}">{inner}</a>',
    "input": '<input class="input" type="{type}" value="{value}" placeholder="{hint}" {state}>',
    "textarea": '<textarea class="textarea" rows="{rows}" placeholder="{hint}" {state}>{value}'
    "</textarea>",
    "select": '<div class="select"><select {state}>{options}</select></div>',
    "checkbox": '<div><label class="checkbox"><input type="checkbox" {state}> {text}</label></div>',
    "radio": '<div><label class="radio"><input type="radio" {state}> {text}</label></div>',
    "switch": '<div><label class="checkbox"><input type="checkbox" {state}> {text}</label></div>',
    "slider": '<input type="range" value="{share}" style="width:100%" {state}>',
    "badge": '<span class="tag is-{tone}">{text}</span>',
    "card": '<div class="card">{image}<div class="card-content">{body}</div></div>',
    "tabs": '<div class="tabs"><ul>{tabs}</ul></div>',
    "tab": '<li class="is-{state}"><a href="#">{text}</a></li>',
    "alert": '<div class="notification is-{tone}">{text}</div>',
    "progress": '<progress class="progress is-{tone}" value="{share}" max="100"></progress>',
    "button_group": '<div class="buttons has-addons">{buttons}</div>',
    "input_group": '<div class="field has-addons"><div class="control">{input}</div>'
    '<div class="control">{button}</div></div>',
    "field": '<div class="field"><label class="label">{label}</label><div class="control">{control}'
    "</div></div>",
    "pagination": '<nav class="pagination"><ul class="pagination-list">{links}</ul></nav>',
    "page_link": '<li><a class="pagination-link" href="#">{text}</a></li>',
}

_FOMANTIC = {
    "button": '<button class="ui {tone} {size} button" {state}>{inner}</button>',
    "icon_button": '<button class="ui {tone} icon button">{inner}</button>',
    "link_button": '<a role="button" class="ui {tone} button">{inner}</a>',
    "input": '<div class="ui fluid input"><input type="{type}" value="{value}" placeholder="{hint}" '
    "{state}></div>",
    "textarea": '<div class="ui form"><textarea rows="{rows}" placeholder="{hint}" {state}>{value}'
    "</textarea></div>",
    "select": '<div class="ui selection dropdown" role="combobox"><i class="dropdown icon" '
    'data-kind="none"></i><div class="text">{text}</div></div>',
    "checkbox": '<div><label><input type="checkbox" {state}> {text}</label></div>',
    "radio": '<div><label><input type="radio" {state}> {text}</label></div>',
    "switch": '<div><label><input type="checkbox" {state}> {text}</label></div>',
    "slider": '<input type="range" value="{share}" style="width:100%" {state}>',
    "badge": '<span class="ui {tone} label">{text}</span>',
    "card": '<div class="ui segment">{image}{body}</div>',
    "tabs": '<div class="ui tabular menu">{tabs}</div>',
    "tab": '<a class="item {state}" href="#">{text}</a>',
    "alert": '<div class="ui {tone} message">{text}</div>',
    "progress": '<div class="ui {tone} progress"><div class="bar" style="width:{share}%"></div></div>',
    "button_group": '<div class="ui buttons">{buttons}</div>',
    "input_group": '<div class="ui action input">{input}{button}</div>',
    "field": '<div class="ui form" style="margin-bottom:14px"><div class="field"><label>{label}</label>'
    "{control}</div></div>",
    "table": '<table class="ui celled table"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>',
    "pagination": '<div class="ui pagination menu">{links}</div>',
    "page_link": '<a class="item" href="#">{text}</a>',
}

_UIKIT = {
    "button": '<button class="uk-button uk-button-{tone} {size}" {state}>{inner}</button>',
    "icon_button": '<button class="uk-button uk-button-{tone} uk-button-small">{inner}</button>',
    "link_button": '<a role="button" class="uk-button uk-button-{tone}" href="#">{inner}</a>',
    "input": '<input class="uk-input" type="{type}" value="{value}" placeholder="{hint}" {state}>',
    "textarea": '<textarea class="uk-textarea" rows="{rows}" placeholder="{hint}" {state}>{value}'
    "</textarea>",
    "select": '<select class="uk-select" {state}>{options}</select>',
    "checkbox": '<div><label><input class="uk-checkbox" type="checkbox" {state}> {text}</label></div>',
    "radio": '<div><label><input class="uk-radio" type="radio" {state}> {text}</label></div>',
    "switch": '<div><label><input class="uk-checkbox" type="checkbox" {state}> {text}</label></div>',
    "slider": '<input class="uk-range" type="range" value="{share}" {state}>',
    "badge": '<span class="uk-label uk-label-{tone}">{text}</span>',
    "card": '<div class="uk-card uk-card-default">{image}<div class="uk-card-body">{body}</div></div>',
    "tabs": '<ul uk-tab class="uk-tab">{tabs}</ul>',
    "tab": '<li class="uk-{state}"><a href="#">{text}</a></li>',
    "alert": '<div class="uk-alert uk-alert-{tone}">{text}</div>',
    "progress": '<progress class="uk-progress" value="{share}" max="100"></progress>',
    "button_group": '<div class="uk-button-group">{buttons}</div>',
    "input_group": '<div class="uk-flex">{input}{button}</div>',
    "field": '<div class="uk-margin"><label class="uk-form-label">{label}</label>{control}</div>',
    "table": '<table class="uk-table uk-table-divider"><thead><tr>{head}</tr></thead><tbody>{rows}'
    "</tbody></table>",
    "pagination": '<ul class="uk-pagination">{links}</ul>',
    "page_link": '<li><a href="#">{text}</a></li>',
}

_OUTLINES = tuple(f"outline-{tone}" for tone in _TONES)


def _sheet(*paths: str) -> str:
    return "".join(f'<link rel="stylesheet" href="/node/{path}">' for path in paths)


FRAMEWORKS = {
    "bootstrap": Language(
        "bootstrap", _sheet("bootstrap/dist/css/bootstrap.min.css"), _BOOTSTRAP,
        (*_TONES, *_OUTLINES, "link"), ("", "btn-sm", "btn-lg"),
    ),
    "tabler": Language(
        "tabler", _sheet("@tabler/core/dist/css/tabler.min.css"), _TABLER,
        ("primary", "secondary", "success", "danger", "warning", "info", "azure", "lime"),
        ("", "btn-sm", "btn-lg"),
    ),
    "daisyui": Language(
        "daisyui", _sheet("daisyui/daisyui.css", "daisyui/themes.css"), _DAISY,
        ("primary", "secondary", "accent", "neutral", "ghost", "outline", "soft", "error", ""),
        ("", "btn-sm", "btn-xs", "btn-lg"),
    ),
    "pico": Language(
        "pico", _sheet("@picocss/pico/css/pico.min.css"), _PICO,
        ("", "secondary", "contrast", "outline"),
    ),
    "bulma": Language(
        "bulma", _sheet("bulma/css/bulma.min.css"), _BULMA,
        ("primary", "", "link", "info", "success", "danger is-light", "primary is-outlined"),
        ("", "is-small", "is-medium"),
    ),
    "fomantic": Language(
        "fomantic", _sheet("fomantic-ui-css/semantic.min.css"), _FOMANTIC,
        ("", "primary", "red", "teal", "basic", "green"), ("", "mini", "large"),
    ),
    "uikit": Language(
        "uikit", _sheet("uikit/dist/css/uikit.min.css"), _UIKIT,
        ("default", "primary", "secondary", "danger", "success"), ("", "uk-button-small"),
    ),
}  # fmt: skip
"""The frameworks that are known, by name."""

UNSEEN = ("bulma", "fomantic", "uikit")
"""Frameworks that no training sees: pages to score with are written in these."""

PACKAGES = (
    "bootstrap", "@tabler/core", "daisyui", "@picocss/pico", "bulma", "fomantic-ui-css", "uikit",
    "bootstrap-icons", "lucide-static", "@fortawesome/fontawesome-free",
)  # fmt: skip
"""What to install with npm."""

_DARK = {
    "bootstrap": 'data-bs-theme="dark"',
    "tabler": 'data-bs-theme="dark"',
    "pico": 'data-theme="dark"',
    "bulma": 'data-theme="dark"',
}
_DAISY_THEMES = ("light", "dark", "cupcake", "corporate", "retro", "lofi", "black", "nord", "winter",
                 "dracula", "business", "emerald")  # fmt: skip


def framework_language(name: str, random: Random, icons: Icons) -> Language:
    """Return the language of a framework, light or dark, with its variants drawn by chance."""
    language = replace(FRAMEWORKS[name], icons=icons)
    if name == "daisyui":
        language = replace(language, root=f'data-theme="{random.choice(_DAISY_THEMES)}"')
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
    """Return a set of icons of one family: drawings or letters of a font.

    Pages to score with take half of the icons of each family, training pages the other half.
    """
    family = random.choice(("lucide", "bootstrap", "bootstrap-font", "solid", "regular", "fa-font"))
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
    return f'{head} style="width:1em;height:1em" fill="currentColor">{rest}' if "fill=" not in head else f'{head} style="width:1em;height:1em">{rest}'
