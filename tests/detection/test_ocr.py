"""Reading drawn text with the real tesseract."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytesseract  # type: ignore[import-untyped] # it has no types
import pytest

from pytest_visualdiff.detection.ocr import read_texts
from pytest_visualdiff.errors import TextError
from tests.support.drawing import BLUE, DARK, INK, LIGHT, PALE, Colour, Drawing, Picture

real = pytest.mark.skipif(not shutil.which("tesseract"), reason="tesseract is not installed")


def crop(words: str, ink: Colour = INK, ground: Colour = LIGHT, height: int = 15) -> Picture:
    return Drawing((260, 30), ground).text(6, 5, words, ink, height).pixels()


def said(crops: Sequence[Picture], language: str) -> list[str]:
    return [it.text for it in read_texts(crops, language)]


@real
class TestReading:
    """What is read, and for which crop."""

    def test_each_crop_gets_its_own_text(self) -> None:
        words = ["Place order", "Total 1,284.50", "Monday", "14 May 2023", "Signed in as Petra"]
        assert said([crop(each) for each in words], "eng") == words

    def test_light_text_and_coloured_text_is_read_as_well(self) -> None:
        crops = [crop("Place order", PALE, DARK), crop("Delete account", LIGHT, BLUE)]
        assert said(crops, "eng") == ["Place order", "Delete account"]

    def test_a_crop_of_several_lines_is_one_text(self) -> None:
        drawing = Drawing((260, 70)).text(6, 8, "The town had lost", height=15)
        crops = [drawing.text(6, 38, "its harbour", height=15).pixels(), crop("Next")]
        assert said(crops, "eng") == ["The town had lost its harbour", "Next"]

    def test_where_nothing_is_written_nothing_is_read(self) -> None:
        empty = np.full((30, 60, 3), 240, np.uint8)
        assert said([empty, crop("Order"), empty[:0]], "eng") == ["", "Order", ""]


def test_no_crops_need_no_tesseract(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert said([], "eng") == []


@real
def test_all_crops_are_read_in_one_run_and_on_one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    limits: list[str | None] = []
    read = pytesseract.image_to_data

    def watched(*args: Any, **options: Any) -> Any:
        limits.append(os.environ.get("OMP_THREAD_LIMIT"))
        return read(*args, **options)

    monkeypatch.delenv("OMP_THREAD_LIMIT", raising=False)
    monkeypatch.setattr(pytesseract, "image_to_data", watched)
    read_texts([crop("First"), crop("Second")], "eng")
    assert limits == ["1"]
    assert "OMP_THREAD_LIMIT" not in os.environ


def test_a_missing_tesseract_is_told_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(TextError, match="tesseract is not installed") as caught:
        read_texts([crop("Order")], "eng")
    assert "apt install tesseract-ocr" in caught.value.remedy


@real
def test_a_missing_language_is_told_by_its_name() -> None:
    with pytest.raises(TextError, match="tesseract has no language 'tlh'"):
        read_texts([crop("Order")], "tlh")


def test_what_else_tesseract_complains_about_is_passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> Any:
        raise pytesseract.TesseractError(1, "out of\nmemory")

    monkeypatch.setattr(pytesseract, "image_to_data", broken)
    with pytest.raises(TextError, match="tesseract says: out of memory"):
        read_texts([crop("Order")], "eng")
