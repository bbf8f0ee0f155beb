"""Changes that a person sees, drawn at random: none passes where one rendering drew both."""

from __future__ import annotations

import pytest

from benchmarks.visible_changes import CHANGES, Judged, drawn_pair, judged, main

PAIRS = 90
STRICT = ("exact", "same")


@pytest.fixture(scope="module")
def outcomes() -> list[Judged]:
    return [judged(drawn_pair(seed), STRICT) for seed in range(PAIRS)]


def test_every_kind_of_change_is_there(outcomes: list[Judged]) -> None:
    assert {it.kind for it in outcomes if it.changed} >= set(CHANGES) | {"frame at the rim"}
    assert any(not it.changed for it in outcomes)


def test_no_change_passes(outcomes: list[Judged]) -> None:
    assert [it.seed for it in outcomes if it.changed and not all(it.right.values())] == []


def test_equal_pictures_never_fail(outcomes: list[Judged]) -> None:
    same = [it for it in outcomes if not it.changed and not it.banner]
    assert [it.seed for it in same if not all(it.right.values())] == []


def test_the_table_counts_what_passed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--pairs", "10", "--ways", "exact", "--processes", "1"]) == 0
    assert "changes that passed: exact 0" in capsys.readouterr().out
