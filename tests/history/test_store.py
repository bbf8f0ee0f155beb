"""What pytest remembers of past runs: as much as is of use, and never at the cost of a run."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from pytest_visualdiff.history import store as history
from pytest_visualdiff.history.store import HistoryError, read, record
from pytest_visualdiff.model import Box
from tests.support import BUTTON, GREEN, Project, screen

ONE_CHECK = """
def test_screen(visual_baseline):
    visual_baseline.check("screen.png", "home")
"""

TODAY = datetime(2026, 3, 1, 12, tzinfo=timezone.utc)


def result(name: str = "home", status: str = "matched", **rest: Any) -> dict[str, Any]:
    """Return a result as results.json has it."""
    empty: dict[str, Any] = {"comparison": None, "defects": [], "dismissed": []}
    return {"node_id": "test_it.py::test", "name": name, "status": status, **empty, **rest}


def defect(**rest: Any) -> dict[str, Any]:
    clock = {"kind": "text", "text": "12:30", "path": "#clock"}
    base = {"kind": "text_changed", "element": clock, "caused_by": None}
    return {**base, "box": [10, 20, 30, 8], "box_after": [12, 20, 30, 9], **rest}


def database(project: Project) -> Path:
    return project.root / ".visualdiff" / "history.db"


class TestInARun:
    """A run of pytest."""

    @pytest.fixture
    def recorded(self, project: Project) -> Project:
        project.has("test_it.py", ONE_CHECK)
        project.has("screen.png", screen())
        project.run("--visual-update=missing").ended(passed=1)
        return project

    def test_what_became_of_a_check_is_remembered(self, recorded: Project) -> None:
        recorded.run().ended(passed=1)
        recorded.has("screen.png", screen(button=GREEN))
        recorded.run().ended(failed=1)
        (check,) = read(database(recorded))
        assert (check.node_id, check.name) == ("test_it.py::test_screen", "home")
        assert [outcome.status for outcome in check.outcomes] == ["new", "matched", "differs"]
        (area,) = check.outcomes[-1].areas
        assert (area.found_as, area.box) == ("defect", Box(*BUTTON))

    def test_git_leaves_it_out(self, recorded: Project) -> None:
        assert (recorded.root / ".visualdiff" / ".gitignore").read_text().endswith("\n*\n")

    def test_with_xdist_it_is_written_once(self, recorded: Project) -> None:
        recorded.run_apart("-n2").ended(passed=1)
        (check,) = read(database(recorded))
        assert len(check.outcomes) == 2

    def test_without_checks_there_is_no_folder(self, project: Project) -> None:
        project.has("test_it.py", "def test_it(): pass")
        project.run().ended(passed=1)
        assert not (project.root / ".visualdiff").exists()

    def test_it_can_be_switched_off(self, project: Project) -> None:
        project.has("test_it.py", ONE_CHECK)
        project.has("screen.png", screen())
        project.run("--visual-update=missing", "--visual-history=false").ended(passed=1)
        assert not (project.root / ".visualdiff").exists()

    def test_a_broken_one_costs_a_line_and_nothing_else(self, recorded: Project) -> None:
        database(recorded).write_bytes(b"this is no database" * 100)
        run = recorded.run().ended(passed=1)
        run.says("the history was not written: *history.db: file is not a database")
        assert run.statuses == {"home": "matched"}
        assert run.result.ret == 0

    def test_a_folder_that_cannot_be_made_costs_a_line(self, project: Project) -> None:
        project.has("test_it.py", ONE_CHECK)
        project.has("screen.png", screen())
        project.has(".visualdiff", "a file is in the way")
        run = project.run("--visual-update=missing").ended(passed=1)
        run.says("the history was not written: *.visualdiff: File exists")

    def test_another_run_that_is_writing_is_not_waited_for_long(
        self, recorded: Project, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with sqlite3.connect(database(recorded)) as other:
            other.execute("DELETE FROM results")  # and keeps the file to itself until it commits
            run = recorded.run_apart().ended(passed=1)
        other.close()
        run.says("the history was not written: *history.db: database is locked")

    def test_a_newer_versions_history_is_left_alone(self, recorded: Project) -> None:
        with sqlite3.connect(database(recorded)) as newer:
            newer.execute("PRAGMA user_version = 99")
        newer.close()
        before = database(recorded).read_bytes()
        recorded.run().says("the history was not written: *another version of pytest-visualdiff*")
        assert database(recorded).read_bytes() == before


class TestWhatIsKept:
    """What is remembered of a result, and for how long."""

    def read(self, root: Path) -> dict[str, history.Remembered]:
        return {check.name: check for check in read(root / ".visualdiff" / "history.db")}

    def test_areas_of_all_kinds_are_kept_without_what_follows(self, tmp_path: Path) -> None:
        comparison = {"unstable": [{**defect(), "kind": "moved", "box_after": None}]}
        texts = {"before": ["12:", "30", ""], "after": ["12:", "31", ""]}
        defects = [defect(text=texts), defect(caused_by="d1"), defect(kind="size_changed", box=None,
                   box_after=None, element=None)]  # fmt: skip
        dismissed = [
            {"reason": reason, "box": [1, 2, 3, 4]}
            for reason in ("rendering_noise", "ignored", "explained_by:d1")
        ]
        record(
            tmp_path,
            [result(comparison=comparison, defects=defects, dismissed=dismissed)],
            TODAY,
        )
        areas = self.read(tmp_path)["home"].outcomes[0].areas
        assert [(area.found_as, area.kind, area.box) for area in areas] == [
            ("defect", "text_changed", Box(10, 20, 32, 9)),
            ("defect", "size_changed", None),
            ("unstable", "moved", Box(10, 20, 30, 8)),
            ("dismissed", "rendering_noise", Box(1, 2, 3, 4)),
        ]
        assert areas[0][2:6] == ("text '12:30'", "#clock", "12:30", "12:31")

    def test_the_last_results_of_a_check_are_kept(self, tmp_path: Path) -> None:
        for number in range(history.RESULTS_OF_A_CHECK + 5):
            status = "differs" if number < 5 else "matched"
            record(tmp_path, [result(status=status, defects=[defect()])], TODAY)
        outcomes = self.read(tmp_path)["home"].outcomes
        assert [outcome.status for outcome in outcomes] == ["matched"] * history.RESULTS_OF_A_CHECK
        with sqlite3.connect(tmp_path / ".visualdiff" / "history.db") as file:
            (areas,) = file.execute("SELECT count(*) FROM areas").fetchone()
        file.close()
        assert areas == history.RESULTS_OF_A_CHECK

    def test_what_is_too_old_is_forgotten(self, tmp_path: Path) -> None:
        record(tmp_path, [result("gone"), result("home")], TODAY)
        record(tmp_path, [result("home")], TODAY + timedelta(days=history.DAYS + 1))
        assert {name: len(check.outcomes) for name, check in self.read(tmp_path).items()} == {
            "home": 1
        }

    def test_tests_of_ever_new_names_do_not_fill_the_disk(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(history, "RESULTS", 30)
        for number in range(5):
            record(tmp_path, [result(f"{number} {it}") for it in range(10)], TODAY)
        assert len(self.read(tmp_path)) == 30

    def test_a_name_that_is_no_unicode_is_kept(self, tmp_path: Path) -> None:
        record(tmp_path, [result("a\udc80")], TODAY)
        assert list(self.read(tmp_path)) == ["a\\udc80"]

    def test_a_file_that_is_no_database_is_told(self, tmp_path: Path) -> None:
        (tmp_path / "history.db").write_text("no database" * 99)
        with pytest.raises(HistoryError, match="file is not a database"):
            read(tmp_path / "history.db")
