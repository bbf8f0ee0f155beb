"""The report page, opened in a real browser."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pytest_visualdiff.model import (
    Box,
    Change,
    Comparison,
    Coverage,
    Dismissal,
    Element,
    Judgement,
    Policy,
    Region,
    Result,
    Shift,
    Size,
)
from pytest_visualdiff.report.html import render
from pytest_visualdiff.verdict.policy import judge
from tests.support import BADGE, GREEN, Project, changed, measured, screen

if TYPE_CHECKING:
    from playwright.sync_api import Page

EMPTY: dict[str, Any] = {
    "schema": 1,
    "started": "2026-01-01T00:00:00+00:00",
    "finished": "2026-01-01T00:00:01+00:00",
    "mode": "local",
    "environment": {"python": "3.13"},
    "results": [],
}
HOSTILE = "<img src=x onerror=document.title='owned'>"


@pytest.fixture
def report(project: Project) -> Path:
    """Return the page of a run with a matched, a differing and a new check, hostile names in it."""
    project.has(
        "test_it.py",
        f'''
def test_shop(visual_baseline):
    visual_baseline.check("same.png", "same")
    visual_baseline.check("changed.png", "{HOSTILE}")
def test_new(visual_baseline):
    visual_baseline.check("same.png", "fresh")
''',
    )
    project.has("same.png", screen())
    project.has("changed.png", screen())
    project.run("--visual-update=missing", "-k", "shop").ended(passed=1, deselected=1)
    project.has("changed.png", screen(badge=True))
    project.run().ended(failed=2)
    return project.root / "visual-report" / "index.html"


def test_the_page_shows_each_failed_check_with_its_three_pictures(report: Path, page: Page) -> None:
    asked: list[str] = []
    problems: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda said: problems.append(said.text) if said.type == "error" else None)
    page.goto(report.as_uri())
    text = page.locator("body").inner_text()
    assert "new at (140, 3), 10x10" in text
    assert HOSTILE in text
    assert "pytest test_it.py::test_shop --visual-update" in text
    widths = "images => images.map(image => image.naturalWidth)"
    for role in ("baseline", "actual"):
        shown = page.locator(f'img[alt^="{role} of"]:visible').evaluate_all(widths)
        assert shown, role
        assert set(shown) == {160}
    assert problems == []
    assert page.title() != "owned"
    assert all(url.startswith(report.parent.as_uri()) for url in asked)


def rendered(comparison: Comparison) -> str:
    """Return the page of a run with one check that found this."""
    judgement = Judgement(comparison, judge(comparison, Policy()), {"total": 0.1}, "local")
    result = Result("test_it.py::test_it", "home", "differs", failed=True, judgement=judgement)
    return render(EMPTY | {"results": [result.to_wire()]})


def test_the_page_says_what_only_follows(page: Page) -> None:
    page.set_content(
        rendered(
            measured(
                Region(None, Box(0, 20, 100, 10), 1000, 255),
                shifts=(Shift(Box(0, 20, 100, 80), 0, 10, 3000, cause="r0"),),
                after=Size(100, 110),
                size_explained=True,
            )
        )
    )
    items = page.locator(".defects li")
    assert [" ".join(item.split()) for item in items.all_inner_texts()] == [
        "d1 extra new at (0, 20), 100x10: 1,000 pixels are not in the baseline",
        "d2 size changed the picture is 10 px taller: 100x100 became 100x110 follows from d1",
        "d3 shifted everything below y=20 moved down 10 px follows from d1",
    ]
    assert page.locator(".defects li.follows").count() == 2


def test_the_page_says_what_became_of_an_element_in_words(page: Page) -> None:
    price = Element("text", Box(420, 208, 40, 17), "13.40", path="#total")
    change = Change("text_changed", price, replace(price, text="13.90"))
    page.set_content(
        rendered(replace(measured(), changes=(change,), coverage=(Coverage("text", 9, 8),)))
    )
    (said,) = page.locator(".defects li").all_inner_texts()
    words = " ".join(said.split())
    assert words == (
        "d1 text changed '13.40' became '13.90' at (420, 208), 40x17 [#total] 13.40 → 13.90"
    )
    assert page.locator(".defects del").all_inner_texts() == ["4"]
    assert page.locator(".defects ins").all_inner_texts() == ["9"]
    page.locator("summary", has_text="Timings").click()
    assert page.get_by_text("8 of 9 matched (text 8 of 9)").is_visible()


def test_the_page_names_the_evidence_and_folds_the_noise_into_a_line() -> None:
    noise = tuple(Dismissal("rendering_noise", Box(8, 10 * y, 4, 6), 15) for y in range(87))
    one = Dismissal("ignored", Box(1, 2, 3, 4), 1)
    html = rendered(
        measured(dismissed=(one, *noise), cross_rendered=True, evidence="edges <differ>")
    )
    assert "cross-rendered: <bdi>edges &lt;differ&gt;</bdi>" in html
    assert "<li>ignored: 1 pixel at (1, 2), 3x4</li>" in html
    assert "<li>rendering noise: 1,305 pixels in 87 places, within (8, 0), 4x866</li>" in html


def test_one_of_a_thing_is_told_in_the_singular() -> None:
    html = rendered(measured(changed(Box(1, 2, 1, 1), 1)))
    assert "<b>1</b> pixel changed" in html
    assert "1 of 1 visual check failed" in html
    broken = Result("test_it.py::test_it", "home", "error", failed=True)
    assert ">1 error</a>" in render(EMPTY | {"results": [broken.to_wire()]})
    assert "0 errors" in html


@pytest.mark.parametrize("mode", ["local", "remote"])
def test_the_page_says_in_which_mode_the_run_was(mode: str) -> None:
    assert f"{mode} mode" in render(EMPTY | {"mode": mode})


def test_an_empty_run_has_a_page_too() -> None:
    page = render(EMPTY)
    assert page.strip().lower().startswith("<!doctype html>")
    assert "http://" not in page
    assert "https://" not in page


@pytest.mark.parametrize(
    ("finished", "words"),
    [
        ("2026-01-01T00:00:00+00:00", "took under a second"),
        ("2026-01-01T00:00:42+00:00", "took 42 s"),
        ("2026-01-01T00:01:05+00:00", "took 1 min 5 s"),
        ("2026-01-01T02:03:00+00:00", "took 2 h 3 min"),
    ],
)
def test_the_time_it_took_is_said_in_words(finished: str, words: str) -> None:
    assert words in render(EMPTY | {"finished": finished})


def test_what_was_ignored_is_framed_in_the_actual_picture(project: Project, page: Page) -> None:
    project.has(
        "test_it.py",
        f"def test_it(visual_baseline):\n    visual_baseline.check('screen.png', ignore=[{BADGE}])",
    )
    project.has("screen.png", screen())
    project.run("--visual-update=missing").ended(passed=1)
    project.has("screen.png", screen(badge=True, button=GREEN))
    project.run().ended(failed=1)
    page.goto((project.root / "visual-report" / "index.html").as_uri())
    assert page.locator(".pane.baseline rect.ignored").count() == 0
    for pane in ("actual", "diff"):
        (frame,) = page.locator(f".pane.{pane} rect.ignored").all()
        assert frame.get_attribute("x") == str(BADGE[0] - 4)
