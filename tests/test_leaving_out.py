"""A real page, a change to it, and what is left of that by rules and by the level ``layout``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import pytest

from pytest_visualdiff.capture import CaptureOptions, capture
from pytest_visualdiff.model import Ignore, Job, Policy, Settings, Verdict
from pytest_visualdiff.report.terminal import findings
from pytest_visualdiff.verdict.policy import judge
from tests.support import Project, screen
from tests.support.tools import compare

if TYPE_CHECKING:
    from playwright.sync_api import Page

PAGE = """
<style>
  body { margin: 0; font: 16px Arial, sans-serif; width: 640px }
  header { background: #24405c; color: #fff; padding: 14px 20px; height: 20px; display: flex;
           gap: 12px }
  #badge { background: #b3261e; border-radius: 9px; padding: 1px 8px; font-size: 13px }
  main { padding: 20px }
  .ad { background: #ffe9a8; height: 60px; padding: 8px }
  .row { display: flex; gap: 10px; margin: 10px 0 }
  #order { background: #1a56c4; color: #fff; border: 0; font: inherit; height: 36px; width: 160px }
</style>
<header><span>Orders</span><span id=badge>3 new</span><span id=clock>12:30</span>
  <span id=user>Ann</span></header>
<main>
  <div class=ad>Buy two get one</div>
  <p id=text>The order was placed today.</p>
  <div class=row><button id=order>Place New Order</button><span id=hint>or save it</span></div>
  <svg id=logo width=120 height=80 aria-label="Our house">
    <rect width=120 height=80 fill="#a7d5ee"/></svg>
  <p id=foot>Total 41,410</p>
</main>
"""

NEW = Ignore(kind="badge", text=r"\d+ new")
TIME = Ignore(text=r"\d\d:\d\d")
NUDGE = Ignore(moves_up_to=4)


def verdict_on(
    page: Page,
    change: str,
    *ignore: object,
    level: Literal["perceptual", "layout"] = "perceptual",
    full_page: bool = False,
    html: str = PAGE,
) -> tuple[Verdict, list[str]]:
    """Return the verdict on a change of the page, and what is said, without the last line."""
    page.set_viewport_size({"width": 640, "height": 480})
    page.set_content(html)
    options = CaptureOptions(ignore=ignore, full_page=full_page)
    before = capture(page, CaptureOptions(full_page=full_page), frozenset())
    page.evaluate(change)
    after = capture(page, options, frozenset())
    comparison = compare(
        Job(
            before.png,
            after.png,
            Settings(level=level, ignore=after.ignore, rules=after.rules),
            same_environment=True,
            elements_before=before.elements,
            elements_after=after.elements,
        )
    )
    verdict = judge(comparison, Policy())
    return verdict, findings(comparison, verdict)[:-1]


def kinds(verdict: Verdict) -> list[str]:
    """Return what the root causes are: kind of defect and kind of element."""
    return [
        f"{it.kind} {it.element.kind if it.element else ''}".strip()
        for it in verdict.defects
        if it.caused_by is None
    ]


class TestByMeaning:
    """Rules of kind, text and moves."""

    def test_another_number_in_a_badge_and_what_it_pushes_do_not_count(self, page: Page) -> None:
        verdict, said = verdict_on(page, "badge.textContent = '12 new'", NEW)
        assert verdict.passed
        assert said == [
            "dismissed as ignored: badge '3 new' text changed, 1,104 pixels at (81, 14), 58x20",
            "dismissed as ignored: elements shifted at (151, 14), 80x17",
        ]

    def test_the_badge_may_be_gone(self, page: Page) -> None:
        assert verdict_on(page, "badge.remove()", NEW)[0].passed

    def test_an_icon_that_it_pushes_is_looked_at(self, page: Page) -> None:
        icon = "<svg id=dot width=16 height=16><circle cx=8 cy=8 r=7 fill=#fff /></svg>"
        html = PAGE.replace("<span id=user>", f"{icon}<span id=user>")
        more = "badge.textContent = '12 new';"
        assert verdict_on(page, more, NEW, html=html)[0].passed
        red = "dot.firstElementChild.setAttribute('fill', '#f00')"
        assert not verdict_on(page, more + red, NEW, html=html)[0].passed

    def test_an_error_in_the_badge_is_found(self, page: Page) -> None:
        verdict, _ = verdict_on(page, "badge.textContent = 'Error'", NEW)
        assert "text_changed badge" in kinds(verdict)

    def test_a_clock_may_show_another_time(self, page: Page) -> None:
        assert verdict_on(page, "clock.textContent = '11:17'", TIME)[0].passed

    def test_a_clock_that_shows_an_error_is_found(self, page: Page) -> None:
        verdict, _ = verdict_on(page, "clock.textContent = 'Late since 11:17'", TIME)
        assert "text_changed text" in kinds(verdict)

    def test_another_name_beside_the_clock_is_found(self, page: Page) -> None:
        change = "clock.textContent = '11:17'; user.textContent = 'Bob'"
        verdict, said = verdict_on(page, change, TIME)
        assert kinds(verdict) == ["text_changed text"]
        assert said[0].startswith("d1 'Ann' became 'Bob'")

    def test_a_small_move_does_not_count(self, page: Page) -> None:
        verdict, said = verdict_on(page, "order.style.marginLeft = '3px'", NUDGE)
        assert verdict.passed
        assert (
            said[-1] == "dismissed as ignored: elements shifted, 4,864 pixels at (23, 194), 235x36"
        )

    def test_a_larger_move_does(self, page: Page) -> None:
        verdict, _ = verdict_on(page, "order.style.marginLeft = '6px'", NUDGE)
        assert kinds(verdict) == ["shifted"]

    def test_other_words_after_a_small_move_do(self, page: Page) -> None:
        change = "order.style.marginLeft = '3px'; order.textContent = 'Place'"
        assert kinds(verdict_on(page, change, NUDGE)[0]) == ["text_changed button"]

    def test_a_picture_may_move(self, page: Page) -> None:
        assert verdict_on(page, "logo.style.marginLeft = '3px'", NUDGE)[0].passed

    def test_another_picture_after_a_small_move_is_found(self, page: Page) -> None:
        fill = "logo.firstElementChild.setAttribute('fill', '#a7eec0')"
        change = f"logo.style.marginLeft = '3px'; {fill}"
        assert kinds(verdict_on(page, change, NUDGE)[0]) == ["image_changed image"]

    def test_a_kind_without_more_leaves_out_all_of_it(self, page: Page) -> None:
        change = "logo.innerHTML = logo.innerHTML.replace('a7d', '0')"
        verdict, said = verdict_on(page, change, Ignore(kind="image"))
        assert verdict.passed
        assert said == ["dismissed as ignored: 9,600 pixels at (20, 240), 120x80"]

    def test_within_says_where(self, page: Page) -> None:
        change = "foot.textContent = 'Total 41,510'"
        assert verdict_on(page, change, Ignore(text=r"[\d,]+", within="main"))[0].passed
        assert not verdict_on(page, change, Ignore(text=r"[\d,]+", within="header"))[0].passed
        assert verdict_on(page, change, Ignore(kind="text", within=page.locator("main")))[0].passed


class TestBySelector:
    """Selectors and locators."""

    @pytest.mark.parametrize("full_page", [False, True])
    @pytest.mark.parametrize("height", ["20px", "110px"])
    def test_an_advert_of_another_height_pushes_nothing_that_counts(
        self, page: Page, height: str, full_page: bool
    ) -> None:
        change = f"document.querySelector('.ad').style.height = '{height}'"
        verdict, said = verdict_on(page, change, ".ad", full_page=full_page)
        assert verdict.passed, said
        assert not verdict_on(page, change, full_page=full_page)[0].passed

    def test_a_digit_below_it_is_found(self, page: Page) -> None:
        change = (
            "document.querySelector('.ad').style.height = '110px';foot.textContent = 'Total 41,510'"
        )
        verdict, said = verdict_on(page, change, page.locator(".ad"))
        assert kinds(verdict) == ["text_changed text"]
        assert said[0] == "d1 'Total 41,410' became 'Total 41,510' at (20, 386), 87x17 [#foot]"

    def test_what_moved_further_than_it_was_pushed_is_found(self, page: Page) -> None:
        change = (
            "document.querySelector('.ad').style.height = '110px'; logo.style.marginTop = '70px'"
        )
        verdict, said = verdict_on(page, change, ".ad")
        assert kinds(verdict) == ["shifted"]
        assert said[0] == "d1 2 elements at (20, 240), 120x113 moved down 120 px"

    def test_a_card_around_it_may_be_as_much_taller_and_what_is_in_it_is_looked_at(
        self, page: Page
    ) -> None:
        card = (
            "<section style='border: 3px solid #888; padding: 9px; border-radius: 8px;"
            " box-shadow: 0 2px 6px #888'><div class=ad>Buy</div><svg id=pic width=60 height=40"
            " aria-label=Cake><rect width=60 height=40 fill='#a7d5ee'/></svg></section>"
        )
        taller = "document.querySelector('.ad').style.height = '110px';"
        cake = "pic.firstElementChild.setAttribute('fill', '#a7eec0')"
        html = PAGE.replace("<div class=ad>Buy two get one</div>", card)
        verdict, said = verdict_on(page, taller, ".ad", html=html)
        assert verdict.passed, said
        assert kinds(verdict_on(page, taller + cake, ".ad", html=html)[0]) == [
            "image_changed image"
        ]

    def test_what_is_gone_is_known_by_its_name(self, page: Page) -> None:
        assert verdict_on(page, "badge.remove()", "#badge")[0].passed
        verdict, _ = verdict_on(page, "document.querySelector('.ad').remove()", ".ad")
        assert kinds(verdict) == ["missing text"]

    def test_what_newly_lies_over_it_is_found(self, page: Page) -> None:
        change = (
            "document.body.insertAdjacentHTML('beforeend', '<button style=\"position: absolute;"
            " left: 40px; top: 80px\">Accept cookies</button>')"
        )
        assert kinds(verdict_on(page, change, ".ad")[0]) == ["extra button"]


class TestLayout:
    """Which elements are where, and not what they say or how they look."""

    @pytest.mark.parametrize(
        "change",
        [
            "foot.textContent = 'Total 41,510'",
            "order.style.background = 'red'",
            "logo.innerHTML = logo.innerHTML.replace('a7d', '0')",
            "document.querySelector('.ad').style.background = 'none'",
            "order.style.width = 'auto'; order.textContent = 'Place This Brand New Order'",
            "text.textContent = 'Ihre Bestellung wurde heute von uns angenommen und wird bald an"
            " Sie versendet, sobald alles da ist, was dazu gehört'",
        ],
    )
    def test_words_and_looks_and_what_they_push_do_not_count(self, page: Page, change: str) -> None:
        assert not verdict_on(page, change)[0].passed
        verdict, said = verdict_on(page, change, level="layout")
        assert verdict.passed
        assert all(line.startswith("dismissed as layout: ") for line in said)

    @pytest.mark.parametrize(
        ("change", "defect"),
        [
            ("order.style.visibility = 'hidden'", "missing button"),
            ("hint.insertAdjacentHTML('afterend', '<button>Help</button>')", "extra button"),
            ("order.style.marginLeft = '20px'", "shifted"),
            ("hint.style.marginLeft = '20px'", "moved text"),
            ("order.style.height = '60px'", "resized button"),
            (
                "order.style.whiteSpace = 'nowrap'; hint.style.position = 'absolute';"
                " text.style = 'position: absolute; left: 20px; top: 230px; width: 600px';"
                " text.textContent = 'A text that is as long as this one lies over the picture'",
                "resized text",
            ),
            ("order.style.fontSize = '30px'; order.style.height = 'auto'", "resized button"),
            (
                "order.textContent = 'Place'; order.style.width = '400px'; hint.remove()",
                "resized button",
            ),
        ],
    )
    def test_what_is_elsewhere_or_not_there_does(
        self, page: Page, change: str, defect: str
    ) -> None:
        assert defect in kinds(verdict_on(page, change, level="layout")[0])

    def test_a_longer_picture_is_one_of_another_size(self, page: Page) -> None:
        change = "foot.style.paddingBottom = '200px'"
        verdict, _ = verdict_on(page, change, level="layout", full_page=True)
        assert kinds(verdict) == ["size_changed"]


TESTS = """
from pathlib import Path
import pytest
from pytest_visualdiff import Ignore

@pytest.fixture(scope="module")
def page():
    from playwright.sync_api import sync_playwright
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**LAUNCH)
        page = browser.new_page(viewport={"width": 640, "height": 480})
        page.goto(Path("page.html").absolute().as_uri())
        yield page
        browser.close()

"""


@pytest.fixture
def shop(project: Project, launch_options: dict[str, Any]) -> Project:
    """Return a project that checks the page, by a marker and by calls."""
    checks = """
@pytest.mark.visual(ignore=[Ignore(text=r"\\d\\d:\\d\\d")])
def test_marked(page, visual_baseline):
    visual_baseline.check(page, "marked")

def test_called(page, visual_baseline):
    visual_baseline.check(page, "called", ignore=["#clock", page.locator(".ad")])
    visual_baseline.check(page.locator("header"), "header", ignore=["#clock"])

def test_plain(page, visual_baseline):
    visual_baseline.check(page, "plain")
"""
    project.has("test_shop.py", TESTS.replace("LAUNCH", repr(launch_options)) + checks)
    project.has("page.html", f"<!doctype html>{PAGE}")
    project.run_apart("--visual-update=missing").ended(passed=3)
    return project


class TestInATest:
    """The same, as the user of pytest meets it."""

    def test_what_is_ignored_is_in_the_report(self, shop: Project) -> None:
        shop.has("page.html", f"<!doctype html>{PAGE}".replace("12:30", "12:47"))
        run = shop.run_apart().ended(passed=2, failed=1)
        assert run.statuses == {
            "marked": "matched", "called": "matched", "header": "matched", "plain": "differs"
        }  # fmt: skip
        (entry,) = [it for it in run.results if it["name"] == "marked"]
        (dismissed,) = entry["dismissed"]
        assert (dismissed["reason"], dismissed["kind"]) == ("ignored", "text_changed")
        assert dismissed["element"] == {"kind": "text", "text": "12:30", "path": "#clock"}

    def test_what_else_changed_fails(self, shop: Project) -> None:
        shop.has("page.html", f"<!doctype html>{PAGE}".replace("12:30", "Error"))
        run = shop.run_apart().ended(passed=1, failed=2)
        assert run.statuses == {
            "marked": "differs", "called": "matched", "header": "matched", "plain": "differs"
        }  # fmt: skip

    def test_the_layout_alone_can_be_compared(self, shop: Project) -> None:
        words = PAGE.replace("41,410", "57,120").replace("#1a56c4", "#aa56c4")
        shop.has("page.html", f"<!doctype html>{words}")
        shop.run_apart().ended(failed=3)
        shop.run_apart("--visual-level=layout").ended(passed=3)
        shop.has("page.html", f"<!doctype html>{words.replace('width: 160px', 'width: 190px')}")
        run = shop.run_apart("--visual-level=layout").ended(failed=3)
        run.says("E *d1 button 'Place New Order' at (20, *), 190x36 was 160x36 and is 190x36 *")

    def test_too_few_elements_fail_where_that_is_asked(self, shop: Project) -> None:
        shop.has(
            "page.html", f"<!doctype html>{PAGE.replace('<span id=hint>or save it</span>', '')}"
        )
        flags = ("--visual-min-coverage=0.95", "--visual-max-diff-pixels=100000")
        run = shop.run_apart(*flags[1:]).ended(passed=3)
        (plain,) = [it for it in run.results if it["name"] == "plain"]
        assert plain["coverage"]["kinds"]["text"] == {"elements": 7, "matched": 6}
        run = shop.run_apart(*flags).ended(failed=3)
        run.says("E *10 of 11 elements matched (90.9%), below min_coverage=0.95")
        shop.pytester.makeini("[pytest]\nvisual_min_coverage = 0.95\nvisual_max_diff_pixels = 9999")
        assert "below min_coverage=0.95" in shop.run_apart().ended(failed=3).text


def test_a_picture_has_no_layout_without_a_model(project: Project) -> None:
    project.has("screen.png", screen())
    project.has(
        "test_it.py",
        "def test_it(visual_baseline):\n    visual_baseline.check('screen.png', level='layout')",
    )
    project.run("--visual-update=missing", "--visual-model=none").ended(passed=1)
    run = project.run("--visual-model=none").ended(failed=1)
    run.says(
        "E *test_it: could not be compared",
        "E *level='layout' compares elements, and those of the baseline are not known.",
    )
    assert run.statuses == {"test_it": "error"}


def test_the_model_of_the_package_finds_the_layout_of_a_picture(project: Project) -> None:
    project.has(
        "test_it.py",
        "def test_it(visual_baseline):\n    visual_baseline.check('screen.png', level='layout')",
    )
    project.has("screen.png", screen())
    project.run("--visual-update=missing").ended(passed=1)
    project.run().ended(passed=1)
    project.has("screen.png", screen(badge=True))
    project.run().ended(failed=1)


def test_a_selector_for_a_picture_is_told(project: Project) -> None:
    project.has("screen.png", screen())
    project.has(
        "test_it.py",
        "def test_it(visual_baseline):\n    visual_baseline.check('screen.png', ignore=['#clock'])",
    )
    run = project.run().ended(failed=1)
    run.says("E *OptionError: ignore has '#clock', which is no area of a picture.")
    assert "pytest_visualdiff/" not in run.text
