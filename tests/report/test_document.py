"""The JSON document of a run."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from pytest_visualdiff.report.document import run_document

STARTED = datetime(2026, 1, 2, 3, 4, 5, 678, tzinfo=timezone.utc)


@pytest.mark.parametrize("mode", ["local", "remote"])
def test_it_says_when_and_how_the_run_was_made(mode: str) -> None:
    document = run_document([{"name": "home"}], mode, STARTED, STARTED + timedelta(seconds=61))
    assert document["started"] == "2026-01-02T03:04:05+00:00"
    assert document["finished"] == "2026-01-02T03:05:06+00:00"
    assert document["mode"] == mode
    assert document["results"] == [{"name": "home"}]
    assert set(document["environment"]) == {"python", "platform", "pytest", "pytest-visualdiff"}
