"""Functions that make pictures, and things with the interface of Appium's drivers."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from PIL import Image

from pytest_visualdiff.capture import CaptureOptions, acapture, capture
from pytest_visualdiff.errors import OptionError, UnsupportedSourceError
from pytest_visualdiff.model import Box, Capture
from tests.support import screen, to_png
from tests.support.loops import run_in_a_loop

if TYPE_CHECKING:
    from playwright.sync_api import Page


def take(source: object, **options: Any) -> Capture:
    return capture(source, CaptureOptions(**options), frozenset(options))


class Drawing:
    """Draws a bar that grows until it is done."""

    def __init__(self, steps: int) -> None:
        self.steps = steps
        self.drawn = 0

    def __call__(self) -> Image.Image:
        self.drawn += 1
        return screen(size=(100 + min(self.drawn, self.steps), 40))


def test_a_function_is_called_until_its_pictures_are_the_same() -> None:
    drawing = Drawing(3)
    assert str(take(drawing).size) == "103x40"
    assert drawing.drawn == 4


def test_a_function_that_never_draws_the_same_says_so() -> None:
    taken = take(Drawing(10_000), timeout=300)
    assert not taken.still
    assert len(taken.others) == 1


def test_a_function_may_return_anything_that_can_be_taken(page: Page) -> None:
    page.set_content("<p>Hello")
    assert take(lambda: page, full_page=True).environment["browser"] == "chromium"
    assert str(take(lambda: page.locator("p")).size) == "384x18"
    assert take(lambda: to_png(screen())).png == to_png(screen())
    assert str(take(lambda: np.zeros((5, 7)), clip=Box(0, 0, 3, 2)).size) == "3x2"
    with pytest.raises(UnsupportedSourceError, match=r"cannot take the picture of builtins\.int"):
        take(lambda: 3)
    with pytest.raises(OptionError, match="full_page does not apply to a picture of a function"):
        take(lambda: screen(), full_page=True)


def test_a_class_is_no_function_that_draws() -> None:
    with pytest.raises(UnsupportedSourceError, match=r"cannot take the picture of builtins\.type"):
        take(Image.Image)


def test_a_function_is_called_where_checks_are_awaited_too() -> None:
    async def size() -> str:
        return str((await acapture(Drawing(2), CaptureOptions(), frozenset())).size)

    assert run_in_a_loop(size()) == "102x40"


class App:
    """What an app's driver has, without an app: none can be installed for a test."""

    def __init__(self) -> None:
        self.capabilities = {"platformName": "Android"}
        self.cells = Cell(self)

    def get_screenshot_as_png(self) -> bytes:
        return to_png(screen())


class Cell:
    """What an app's element has."""

    def __init__(self, parent: App) -> None:
        self.parent = parent

    @property
    def screenshot_as_png(self) -> bytes:
        return to_png(screen(size=(60, 50)))


def test_what_has_the_interface_of_appium_is_taken_as_far_as_it_goes() -> None:
    taken = take(App(), clip=Box(10, 5, 50, 40), mask=[Box(0, 0, 5, 5)], ignore=[Box(1, 2, 3, 4)])
    assert (str(taken.size), taken.still) == ("50x40", True)
    assert Image.open(io.BytesIO(taken.png)).convert("RGB").getpixel((0, 0)) == (255, 0, 255)
    assert taken.ignore == (Box(1, 2, 3, 4),)
    assert taken.environment == {"source": "appium", "platform": "android"}
    assert [skipped.stage for skipped in taken.skipped] == ["elements"]
    assert str(take(App().cells).size) == "60x50"


def test_what_has_no_page_has_no_full_page() -> None:
    with pytest.raises(OptionError, match="full_page does not apply to an app"):
        take(App(), full_page=True)
