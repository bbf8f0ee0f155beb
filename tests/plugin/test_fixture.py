"""``visual_baseline.check`` as tests use it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.support import BADGE, GREEN, Project, screen

ONE_CHECK = """
from pathlib import Path
def test_screen(visual_baseline):
    visual_baseline.check(Path("screen.png"), "home")
"""


@pytest.fixture
def recorded(project: Project) -> Project:
    """Return a project with one check whose baseline is recorded."""
    project.has("test_it.py", ONE_CHECK)
    project.has("screen.png", screen())
    project.run("--visual-update=missing").ended(passed=1)
    return project


KEEPS_HANDLES = """
import gc
from pathlib import Path
def test_screen(visual_baseline):
    handle = visual_baseline.check(Path("screen.png"), "home")
    assert handle.result() is handle.result()
    kept = ("Capture", "Baseline", "Job")
    assert not [it for it in gc.get_objects() if type(it).__name__ in kept]
"""


def test_a_handle_keeps_no_picture_once_it_has_its_result(recorded: Project) -> None:
    recorded.has("test_it.py", KEEPS_HANDLES)
    recorded.run_apart().ended(passed=1)  # other tests of this process have captures of their own


SOURCES = {
    "bytes": 'Path("screen.png").read_bytes()',
    "path": 'Path("screen.png")',
    "text path": '"screen.png"',
    "PIL image": 'Image.open("screen.png")',
    "colour array": 'np.asarray(Image.open("screen.png"))',
    "grey array": 'np.asarray(Image.open("screen.png").convert("L"))',
    "array with alpha": 'np.asarray(Image.open("screen.png").convert("RGBA"))',
    "array of floats": 'np.asarray(Image.open("screen.png")) / 255',
    "figure": "figure()",
    "page": "page",
    "locator": 'page.locator("img")',
}

WITH_A_SOURCE = """
from pathlib import Path
import pytest
@pytest.fixture(scope="module")
def page():
    from playwright.sync_api import sync_playwright
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**LAUNCH)
        page = browser.new_page(viewport={"width": 300, "height": 200})
        page.goto(Path("page.html").absolute().as_uri())
        yield page
        browser.close()

def figure():
    from matplotlib.figure import Figure
    from PIL import Image
    figure = Figure(figsize=(3, 2))
    figure.subplots().imshow(Image.open("screen.png"))
    return figure

def test_screen(visual_baseline, request):
    import numpy as np
    from PIL import Image
    if PAGE:
        page = request.getfixturevalue("page")
    visual_baseline.check(SOURCE, "home")
"""


def with_a_source(source: str, launch_options: dict[str, Any]) -> str:
    code = WITH_A_SOURCE.replace("SOURCE", source).replace("PAGE", str("page" in source))
    return code.replace("LAUNCH", repr(launch_options))


@pytest.mark.parametrize("kind", SOURCES)
def test_every_kind_of_source_lives_the_same_life(
    project: Project, kind: str, launch_options: dict[str, Any]
) -> None:
    project.has("test_it.py", with_a_source(SOURCES[kind], launch_options))
    project.has("page.html", "<body><img src=screen.png>")
    project.has("screen.png", screen())

    # A browser and matplotlib want a process of their own.
    run = project.run_apart if kind in {"page", "locator", "figure"} else project.run

    # Missing: it fails and is written, so that the next run passes.
    run().ended(failed=1).says("*home: had no baseline; this picture was written*")
    (picture,) = (path for path in project.baselines() if path.endswith(".png"))
    first = (project.root / picture).read_bytes()
    run().ended(passed=1)

    # Changed: it fails, and the baseline stays.
    project.has("screen.png", screen(button=GREEN))
    on_a_page = kind in {"page", "locator"}
    said = "image shows another picture at" if on_a_page else "image at*: background"
    run().ended(failed=1).says("*home: differs from its baseline*", f"*d1 {said}*")
    assert (project.root / picture).read_bytes() == first

    # Accepted: the new picture is the baseline.
    run("--visual-update").ended(passed=1)
    assert (project.root / picture).read_bytes() != first
    run().ended(passed=1)


def test_a_failed_check_tells_all_a_reader_needs(recorded: Project) -> None:
    recorded.has("screen.png", screen(badge=True))
    recorded.run().ended(failed=1).says(
        '>       visual_baseline.check(Path("screen.png"), "home")',
        "E       pytest_visualdiff.VisualMismatch: 1 of 1 visual check failed",
        "E       home: differs from its baseline",
        "E         d1 new at (140, 3), 10x10: 100 pixels are not in the baseline",
        "E         100 of 16,000 pixels differ (0.625%), SSIM 0.9*",
        "E         baseline:  __visual__/test_it/test_screen/home.png",
        "E         actual:    visual-report/images/*home*-actual.png",
        "E         diff:      visual-report/images/*home*-diff.png",
        "E         to accept: pytest test_it.py::test_screen --visual-update",
        "test_it.py:4: VisualMismatch",
        "1 visual check: 0 matched, 1 differ, 0 new",
        "report: visual-report/index.html",
    )


def test_no_frame_of_the_plugin_is_shown(recorded: Project) -> None:
    recorded.has("screen.png", screen(badge=True))
    text = recorded.run("-v").text
    assert "pytest_visualdiff/fixture.py" not in text
    assert "pytest_visualdiff/plugin.py" not in text


def test_every_failed_check_is_listed_in_one_failure(project: Project) -> None:
    project.has(
        "test_it.py",
        """
def test_three(visual_baseline):
    for name in ("one", "two", "three"):
        visual_baseline.check(f"{name}.png", name)
""",
    )
    for name in ("one", "two", "three"):
        project.has(f"{name}.png", screen())
    project.run("--visual-update=missing").ended(passed=1)
    project.has("one.png", screen(badge=True))
    project.has("three.png", screen(button=GREEN))
    run = project.run().ended(failed=1)
    run.says("E *2 of 3 visual checks failed", "E *one: differs*", "E *three: differs*")
    assert run.statuses == {"one": "differs", "three": "differs", "two": "matched"}


def test_a_test_that_fails_by_itself_shows_both(project: Project) -> None:
    project.has("test_it.py", ONE_CHECK + "    assert 'cart' == 'empty'\n")
    project.has("screen.png", screen())
    project.run("--visual-update=missing").ended(failed=1)
    project.has("screen.png", screen(badge=True))
    project.run().ended(failed=1).says(
        "E       AssertionError: assert 'cart' == 'empty'",
        "*- Visual checks -*",
        "1 of 1 visual check failed",
        "home: differs from its baseline",
    )


def test_a_skip_hides_no_defect_that_came_before_it(recorded: Project) -> None:
    recorded.has("test_it.py", ONE_CHECK + "    import pytest; pytest.skip('rest of it')\n")
    recorded.run().ended(skipped=1)
    recorded.has("screen.png", screen(badge=True))
    recorded.run().ended(failed=1).says("E*home: differs from its baseline")


def test_an_expected_failure_may_be_visual(recorded: Project) -> None:
    recorded.has("test_it.py", "import pytest\n@pytest.mark.xfail(strict=True)" + ONE_CHECK.replace(
        "from pathlib import Path\n", "").replace("Path(", "str("))  # fmt: skip
    recorded.has("screen.png", screen(badge=True))
    recorded.run().ended(xfailed=1)


def test_the_handle_waits_for_the_result(recorded: Project) -> None:
    recorded.has(
        "test_it.py",
        """
def test_screen(visual_baseline):
    result = visual_baseline.check("screen.png", "home").result()
    assert (result.status, result.failed) == ("matched", False)
    assert result.judgement.comparison.identical
""",
    )
    recorded.run().ended(passed=1)


def test_fail_fast_raises_at_the_call_and_is_told_once(recorded: Project) -> None:
    code = ONE_CHECK.replace('"home")', '"home", fail_fast=True)')
    recorded.has("test_it.py", code + "    raise RuntimeError('never reached')\n")
    recorded.has("screen.png", screen(badge=True))
    run = recorded.run().ended(failed=1)
    run.says(">       visual_baseline.check(*fail_fast=True)", "E       pytest_visualdiff.Visual*")
    assert "never reached" not in run.text.split("short test summary")[1]
    assert run.text.count("home: differs from its baseline") == 1
    assert "pytest_visualdiff/fixture.py" not in run.text
    assert run.statuses == {"home": "differs"}


def test_without_a_name_the_check_is_named_after_the_test(project: Project) -> None:
    project.has(
        "sub/test_it.py",
        """
import pytest
class TestShop:
    @pytest.mark.parametrize("theme", ["dark", "a/b"])
    def test_cart(self, visual_baseline, theme):
        visual_baseline.check("screen.png")
""",
    )
    project.has("screen.png", screen())
    project.run("--visual-update=missing").ended(passed=2)
    dark, other = (path for path in project.baselines() if path.endswith(".png"))
    assert dark.startswith("sub/__visual__/test_it/TestShop.test_cart[a-b]-")
    assert other == "sub/__visual__/test_it/TestShop.test_cart[dark]/test_cart[dark].png"


@pytest.mark.parametrize("second", ["home", "HOME"])
def test_two_checks_of_one_name_are_an_error_that_says_so(recorded: Project, second: str) -> None:
    recorded.has("test_it.py", ONE_CHECK + f"    visual_baseline.check('screen.png', '{second}')\n")
    run = recorded.run().ended(failed=1)
    run.says(
        f">       visual_baseline.check('screen.png', '{second}')",
        "E       *DuplicateCheckError: This test already made a check named 'home', and both *",
        "E       Give each check of a test a name of its own: check(source, 'name').",
    )


def test_two_checks_without_a_name_have_the_same(project: Project) -> None:
    project.has(
        "test_it.py",
        """
def test_screen(visual_baseline):
    visual_baseline.check("screen.png")
    visual_baseline.check("screen.png")
""",
    )
    project.has("screen.png", screen())
    project.run().ended(failed=1).says("E *DuplicateCheckError*named 'test_screen'*")


@pytest.mark.parametrize("name", ["../../../escaped", "/tmp/escaped", "a/b", "x" * 300])  # noqa: S108
def test_no_name_leaves_the_tests_folder(project: Project, name: str) -> None:
    project.has("test_it.py", ONE_CHECK.replace("home", name))
    project.has("screen.png", screen())
    project.run("--visual-update=missing").ended(passed=1)
    assert len(project.baselines()) == 2
    assert all(p.startswith("__visual__/test_it/test_screen/") for p in project.baselines())
    project.run().ended(passed=1)


@pytest.mark.parametrize(
    ("call", "says"),
    [
        ("check(3)", "*UnsupportedSourceError: check() cannot take the picture of builtins.int."),
        ("check('nowhere.png')", "*InvalidPictureError: Could not read the picture nowhere.png*"),
        (
            "check('screen.png', 5)",
            "*OptionError: The name of a check has to be a string, and is 5*",
        ),
        ("check('screen.png', treshold=1)", "*OptionError: check() has no option 'treshold'."),
        ("check('screen.png', full_page=True)", "*OptionError: full_page does not apply to a *"),
    ],
)
def test_a_mistake_fails_at_the_users_line_with_the_cure(
    recorded: Project, call: str, says: str
) -> None:
    recorded.has("test_it.py", f"def test_screen(visual_baseline):\n    visual_baseline.{call}\n")
    run = recorded.run().ended(failed=1).says(f">       visual_baseline.{call}", f"E       {says}")
    assert "pytest_visualdiff/" not in run.text.replace("pytest_visualdiff/errors", "")


def test_a_check_that_could_not_be_made_is_counted(recorded: Project) -> None:
    recorded.has("test_it.py", ONE_CHECK.replace("screen.png", "gone.png"))
    run = recorded.run().ended(failed=1)
    run.says("1 visual check: 0 matched, 0 differ, 0 new, 1 could not be compared")
    assert run.statuses == {"home": "error"}


def test_a_check_after_the_test_is_an_error_not_a_pass(recorded: Project) -> None:
    recorded.has(
        "test_it.py",
        """
import pytest
@pytest.fixture
def late(visual_baseline):
    yield
    visual_baseline.check("screen.png", "home")
def test_screen(late):
    pass
""",
    )
    recorded.run().ended(passed=1, errors=1).says("E *'home' came after its test had ended*")


def test_a_check_in_a_fixture_before_the_test_counts(recorded: Project) -> None:
    recorded.has(
        "test_it.py",
        """
import pytest
@pytest.fixture
def early(visual_baseline):
    visual_baseline.check("screen.png", "home")
def test_screen(early):
    pass
""",
    )
    recorded.run().ended(passed=1)
    recorded.has("screen.png", screen(badge=True))
    recorded.run().ended(failed=1).says('>       visual_baseline.check("screen.png", "home")')


def test_a_damaged_baseline_is_an_error_and_can_be_replaced(recorded: Project) -> None:
    baseline = recorded.root / "__visual__/test_it/test_screen/home.png"
    whole = baseline.read_bytes()
    baseline.write_bytes(whole[:-30])
    run = recorded.run().ended(failed=1)
    run.says(
        "E       home: could not be compared",
        "E         the baseline is a damaged PNG file: it ends after * bytes*",
        "E         baseline: __visual__/test_it/test_screen/home.png",
    )
    assert run.statuses == {"home": "error"}
    assert baseline.read_bytes() == whole[:-30]
    recorded.run("--visual-update").ended(passed=1)
    assert baseline.read_bytes() == whole


def test_a_picture_whose_pixels_are_broken_never_becomes_a_baseline(project: Project) -> None:
    project.has("test_it.py", ONE_CHECK)
    project.has("screen.png", _whole_container_broken_pixels())
    project.run("--visual-update=missing").ended(failed=1).says("E*damaged PNG file*")
    assert project.baselines() == []


def _whole_container_broken_pixels() -> bytes:
    import struct
    import zlib

    def chunk(kind: bytes, data: bytes) -> bytes:
        checksum = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + checksum

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 40, 30, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", b"not zlib") + chunk(b"IEND", b"")


def test_a_variant_and_a_name_that_make_one_file_are_refused(project: Project) -> None:
    project.has("screen.png", screen())
    project.has(
        "test_it.py",
        "def test_it(visual_baseline):\n"
        "    visual_baseline.check('screen.png', 'total.dark')\n"
        "    visual_baseline.check('screen.png', 'total', variant='dark')\n",
    )
    project.run("--visual-update=missing").ended(failed=1).says("E*DuplicateCheckError*")


def test_two_threads_that_check_one_name_are_told(project: Project) -> None:
    project.has("screen.png", screen())
    project.has(
        "test_it.py",
        "import time\n"
        "from concurrent.futures import ThreadPoolExecutor\n"
        "def picture():\n"
        "    time.sleep(0.2)\n"
        "    return 'screen.png'\n"
        "def test_it(visual_baseline):\n"
        "    with ThreadPoolExecutor(2) as pool:\n"
        "        made = [pool.submit(visual_baseline.check, picture, 'home') for _ in range(2)]\n"
        "    errors = [it.exception() for it in made]\n"
        "    assert [type(it).__name__ for it in errors if it] == ['DuplicateCheckError']\n",
    )
    (entry,) = project.run("--visual-update=missing").ended(passed=1).results
    assert entry["status"] == "new"


def test_an_ignored_area_passes_and_is_reported(recorded: Project) -> None:
    recorded.has("test_it.py", ONE_CHECK.replace('"home")', f'"home", ignore=[{BADGE}])'))
    recorded.has("screen.png", screen(badge=True))
    (entry,) = recorded.run().ended(passed=1).results
    assert entry["dismissed"] == [{"reason": "ignored", "box": list(BADGE), "pixels": 100}]
    assert "dismissed as ignored: 100 pixels at (140, 3), 10x10" in entry["message"]


def test_another_platforms_baseline_is_compared_and_said_so(
    project: Project, launch_options: dict[str, Any]
) -> None:
    project.has("test_it.py", with_a_source("page", launch_options))
    project.has("page.html", "<body><img src=screen.png>")
    project.has("screen.png", screen())
    project.run_apart("--visual-update=missing").ended(passed=1)
    folder = project.root / "__visual__/test_it/test_screen"
    (ours,) = folder.glob("*.png")
    theirs = folder / "home.chromium-plan9.png"
    ours.rename(theirs)
    sidecar = json.loads(ours.with_suffix(".json").read_text())
    sidecar["environment"]["platform"] = "plan9"
    theirs.with_suffix(".json").write_text(json.dumps(sidecar))
    ours.with_suffix(".json").unlink()

    sidecar["environment"]["fingerprint"] = "page 1: text 0, gradients 0, curves 0"
    theirs.with_suffix(".json").write_text(json.dumps(sidecar))
    (entry,) = project.run_apart().ended(passed=1).results
    # Equal pictures show no trace of the other rendering, so there is no noise to model.
    assert entry["comparison"]["cross_rendered"] is False
    assert entry["comparison"]["rendering_evidence"] == "the pictures are equal"
    project.has("screen.png", screen(badge=True))
    project.run_apart().ended(failed=1).says(
        "E         cross-rendered: home.chromium-plan9.png stands in for home.chromium-*.png",
        "E         the baseline was drawn by Chromium * on plan9, this by Chromium * on *",
        "E         baseline:  __visual__/test_it/test_screen/home.chromium-plan9.png",
    )
    project.run_apart("--visual-update").ended(passed=1)
    assert ours.exists()
    assert theirs.exists()


def test_a_variant_of_ones_own(recorded: Project) -> None:
    recorded.has("test_it.py", ONE_CHECK.replace('"home")', '"home", variant="mobile")'))
    recorded.run("--visual-update=missing").ended(passed=1)
    assert "__visual__/test_it/test_screen/home.mobile.png" in recorded.baselines()


def test_the_browser_of_pytest_playwright_is_in_the_variant_not_the_folder(
    project: Project,
) -> None:
    project.has("screen.png", screen())
    project.has(
        "test_it.py",
        """
import pytest
@pytest.mark.parametrize("theme", ["dark"])
@pytest.mark.parametrize("browser_name", ["chromium", "firefox"])
def test_cart(visual_baseline, browser_name, theme):
    visual_baseline.check("screen.png", "cart", variant=browser_name)
@pytest.mark.parametrize("browser_name", ["chromium"])
def test_home(visual_baseline, browser_name):
    visual_baseline.check("screen.png")
""",
    )
    project.run("--visual-update=missing").ended(passed=3)
    assert [path for path in project.baselines() if path.endswith(".png")] == [
        "__visual__/test_it/test_cart[dark]/cart.chromium.png",
        "__visual__/test_it/test_cart[dark]/cart.firefox.png",
        "__visual__/test_it/test_home/test_home.png",
    ]


def test_a_report_that_cannot_be_written_hides_no_verdict(recorded: Project) -> None:
    recorded.has("screen.png", screen(badge=True))
    recorded.has("occupied", "a file where the report should be")
    recorded.run("--visual-report=occupied").ended(failed=1).says(
        "E         d1 new at (140, 3), 10x10: *",
        "E         no pictures could be written to occupied: *",
        "the report could not be written to occupied: *",
    )


def test_unittest_classes_can_use_it(recorded: Project) -> None:
    recorded.has(
        "test_it.py",
        """
import unittest
import pytest
class ShopTest(unittest.TestCase):
    @pytest.fixture(autouse=True)
    def _visual(self, visual_baseline):
        self.visual = visual_baseline
    def test_home(self):
        self.visual.check("screen.png", "home")
""",
    )
    recorded.run("--visual-update=missing").ended(passed=1)
    recorded.has("screen.png", screen(badge=True))
    recorded.run().ended(failed=1).says('>       self.visual.check("screen.png", "home")')


AWAITED = """
import asyncio
from pathlib import Path

def test_shop(visual_baseline):
    asyncio.run(shop(visual_baseline))

async def shop(visual_baseline):
    from playwright.async_api import async_playwright
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(**LAUNCH)
        page = await browser.new_page(viewport={"width": 300, "height": 200})
        await page.goto(Path("page.html").absolute().as_uri())
        await visual_baseline.acheck(page, full_page=True, mask=["i"])
        await visual_baseline.acheck(page.locator("button"), "button", scale="device")
        await visual_baseline.acheck(Path("screen.png"), "screen")
        await browser.close()
"""


def test_a_page_of_the_async_api_is_awaited(
    project: Project, launch_options: dict[str, Any]
) -> None:
    project.has("test_it.py", AWAITED.replace("LAUNCH", repr(launch_options)))
    project.has("page.html", "<p>Total <i>13:40</i></p><button>Buy</button>")
    project.has("screen.png", screen())
    project.run_apart("--visual-update=missing").ended(passed=1)
    sidecar = next(
        path for path in project.baselines() if path.endswith("test_shop.chromium-linux.json")
    )
    assert [
        row["text"]
        for row in json.loads((project.root / sidecar).read_text())["elements"]["elements"]
    ] == ["Total", "Buy"]
    project.run_apart().ended(passed=1)

    project.has("page.html", "<p>Total <i>13:41</i></p><button>Pay</button>")
    run = project.run_apart().ended(failed=1)
    assert run.statuses == {"test_shop": "differs", "button": "differs", "screen": "matched"}
    run.says(
        "*await visual_baseline.acheck(page, full_page=True*", "E *2 of 3 visual checks failed"
    )
    assert "asyncio/runners.py" not in run.text
    assert "pytest_visualdiff/fixture.py" not in run.text


def test_what_keeps_an_awaited_check_says_so(
    project: Project, launch_options: dict[str, Any]
) -> None:
    code = AWAITED.replace("LAUNCH", repr(launch_options))
    project.has(
        "test_it.py",
        code.replace('locator("button")', 'locator("b")').replace(
            '"button", scale="device"', '"button", timeout=100'
        ),
    )
    project.has("page.html", "<p>Total")
    project.run_apart("--visual-update=missing").ended(failed=1).says(
        "*CaptureError: The browser gave no screenshot of file:*",
    )
