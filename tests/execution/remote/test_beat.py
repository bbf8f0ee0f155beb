"""What nobody used for too long is deleted, and it is said how much that was."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from pytest_visualdiff.cli import main
from pytest_visualdiff.execution.remote import blobs
from pytest_visualdiff.execution.remote.documents import digest
from tests.execution.remote.servers import free_port

OLD, NEW = b"o" * 2_000_000, b"new"


def test_old_pictures_in_a_folder_are_deleted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VISUALDIFF_BROKER_URL", f"redis://127.0.0.1:{free_port()}/0")
    monkeypatch.setenv("VISUALDIFF_BLOBS", f"file://{tmp_path}/blobs")
    store = blobs.open_blobs(f"file://{tmp_path}/blobs")
    store.put({digest(OLD): OLD, digest(NEW): NEW})
    then = time.time() - blobs.KEPT - 1
    os.utime(tmp_path / "blobs" / digest(OLD)[:2] / digest(OLD), (then, then))
    assert main(["beat", "--once"]) == 0
    assert capsys.readouterr().out == "deleted 1 pictures, 2.0 MB\n"
    assert store.missing([digest(OLD), digest(NEW)]) == {digest(OLD)}


def test_a_store_that_cannot_be_opened_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VISUALDIFF_BROKER_URL", f"redis://127.0.0.1:{free_port()}/0")
    monkeypatch.setenv("VISUALDIFF_BLOBS", "nonsense://somewhere")
    assert main(["beat", "--once"]) == 2
    assert "Nothing was deleted: the store of pictures at nonsense:" in capsys.readouterr().err
