"""The command that trains, where it cannot."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from pytest_visualdiff.commands.main import NOT_DONE, main


def test_without_ultralytics_it_says_what_to_install(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ultralytics", None)
    assert main(["train", "--data", str(tmp_path)]) == NOT_DONE
    said = capsys.readouterr().err
    assert "Training needs ultralytics, which is not installed" in said
    assert "pip install 'pytest-visualdiff[yolo]'" in said


def test_it_needs_a_folder(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["train"])
    assert "--data" in capsys.readouterr().err
