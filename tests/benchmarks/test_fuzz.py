"""Damaged files of every format are read, or refused with an error of ours; nothing else."""

from __future__ import annotations

import pytest

from benchmarks.fuzz import damaged, formats, main, outcome


def test_the_same_seed_makes_the_same_file() -> None:
    assert damaged(7) == damaged(7)
    assert damaged(7)[1] != damaged(7 + len(formats()))[1]


def test_every_damaged_file_is_read_or_refused() -> None:
    assert {outcome(seed) for seed in range(270)} == {"read", "refused"}


def test_the_counts_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--files", "9"]) == 0
    assert "other exceptions: 0" in capsys.readouterr().out
