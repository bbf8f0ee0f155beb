"""Changed areas are grouped by the element that they belong to, and each group is named once."""

from __future__ import annotations

import pytest

from pytest_visualdiff.comparison.naming.changes import name_areas, name_one_sided
from pytest_visualdiff.comparison.naming.named import areas_of, without
from pytest_visualdiff.comparison.naming.view import view
from pytest_visualdiff.comparison.naming.window import Window, window
from pytest_visualdiff.detection.classical.detector import ClassicalDetector
from pytest_visualdiff.imaging.picture_pair import Decoded
from pytest_visualdiff.model import Box, ChangeKind, Size
from tests.support.compared import button, lines, page
from tests.support.drawing import BLUE, GREY, Drawing

SIZE = Size(360, 200)
LETTERS = Box(42, 130, 20, 12), Box(80, 130, 24, 12)


def pictures(before: Drawing, after: Drawing) -> Decoded:
    return Decoded(before.pixels(), after.pixels(), 0, (SIZE, SIZE))


def both(before: Drawing, after: Drawing) -> Window:
    return window(pictures(before, after), SIZE.box, (0, 0), ClassicalDetector())


def test_areas_of_one_button_are_named_as_one() -> None:
    (named,) = name_areas(
        both(page(), button(lines(), said="Cancel now")), {"a": LETTERS[0], "b": LETTERS[1]}
    )
    assert sorted(named.ids) == ["a", "b"]
    assert named.change is not None
    assert named.change.kind == "text_changed"


def test_every_area_is_named_once_and_none_is_invented() -> None:
    places = {
        "a": LETTERS[0], "b": LETTERS[1], "c": Box(22, 62, 40, 12), "d": Box(300, 20, 30, 20),
    }  # fmt: skip
    after = button(lines(), said="Cancel now", fill=GREY).box((300, 20, 30, 20), BLUE)
    named = name_areas(both(page(), after), places)
    assert sorted(area for it in named for area in it.ids) == ["a", "b", "c", "d"]


def test_an_area_that_the_window_does_not_show_stays_unnamed() -> None:
    part = window(pictures(page(), lines()), Box(0, 0, 100, 100), (0, 0), ClassicalDetector())
    assert name_areas(part, {"a": Box(100, 20, 10, 10)}) == []


@pytest.mark.parametrize(("kind", "side"), [("missing", 0), ("extra", 1)])
def test_what_one_picture_has_is_all_of_the_element_there(kind: ChangeKind, side: int) -> None:
    two = (page(), lines()) if side == 0 else (lines(), page())
    part = view(pictures(*two), side, Box(0, 90, 360, 110), ClassicalDetector())
    places = {area: part.from_picture(box) for area, box in zip("ab", LETTERS, strict=True)}
    (named,) = name_one_sided(part, places, kind)
    assert named.ids == ("a", "b")
    assert named.change is not None
    element = (named.change.before, named.change.after)[side]
    assert element is not None
    assert (named.change.kind, element.kind, element.box) == (kind, "button", Box(20, 120, 120, 36))


def test_areas_between_two_boxes_are_areas_of_these() -> None:
    places = {
        "a": Box(0, 0, 10, 10),
        "b": Box(20, 0, 10, 10),
        "c": Box(11, 0, 8, 10),
        "d": Box(60, 0, 9, 9),
    }
    assert areas_of(places, places["a"], places["b"]) == ("a", "b", "c")
    (named,) = name_areas(both(page(), button(lines(), said="Cancel now")), {"x": LETTERS[0]})
    assert without({"x": LETTERS[0], "y": LETTERS[1]}, [named]) == {"y": LETTERS[1]}
