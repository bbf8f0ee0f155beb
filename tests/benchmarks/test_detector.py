"""Pages for the detector, rendered and scored."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import detector
from pytest_visualdiff.training.score import score


def test_pages_are_rendered_once_and_scored(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rendering = ["generate", "--to", str(tmp_path), "--pages", "2", "--unseen"]
    assert detector.main(rendering) == 0
    assert "2 pages rendered" in capsys.readouterr().out
    assert detector.main(rendering) == 0
    assert "0 pages rendered" in capsys.readouterr().out
    assert detector.main(["score", "--pages", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert "classical: 2 pages" in said
    assert "recall, all" in said


def test_without_pages_it_says_how_to_get_some(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert detector.main(["score", "--pages", str(tmp_path)]) == 1
    assert "--unseen" in capsys.readouterr().out


def test_a_kind_that_was_not_there_is_not_measured() -> None:
    (*_, switch) = detector.targets(score([]))
    assert switch.met is None
