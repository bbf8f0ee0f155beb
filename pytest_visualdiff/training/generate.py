"""Rendering of generated pages in a browser, each saved as a picture with its labels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pytest_visualdiff.training import pictures
from pytest_visualdiff.training.labels import Label, read_labels, script
from pytest_visualdiff.training.pages import Page, draw_page
from pytest_visualdiff.training.store import save

_HOST = "http://pages.invalid"
"""Address of the pages, which cannot exist on the network: RFC 2606 reserves the name."""

_PAGES_PER_CONTEXT = 25
"""Pages rendered in one browser context, which is then closed to free its memory."""

_CONTENT_TYPES = {".css": "text/css", ".woff2": "font/woff2", ".jpg": "image/jpeg"}
"""Types of the files that pages ask for, by the end of their names."""


def generate(
    browser: Any, folder: Path, seeds: Iterable[int], modules: Path | None, unseen: bool = False
) -> Iterator[int]:
    """Render the pages of the seeds that are not there yet, and yield the seed of each.

    Each page is a picture ``SEED.png`` and, written after it, ``SEED.json``: so that a run that
    was killed goes on where it was.

    Parameters
    ----------
    browser : Browser
        Of Playwright's sync API: Chromium.
    folder : Path
        Where the pages are kept.
    seeds : iterable of int
    modules : Path or None
        The ``node_modules`` with the frameworks, see `draw_page`.
    unseen : bool
        Whether the pages are to score with.
    """
    folder.mkdir(parents=True, exist_ok=True)
    missing = [seed for seed in seeds if not (folder / f"{seed:06}.json").exists()]
    for start in range(0, len(missing), _PAGES_PER_CONTEXT):
        by_scale: dict[float, list[tuple[int, Page]]] = {}
        for seed in missing[start : start + _PAGES_PER_CONTEXT]:
            page = draw_page(seed, modules, unseen)
            by_scale.setdefault(page.scale, []).append((seed, page))
        for scale, pages in by_scale.items():
            context = browser.new_context(device_scale_factor=scale)
            tab = context.new_page()
            for seed, page in pages:
                png, labels = render(tab, page, modules)
                save(folder / f"{seed:06}.png", png, labels, page.language)
                yield seed
            context.close()


def render(tab: Any, page: Page, modules: Path | None) -> tuple[bytes, list[Label]]:
    """Render a page, and return its picture as PNG and its labels.

    Parameters
    ----------
    tab : Page
        Of Playwright's sync API, with the page's device scale factor.
    page : Page
    modules : Path or None
        The ``node_modules`` that the page's style sheets and fonts are served from.
    """
    tab.set_viewport_size({"width": page.width, "height": 800})
    tab.unroute_all()
    tab.route("**/*", lambda route: _answer(route, page, modules))
    tab.goto(f"{_HOST}/", wait_until="load")
    height = tab.evaluate("document.documentElement.scrollHeight")
    tab.set_viewport_size({"width": page.width, "height": max(300, min(height, page.most_height))})
    tab.evaluate("document.fonts.ready.then(() => new Promise(requestAnimationFrame))")
    answer = tab.evaluate(script())
    return tab.screenshot(), read_labels(answer, page.scale)


def _answer(route: Any, page: Page, modules: Path | None) -> None:
    path = urlsplit(route.request.url).path
    if path == "/":
        route.fulfill(body=page.html, content_type="text/html; charset=utf-8")
    elif path.startswith("/picture/"):
        route.fulfill(body=pictures.picture(int(Path(path).stem)), content_type="image/jpeg")
    elif modules and path.startswith("/node/") and (file := modules / path[6:]).is_file():
        route.fulfill(
            body=file.read_bytes(), content_type=_CONTENT_TYPES.get(file.suffix, "text/plain")
        )
    else:
        route.fulfill(status=404, body="")
