"""Two machines that draw one page: told apart, said so, and the baselines recorded anew."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support import Project, with_fonts

PAGE = """<!doctype html><body style="font: 15px sans-serif; width: 600px">
<h1>Orders</h1><p id=total>Total 41,410 for eleven items, tax and freight included</p>
<p>The order was placed today and leaves the house tomorrow morning.</p>
<p>Thank you for shopping with us. Questions are answered by Ann or Bob.</p>
<div id=box style="width: 200px; height: 40px; background: #1a56c4"></div>"""

TESTS = """
import json
from pathlib import Path
import pytest

@pytest.fixture(scope="module")
def page():
    from playwright.sync_api import sync_playwright
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**json.loads(Path("launch.json").read_text()))
        page = browser.new_page(viewport={"width": 640, "height": 400})
        page.goto(Path("page.html").absolute().as_uri())
        yield page
        browser.close()

def test_page(page, visual_baseline):
    visual_baseline.check(page, "page")

def test_parts(page, visual_baseline):
    visual_baseline.check(page.locator("#total"), "total")
    visual_baseline.check(page.locator("#box"), "box")
"""

CALLED = "E *Chromium * drew both, but not alike: on the machine of the baseline, fonts (or their *"


class Machines:
    """A project that is run on one machine or on another, whose fonts are not alike."""

    def __init__(self, project: Project, launch_options: dict[str, Any]) -> None:
        self.project = project
        self._options = launch_options
        project.has("page.html", PAGE)
        project.has("test_shop.py", TESTS)

    def on(self, hinting: str, family: str = "sans-serif") -> Project:
        """Return the project on a machine that hints so, and has that font."""
        options = with_fonts(self._options, self.project.root, hinting, family)
        self.project.has("launch.json", json.dumps(options))
        return self.project


@pytest.fixture
def machines(project: Project, launch_options: dict[str, Any]) -> Machines:
    """Return a project whose baselines were drawn where fonts are hinted slightly."""
    machines = Machines(project, launch_options)
    machines.on("hintslight").run_apart("--visual-update=missing").ended(passed=2)
    return machines


def sidecars(project: Project) -> dict[str, Any]:
    """Return what is beside the baselines, by the name of the check."""
    files = [Path(project.root, name) for name in project.baselines() if name.endswith(".json")]
    return {file.name.partition(".")[0]: json.loads(file.read_text()) for file in files}


def test_another_machines_hinting_is_no_change_of_the_page(machines: Machines) -> None:
    there = machines.on("hintfull")
    run = there.run_apart().ended(passed=2)
    by_name = {entry["name"]: entry for entry in run.results}
    assert by_name["page"]["comparison"]["cross_rendered"] is True
    evidence = by_name["page"]["comparison"]["rendering_evidence"]
    assert evidence == "the baseline was drawn another way"
    assert "not alike: on the machine of the baseline, fonts" in by_name["page"]["redrawn"]


def test_a_change_on_another_machine_is_found_and_says_what_drew_the_baseline(
    machines: Machines,
) -> None:
    there = machines.on("hintfull")
    there.has("page.html", PAGE.replace("41,410", "57,120"))
    there.run_apart().ended(failed=2).says("E *'Total 41,410 * became 'Total 57,120 *", CALLED)


def test_a_run_that_differs_only_so_offers_to_record_those_baselines(machines: Machines) -> None:
    there = machines.on("hintslight", "DejaVu Sans")
    run = there.run_apart("-n2", "-q").ended(passed=1, failed=1)
    run.says(
        "all that differs (1) was drawn another way than its baseline:",
        "  Chromium * drew both, but not alike: * (1)",
        "  look at the report: if nothing else changed, this records these baselines, and 2"
        " more whose checks pass, anew, and no others:",
        "  pytest --visual-update=rendering *-n2 -q",
    )
    before = sidecars(there)
    run = there.run_apart("-n2", "--visual-update=rendering").ended(passed=2)
    assert set(run.statuses.values()) == {"updated"}
    after = sidecars(there)
    assert all(
        before[name]["environment"]["fingerprint"] != after[name]["environment"]["fingerprint"]
        for name in ("page", "total", "box")
    )
    # From now on nothing is forgiven.
    there.has("page.html", PAGE.replace("#1a56c4", "#1a56c9"))
    run = there.run_apart().ended(failed=2)
    assert "was drawn another way" not in run.text


def test_what_the_page_says_of_itself_is_never_recorded_with_them(machines: Machines) -> None:
    there = machines.on("hintslight", "DejaVu Sans")
    there.has("page.html", PAGE.replace("41,410", "57,120"))
    assert "was drawn another way than" not in there.run_apart().ended(failed=2).text
    run = there.run_apart("--visual-update=rendering").ended(failed=2)
    assert run.statuses == {"page": "differs", "total": "differs", "box": "updated"}


def test_a_real_change_is_never_recorded_with_them(machines: Machines) -> None:
    here = machines.on("hintslight")
    here.has("page.html", PAGE.replace("41,410", "57,120"))
    before = sidecars(here)
    run = here.run_apart("--visual-update=rendering").ended(failed=2)
    assert "was drawn another way" not in run.text
    assert sidecars(here) == before


def test_a_new_check_is_not_recorded_with_them(machines: Machines) -> None:
    there = machines.on("hintfull")
    there.has("test_shop.py", TESTS.replace('"total"', '"sum"'))
    run = there.run_apart("--visual-update=rendering").ended(passed=1, failed=1)
    run.says("E *sum: has no baseline, and none was written because of --visual-update=rendering")


def test_a_new_version_that_draws_alike_forgives_nothing(machines: Machines) -> None:
    here = machines.on("hintslight")
    for name in here.baselines():
        if name.endswith(".json"):
            sidecar = json.loads((here.root / name).read_text())
            sidecar["environment"]["version"] = "1.0.0.0"
            here.has(name, json.dumps(sidecar))
    here.run_apart().ended(passed=2)
    here.has("page.html", PAGE.replace("41,410", "41,411"))
    run = here.run_apart().ended(failed=2)
    run.says("E *drawn by Chromium 1 on *, this by *; both draw alike, so every change counts")
    assert {entry["redrawn"] for entry in run.results} == {None}
    comparison = {entry["name"]: entry["comparison"] for entry in run.results}["page"]
    assert comparison["rendering_evidence"] == "one environment drew both pictures"


def test_a_baseline_of_an_earlier_version_has_no_fingerprint_and_works(machines: Machines) -> None:
    here = machines.on("hintslight")
    for name in here.baselines():
        if name.endswith(".json"):
            sidecar = json.loads((here.root / name).read_text())
            for key in ("fingerprint", "device_scale", "color_scheme"):
                del sidecar["environment"][key]
            here.has(name, json.dumps(sidecar))
    here.has("page.html", PAGE.replace("#1a56c4", "#1a56c9"))
    run = here.run_apart().ended(failed=2)
    evidence = {entry["comparison"]["rendering_evidence"] for entry in run.results}
    assert evidence == {"one environment drew both pictures", "the pictures are equal"}


def test_all_brings_the_sidecars_of_equal_pictures_up_to_date(machines: Machines) -> None:
    here = machines.on("hintslight")
    before = sidecars(here)
    for name in here.baselines():
        if name.endswith(".json"):
            (here.root / name).unlink()
    run = here.run_apart("--visual-update=all").ended(passed=2)
    assert set(run.statuses.values()) == {"updated"}
    assert sidecars(here) == before
    run = here.run_apart("--visual-update=all").ended(passed=2)
    assert set(run.statuses.values()) == {"matched"}
