"""A model of one's own, given where options are given."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import cv2
import pytest
from PIL import Image

from pytest_visualdiff.commands.main import main
from pytest_visualdiff.errors import OptionError
from pytest_visualdiff.option_table import OPTIONS
from tests.support import Project
from tests.support.drawing import Drawing
from tests.support.models import BUTTON, CHECKBOX, LINK, Thing, model_file

TEST = """
from pathlib import Path

def test_screen(visual_baseline):
    visual_baseline.check(Path(__file__).with_name("screen.png"), ocr_language="none")
"""
KNOB = Thing("Knob", LINK.colour, LINK.size)
"""A plain box, which without a model is taken for a picture."""


def drawn(*, with_knob: bool) -> Image.Image:
    drawing = Drawing((400, 300))
    drawing.box((24, 40, *BUTTON.size), BUTTON.colour)
    drawing.box((200, 120, *CHECKBOX.size), CHECKBOX.colour)
    if with_knob:
        drawing.box((40, 200, *KNOB.size), KNOB.colour)
    return Image.fromarray(cv2.cvtColor(drawing.pixels(), cv2.COLOR_BGR2RGB))


@pytest.fixture
def project(pytester: pytest.Pytester) -> Project:
    """Return a project with a screen of which a knob will be gone."""
    project = Project(pytester)
    project.has("test_it.py", TEST)
    project.has("screen.png", drawn(with_knob=True))
    project.run("--visual-update=missing").ended(passed=1)
    project.has("screen.png", drawn(with_knob=False))
    return project


def defects(project: Project, *arguments: str) -> list[str]:
    (result,) = project.run(*arguments).ended(failed=1).results
    return [defect["message"] for defect in result["comparison"]["defects"]]


def test_what_changed_is_named_by_the_model(project: Project) -> None:
    project.has("model.onnx", model_file([BUTTON, CHECKBOX, KNOB]))
    options = ["--visual-model=model.onnx", "--visual-model-classes=Knob = slider"]
    assert defects(project, "--visual-model=none") == ["image is missing at (40, 200), 64x16"]
    assert defects(project, *options) == ["slider is missing at (40, 200), 64x16"]


def test_the_configuration_can_name_it_from_the_root_folder(project: Project) -> None:
    project.has("models/mine.onnx", model_file([BUTTON, CHECKBOX, KNOB]))
    project.has(
        "pytest.ini",
        "[pytest]\nvisual_model = models/mine.onnx\nvisual_model_classes =\n  Knob = slider\n",
    )
    assert defects(project) == ["slider is missing at (40, 200), 64x16"]


def test_the_environment_can(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.has("mine.onnx", model_file([BUTTON, CHECKBOX, KNOB]))
    monkeypatch.setenv("VISUALDIFF_MODEL", "mine.onnx")
    monkeypatch.setenv("VISUALDIFF_MODEL_CLASSES", "Knob=radio, button=badge")
    assert defects(project) == ["radio is missing at (40, 200), 64x16"]


def test_a_file_that_is_no_model_fails_the_check_and_says_why(project: Project) -> None:
    project.has("mine.onnx", b"no model")
    run = project.run("--visual-model=mine.onnx").ended(failed=1)
    run.says("*mine.onnx is no ONNX file.*")
    assert "Traceback" not in run.text


def test_a_file_that_is_not_there_too(project: Project) -> None:
    project.run("--visual-model=nowhere.onnx").ended(failed=1).says(
        "*Could not read the model *nowhere.onnx: No such file or directory.*",
        "*Check the path that visual_model gives*",
    )


@pytest.mark.parametrize("given", ["button", "= button", "Knob ="])
def test_a_map_of_classes_that_is_none_is_told_how_to_be_written(given: str) -> None:
    (option,) = (it for it in OPTIONS if it.name == "model_classes")
    with pytest.raises(OptionError, match="Give classes and their kinds: Button = button, Field"):
        option.value(given, "visual_model_classes")


class TestLayout:
    """The layout of a picture that no page explains."""

    @pytest.fixture
    def project(self, project: Project) -> Project:
        project.has("mine.onnx", model_file([BUTTON, CHECKBOX, KNOB]))
        project.has(
            "pytest.ini",
            "[pytest]\nvisual_level = layout\nvisual_model = mine.onnx\n"
            "visual_model_classes = Knob = slider\n",
        )
        project.has("screen.png", drawn(with_knob=True))
        project.run("--visual-update=all").ended(passed=1)
        return project

    def test_what_is_gone_is_found(self, project: Project) -> None:
        project.has("screen.png", drawn(with_knob=False))
        assert defects(project) == ["slider is missing at (40, 200), 64x16"]

    def test_the_elements_of_the_baseline_are_kept_with_the_models_digest(
        self, project: Project
    ) -> None:
        (path,) = (project.root / name for name in project.baselines() if name.endswith(".json"))
        kept = json.loads(path.read_text("utf-8"))["elements"]
        digest = hashlib.sha256((project.root / "mine.onnx").read_bytes()).hexdigest()
        assert kept["model"] == f"sha256:{digest} with Knob = slider"
        assert [it["kind"] for it in kept["elements"]] == ["button", "checkbox", "slider"]

    def test_another_model_finds_those_of_the_baseline_anew_and_says_so(
        self, project: Project
    ) -> None:
        project.has("mine.onnx", model_file([CHECKBOX, KNOB, BUTTON]))
        project.has("screen.png", drawn(with_knob=False))
        (result,) = project.run().ended(failed=1).results
        (skipped,) = result["comparison"]["skipped"]
        assert skipped["stage"] == "model"
        assert "were found by another model (sha256:" in skipped["reason"]
        assert [it["kind"] for it in result["comparison"]["defects"]] == ["missing"]

    def test_looks_do_not_count_in_what_the_model_knows(self, project: Project) -> None:
        picture = drawn(with_knob=True)
        picture.putpixel((60, 50), (190, 30, 30))
        picture.paste((195, 30, 30), (30, 44, 60, 50))
        project.has("screen.png", picture)
        (result,) = project.run().ended(passed=1).results
        assert {it["reason"] for it in result["comparison"]["dismissed"]} == {"layout"}

    def test_what_is_in_no_element_that_is_known_counts(self, project: Project) -> None:
        picture = drawn(with_knob=True)
        picture.paste((0, 90, 90), (250, 220, 300, 270))
        project.has("screen.png", picture)
        assert len(defects(project)) == 1

    def test_what_moved_counts(self, project: Project) -> None:
        picture = drawn(with_knob=False)
        picture.paste(KNOB.colour, (40, 232, 104, 248))
        project.has("screen.png", picture)
        (defect,) = defects(project)
        assert "moved" in defect

    def test_without_a_model_there_is_none(self, project: Project) -> None:
        run = project.run("--visual-model=none").ended(failed=1)
        run.says("*level='layout' compares elements, and those of the*", "*(visual_model)*")

    def test_elsewhere_the_pixels_tell_and_not_what_is_kept(self, project: Project) -> None:
        project.has("screen.png", drawn(with_knob=False))
        (defect,) = defects(project, "--visual-level=perceptual", "--visual-model=none")
        assert defect == "image is missing at (40, 200), 64x16"


class TestInspect:
    """What is in one picture, by a model of one's own."""

    @pytest.fixture(autouse=True)
    def _files(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        drawn(with_knob=True).save("screen.png")
        Path("mine.onnx").write_bytes(model_file([BUTTON, CHECKBOX, KNOB]))

    def test_the_elements_are_the_models_and_so_is_the_name(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        classes = "--model-classes=Knob = slider"
        assert main(["inspect", "screen.png", "--json", "--model", "mine.onnx", classes]) == 0
        document = json.loads(capsys.readouterr().out)
        digest = hashlib.sha256(Path("mine.onnx").read_bytes()).hexdigest()
        assert document["model"] == f"sha256:{digest} with Knob = slider"
        found = [(it["kind"], it["box"]) for it in document["elements"]]
        assert found == [
            ("button", [24, 40, 96, 32]),
            ("checkbox", [200, 120, 16, 16]),
            ("slider", [40, 200, 64, 16]),
        ]

    def test_a_mistake_is_two_lines_and_no_traceback(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["inspect", "screen.png", "--model", "mine.onnx"]) == 2
        problem, remedy = capsys.readouterr().err.splitlines()
        assert problem == ("visualdiff: mine.onnx has classes that are no kind of element: 'Knob'.")
        assert remedy.startswith("Say in visual_model_classes what each is: Knob = button.")

    def test_compare_names_by_it_as_well(self, capsys: pytest.CaptureFixture[str]) -> None:
        drawn(with_knob=False).save("after.png")
        asked = ["--model", "mine.onnx", "--model-classes", "Knob=switch", "--ocr-language=none"]
        assert main(["compare", "screen.png", "after.png", *asked]) == 1
        assert "d1 switch is missing at (40, 200), 64x16" in capsys.readouterr().out
