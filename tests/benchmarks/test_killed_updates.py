"""Runs that are killed while they write baselines leave none that is torn."""

from __future__ import annotations

import pytest

from benchmarks.killed_updates import main


def test_no_baseline_is_torn(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--kills", "3"]) == 0
    assert "after one more run: {'whole': 24" in capsys.readouterr().out
