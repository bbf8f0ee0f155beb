"""What is said of a check: the commands that write its baseline, and who drew the pictures."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pytest_visualdiff.baselines.store import Baseline, BaselineStore
from pytest_visualdiff.execution.local import LocalExecutor
from pytest_visualdiff.model import (
    Box,
    Capture,
    Change,
    Element,
    Inventory,
    Judgement,
    Policy,
    Settings,
    Size,
)
from pytest_visualdiff.plugin.attempt import Attempt
from pytest_visualdiff.plugin.request import (
    Request,
    is_recorded,
    other_rendering,
    rendering_notes,
)
from pytest_visualdiff.verdict.policy import judge
from tests.support import measured

HERE = {
    "source": "playwright",
    "browser": "chromium",
    "browser_version": "129",
    "platform": "linux",
    "fingerprint": "canvas: text 1a, gradients 2b",
}
THERE = {**HERE, "platform": "darwin", "fingerprint": "canvas: text 3c, gradients 2b"}


def request(tmp_path: Path, level: str = "perceptual", **changes: Any) -> Request:
    """Return a check of a page that this machine drew."""
    capture = replace(Capture(b"picture", Size(100, 100), 1.0, HERE), **changes)
    attempt = Attempt(None, Settings(level=level), Policy(), _no_executor)  # type: ignore[arg-type]
    store = BaselineStore(tmp_path / "__visual__")
    return Request("tests/a b.py::test_it", "home", store, None, capture, attempt)


def _no_executor() -> LocalExecutor:
    raise AssertionError("nothing is compared here")


def baseline(tmp_path: Path, **changes: Any) -> Baseline:
    """Return a baseline that is the picture of `request`."""
    known = Baseline(tmp_path / "home.png", b"picture", False, environment=HERE)
    return replace(known, **changes)


def judgement(*changes: Change, **rest: Any) -> Judgement:
    comparison = measured(changes=changes, **rest)
    return Judgement(comparison, judge(comparison, Policy()), {}, "local")


def test_a_command_can_be_copied_into_a_shell(tmp_path: Path) -> None:
    asked = request(tmp_path)
    assert asked.update_command("changed") == "pytest 'tests/a b.py::test_it' --visual-update"
    assert asked.update_command("missing").endswith(" --visual-update=missing")


def test_what_did_not_hold_still_cannot_be_accepted(tmp_path: Path) -> None:
    assert request(tmp_path).accept_command("changed")
    assert request(tmp_path, still=False).accept_command("changed") is None


class TestIsRecorded:
    """Whether ``--visual-update=all`` leaves a baseline as it is."""

    def test_the_same_picture_of_the_same_machine_is(self, tmp_path: Path) -> None:
        assert is_recorded(request(tmp_path), baseline(tmp_path))

    @pytest.mark.parametrize(
        "changes", [{"png": b"other"}, {"environment": THERE}, {"cross_rendered": True}]
    )
    def test_anything_else_is_not(self, tmp_path: Path, changes: dict[str, Any]) -> None:
        assert not is_recorded(request(tmp_path), baseline(tmp_path, **changes))

    def test_a_layout_needs_its_elements(self, tmp_path: Path) -> None:
        asked = request(tmp_path, "layout")
        assert not is_recorded(asked, baseline(tmp_path))
        assert is_recorded(asked, baseline(tmp_path, elements=Inventory(())))


class TestOtherRendering:
    """Whether what differs may be the machine that drew the baseline."""

    def test_one_machine_drew_both(self, tmp_path: Path) -> None:
        assert other_rendering(request(tmp_path), baseline(tmp_path), judgement()) is None

    def test_another_machine_is_named(self, tmp_path: Path) -> None:
        drawn = baseline(tmp_path, environment=THERE)
        why = other_rendering(request(tmp_path), drawn, judgement())
        assert why is not None
        assert "macOS" in why
        assert rendering_notes(request(tmp_path), drawn) == [why]

    def test_what_was_not_compared_is_not_explained(self, tmp_path: Path) -> None:
        drawn = baseline(tmp_path, environment=THERE)
        assert other_rendering(request(tmp_path), drawn, None) is None

    def test_an_unknown_machine_counts_where_the_pictures_show_it(self, tmp_path: Path) -> None:
        drawn = baseline(tmp_path, environment=None)
        assert other_rendering(request(tmp_path), drawn, judgement()) is None
        why = other_rendering(request(tmp_path), drawn, judgement(cross_rendered=True))
        assert why == "what drew the baseline is not known"

    def test_a_text_that_changed_in_the_page_changed_whoever_drew_it(self, tmp_path: Path) -> None:
        price = Element("text", Box(10, 10, 40, 17), "13.40", path="#total", source="dom")
        change = Change("text_changed", price, replace(price, text="13.90"))
        drawn = baseline(tmp_path, environment=THERE)
        assert other_rendering(request(tmp_path), drawn, judgement(change)) is None


def test_a_baseline_that_stands_in_for_another_is_named(tmp_path: Path) -> None:
    drawn = baseline(tmp_path, cross_rendered=True)
    (note,) = rendering_notes(request(tmp_path), drawn)
    assert note == "cross-rendered: home.png stands in for home.png"
