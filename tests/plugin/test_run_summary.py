"""What cannot be deleted or shown in full is said."""

from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path

import pytest

from pytest_visualdiff.model import Box, Judgement, Policy, Result, Skipped
from pytest_visualdiff.plugin.options import RunSettings
from pytest_visualdiff.plugin.run_summary import RunSummary
from pytest_visualdiff.verdict.policy import judge
from tests.support import changed, measured


def summary(root: Path, *, prune: bool) -> RunSummary:
    settings = RunSettings("default", False, root / "visual-report", prune, {})
    return RunSummary(settings, root, datetime.now(timezone.utc))


@pytest.fixture
def leftovers(tmp_path: Path) -> Path:
    """Return a project with 25 baselines of a test file that is gone."""
    folder = tmp_path / "__visual__" / "test_gone" / "test_it"
    folder.mkdir(parents=True)
    for number in range(25):
        (folder / f"{number:02}.png").touch()
    return tmp_path


def test_a_long_list_is_cut(leftovers: Path) -> None:
    lines = summary(leftovers, prune=False).finish([leftovers], None)
    assert lines[0] == "25 baselines that no test asked for; --visual-prune deletes them:"
    assert len(lines) == 1 + 20 + 1
    assert lines[-1] == "  and 5 more"


def test_a_baseline_that_cannot_be_deleted_is_said_in_two_lines(leftovers: Path) -> None:
    stuck = leftovers / "__visual__/test_gone/test_it/00.png"
    stuck.unlink()
    stuck.mkdir()
    problem, remedy = summary(leftovers, prune=True).finish([leftovers], None)
    assert problem.startswith(f"Could not delete the baseline {stuck}")
    assert remedy == "Check that the folder can be written, or delete it by hand."


def test_why_texts_were_not_read_is_said_once(tmp_path: Path) -> None:
    checks = summary(tmp_path, prune=False)
    for name in ("cart", "order"):
        skipped = (Skipped("text", "there is no tesseract"), Skipped("similarity", "too small"))
        comparison = measured(changed(Box(1, 2, 3, 4), 5), skipped=skipped)
        judgement = Judgement(comparison, judge(comparison, Policy()), {}, "local")
        result = Result("test_shop.py::test_it", name, "differs", failed=True, judgement=judgement)
        told = {"folder": str(tmp_path), "asked": [], "results": [result.to_wire()]}
        checks.add("test_shop.py::test_it", "failed", told)
    lines = checks.finish([tmp_path], "only some tests ran")
    assert lines[0] == "2 visual checks: 0 matched, 2 differ, 0 new"
    assert lines[2:] == ["text was not read: there is no tesseract"]
