"""The live line, as a real terminal shows it to whoever watches the run."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.support import Project, screen
from tests.support.servers import SLOW, RedisServer, WorkerProcess
from tests.support.terminal import Terminal

TEST = """
from pathlib import Path

import pytest

HERE = Path(__file__).parent

@pytest.mark.parametrize("number", range(4))
def test_screen(visual_baseline, number):
    visual_baseline.check(HERE / f"{number}.png", str(number))
    print("captured")
"""


@pytest.fixture
def slow_shop(
    project: Project, redis_server: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> Project:
    """Return a project with four checks that differ, for a pool."""
    monkeypatch.setenv("VISUALDIFF_BROKER_URL", redis_server.url)
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    project.has("test_shop.py", TEST)
    for number in range(4):
        project.has(f"{number}.png", screen(button=(number, 0, 99)))
    project.run("--visual-update=missing").ended(passed=4)
    for number in range(4):
        project.has(f"{number}.png", screen(button=(number, 0, 99), badge=True))
    return project


PYTEST = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:hypothesispytest"]
COMMAND = [*PYTEST, "--visual-mode=remote", "--tb=no", "-rN"]


SAYS_IF_WANTED = """
import os
from pathlib import Path
from pytest_visualdiff.plugin.pool_line import is_shown

def pytest_sessionstart(session):
    if not hasattr(session.config, "workerinput"):
        Path("wanted").write_text(str(is_shown(session.config, os.environ)))
"""

SAYS_WHAT_IT_COSTS = """
import sys, threading

def pytest_terminal_summary(terminalreporter):
    names = [it.name for it in threading.enumerate() if "visualdiff" in it.name]
    terminalreporter.write_line(f"threads of visualdiff: {names}")
    loaded = [it for it in ("celery", "kombu", "redis") if it in sys.modules]
    terminalreporter.write_line(f"loaded: {loaded}")
"""


@pytest.mark.parametrize("more", [["-v"], ["-n2"]], ids=["alone", "with xdist"])
def test_who_watches_sees_how_far_the_pool_is_and_nothing_is_left_of_it(
    slow_shop: Project, redis_server: RedisServer, tmp_path: Path, more: list[str]
) -> None:
    redis_server.client().flushall()
    terminal = Terminal()
    with WorkerProcess(tmp_path, redis_server.places, program=SLOW.format(seconds=1)):
        screens = terminal.run([*COMMAND, *more], slow_shop.root, within=60)
    live = [line for lines in screens for line in lines if "visualdiff pool:" in line]
    assert any(" 1 running" in line and "1 worker" in line for line in live)
    assert any(" 2 done" in line for line in live)
    assert all(line.startswith("visualdiff pool: ") for line in live)  # it is alone on its line
    assert not any("visualdiff pool:" in line for line in screens[-1])
    assert any("4 checks compared by the remote pool" in line for line in screens[-1])
    terminal.close()


@pytest.mark.parametrize(
    ("arguments", "variables", "wanted"),
    [
        ([], {}, True),
        (["-v", "-n1"], {}, True),
        (["-s"], {}, False),
        (["-q"], {}, False),
        (["--color=no"], {}, False),
        (["--setup-show"], {}, False),
        (["-o", "log_cli=true"], {}, False),
        (["-p", "no:terminal"], {}, False),
        ([], {"CI": "true"}, False),
        ([], {"TERM": "dumb"}, False),
    ],
)
def test_it_is_shown_where_nothing_else_writes_and_somebody_watches(
    project: Project, arguments: list[str], variables: dict[str, str], wanted: bool
) -> None:
    project.has("conftest.py", SAYS_IF_WANTED)
    terminal = Terminal()
    terminal.run([*PYTEST, *arguments], project.root, 60, **variables)
    terminal.close()
    assert (project.root / "wanted").read_text() == str(wanted)


def test_without_a_terminal_it_costs_nothing(slow_shop: Project, worker: WorkerProcess) -> None:
    slow_shop.has("conftest.py", SAYS_WHAT_IT_COSTS)
    run = slow_shop.run_apart("--visual-mode=remote", "-n1").ended(failed=4)
    run.says("threads of visualdiff: []", "loaded: []")
    assert "\x1b" not in run.text
