"""Other projects' pictures with known answers, where they lie beside the checkout.

Without them these tests are not collected; the project's own small equivalents are in the files
beside this one.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from pytest_visualdiff.model import Job, Policy
from pytest_visualdiff.verdict.policy import judge
from tests.support.tools import compare

DATA = Path(__file__).parents[2].parent / "shared" / "data"


def _pairs(folder: Path, first: str, second: str) -> list[tuple[Path, Path]]:
    pairs = [
        (path, path.with_name(path.name.removesuffix(first) + second))
        for path in sorted(folder.rglob(f"*{first}"))
    ]
    return [pair for pair in pairs if pair[1].is_file()]


MATCH = _pairs(DATA / "playwright" / "should-match", "-expected.png", "-actual.png")
FAIL = _pairs(DATA / "playwright" / "should-fail", "-expected.png", "-actual.png")
PIXELMATCH = _pairs(DATA / "pixelmatch", "a.png", "b.png")


def passes(baseline: Path, actual: Path) -> bool:
    comparison = compare(Job(baseline.read_bytes(), actual.read_bytes()))
    return judge(comparison, Policy()).passed


def _name(pair: tuple[Path, Path]) -> str:
    return f"{pair[0].parent.name}/{pair[0].stem}"


if MATCH:

    @pytest.mark.parametrize("pair", MATCH, ids=_name)
    def test_what_playwright_takes_for_the_same_passes(pair: tuple[Path, Path]) -> None:
        assert passes(*pair)


if FAIL:

    @pytest.mark.parametrize("pair", FAIL, ids=_name)
    def test_what_playwright_takes_for_a_change_fails(pair: tuple[Path, Path]) -> None:
        assert not passes(*pair)


if PIXELMATCH:

    @pytest.mark.parametrize("pair", PIXELMATCH, ids=_name)
    def test_pixelmatchs_pairs_all_differ(pair: tuple[Path, Path]) -> None:
        assert not passes(*pair)
