"""Holding a page: what it is asked for, what it answers, and scrolling through it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from pytest_visualdiff.capture import CaptureOptions, page_hold
from pytest_visualdiff.capture.steps import run

if TYPE_CHECKING:
    from playwright.sync_api import Page


class Scrolled:
    """A page of a height that is scrolled through; it grows to another while that is done."""

    def __init__(self, height: int, grows_to: int = 0, error: BaseException | None = None) -> None:
        self.height = height
        self._grows_to = grows_to
        self._error = error
        self.places: list[int] = []
        self.back: list[list[float]] = []

    def call(self, script: str, argument: Any) -> object:
        if isinstance(argument, list):
            self.back.append(argument)
            return None
        if argument >= 0:
            self.places.append(argument)
            if self._error:
                raise self._error
            self.height = max(self.height, self._grows_to)
        return [[7.0, self.height], 100, [0, 40]]

    def scroll(self, seconds: float = 60.0, scrolled: page_hold.Extent = ()) -> page_hold.Extent:
        pause = list[float]().append
        return run(page_hold.scroll_through(self.call, pause, seconds, scrolled))


def test_a_page_is_scrolled_to_its_end_and_back() -> None:
    page = Scrolled(250)
    assert page.scroll() == [7.0, 250]
    assert page.places == [0, 100, 200]
    assert page.back == [[7.0, 0, 40]]


def test_a_page_that_grows_is_scrolled_to_its_new_end() -> None:
    page = Scrolled(150, grows_to=350)
    assert page.scroll() == [7.0, 350]
    assert page.places == [0, 100, 200, 300]


def test_a_page_is_scrolled_through_once_unless_it_has_grown() -> None:
    page = Scrolled(150)
    extent = page.scroll()
    assert page.scroll(scrolled=extent) == extent
    assert page.places == [0, 100]
    page.height = 250
    page.scroll(scrolled=extent)
    assert page.places == [0, 100, 0, 100, 200]


def test_a_page_without_an_end_is_left_in_time() -> None:
    page = Scrolled(10**9)
    page.scroll()
    assert len(page.places) == page_hold._MOST_WINDOWS
    page = Scrolled(10**9)
    page.scroll(seconds=-1)
    assert page.places == []
    assert page.back == [[7.0, 0, 40]]


@pytest.mark.parametrize("error", [OSError("gone"), KeyboardInterrupt()], ids=repr)
def test_a_page_is_scrolled_back_whatever_ends_it(error: BaseException) -> None:
    page = Scrolled(300, error=error)
    with pytest.raises(type(error)):
        page.scroll()
    assert page.back == [[7.0, 0, 40]]


def test_another_page_is_not_scrolled_back(page: Page) -> None:
    page.set_content("<body style='height: 3000px'>")
    page.evaluate("scrollTo(0, 500)")
    page.evaluate(page_hold._SCROLL_BACK, [page.evaluate("performance.timeOrigin") - 1, 0, 40])
    assert page.evaluate("scrollY") == 500
    page.evaluate(page_hold._SCROLL_BACK, [page.evaluate("performance.timeOrigin"), 0, 40])
    assert page.evaluate("scrollY") == 40


def test_only_styles_that_are_needed_are_asked_for() -> None:
    shown = page_hold.arguments(CaptureOptions(caret="initial"), scrolls=False)
    assert shown["css"].strip() == ""
    assert "caret-color" in page_hold.arguments(CaptureOptions(), scrolls=False)["css"]
    assert "scroll-behavior" in page_hold.arguments(CaptureOptions(), scrolls=True)["css"]
    styled = page_hold.arguments(CaptureOptions(style="p { color: red }"), scrolls=False)
    assert "p { color: red }" in styled["css"]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("a font", "without a font: it"),
        ("an image, a.png\na font", "without an image, a.png and 1 more: it"),
    ],
)
def test_what_did_not_load_is_told(answer: str, said: str) -> None:
    skipped = page_hold.not_loaded(page_hold.waiting(answer))
    assert (skipped.stage, skipped.reason) == (
        "stillness",
        f"the picture was taken {said} did not load",
    )
    assert page_hold.waiting("") == ()


STATE = """() => [
    document.adoptedStyleSheets.length,
    document.getAnimations().map(it => it.playState),
    Object.getOwnPropertyNames(window).filter(name => /visualdiff/.test(name)),
]"""


def test_a_page_is_held_once_however_often_that_is_asked_and_released_at_once(page: Page) -> None:
    page.set_content(
        "<style>p { animation: go 2s infinite } @keyframes go { to { margin-left: 9px } }</style>"
        "<p>Moving"
    )
    before = page.evaluate(STATE)
    asked = page_hold.arguments(CaptureOptions(style="p { color: red }"), scrolls=False)
    for _ in range(3):
        assert page_hold.waiting(page.evaluate(page_hold.hold_script(), asked)) == ()
    sheets, animations, names = page.evaluate(STATE)
    assert (sheets, animations) == (1, [])
    assert len(names) == 1
    page.evaluate(page_hold.release_script())
    assert page.evaluate(STATE) == before
    page.evaluate(page_hold.release_script())  # nothing is held any more
    assert page.evaluate(STATE) == before


def test_what_begins_while_a_page_is_held_is_held_as_well(page: Page) -> None:
    page.set_content("<p id=one>One")
    asked = page_hold.arguments(CaptureOptions(), scrolls=False)
    page.evaluate(page_hold.hold_script(), asked)
    page.evaluate(
        "() => { one.animate([{}, { color: 'red' }], { duration: 900, iterations: Infinity }) }"
    )
    page.evaluate(page_hold.hold_script(), asked)
    assert page.evaluate("document.getAnimations().length") == 0
    page.evaluate(page_hold.release_script())
    assert page.evaluate("document.getAnimations()[0].playState") == "running"


def test_areas_that_were_handed_over_are_forgotten_when_the_page_is_released(page: Page) -> None:
    from pytest_visualdiff.capture.elements import HAND_OVER

    page.set_content("<p>One")
    page.locator("p").evaluate_all(HAND_OVER, 0)
    page.evaluate(page_hold.release_script())
    assert page.evaluate(STATE)[2] == []
