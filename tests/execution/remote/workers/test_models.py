"""A model that workers are given besides the one that comes with the package."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from pytest_visualdiff.commands.main import main
from pytest_visualdiff.errors import ModelError, OptionError
from pytest_visualdiff.execution.remote.workers.models import own_model
from tests.support.models import model_file


@pytest.fixture(autouse=True)
def _asked_anew() -> None:
    own_model.cache_clear()


def test_without_one_it_is_that_of_the_package() -> None:
    assert own_model(os.getpid()).name == "auto"


def test_it_is_known_by_the_digest_of_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mine.onnx").write_bytes(model_file())
    monkeypatch.setenv("VISUALDIFF_MODEL", str(tmp_path / "mine.onnx"))
    monkeypatch.setenv("VISUALDIFF_MODEL_CLASSES", "button = link")
    digest = hashlib.sha256(model_file()).hexdigest()
    assert own_model(os.getpid()).name == f"sha256:{digest} with button = link"


def test_what_is_none_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUALDIFF_MODEL", str(tmp_path / "no.onnx"))
    with pytest.raises(ModelError, match="Could not read the model"):
        own_model(os.getpid())
    monkeypatch.setenv("VISUALDIFF_MODEL_CLASSES", "button")
    with pytest.raises(
        OptionError, match="'button' is not a valid value for VISUALDIFF_MODEL_CLASSES"
    ):
        own_model(os.getpid())


def test_a_worker_does_not_start_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VISUALDIFF_BROKER_URL", "redis://localhost:1/0")
    monkeypatch.setenv("VISUALDIFF_MODEL", str(tmp_path / "no.onnx"))
    assert main(["worker"]) == 2
    assert "Could not read the model" in capsys.readouterr().err


def test_the_doctor_tells_which_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VISUALDIFF_MODEL", str(tmp_path / "no.onnx"))
    assert main(["doctor"]) == 1
    assert "problem detector: Could not read the model" in capsys.readouterr().out
    own_model.cache_clear()
    (tmp_path / "no.onnx").write_bytes(model_file())
    assert main(["doctor"]) == 0
    digest = hashlib.sha256(model_file()).hexdigest()
    assert f"good    detector: sha256:{digest[:12]}, code" in capsys.readouterr().out
