"""Changes as they are to somebody who asks for the layout."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_visualdiff.comparison.elements.pairs import Correspondences
from pytest_visualdiff.comparison.explanation.layout_level import Layout, words_explain
from pytest_visualdiff.model import Box, Change, Element, Inventory

BUTTON = Element("button", Box(20, 40, 80, 32), "Save", style={"font-size": "14px"})
CARD = Element("container", Box(0, 0, 300, 200), style={"background": "#eeeeee"})
NOTE = Element("text", Box(10, 10, 90, 16), "Note", parent=0)
LINK = Element("link", Box(10, 40, 90, 16), "More", parent=0)


def wide(width: int, height: int = 32, **rest: object) -> Element:
    return replace(BUTTON, box=Box(20, 40, width, height), **rest)  # type: ignore[arg-type]


def of(
    change: Change, before: tuple[Element, ...] = (), after: tuple[Element, ...] = (),
    pairs: dict[int, int] | None = None,
) -> list[tuple[str, str, bool]]:  # fmt: skip
    """Return kind, kind of element and whether it counts, of all that a change is."""
    layout = Layout(Correspondences(Inventory(before), Inventory(after), pairs or {}))
    return [
        (it.kind, element.kind, counts)
        for it, counts in layout.of(change)
        if (element := it.before or it.after)
    ]


def test_other_words_are_none_of_it() -> None:
    change = Change("text_changed", BUTTON, wide(100, text="Save it"))
    assert of(change) == [("text_changed", "button", False)]


@pytest.mark.parametrize(
    ("text", "width", "height", "explained"),
    [
        ("Save all", 110, 32, True),
        ("Save all", 300, 32, False),
        ("Ok", 60, 32, True),
        ("Ok", 120, 32, False),
        ("iiii", 60, 32, True),
        ("Save all of these", 80, 64, True),
        ("Send", 80, 120, False),
    ],
)
def test_words_explain_a_size_that_they_can_have(
    text: str, width: int, height: int, explained: bool
) -> None:
    assert words_explain(BUTTON, wide(width, height, text=text)) is explained


def test_a_size_that_words_do_not_explain_is_one_of_it() -> None:
    change = Change("text_changed", BUTTON, wide(400, text="Ok"))
    assert of(change) == [("resized", "button", True)]


def test_words_that_lie_over_something_now_are_one_of_it() -> None:
    longer = replace(NOTE, text="Note well", box=Box(10, 10, 200, 16))
    assert of(Change("text_changed", NOTE, longer, over=LINK)) == [("resized", "text", True)]


def test_a_text_is_as_large_as_its_words() -> None:
    assert words_explain(NOTE, replace(NOTE, text="N", box=Box(10, 10, 300, 90)))


def test_other_looks_are_none_of_it_unless_they_make_it_larger() -> None:
    red = {"background": "#ff0000"}
    assert of(Change("style_changed", BUTTON, wide(80, style=red))) == [
        ("style_changed", "button", False)
    ]
    assert of(Change("style_changed", BUTTON, wide(120, style=red))) == [
        ("resized", "button", True)
    ]
    assert of(Change("state_changed", BUTTON, wide(80, state={"disabled": "true"}))) == [
        ("state_changed", "button", False)
    ]


def test_what_is_not_there_is_one_of_it() -> None:
    assert of(Change("missing", BUTTON, None), (BUTTON,)) == [("missing", "button", True)]
    assert of(Change("extra", None, BUTTON), (), (BUTTON,)) == [("extra", "button", True)]
    assert of(Change("missing", CARD, None), (CARD,)) == [("missing", "container", True)]


def test_a_container_that_only_lost_its_looks_is_none_and_what_went_with_it_is() -> None:
    change = Change("missing", CARD, None)
    assert of(change, (CARD, NOTE, LINK), (NOTE,), {1: 0}) == [
        ("missing", "container", False),
        ("missing", "link", True),
    ]
    assert of(change, (CARD, NOTE, LINK)) == [("missing", "container", True)]
    new = Change("extra", None, CARD)
    assert of(new, (NOTE,), (CARD, NOTE, LINK), {0: 1}) == [
        ("extra", "container", False),
        ("extra", "link", True),
    ]


def test_a_text_that_lost_its_ground_stands_where_it_stood() -> None:
    box = replace(NOTE, box=Box(0, 0, 200, 40), style={"background": "#eeeeee"})
    assert of(Change("moved", box, NOTE)) == [("moved", "text", False)]
    assert of(Change("moved", NOTE, box)) == [("moved", "text", False)]
    aside = replace(NOTE, box=Box(150, 10, 90, 16))
    assert of(Change("moved", box, aside)) == [("moved", "text", True)]


@given(st.text("iW ", max_size=12), st.integers(0, 200), st.integers(0, 200), st.integers(-40, 40))
def test_what_grows_more_is_never_explained_by_words_where_less_is_not(
    text: str, wider: int, more: int, taller: int
) -> None:
    def explained(width: int, height: int) -> bool:
        return words_explain(BUTTON, wide(80 + width, 32 + height, text=text))

    if not explained(wider, 0):
        assert not explained(wider + more, 0)
    further = taller + more if taller > 0 else taller - more
    if taller and not explained(wider, taller):
        assert not explained(wider, further)


@pytest.mark.parametrize("times", [1, 2, 5])
def test_what_is_missing_once_is_missing_as_often_as_it_is_there(times: int) -> None:
    links = tuple(replace(LINK, box=LINK.box.move(0, 20 * it)) for it in range(times))
    found = of(Change("missing", CARD, None), (CARD, NOTE, *links), (NOTE,), {1: 0})
    assert found == [("missing", "container", False), *[("missing", "link", True)] * times]
