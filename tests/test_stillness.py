"""Pages that do not hold still, as tests check them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support import Project, screen
from tests.support.recorded import ANEW

CODE = """
from pathlib import Path
import pytest

@pytest.fixture(scope="module")
def page():
    from playwright.sync_api import sync_playwright
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**LAUNCH)
        page = browser.new_page(viewport={"width": 300, "height": 200})
        yield page
        browser.close()

@pytest.mark.parametrize("name", NAMES)
def test_shop(page, visual_baseline, name):
    page.goto(Path(f"{name}.html").absolute().as_uri())
    visual_baseline.check(page, name, **OPTIONS)
"""

STILL = "<h1>Shop</h1><p id=sum>13.40</p><button>Buy</button>"
TICKING = (
    "<script>let at = 0; const tick = () => sum.textContent = at++; tick();"
    "setInterval(tick, EVERY)</script>"
)


@pytest.fixture
def shop(project: Project, launch_options: dict[str, Any]) -> Project:
    """Return a project whose pages are recorded once they stand still."""

    def write(*names: str, **options: Any) -> None:
        code = CODE.replace("LAUNCH", repr(launch_options)).replace("NAMES", repr(names))
        project.has("test_it.py", code.replace("OPTIONS", repr(options)))

    project.write = write  # type: ignore[attr-defined]
    return project


def wrote(project: Project, *names: str, **options: Any) -> None:
    project.write(*names, **options)  # type: ignore[attr-defined]


def test_each_page_that_is_not_still_is_told_for_what_it_is(shop: Project) -> None:
    names = ("late", "restless", "slow", "changed")
    wrote(shop, *names, timeout=2600)
    for name in names:
        shop.has(f"{name}.html", STILL)
    shop.run_apart("--visual-update=missing").ended(passed=4)

    late = "<script>sum.textContent = ''; setTimeout(() => sum.textContent = '13.40', 900)</script>"
    shop.has("late.html", STILL + late)
    shop.has("restless.html", STILL.replace("Buy", "Pay") + TICKING.replace("EVERY", "20"))
    shop.has("slow.html", STILL.replace("13.40", "0") + ANEW)
    shop.has("changed.html", STILL.replace("Buy", "Pay"))
    run = shop.run_apart().ended(passed=1, failed=3)
    assert run.statuses == {
        "late": "matched", "restless": "differs", "slow": "differs", "changed": "differs",
    }  # fmt: skip
    run.says(
        "E       restless: did not hold still",
        "E         d* button 'Buy' became 'Pay' at * ?body > button?",
        "E         unstable: from one capture to the next, '*' became '*' at * ?#sum?;"
        " to leave it out: ignore=??#sum??",
        "E       slow: differs from its baseline, in nothing but what is unstable",
        "E         unstable: * ?#sum?; to leave it out: ignore=??#sum??",
        "E       changed: differs from its baseline",
        "E         d1 button 'Buy' became 'Pay' at *",
    )
    restless = next(entry for entry in run.results if entry["name"] == "restless")
    assert {area["element"]["path"] for area in restless["comparison"]["unstable"]} == {"#sum"}
    assert [defect["element"]["text"] for defect in restless["defects"]] == ["Buy"]
    assert "unstable" in {each["reason"] for each in restless["dismissed"]}
    assert restless["accept"] is None

    # What does not hold still is no baseline, also where baselines are to be written.
    run = shop.run_apart("--visual-update").ended(passed=3, failed=1)
    assert run.statuses["restless"] == "differs"


def test_what_does_not_hold_still_is_recorded_only_without_what_changes(shop: Project) -> None:
    wrote(shop, "clock", timeout=700)
    shop.has("clock.html", STILL + TICKING.replace("EVERY", "20"))
    shop.run_apart().ended(failed=1).says(
        "E       clock: has no baseline, and none was written because it did not hold still",
        "E         unstable: from one capture to the next, * ?#sum?; *: ignore=??#sum??",
    )
    assert shop.baselines() == []
    wrote(shop, "clock", timeout=700, ignore=["#sum"])
    shop.run_apart("--visual-update=missing").ended(passed=1)
    shop.run_apart().ended(passed=1)


DRAWN = """
from pathlib import Path
def test_drawn(visual_baseline):
    pictures = iter(PICTURES)
    visual_baseline.check(lambda: Path(next(pictures)), "drawn", timeout=0)
"""


def test_a_check_that_passes_at_the_second_try_says_so(project: Project) -> None:
    project.has("usual.png", screen())
    project.has("other.png", screen(badge=True))
    project.has("test_it.py", DRAWN.replace("PICTURES", "['usual.png'] * 9"))
    project.run("--visual-update=missing").ended(passed=1)
    project.has("test_it.py", DRAWN.replace("PICTURES", "['other.png', 'other.png', 'usual.png']"))
    (entry,) = project.run().ended(passed=1).results
    assert entry["status"] == "matched"
    assert entry["comparison"]["notes"] == ["passed at try 2: the picture before it did not"]
    assert "unstable: from one capture to the next, " in entry["message"]
    project.run("--visual-recapture=0").ended(failed=1)


def test_a_real_defect_is_captured_again_and_stays_one(project: Project) -> None:
    project.has("usual.png", screen())
    project.has("other.png", screen(badge=True))
    project.has("test_it.py", DRAWN.replace("PICTURES", "['usual.png'] * 9"))
    project.run("--visual-update=missing").ended(passed=1)
    project.has("test_it.py", DRAWN.replace("PICTURES", "['other.png'] * 9"))
    (entry,) = project.run().ended(failed=1).results
    assert len(entry["defects"]) == 1
    assert entry["comparison"]["unstable"] == []


HOOK = """
from PIL import Image
class Plan:
    def __init__(self, color):
        self.color = color
def pytest_visualdiff_capture(source):
    if isinstance(source, Plan):
        return lambda: Image.new("RGB", (9, 9), source.color)
"""


def test_a_hook_adds_a_kind_of_source(project: Project) -> None:
    project.has("conftest.py", HOOK)
    code = """
from conftest import Plan
def test_plan(visual_baseline):
    visual_baseline.check(Plan("red"), "plan", clip=(0, 0, 5, 5))
    visual_baseline.check("screen.png", "screen")
"""
    project.has("test_it.py", code)
    project.has("screen.png", screen())
    project.run_apart("--visual-update=missing").ended(passed=1)
    project.run_apart().ended(passed=1)
    project.has("test_it.py", code.replace("red", "blue"))
    project.run_apart().ended(failed=1).says("E       plan: differs from its baseline")
