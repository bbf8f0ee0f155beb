"""The conftest that users copy works as it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support import Project

EXAMPLE = Path(__file__).parent.parent / "conftest_example.py"


def test_a_user_copies_it_and_tests_a_page(
    project: Project, launch_options: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    if executable := launch_options["executable_path"]:
        monkeypatch.setenv("VISUALDIFF_BROWSER", executable)
    project.has("conftest.py", EXAMPLE.read_text("utf-8"))
    project.has("shop.html", "<h1>Shop</h1><button>Buy</button>")
    project.has(
        "test_shop.py",
        """
from pathlib import Path
def test_shop(page, visual_baseline):
    page.goto(Path("shop.html").absolute().as_uri())
    visual_baseline.check(page)
    visual_baseline.check(page.locator("button"), "button")
""",
    )
    project.run_apart("--visual-update=missing").ended(passed=1)
    project.run_apart("-n2").ended(passed=1)
    project.has("shop.html", "<h1>Shop</h1><button>Sell</button>")
    run = project.run_apart().ended(failed=1)
    assert run.statuses == {"test_shop": "differs", "button": "differs"}
