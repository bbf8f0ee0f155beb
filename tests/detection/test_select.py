"""Which model finds elements: the package's, a user's own, or none; and what can be wrong."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Mapping
from pathlib import Path

import cv2
import numpy as np
import pytest

from pytest_visualdiff.detection import select as choosing
from pytest_visualdiff.detection.select import InstalledTools, bundled
from pytest_visualdiff.errors import ModelError
from pytest_visualdiff.model import Skipped
from tests.support.drawing import Drawing
from tests.support.models import ANY, BUTTON, CHECKBOX, Thing, model_file


def written(path: Path, data: bytes | None = None) -> Path:
    path.write_bytes(model_file() if data is None else data)
    return path


def trouble(path: Path, classes: Mapping[str, str] | None = None) -> str:
    """Return what is said of a file that is no model."""
    with pytest.raises(ModelError) as caught:
        InstalledTools().add(path, classes or {})
    return str(caught.value)


@pytest.fixture
def tools() -> InstalledTools:
    return InstalledTools()


def test_a_model_is_known_by_the_digest_of_its_file(tmp_path: Path, tools: InstalledTools) -> None:
    name = tools.add(written(tmp_path / "mine.onnx"), {})
    digest = hashlib.sha256(model_file()).hexdigest()
    assert name == f"sha256:{digest}"
    assert tools.detector(name).name == name
    assert tools.add(written(tmp_path / "other name.onnx"), {}) == name


def test_what_its_classes_are_taken_for_is_a_part_of_the_name(
    tmp_path: Path, tools: InstalledTools
) -> None:
    path = written(tmp_path / "mine.onnx")
    plain, mapped = tools.add(path, {}), tools.add(path, {"button": "link", "checkbox": "none"})
    assert mapped == f"{plain} with button = link, checkbox = none"


def test_classes_of_other_names_are_mapped_to_kinds(tmp_path: Path, tools: InstalledTools) -> None:
    names = ["Primary Button", "Tick"]
    path = written(tmp_path / "mine.onnx", model_file([BUTTON, CHECKBOX], names=names))
    drawing = Drawing((400, 300)).box((24, 40, *BUTTON.size), BUTTON.colour)
    drawing.box((200, 120, *CHECKBOX.size), CHECKBOX.colour)
    found = tools.detector(tools.add(path, {"Primary Button": "button+icon", "Tick": "none"}))
    kinds = [element.kind for element in found.detect(drawing.pixels()).elements]
    assert kinds == ["button", "icon"]


def test_without_a_model_elements_are_found_by_classical_means(tools: InstalledTools) -> None:
    assert tools.detector("none").name == "classical"
    assert tools.add("none", {}) == "none"


def test_the_package_works_without_a_model_of_its_own(
    monkeypatch: pytest.MonkeyPatch, tools: InstalledTools
) -> None:
    monkeypatch.setattr(choosing, "bundled", lambda: None)
    assert tools.detector("auto").name == "classical"
    assert tools.unavailable("auto") == ()


def test_the_model_of_the_package_is_used_where_there_is_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tools: InstalledTools
) -> None:
    path = written(tmp_path / "detector.onnx")
    monkeypatch.setattr(choosing, "bundled", lambda: path)
    assert tools.detector("auto").name == tools.add(path, {})
    assert tools.detector("none").name == "classical"


def test_an_opencv_that_cannot_run_it_is_said_and_not_hidden(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tools: InstalledTools
) -> None:
    path = written(tmp_path / "detector.onnx", model_file([CHECKBOX]))
    monkeypatch.setattr(choosing, "bundled", lambda: path)
    monkeypatch.setattr(cv2, "__version__", "4.12.0")
    assert tools.detector("auto").name == "classical"
    assert tools.unavailable("auto") == (
        Skipped(
            "model",
            "OpenCV 4.12.0 cannot run the model: install opencv-python-headless>=5; the elements "
            "are found by classical means",
        ),
    )
    assert tools.unavailable("none") == ()
    assert "OpenCV 4.12.0 cannot run" in trouble(path)
    assert "visual_model = none" in trouble(path)


def test_the_file_that_comes_with_the_package_is_where_it_is_looked_for() -> None:
    found = bundled()
    assert found is None or found.stat().st_size <= 8 << 20


def test_a_model_that_nobody_gave_is_not_known(tools: InstalledTools) -> None:
    with pytest.raises(ModelError, match="is not known here") as caught:
        tools.detector("sha256:0123")
    assert "VISUALDIFF_MODEL" in caught.value.remedy


def test_a_model_is_known_only_to_the_tools_that_it_was_added_to(
    tmp_path: Path, tools: InstalledTools
) -> None:
    name = tools.add(written(tmp_path / "mine.onnx"), {})
    with pytest.raises(ModelError, match="is not known here"):
        InstalledTools().detector(name)


def test_a_file_that_is_missing_is_named(tmp_path: Path) -> None:
    path = tmp_path / "no.onnx"
    assert trouble(path).startswith(f"Could not read the model {path}: No such file or directory.")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04 a zip file is none",
        b"\xff" * 40,
        bytes(64),
        model_file()[:700],
        np.random.default_rng(7).bytes(5000),
    ],
    ids=["empty", "zip", "ones", "zeros", "half", "noise"],
)
def test_a_file_that_is_no_onnx_file_is_said_to_be_none(tmp_path: Path, data: bytes) -> None:
    path = written(tmp_path / "mine.onnx", data)
    assert trouble(path).startswith(f"{path} is no ONNX file.\n")


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (
            model_file(taken=(1, (1, 3, 640, 640))),
            "takes pictures of one size only, 640 x 640.",
        ),
        (
            model_file(taken=(10, (1, 3, ANY, ANY))),
            "takes an array of 1 x 3 x any x any, and not 32-bit floats of 1 x 3 x H x W.",
        ),
        (model_file(taken=(1, (1, 3))), "takes an array of 1 x 3, and not 32-bit floats"),
        (
            model_file(given=(1, 300, 6)),
            "gives an array of 1 x 300 x 6, and not of 1 x 7 x N: a box and the scores of its 3 "
            "classes, for each place.",
        ),
        (model_file(given=(1, 1000)), "gives an array of 1 x 1000, and not of 1 x 7 x N"),
        (model_file(metadata={}), "does not name its classes."),
        (model_file(metadata={"names": "button"}), "does not name its classes."),
        (model_file(metadata={"names": "{1: 'button'}"}), "does not name its classes."),
    ],
)
def test_a_network_of_another_shape_is_told_how_to_be_exported(
    tmp_path: Path, data: bytes, problem: str
) -> None:
    said = trouble(written(tmp_path / "mine.onnx", data))
    assert problem in said
    assert "model.export(format='onnx', dynamic=True, nms=False)" in said


@pytest.mark.parametrize(
    "own", ["[]", "{", '{"text": "tesseract"}', '{"half_scale": 1}', '{"confidence": 3}']
)
def test_metadata_of_another_version_is_refused(tmp_path: Path, own: str) -> None:
    metadata = {"names": "{0: 'button', 1: 'checkbox', 2: 'link'}", "visualdiff": own}
    said = trouble(written(tmp_path / "mine.onnx", model_file(metadata=metadata)))
    assert "The metadata 'visualdiff' of" in said


def test_a_network_that_opencv_does_not_know_is_an_error_in_words(tmp_path: Path) -> None:
    data = model_file([BUTTON]).replace(b"CumSum", b"CumSam")
    said = trouble(written(tmp_path / "mine.onnx", data))
    assert f"OpenCV {cv2.__version__} cannot run" in said


def test_a_class_that_is_no_kind_has_to_be_mapped(tmp_path: Path) -> None:
    path = written(tmp_path / "mine.onnx", model_file([Thing("Knob", *BUTTON[1:])]))
    said = trouble(path)
    assert f"{path} has classes that are no kind of element: 'Knob'." in said
    assert "Knob = button" in said
    assert "visual_model_classes" in said
    assert "that are no kind of element: 'Knob'." in trouble(path, {"Knob": "knob"})


def test_a_class_that_does_not_exist_cannot_be_mapped(tmp_path: Path) -> None:
    path = written(tmp_path / "mine.onnx")
    said = trouble(path, {"Buton": "button"})
    assert f"visual_model_classes names 'Buton', which {path} has not." in said
    assert "Its classes are: button, checkbox, link+text." in said


def test_weights_of_ultralytics_need_ultralytics(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ultralytics", None)
    said = trouble(written(tmp_path / "mine.pt", b"a pickle"))
    assert "needs ultralytics, which is not installed." in said
    assert "pip install 'pytest-visualdiff[yolo]'" in said
