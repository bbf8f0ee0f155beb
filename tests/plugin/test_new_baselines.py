"""A run does not prove itself: a baseline that it wrote is no witness in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pytest_visualdiff.plugin.new_baselines import NewBaselines, forget, notes_of
from tests.support import Project, screen

ONE_CHECK = """
def test_home(visual_baseline):
    visual_baseline.check("screen.png", "home")
"""


@pytest.fixture
def fresh(project: Project) -> Project:
    """Return a project with one check and no baseline."""
    project.has("test_it.py", ONE_CHECK)
    project.has("screen.png", screen())
    return project


@pytest.mark.parametrize(
    ("arguments", "failed"),
    [(["--reruns", "2"], 1), (["--count", "3"], 3), (["--count", "4", "-n2"], 4)],
    ids=["rerun", "repeated", "repeated by workers"],
)
def test_a_check_that_is_made_again_stays_new(
    fresh: Project, arguments: list[str], failed: int
) -> None:
    run = fresh.run_apart(*arguments)
    counted = run.result.parseoutcomes()
    assert (counted["failed"], counted.get("passed", 0)) == (failed, 0)
    assert fresh.baselines() == [
        "__visual__/test_it/test_home/home.json",
        "__visual__/test_it/test_home/home.png",
    ]


@pytest.mark.parametrize("arguments", [[], ["--reruns", "1"], ["--count", "2", "--visual-prune"]])
def test_the_next_run_is_held_against_it(fresh: Project, arguments: list[str]) -> None:
    fresh.run_apart()
    before = fresh.baselines()
    run = fresh.run_apart(*arguments)
    assert "failed" not in run.result.parseoutcomes()
    assert fresh.baselines() == before


def test_where_missing_baselines_are_asked_for_repetitions_pass(fresh: Project) -> None:
    fresh.run_apart("--visual-update=missing", "--count", "2").ended(passed=2)


def test_a_repetition_keeps_the_parameters_of_its_test(project: Project) -> None:
    project.has("screen.png", screen())
    project.has(
        "test_it.py",
        "import pytest\n"
        "@pytest.mark.parametrize('size', ['2-4', 'wide'])\n"
        "def test_home(visual_baseline, size):\n"
        "    visual_baseline.check('screen.png', 'home')\n",
    )
    project.run_apart("--visual-update=missing", "--count", "2").ended(passed=4)
    folders = {Path(path).parent.name for path in project.baselines()}
    assert folders == {"test_home[2-4]", "test_home[wide]"}


def test_processes_of_one_run_know_of_each_other(tmp_path: Path) -> None:
    mine, its = NewBaselines(tmp_path, "run"), NewBaselines(tmp_path, "run")
    mine.add(tmp_path / "home.png")
    assert tmp_path / "home.png" in its
    assert tmp_path / "other.png" not in its
    assert tmp_path / "home.png" not in NewBaselines(tmp_path, "another run")


def test_nothing_is_left_of_a_run_that_ended(tmp_path: Path) -> None:
    NewBaselines(tmp_path, "run").add(tmp_path / "home.png")
    forget(tmp_path, "run")
    assert not notes_of(tmp_path, "run").exists()


def test_where_nothing_can_be_written_the_process_still_knows(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    new = NewBaselines(tmp_path / "file", "run")
    new.add(tmp_path / "home.png")
    assert tmp_path / "home.png" in new
