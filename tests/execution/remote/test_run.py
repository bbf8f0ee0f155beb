"""A user's run of pytest with a pool: the same results, and it is said where they were made."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from tests.support import GREEN, Project, screen
from tests.support.servers import SLOW, RedisServer, WorkerProcess, free_port

pytestmark = pytest.mark.usefixtures("worker")

TEST = """
from pathlib import Path

import pytest

HERE = Path(__file__).parent

@pytest.mark.parametrize("name", ["same", "badge", "button"])
def test_screen(visual_baseline, name):
    visual_baseline.check(HERE / f"{name}.png", name)
"""


@pytest.fixture
def shop(project: Project, redis_server: RedisServer, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Return a project with three checks, two of which fail."""
    monkeypatch.setenv("VISUALDIFF_BROKER_URL", redis_server.url)
    project.has("test_shop.py", TEST)
    for name in ("same", "badge", "button"):
        project.has(f"{name}.png", screen())
    project.run("--visual-update=missing").ended(passed=3)
    project.has("badge.png", screen(badge=True))
    project.has("button.png", screen(button=GREEN))
    return project


def test_the_results_are_those_of_a_local_run(shop: Project) -> None:
    local = shop.run("--visual-mode=local").ended(passed=1, failed=2).document
    run = shop.run("--visual-mode=remote", "--visual-fallback=off").ended(passed=1, failed=2)
    run.says(
        "visualdiff: pool at redis://127.0.0.1:*, run *", "2 checks compared by the remote pool"
    )
    remote = run.document
    assert (local["mode"], remote["mode"]) == ("local", "remote")
    here, there = local["results"], remote["results"]
    assert {it["name"]: it["executed_on"] for it in there} == {
        "same": "local",  # equal files are not worth a message
        "badge": "remote",
        "button": "remote",
    }
    for result in (*here, *there):
        del result["executed_on"], result["timings"]
        if result["comparison"]:
            del result["comparison"]["timings"]
    assert there == here


def test_the_workers_of_xdist_ask_the_same_pool(shop: Project) -> None:
    run = shop.run_apart("--visual-mode=remote", "-n2").ended(passed=1, failed=2)
    run.says("2 checks compared by the remote pool")


def test_without_a_broker_nothing_starts(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("VISUALDIFF_BROKER_URL", "CELERY_BROKER_URL"):
        monkeypatch.delenv(name, raising=False)
    run = project.run("--visual-mode=remote")
    assert "ERROR: The remote pool has no address: VISUALDIFF_BROKER_URL is not set." in run.text
    assert "Traceback" not in run.text


def test_tasks_can_be_forced_to_run_here(shop: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TASKS_FORCE_SYNC", "true")
    run = shop.run("--visual-mode=remote").ended(passed=1, failed=2)
    run.says("warning: 3 checks compared here and not by the pool: TASKS_FORCE_SYNC is set")


def test_without_a_fallback_what_the_pool_does_not_do_fails_its_test(
    shop: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUALDIFF_BROKER_URL", f"redis://127.0.0.1:{free_port()}/0")
    monkeypatch.setenv("TASKS_FALLBACK_TO_SYNC", "false")
    run = shop.run("--visual-mode=remote").ended(passed=1, failed=2)
    assert run.statuses == {"same": "matched", "badge": "error", "button": "error"}
    run.says(
        "*badge: could not be compared",
        "*It was not compared: the store of results at redis://127.0.0.1:* cannot be reached.",
        "*Start it, or correct its address. To have it compared here: --visual-fallback=on.",
    )


def test_a_pool_that_is_not_there_costs_seconds_and_one_warning(
    shop: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUALDIFF_BROKER_URL", f"redis://127.0.0.1:{free_port()}/0")
    start = time.monotonic()
    here = shop.run("--visual-mode=local").ended(passed=1, failed=2)
    between = time.monotonic()
    run = shop.run("--visual-mode=remote").ended(passed=1, failed=2)
    assert time.monotonic() - between < between - start + 3
    assert run.statuses == here.statuses
    run.says("warning: 2 checks compared here and not by the pool: the store of results at *")
    assert run.text.count("warning:") == 1


BUSY = """
import time
from pathlib import Path

HERE = Path(__file__).parent

def test_screens(visual_baseline):
    start = time.monotonic()
    for name in ("same", "badge", "button"):
        visual_baseline.check(HERE / f"{name}.png", name)
    print(f"the test went on after {time.monotonic() - start:.1f} s")
"""


def test_a_test_goes_on_while_the_pool_compares(
    shop: Project, redis_server: RedisServer, tmp_path: Path
) -> None:
    redis_server.client().flushall()
    shop.has("test_shop.py", BUSY)
    shop.run("--visual-update=all").ended(passed=1)
    shop.has("badge.png", screen())
    shop.has("button.png", screen(badge=True))
    server = RedisServer(tmp_path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VISUALDIFF_BROKER_URL", server.url)
        with WorkerProcess(tmp_path, server.places, program=SLOW.format(seconds=3)):
            start = time.monotonic()
            run = shop.run("--visual-mode=remote", "--visual-fallback=off").ended(failed=1)
            took = time.monotonic() - start
    server.stop()
    (went_on,) = re.findall(r"the test went on after (\S+) s", run.text)
    assert float(went_on) < 2 < 6 < took  # two of three seconds each
    assert run.statuses == {"same": "matched", "badge": "differs", "button": "differs"}


def test_a_local_run_imports_nothing_of_it(shop: Project) -> None:
    shop.has(
        "conftest.py",
        """
import sys

def pytest_sessionfinish():
    print("loaded:", [it for it in ("celery", "kombu", "redis", "fsspec") if it in sys.modules])
""",
    )
    shop.run_apart("-s").says("*loaded: []*")
