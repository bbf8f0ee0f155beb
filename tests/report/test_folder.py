"""The report folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pytest_visualdiff.report.folder import ReportFolder


def document(*links: str | None) -> dict[str, Any]:
    """Return a run's document that links these pictures."""
    images = dict(zip(("baseline", "actual", "diff"), links, strict=False))
    entry = {
        "node_id": "test_it.py::test_it",
        "name": "home",
        "status": "matched",
        "images": {"baseline": None, "actual": None, "diff": None} | images,
        "dismissed": [],
    }
    return {
        "schema": 1,
        "started": "2026-01-01T00:00:00+00:00",
        "finished": "2026-01-01T00:00:01+00:00",
        "mode": "local",
        "environment": {"python": "3.13"},
        "results": [entry],
    }


@pytest.fixture
def folder(tmp_path: Path) -> ReportFolder:
    return ReportFolder(tmp_path / "report")


def test_a_picture_is_saved_under_a_name_of_its_own(folder: ReportFolder) -> None:
    one = folder.save_picture("test_it.py::test[a]-home", "actual", b"one")
    other = folder.save_picture("test_it.py::test[b]-home", "actual", b"other")
    assert (one.read_bytes(), other.read_bytes()) == (b"one", b"other")
    assert folder.link(one).startswith("images/")


def test_the_run_is_written_as_json_and_as_a_page(folder: ReportFolder) -> None:
    page = folder.write(document(), [])
    assert json.loads((folder.path / "results.json").read_text("utf-8")) == document()
    assert "test_it.py::test_it" in page.read_text("utf-8")


def test_only_pictures_that_the_last_run_named_are_deleted(folder: ReportFolder) -> None:
    kept, gone = (folder.save_picture(name, "actual", b"x") for name in ("kept", "gone"))
    mine = folder.path / "images" / "mine.png"
    mine.write_bytes(b"x")
    folder.write(document(folder.link(kept), folder.link(gone)), [])
    folder.write(document(folder.link(kept)), [])
    assert {path.name for path in mine.parent.iterdir()} == {"mine.png", kept.name}


@pytest.mark.parametrize("link", ["../outside.png", "images/../../outside.png", "/outside.png"])
def test_nothing_outside_the_folder_is_deleted_whatever_the_last_run_says(
    folder: ReportFolder, link: str
) -> None:
    outside = folder.path.parent / "outside.png"
    outside.write_bytes(b"x")
    folder.write(document(link), [])
    folder.write(document(), [])
    assert outside.exists()


@pytest.mark.parametrize("text", ["", "[]", '{"results": 3}', '{"results": [{"images": []}]}', "{"])
def test_another_tools_results_are_replaced_without_harm(folder: ReportFolder, text: str) -> None:
    folder.path.mkdir()
    (folder.path / "results.json").write_text(text)
    folder.write(document(), [])
    assert json.loads((folder.path / "results.json").read_text("utf-8")) == document()
