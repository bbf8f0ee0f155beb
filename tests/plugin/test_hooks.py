"""What pytest's hooks add to a run: modes of writing, the CI rule, unused baselines, xdist."""

from __future__ import annotations

import json

import pytest

from tests.support import GREEN, Project, screen
from tests.support.servers import free_port

TWO_CHECKS = """
def test_a(visual_baseline):
    visual_baseline.check("screen.png", "first")
def test_b(visual_baseline):
    visual_baseline.check("screen.png", "second")
"""

RUN_TWICE = """
import pytest
from _pytest.runner import runtestprotocol
@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item, nextitem):
    for _ in range(2):
        item._initrequest()
        for report in runtestprotocol(item, nextitem=nextitem, log=False):
            item.ihook.pytest_runtest_logreport(report=report)
    return True
"""
"""A conftest that runs every test twice, as pytest-rerunfailures does."""

FIRST, SECOND = "__visual__/test_it/test_a/first.png", "__visual__/test_it/test_b/second.png"


@pytest.fixture
def fresh(project: Project) -> Project:
    """Return a project with two checks and no baselines."""
    project.has("test_it.py", TWO_CHECKS)
    project.has("screen.png", screen())
    return project


@pytest.fixture
def half(fresh: Project) -> Project:
    """Return the same, with the first check's baseline recorded and its screen changed since."""
    fresh.run("--visual-update=missing", "-k", "test_a").ended(passed=1, deselected=1)
    fresh.has("screen.png", screen(button=GREEN))
    return fresh


def pictures(project: Project) -> list[str]:
    return [path for path in project.baselines() if path.endswith(".png")]


def shows_green(project: Project, path: str) -> bool:
    return (project.root / path).read_bytes() == (project.root / "screen.png").read_bytes()


def test_the_report_names_the_mode_of_the_run(
    half: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert half.run("--visual-mode=local").document["mode"] == "local"
    monkeypatch.setenv("VISUALDIFF_BROKER_URL", f"redis://127.0.0.1:{free_port()}/0")
    run = half.run("--visual-mode=remote")
    assert run.document["mode"] == "remote"  # as it was asked for, though nobody answers
    page = (half.root / "visual-report" / "index.html").read_text("utf-8")
    assert "remote mode" in page


class TestModes:
    """Which baselines a run writes."""

    def test_default_writes_missing_ones_and_fails(self, half: Project) -> None:
        run = half.run().ended(failed=2)
        assert run.statuses == {"first": "differs", "second": "new"}
        assert pictures(half) == [FIRST, SECOND]
        assert not shows_green(half, FIRST)

    def test_missing_writes_them_and_they_pass(self, half: Project) -> None:
        run = half.run("--visual-update=missing").ended(failed=1, passed=1)
        assert run.statuses == {"first": "differs", "second": "new"}
        assert not shows_green(half, FIRST)

    @pytest.mark.parametrize("flag", ["--visual-update", "--visual-update=changed"])
    def test_changed_writes_both_and_all_passes(self, half: Project, flag: str) -> None:
        run = half.run(flag).ended(passed=2)
        assert run.statuses == {"first": "updated", "second": "new"}
        assert shows_green(half, FIRST)
        run.says("2 visual checks: 0 matched, 0 differ, 1 new, 1 updated")

    def test_changed_leaves_what_matches_untouched(self, fresh: Project) -> None:
        fresh.run("--visual-update=missing").ended(passed=2)
        fresh.has("screen.png", _recoded(screen()))
        before = (fresh.root / FIRST).read_bytes()
        run = fresh.run("--visual-update=changed").ended(passed=2)
        assert run.statuses == {"first": "matched", "second": "matched"}
        assert (fresh.root / FIRST).read_bytes() == before
        run = fresh.run("--visual-update=all").ended(passed=2)
        assert run.statuses == {"first": "updated", "second": "updated"}
        assert (fresh.root / FIRST).read_bytes() != before

    def test_none_writes_nothing_and_fails(self, half: Project) -> None:
        run = half.run("--visual-update=none").ended(failed=2)
        run.says(
            "E       second: has no baseline, and none was written because of --visual-update=none",
            "E         expected:  __visual__/test_it/test_b/second.png",
            "E         actual:    visual-report/images/*-actual.png",
            "E         to record: pytest test_it.py::test_b --visual-update=missing, then *",
        )
        assert pictures(half) == [FIRST]

    @pytest.mark.parametrize("value", ["true", "1", "woodpecker"])
    def test_in_ci_the_default_writes_nothing(
        self, half: Project, monkeypatch: pytest.MonkeyPatch, value: str
    ) -> None:
        monkeypatch.setenv("CI", value)
        half.run().ended(failed=2).says("E *none was written because CI is set")
        assert pictures(half) == [FIRST]
        half.run("--visual-update=missing").ended(failed=1, passed=1)
        assert pictures(half) == [FIRST, SECOND]

    @pytest.mark.parametrize("value", ["", "false", "0"])
    def test_ci_can_be_set_to_no(
        self, half: Project, monkeypatch: pytest.MonkeyPatch, value: str
    ) -> None:
        monkeypatch.setenv("CI", value)
        half.run().ended(failed=2)
        assert pictures(half) == [FIRST, SECOND]

    def test_the_bare_flag_takes_no_test_path_for_its_mode(self, half: Project) -> None:
        half.run("--visual-update", "test_it.py").ended(passed=2)


def _recoded(image: object) -> bytes:
    from PIL import Image

    from tests.support import to_png

    assert isinstance(image, Image.Image)
    return to_png(image, compress_level=1)


class TestUnused:
    """Baselines that no test asked for."""

    @pytest.fixture
    def left(self, fresh: Project) -> Project:
        """Return a project of which the second test was deleted, its baseline still there."""
        fresh.run("--visual-update=missing").ended(passed=2)
        fresh.has("test_it.py", TWO_CHECKS.split("def test_b")[0])
        return fresh

    LISTED = ("1 baseline that no test asked for; --visual-prune deletes them:", f"  {SECOND}")

    @pytest.mark.parametrize("workers", [[], ["-n2"], ["-p", "no:xdist"]])
    def test_they_are_listed_after_a_full_run(self, left: Project, workers: list[str]) -> None:
        left.run(*workers).ended(passed=1).says(*self.LISTED)
        assert SECOND in left.baselines()

    @pytest.mark.parametrize("workers", [[], ["-n2"]])
    def test_prune_deletes_them(self, left: Project, workers: list[str]) -> None:
        run = left.run("--visual-prune", *workers).ended(passed=1)
        run.says("deleted 1 baseline that no test asked for:", f"  {SECOND}")
        assert left.baselines() == [FIRST.replace(".png", ".json"), FIRST]

    @pytest.mark.parametrize(
        ("arguments", "reason"),
        [
            (["-k", "test_a"], "-k 'test_a' selects some of the tests"),
            (["-m", "not slow"], "-m 'not slow' selects some of the tests"),
            (["test_it.py::test_a"], "single tests were asked for (test_it.py::test_a)"),
            (["--deselect", "test_it.py::test_a", "test_more.py"], "some tests were deselected"),
        ],
    )
    @pytest.mark.parametrize("workers", [[], ["-n2"]])
    def test_prune_is_refused_after_a_part_of_the_tests(
        self, left: Project, arguments: list[str], reason: str, workers: list[str]
    ) -> None:
        left.has("test_more.py", "def test_nothing(): pass\n")
        before = left.baselines()
        run = left.run("--visual-prune", *arguments, "test_it.py", *workers)
        assert run.result.ret == 0
        run.says(f"no baseline was deleted: {reason}")
        assert "that no test asked for" not in run.text
        assert left.baselines() == before

    @pytest.mark.parametrize("workers", [[], ["-n2"]])
    def test_prune_is_refused_after_a_failure(self, left: Project, workers: list[str]) -> None:
        left.has("test_more.py", "def test_broken(): assert False\n")
        run = left.run("--visual-prune", *workers).ended(passed=1, failed=1)
        run.says("no baseline was deleted: the run did not pass (exit status 1)")
        assert SECOND in left.baselines()

    def test_prune_is_refused_after_an_interruption(self, left: Project) -> None:
        left.has("test_more.py", "def test_stop(): raise KeyboardInterrupt\n")
        run = left.run_apart("--visual-prune")
        assert run.result.ret == pytest.ExitCode.INTERRUPTED
        run.says("no baseline was deleted: the run did not pass (exit status 2)")
        assert SECOND in left.baselines()

    def test_a_run_of_a_part_lists_nothing(self, left: Project) -> None:
        assert "no test asked for" not in left.run("-k", "test_a").ended(passed=1).text

    def test_a_skipped_test_keeps_its_baseline(self, left: Project) -> None:
        left.has(
            "test_it.py",
            "import pytest\n" + TWO_CHECKS.replace("def test_b", "@pytest.mark.skip\ndef test_b"),
        )
        left.run("--visual-prune").ended(passed=1, skipped=1)
        assert SECOND in left.baselines()

    def test_a_skipped_file_keeps_its_baselines(self, left: Project) -> None:
        left.has("test_it.py", "import pytest\npytest.skip('later', allow_module_level=True)\n")
        left.has("test_more.py", "def test_nothing(): pass\n")
        left.run("--visual-prune").ended(passed=1, skipped=1)
        assert {FIRST, SECOND} <= set(left.baselines())

    THINNED = """
import pytest
@pytest.hookimpl({order}=True)
def pytest_collection_modifyitems(items):
    items[:] = items[::2]
"""

    @pytest.mark.parametrize("workers", [[], ["-n2"]])
    @pytest.mark.parametrize("order", ["tryfirst", "trylast"])
    def test_a_conftest_that_thins_out_the_tests_costs_no_baseline(
        self, fresh: Project, order: str, workers: list[str]
    ) -> None:
        fresh.run("--visual-update=missing").ended(passed=2)
        fresh.has("conftest.py", self.THINNED.format(order=order))
        run = fresh.run_apart("--visual-prune", *workers).ended(passed=1)
        run.says("no baseline was deleted: some tests were deselected")
        assert {FIRST, SECOND} <= set(fresh.baselines())

    @pytest.mark.parametrize("flag", ["--lf", "--ff", "--sw"])
    @pytest.mark.parametrize("workers", [[], ["-n2"]])
    def test_a_run_of_what_failed_last_costs_no_baseline(
        self, fresh: Project, flag: str, workers: list[str]
    ) -> None:
        fresh.run("--visual-update=missing").ended(passed=2)
        fresh.has("broken.txt", "")
        broken = "import os\ndef test_broken(): assert not os.path.exists('broken.txt')\n"
        fresh.has("test_it.py", broken + TWO_CHECKS)
        fresh.run_apart().ended(passed=2, failed=1)
        (fresh.root / "broken.txt").unlink()
        run = fresh.run_apart(flag, "--visual-prune", *workers)
        assert run.result.ret == 0
        assert {FIRST, SECOND} <= set(fresh.baselines())
        assert "that no test asked for" not in run.text

    def test_other_parameters_of_a_test_cost_no_baseline(self, project: Project) -> None:
        project.has("screen.png", screen())
        project.has(
            "conftest.py",
            "def pytest_addoption(parser): parser.addoption('--locale', default='en')\n"
            "def pytest_generate_tests(metafunc):\n"
            "    metafunc.parametrize('locale', [metafunc.config.option.locale])\n",
        )
        project.has(
            "test_it.py",
            "def test_home(visual_baseline, locale): visual_baseline.check('screen.png', 'home')\n",
        )
        project.run_apart("--visual-update=missing").ended(passed=1)
        project.run_apart("--locale=de", "--visual-update=missing", "--visual-prune")
        folders = {path.split("/")[2] for path in project.baselines()}
        assert folders == {"test_home[de]", "test_home[en]"}


class TestWorkers:
    """With xdist a run is the same run."""

    MANY = """
import pytest
@pytest.mark.parametrize("number", range(24))
def test_many(visual_baseline, number):
    visual_baseline.check("screen.png", "one")
    visual_baseline.check("changing.png" if number % 3 == 0 else "screen.png", "two")
"""

    @pytest.fixture
    def many(self, project: Project) -> Project:
        project.has("test_it.py", self.MANY)
        project.has("screen.png", screen())
        project.has("changing.png", screen())
        project.run("--visual-update=missing", "-n4").ended(passed=24)
        project.has("changing.png", screen(badge=True))
        return project

    def test_four_workers_find_what_one_process_finds(self, many: Project) -> None:
        assert len(pictures(many)) == 48
        alone = many.run("-n0").ended(passed=16, failed=8)
        in_one = [_lasting(entry) for entry in alone.results]
        shared = many.run("-n4").ended(passed=16, failed=8)
        assert [_lasting(entry) for entry in shared.results] == in_one
        assert len(in_one) == 48
        line = "48 visual checks: 40 matched, 8 differ, 0 new"
        assert [run.text.count(line) for run in (alone, shared)] == [1, 1]
        assert [run.text.count("report: ") for run in (alone, shared)] == [1, 1]

    def test_every_picture_of_the_report_is_there(self, many: Project) -> None:
        run = many.run("-n4").ended(passed=16, failed=8)
        linked = {link for entry in run.results for link in entry["images"].values() if link}
        there = {f"images/{p.name}" for p in (many.root / "visual-report/images").iterdir()}
        assert linked == there
        assert len(linked) == 8 * 3

    def test_many_workers_may_write_the_same_baselines_at_once(self, fresh: Project) -> None:
        fresh.run("-n8", "--dist=each", "--visual-update=missing").ended(passed=16)
        assert len(fresh.baselines()) == 4
        assert shows_green(fresh, FIRST)
        for path in pictures(fresh):
            sidecar = json.loads((fresh.root / path).with_suffix(".json").read_text())
            assert sidecar["size"] == [160, 100]
        fresh.run("-n4").ended(passed=2)

    def test_many_workers_may_write_the_same_report_at_once(self, half: Project) -> None:
        half.run("--visual-update=none", "-n8", "--dist=each").ended(failed=16)
        images = (half.root / "visual-report" / "images").iterdir()
        assert len(list(images)) == 3 + 1  # and no temporary file

    def test_without_xdist_all_is_the_same(self, many: Project) -> None:
        run = many.run("-p", "no:xdist").ended(passed=16, failed=8)
        assert len(run.results) == 48

    def test_a_worker_that_dies_loses_its_own_test_only(self, fresh: Project) -> None:
        fresh.run("--visual-update=missing").ended(passed=2)
        fresh.has("test_more.py", "import os\ndef test_crash(): os._exit(1)\n")
        run = fresh.run_apart("-n2", "--visual-prune")
        assert run.statuses == {"first": "matched", "second": "matched"}
        run.says("no baseline was deleted: the run did not pass (exit status 1)")

    def test_groups_of_xdist_change_no_name(self, half: Project) -> None:
        half.has(
            "test_it.py",
            "import pytest\npytestmark = pytest.mark.xdist_group('shop')\n"
            + TWO_CHECKS.replace("def test_b", "@pytest.mark.skip\ndef test_b"),
        )
        half.has("__visual__/test_it/test_b/second.png", screen())
        run = half.run("-n2", "--dist=loadgroup").ended(failed=1, skipped=1)
        run.says("E         to accept: pytest test_it.py::test_a --visual-update")
        half.has("screen.png", screen())
        half.run("-n2", "--dist=loadgroup", "--visual-prune").ended(passed=1, skipped=1)
        assert pictures(half) == [FIRST, SECOND]

    def test_the_report_is_one_wherever_it_is_asked_for(self, half: Project) -> None:
        half.run("-n2", "--visual-report=out/report").ended(failed=2)
        report = half.root / "out" / "report"
        assert sorted(path.name for path in report.iterdir()) == [
            "images", "index.html", "results.json",
        ]  # fmt: skip


def _lasting(entry: dict[str, object]) -> dict[str, object]:
    """Return an entry without what no two runs share: the times."""
    comparison = entry["comparison"]
    assert isinstance(comparison, dict)
    return entry | {"timings": None, "comparison": comparison | {"timings": None}}


class TestReport:
    """What a run leaves behind."""

    def test_a_run_without_checks_says_and_writes_nothing(self, project: Project) -> None:
        project.has("test_it.py", "def test_it(): pass\n")
        assert "visual" not in project.run().ended(passed=1).text.split("collected")[1]
        assert not (project.root / "visual-report").exists()

    def test_pictures_of_the_last_run_go_and_other_files_stay(self, half: Project) -> None:
        half.run().ended(failed=2)
        images = half.root / "visual-report" / "images"
        half.has("visual-report/images/mine.png", screen())
        assert len(list(images.iterdir())) == 3 + 1 + 1
        half.run("--visual-update").ended(passed=2)
        assert [path.name for path in images.iterdir()] == ["mine.png"]

    def test_a_test_that_is_run_again_is_counted_once(self, half: Project) -> None:
        half.has("conftest.py", RUN_TWICE)
        run = half.run("-p", "no:xdist")
        assert run.statuses == {"first": "differs", "second": "new"}
        run.says("2 visual checks: 0 matched, 1 differ, 1 new")

    def test_a_flaky_test_leaves_no_pictures_of_the_run_that_failed(self, half: Project) -> None:
        half.has("green.png", screen(button=GREEN))
        half.has(
            "test_it.py",
            """
import pathlib
def test_a(visual_baseline):
    done = pathlib.Path("done")
    again = done.exists()
    done.touch()
    visual_baseline.check("blue.png" if again else "green.png", "first")
""",
        )
        half.has("blue.png", screen())
        half.has("conftest.py", RUN_TWICE)
        run = half.run("-p", "no:xdist")
        assert run.statuses == {"first": "matched"}
        assert list((half.root / "visual-report" / "images").iterdir()) == []

    def test_names_that_are_no_unicode_text_reach_the_report(self, fresh: Project) -> None:
        fresh.has("test_it.py", TWO_CHECKS.replace('"first"', '"\\udc80"'))
        fresh.run("--visual-update=missing").ended(passed=2)
        assert len(fresh.run().ended(passed=2).results) == 2
