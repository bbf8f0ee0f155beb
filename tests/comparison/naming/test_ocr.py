"""Texts of what changed are read in the pixels: they name a change and dismiss none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from pytest_visualdiff.comparison.naming.ocr import read_names
from pytest_visualdiff.detection import Detector, Reading
from pytest_visualdiff.errors import TextError
from pytest_visualdiff.imaging.arrays import Picture
from pytest_visualdiff.imaging.picture_pair import Decoded
from pytest_visualdiff.model import (
    Box,
    Change,
    ChangeKind,
    Comparison,
    Element,
    ElementKind,
    Region,
    Shift,
    Size,
    Skipped,
)
from pytest_visualdiff.verdict.defects import find_defects
from tests.support import measured
from tests.support.compared import compared, lines, page

PLACE = Box(20, 60, 90, 14)


@dataclass
class Reader:
    """Reads what it is told to."""

    texts: Sequence[str] = ()
    confidence: float = 0.9
    error: TextError | None = None
    asked: list[int] = field(default_factory=list)

    def detector(self, model: str, *, guesses: bool = False) -> Detector:
        raise AssertionError("reading texts asks for no detector")

    def unavailable(self, model: str) -> tuple[Skipped, ...]:
        return ()

    def read_texts(self, crops: Sequence[Picture], language: str) -> list[Reading]:
        self.asked.append(len(crops))
        if self.error:
            raise self.error
        return [Reading(text, self.confidence) for text in self.texts]


def read(reader: Reader, *regions: Region, shifts: tuple[Shift, ...] = ()) -> Comparison:
    pixels, size = page().pixels(), Size(360, 200)
    said = measured(*regions, before=size, shifts=shifts)
    return read_names(said, Decoded(pixels, pixels, 0, (size, size)), "eng", reader)


def named(kind: ChangeKind, of: ElementKind = "text", box: Box = PLACE) -> Region:
    element = Element(of, box, source="pixels")
    before, after = (None if kind == it else element for it in ("extra", "missing"))
    change = Change(kind, before, after)
    was, is_ = (box if it else None for it in (before, after))
    return Region(was, is_, 100, 255, change=change)


def test_no_text_is_read_where_nobody_wants_it() -> None:
    comparison = compared(page(), lines(), "none")
    assert Skipped("text", "no text is read: ocr_language is none") in comparison.skipped
    (defect,) = find_defects(comparison)
    assert defect.element is not None
    assert (defect.kind, defect.element.kind, defect.element.text) == ("missing", "button", "")


def test_nothing_is_read_where_nothing_with_a_text_changed() -> None:
    reader = Reader()
    assert read(reader, Region(PLACE, PLACE, 100, 255)).skipped == ()
    assert reader.asked == []


def test_a_text_that_changed_is_named_by_both_texts() -> None:
    (region,) = read(Reader(("Blue notebook", "Red notebook")), named("text_changed")).regions
    assert region.change is not None
    assert region.change.before is not None
    assert region.change.after is not None
    texts = region.change.before.text, region.change.after.text
    assert texts == ("Blue notebook", "Red notebook")


def test_a_text_that_reads_the_same_in_both_is_a_change_of_something_else() -> None:
    (region,) = read(Reader(("Blue notebook", "Blue notebook")), named("text_changed")).regions
    assert region.change is None
    assert region.element is not None
    assert region.element.text == "Blue notebook"


@pytest.mark.parametrize("confidence", [0.0, 0.59])
def test_what_the_reader_is_not_sure_of_is_not_said(confidence: float) -> None:
    before = named("text_changed")
    (region,) = read(Reader(("Blue", "Red"), confidence), before).regions
    assert region.change == before.change


@pytest.mark.parametrize("kind", ["missing", "extra"])
def test_what_only_one_picture_has_is_read_there(kind: ChangeKind) -> None:
    reader = Reader(("Place order",))
    (region,) = read(reader, named(kind, "button")).regions
    assert reader.asked == [1]
    assert region.change is not None
    element = region.change.before or region.change.after
    assert element is not None
    assert element.text == "Place order"


def test_a_block_that_is_a_text_is_read_where_it_was() -> None:
    block = Shift(PLACE, 0, 10, 400, element=Element("text", PLACE, source="pixels"))
    (shift,) = read(Reader(("Blue notebook",)), shifts=(block,)).shifts
    assert shift.element is not None
    assert shift.element.text == "Blue notebook"


def test_only_the_largest_places_are_read_and_the_comparison_says_so() -> None:
    reader = Reader(("Place",) * 40)
    many = [named("missing", box=Box(20, 60, 10 + it, 14)) for it in range(50)]
    comparison = read(reader, *many)
    assert reader.asked == [40]
    assert comparison.skipped == (
        Skipped("text", "only the 40 largest places with text were read"),
    )
    unread = [it.change.before for it in comparison.regions if it.change]
    assert [it.box.w for it in unread if it and not it.text] == list(range(10, 20))


def test_a_reader_that_is_missing_leaves_all_changes_as_they_are() -> None:
    reader = Reader(error=TextError("There is no reader.", "Install one."))
    before = named("text_changed")
    comparison = read(reader, before)
    assert comparison.skipped == (Skipped("text", "There is no reader. Install one."),)
    assert [it.change for it in comparison.regions] == [before.change]
