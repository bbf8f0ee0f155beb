"""All elements of a picture with their texts."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from pytest_visualdiff.detection import Detector, Reading
from pytest_visualdiff.detection.inventory import analyse
from pytest_visualdiff.detection.select import InstalledTools
from pytest_visualdiff.errors import InvalidPictureError, TextError
from pytest_visualdiff.imaging.arrays import Picture
from pytest_visualdiff.model import Size, Skipped
from tests.support import array_png
from tests.support.drawing import BLUE, LIGHT, Drawing


class Tools:
    """The classical detector, and a reader that says the same of every crop or fails."""

    def __init__(self, says: str | TextError) -> None:
        self._says = says
        self.languages: list[str] = []

    def detector(self, model: str, *, guesses: bool = False) -> Detector:
        assert model == "mine"
        return InstalledTools().detector("none", guesses=guesses)

    def unavailable(self, model: str) -> tuple[Skipped, ...]:
        return (Skipped("model", f"{model} is not here"),)

    def read_texts(self, crops: Sequence[Picture], language: str) -> list[Reading]:
        self.languages.append(language)
        if isinstance(self._says, TextError):
            raise self._says
        return [Reading(f"{self._says} {number}", 0.9) for number in range(len(crops))]


def page() -> bytes:
    drawing = Drawing((360, 200)).text(20, 20, "Your cart", height=20)
    drawing.box((20, 120, 120, 36), BLUE, radius=4).text(42, 129, "Place order", LIGHT)
    return array_png(drawing.pixels()[:, :, ::-1])


def test_each_element_that_shows_a_line_of_text_gets_its_own() -> None:
    tools = Tools("line")
    found = analyse(page(), "deu", tools, model="mine")
    assert found.size == Size(360, 200)
    assert [(it.kind, it.text) for it in found.inventory.elements] == [
        ("text", "line 0"),
        ("button", "line 1"),
    ]
    assert tools.languages == ["deu"]


def test_what_was_not_done_is_said() -> None:
    found = analyse(page(), "eng", Tools(TextError("No tesseract.", "Install it.")), model="mine")
    assert [it.text for it in found.inventory.elements] == ["", ""]
    assert found.skipped == (
        Skipped("model", "mine is not here"),
        Skipped("text", "No tesseract. Install it."),
    )


def test_a_file_that_is_no_picture_is_named() -> None:
    with pytest.raises(InvalidPictureError, match="the logo"):
        analyse(b"no picture", "eng", Tools("line"), "the logo", "mine")
