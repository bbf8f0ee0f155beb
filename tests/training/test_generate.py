"""Generated pages in a real browser."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest

from pytest_visualdiff.training import bars, listings, panels, pictures, sections
from pytest_visualdiff.training.frameworks import FRAMEWORKS, framework_language
from pytest_visualdiff.training.generate import generate, render
from pytest_visualdiff.training.labels import KINDS
from pytest_visualdiff.training.language import WIDGETS, Writer, markup_of
from pytest_visualdiff.training.own_languages import OWN_ICONS, own_language
from pytest_visualdiff.training.pages import Page, draw_page
from pytest_visualdiff.training.parts import read_part
from pytest_visualdiff.training.score import CONTROLS
from pytest_visualdiff.training.sections import Section
from pytest_visualdiff.training.store import load_labels, read_pixels

if TYPE_CHECKING:
    from playwright.sync_api import Browser


DOCS = Path(__file__).parents[2] / "docs" / "training.md"


@pytest.fixture(scope="module")
def pages(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Render some pages once."""
    folder = tmp_path_factory.mktemp("pages")
    assert sorted(generate(browser, folder, range(6), None)) == list(range(6))
    return folder


def test_a_seed_gives_the_same_page_again() -> None:
    assert draw_page(3) == draw_page(3)
    assert draw_page(3) != draw_page(4)


def test_pages_to_score_with_are_others() -> None:
    assert draw_page(3, unseen=True) != draw_page(3)


def test_pages_are_of_many_widths_and_scales() -> None:
    drawn = [draw_page(seed) for seed in range(40)]
    assert min(page.width for page in drawn) < 420
    assert max(page.width for page in drawn) > 1400
    assert {page.scale for page in drawn} >= {1.0, 2.0}


@pytest.mark.parametrize("name", ["own", *FRAMEWORKS])
def test_every_language_writes_every_widget(name: str) -> None:
    assert set(markup_of(name)) == set(WIDGETS)


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_the_docs_say_what_a_language_needs_from_npm(name: str) -> None:
    icons = ("<svg/>",)
    heads = {framework_language(name, Random(seed), icons).head for seed in range(60)}  # noqa: S311
    sheets = {sheet for head in heads for sheet in re.findall(r"/node/([^\"]+)", head)}
    assert sheets
    told = DOCS.read_text("utf-8").split()
    for sheet in sheets:
        parts = sheet.split("/")
        assert "/".join(parts[: 2 if sheet.startswith("@") else 1]) in told


def test_a_picture_is_the_same_every_time() -> None:
    digests = {hashlib.sha256(pictures.picture(number)).digest() for number in (1, 2, 3)}
    assert len(digests) == 3
    first = pictures.picture(1)
    pictures.picture.cache_clear()
    assert pictures.picture(1) == first


def test_labels_lie_within_the_picture(pages: Path) -> None:
    for marker in pages.glob("*.json"):
        height, width = read_pixels(marker.with_suffix(".png")).shape[:2]
        origin, labels = load_labels(marker)
        assert origin.startswith("own-")
        assert labels
        for label in labels:
            assert 0 <= label.left < label.right <= width + 1
            assert 0 <= label.top < label.bottom <= height + 1


def test_some_pages_have_elements_of_nearly_all_kinds(pages: Path) -> None:
    classes = {label.kind for marker in pages.glob("*.json") for label in load_labels(marker)[1]}
    there = {kind for name in classes for kind in name.split("+")}
    assert len(there & set(KINDS)) >= 11


def kinds_in(section: Section, browser: Browser) -> set[str]:
    """Return what is to be found on a page of nothing but a section, in a language of our own."""
    random = Random(11)  # noqa: S311 - not for secrets
    writer = Writer(own_language(random, OWN_ICONS), random)
    html = f"<!doctype html>{writer.language.head}<style>{read_part('page.css')}</style>"
    tab = browser.new_page()
    _, labels = render(tab, Page(html + section(writer), "own", 1000, 2000, 1.0), None)
    tab.close()
    return {kind for label in labels for kind in label.kind.split("+")}


@pytest.mark.parametrize(
    "section",
    [listings.points, listings.menu, listings.tags, listings.stack, panels.tallies],
)
def test_a_list_with_an_icon_in_each_line_has_nothing_to_choose(
    section: Section, browser: Browser
) -> None:
    kinds = kinds_in(section, browser)
    assert "text" in kinds
    assert not kinds & set(CONTROLS)
    assert ("icon" in kinds) == (section is not listings.stack)


def test_dots_and_bars_of_cards_are_nothing(browser: Browser) -> None:
    kinds = kinds_in(panels.history, browser) | kinds_in(panels.shares, browser)
    assert kinds == {"text"}


def test_a_bar_at_the_side_has_rows_that_are_links_with_icons(browser: Browser) -> None:
    assert kinds_in(bars.side, browser) >= {"link", "icon", "text"}


def test_what_opens_or_moves_on_is_a_button(browser: Browser) -> None:
    assert kinds_in(panels.filters, browser) >= {"button", "link", "text"}
    assert kinds_in(listings.accordion, browser) >= {"button", "icon", "text"}
    assert kinds_in(sections.slides, browser) >= {"button", "icon", "image"}


def test_a_run_goes_on_where_another_was_killed(browser: Browser, pages: Path) -> None:
    marker = pages / "000002.json"
    before = {path.name: path.stat().st_mtime_ns for path in pages.iterdir()}
    marker.unlink()  # it is written after the picture, so the run was killed between them
    assert list(generate(browser, pages, range(6), None)) == [2]
    after = {path.name: path.stat().st_mtime_ns for path in pages.iterdir()}
    assert {name for name in after if after[name] != before[name]} == {"000002.png", "000002.json"}
