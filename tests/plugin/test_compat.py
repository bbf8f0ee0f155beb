"""Tests that were written for pytest-playwright-visual and pytest-playwright-visual-snapshot."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from tests.support import GREEN, Project, screen

ASKED = "[pytest]\nfilterwarnings = error\nvisual_compat = playwright-visual\n"

BROWSER = """
import pytest
@pytest.fixture(scope="session")
def browser_name():
    return "chromium"
"""
"""What pytest-playwright brings along."""

OF_BYTES = """
from pathlib import Path
def test_happy(assert_snapshot):
    assert_snapshot(Path("screen.png").read_bytes())
"""

OF_A_PAGE = """
from pathlib import Path
import pytest

@pytest.fixture(scope="module")
def page():
    from playwright.sync_api import sync_playwright
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**LAUNCH)
        page = browser.new_page(viewport={"width": 300, "height": 200}, device_scale_factor=2)
        page.goto(Path("page.html").absolute().as_uri())
        yield page
        browser.close()

def test_shop(page, assert_snapshot):
    assert_snapshot(page)
    assert_snapshot(page, name="masked.png", mask_elements=["#clock"])
    assert_snapshot(page.locator("main"), mask_elements=["#clock"])
"""

PAGE = """<style>body { margin: 0 } b { display: inline-block; width: 80px }</style>
<main>Ready <b id=clock>12:30</b> <b id=user>Ann</b></main>"""


@pytest.fixture
def shop(project: Project) -> Project:
    """Return a project that asks for the fixture."""
    project.pytester.makeini(ASKED)
    project.has("conftest.py", BROWSER)
    project.has("test_happy.py", OF_BYTES)
    project.has("screen.png", screen())
    return project


def pngs(project: Project) -> list[str]:
    return [name for name in project.baselines() if name.endswith(".png")]


HAPPY = f"__visual__/test_happy/test_happy/test_happy.chromium-{sys.platform}.png"


def test_the_fixture_is_there_only_if_asked_for(project: Project) -> None:
    project.has("test_happy.py", OF_BYTES)
    project.has("screen.png", screen())
    project.run().ended(errors=1).says("E *fixture 'assert_snapshot' not found")
    project.run("--visual-compat=playwright-visual", "--visual-update=missing").ended(passed=1)


def test_a_snapshot_is_made_then_matches_then_differs(shop: Project) -> None:
    run = shop.run().ended(failed=1)
    run.says("E *test_happy: had no baseline; this picture was written as one")
    assert pngs(shop) == [HAPPY]
    shop.run().ended(passed=1)
    shop.has("screen.png", screen(button=GREEN))
    run = shop.run().ended(failed=1)
    run.says(">       assert_snapshot(Path(*", "E *1 of 1 visual check failed")
    assert "compat.py" not in run.text


def test_a_colour_may_be_a_little_other_as_in_pixelmatch(shop: Project) -> None:
    shop.run("--visual-update=missing").ended(passed=1)
    shop.has("screen.png", screen(button=(15, 95, 214)))
    shop.run().ended(passed=1)
    shop.has("test_happy.py", OF_BYTES.replace("read_bytes()", "read_bytes(), threshold=0.001"))
    shop.run().ended(failed=1)


def test_the_keys_of_the_old_plugin_hold(shop: Project) -> None:
    shop.run("--visual-update=missing").ended(passed=1)
    shop.has("screen.png", screen(button=(15, 95, 214)))
    shop.pytester.makeini(f"{ASKED}playwright_visual_snapshot_threshold = 0.001\n")
    shop.run("--strict-config").ended(failed=1)


def test_calls_are_numbered_and_named(shop: Project) -> None:
    call = "    assert_snapshot(Path('screen.png').read_bytes(), name={!r})\n"
    shop.has("test_happy.py", OF_BYTES + "".join(map(call.format, ("cart.png", "total", ""))))
    run = shop.run("--visual-update=missing").ended(passed=1)
    assert list(run.statuses) == ["test_happy", "cart", "total", "test_happy_3"]


def test_fail_fast_stops_here(shop: Project) -> None:
    source = OF_BYTES.replace("read_bytes()", "read_bytes(), fail_fast=True")
    shop.has("test_happy.py", source + "    raise RuntimeError('too late')\n")
    shop.run("--visual-update=missing").ended(failed=1).says("E *RuntimeError: too late")
    shop.has("screen.png", screen(button=GREEN))
    run = shop.run().ended(failed=1).says("E *VisualMismatch: 1 of 1 visual check failed")
    assert "E       RuntimeError" not in run.text


def test_a_page_is_taken_as_it_was_and_masked_by_selectors(
    shop: Project, launch_options: dict[str, Any]
) -> None:
    shop.has("test_happy.py", OF_A_PAGE.replace("LAUNCH", repr(launch_options)))
    shop.has("page.html", PAGE)
    run = shop.run_apart("--visual-update=missing").ended(passed=1)
    assert list(run.statuses) == ["test_shop", "masked", "test_shop_2"]
    shop.has("page.html", PAGE.replace("12:30", "12:47"))
    run = shop.run_apart().ended(failed=1)
    assert run.statuses == {"test_shop": "differs", "masked": "matched", "test_shop_2": "matched"}
    (first, *_) = run.results
    assert first["comparison"]["size"]["actual"] == [600, 400]  # device pixels
    shop.pytester.makeini(f"{ASKED}playwright_visual_snapshot_masks =\n    .never\n    b\n")
    shop.run_apart("--visual-update").ended(passed=1)
    shop.has("page.html", PAGE.replace("12:30", "13:51").replace("Ann", "Bob"))
    shop.run_apart().ended(passed=1)


class TestOldSnapshots:
    """What the plugins kept."""

    @pytest.mark.parametrize("folder", ["__snapshots__/test_happy", "snapshots/test_ha"])
    def test_they_become_baselines(self, shop: Project, folder: str) -> None:
        for platform in ("linux", "darwin"):
            shop.has(f"{folder}/test_happy/test_happy[{platform}].png", screen())
        run = shop.run("--visual-update=missing").ended(passed=1)
        assert run.statuses == {"test_happy": "matched"}
        folder = "__visual__/test_happy/test_happy"
        assert pngs(shop) == [
            f"{folder}/test_happy.chromium-darwin.png",
            f"{folder}/test_happy.chromium-linux.png",
        ]

    def test_they_are_what_is_compared_with(self, shop: Project) -> None:
        shop.has(f"__snapshots__/test_happy/test_happy/test_happy[{sys.platform}].png", screen())
        shop.has("screen.png", screen(button=GREEN))
        shop.run("--visual-update=missing").ended(failed=1).says("E *differs from its baseline")

    def test_a_baseline_is_never_replaced_by_them(self, shop: Project) -> None:
        shop.run("--visual-update=missing").ended(passed=1)
        before = (shop.root / HAPPY).read_bytes()
        old = f"__snapshots__/test_happy/test_happy/test_happy[{sys.platform}].png"
        shop.has(old, screen(button=GREEN))
        shop.run("--visual-update=missing").ended(passed=1)
        assert (shop.root / HAPPY).read_bytes() == before

    def test_where_nothing_is_written_they_are_not_brought_in(self, shop: Project) -> None:
        shop.has(f"__snapshots__/test_happy/test_happy/test_happy[{sys.platform}].png", screen())
        shop.run("--visual-update=none").ended(failed=1).says("E *has no baseline*")
        assert pngs(shop) == []

    def test_one_that_git_did_not_fetch_is_no_baseline(self, shop: Project) -> None:
        old = f"__snapshots__/test_happy/test_happy/test_happy[{sys.platform}].png"
        shop.has(old, "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n")
        run = shop.run("--visual-update=missing").ended(failed=1)
        run.says("E *test_happy[[]*.png is not a PNG file: it is a Git LFS pointer*")
        assert pngs(shop) == []

    def test_each_call_and_parameter_has_its_own(self, shop: Project) -> None:
        shop.has("test_happy.py", """
from pathlib import Path
import pytest
@pytest.mark.parametrize("kind", ["dark"])
def test_happy(assert_snapshot, kind):
    assert_snapshot(Path("screen.png").read_bytes())
    assert_snapshot(Path("screen.png").read_bytes(), name="cart.png")
    assert_snapshot(Path("screen.png").read_bytes())
""")  # fmt: skip
        folder = "shots/test_happy/test_happy"
        for name in (f"test_happy[dark][{sys.platform}].png", "cart.png"):
            shop.has(f"{folder}/{name}", screen())
        shop.has(f"{folder}/test_happy[dark][{sys.platform}]_2.png", screen(button=GREEN))
        shop.pytester.makeini(f"{ASKED}playwright_visual_snapshots_path = shots\n")
        run = shop.run("--visual-update=missing").ended(failed=1)
        assert list(run.statuses.values()) == ["matched", "matched", "differs"]


@pytest.mark.parametrize(
    ("plugin", "name"),
    [
        ("playwright_visual", "pytest-playwright-visual"),
        ("playwright_visual_snapshot", "pytest-playwright-visual-snapshot"),
    ],
)
def test_beside_the_plugin_itself_it_is_refused(
    shop: Project, monkeypatch: pytest.MonkeyPatch, plugin: str, name: str
) -> None:
    shop.has(f"{plugin}.py", "")
    monkeypatch.setenv("PYTHONPATH", f"{Path(shop.root)}:{Path(__file__).parent.parent}")
    run = shop.run_apart("-p", plugin)
    run.result.stderr.fnmatch_lines(
        [
            f"ERROR: visual_compat provides the fixture assert_snapshot, and so does {name}.",
            f"Run 'pip uninstall {name}', or give pytest '-p no:{plugin}'.",
        ]
    )


def test_a_wrong_value_says_what_is_right(project: Project) -> None:
    run = project.run("--visual-compat=pixelmatch")
    run.result.stderr.fnmatch_lines(
        ["ERROR: 'pixelmatch' is not a valid value for --visual-compat."]
    )
