"""``visualdiff inspect`` for a picture."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from pytest_visualdiff.commands.main import main
from tests.support import BLUE, WHITE
from tests.support.drawing import Drawing

WITH_TESSERACT = pytest.mark.skipif(
    not shutil.which("tesseract"), reason="tesseract is not installed"
)


@pytest.fixture
def form(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    drawing = Drawing((300, 120)).text(20, 16, "Your cart is empty", height=15)
    drawing.box((20, 60, 120, 36), BLUE, radius=6).text(48, 68, "Go back", WHITE, 15)
    cv2.imwrite("form.png", drawing.pixels())
    return tmp_path


@pytest.mark.usefixtures("form")
class TestInspect:
    """What is in one picture: words, JSON, and the picture with frames."""

    @WITH_TESSERACT
    def test_a_table_says_what_is_where_and_what_it_says(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["inspect", "form.png", "--model", "none"]) == 0
        summary, head, text, button = capsys.readouterr().out.splitlines()
        assert summary == "300x120, 2 elements, found by: classical"
        assert head.split() == ["kind", "x,", "y,", "size", "sure", "text"]
        assert text.startswith("text ")
        assert text.endswith("empty")
        assert button.split(maxsplit=4) == ["button", "(20,", "60),", "120x36", "80%  Go back"]
        assert text.index("90%") == button.index("80%")

    @WITH_TESSERACT
    def test_json_is_the_contracts_document(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["inspect", "form.png", "--json", "--model", "none"]) == 0
        printed = capsys.readouterr()
        document = json.loads(printed.out)
        assert document["size"] == [300, 120]
        assert document["model"] == "classical"
        assert document["skipped"] == []
        assert document["elements"][1] == {
            "kind": "button",
            "box": [20, 60, 120, 36],
            "text": "Go back",
            "confidence": 0.8,
            "source": "pixels",
        }
        assert printed.err == ""

    def test_without_tesseract_the_elements_are_there_and_the_reason_is_told(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("PATH", "")
        assert main(["inspect", "form.png", "--json"]) == 0
        printed = capsys.readouterr()
        document = json.loads(printed.out)
        assert [element["text"] for element in document["elements"]] == ["", ""]
        (skipped,) = document["skipped"]
        assert skipped["stage"] == "text"
        assert "tesseract is not installed" in skipped["reason"]
        (line,) = printed.err.splitlines()
        assert line.startswith("visualdiff: text skipped: Text could not be read: tesseract is not")
        assert "apt install tesseract-ocr" in line

    @WITH_TESSERACT
    def test_a_language_that_is_not_installed_is_a_reason_too(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["inspect", "form.png", "--language", "tlh"]) == 0
        assert "tesseract has no language 'tlh'" in capsys.readouterr().err

    def test_annotate_draws_a_frame_around_each_element(self, form: Path) -> None:
        assert main(["inspect", "form.png", "--annotate", "found.png"]) == 0
        before = np.asarray(Image.open("form.png").convert("RGB"))
        after = np.asarray(Image.open(form / "found.png").convert("RGB"))
        assert after.shape[1] == 300
        assert after.shape[0] > 120  # the legend is below
        assert (after[60, 70:140] == (220, 30, 40)).all()
        assert (after[70:90, 100:130] == before[70:90, 100:130]).all()

    @pytest.mark.parametrize(
        ("arguments", "says"),
        [
            (["nowhere.png"], "Could not read the picture nowhere.png: No such file"),
            (["form.png", "--annotate", "no/x.png"], "Could not write the picture no"),
        ],
    )
    def test_what_cannot_be_inspected_exits_with_2_and_two_lines(
        self, arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["inspect", *arguments]) == 2
        printed = capsys.readouterr()
        assert printed.out == ""
        problem, remedy = printed.err.splitlines()
        assert problem.startswith(f"visualdiff: {says}")
        assert remedy.endswith(".")
