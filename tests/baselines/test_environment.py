"""Whether two pictures were drawn alike, and how that is said."""

from __future__ import annotations

import pytest

from pytest_visualdiff.baselines.environment import differences, same_rendering

OLD = {"source": "playwright", "browser": "chromium", "version": "128.0.1", "platform": "darwin"}
"""What drew a baseline of a version that took no fingerprints."""

PRINT = "page 1: text aaaaaaaa, system font eeeeeeee, gradients bbbbbbbb, curves cccccccc"
OTHER_TEXT = PRINT.replace("aaaaaaaa", "dddddddd")
OTHER_SYSTEM = PRINT.replace("eeeeeeee", "dddddddd")
OTHER_ALL = "page 1: text 11111111, system font 44444444, gradients 22222222, curves 33333333"
CANVAS = "canvas 1: text aaaaaaaa"

DRAWN = {**OLD, "device_scale": "1", "color_scheme": "light", "fingerprint": PRINT}


@pytest.mark.parametrize(
    ("before", "after", "same"),
    [
        (DRAWN, DRAWN, True),
        (DRAWN, {**DRAWN, "version": "129.0.2", "platform": "linux"}, True),
        (DRAWN, {**DRAWN, "fingerprint": OTHER_TEXT}, False),
        # Few pages are drawn in the system's own font: the pixels of the others are the same.
        (DRAWN, {**DRAWN, "fingerprint": OTHER_SYSTEM}, None),
        (DRAWN, {**DRAWN, "device_scale": "2"}, False),
        # Other colours are a change of the page, and none of the drawing.
        (DRAWN, {**DRAWN, "color_scheme": "dark"}, True),
        # Old baselines have no fingerprint: the same browser counts as drawing alike.
        (OLD, DRAWN, True),
        (OLD, {**DRAWN, "version": "129.0.2"}, None),
        (OLD, {**DRAWN, "platform": "linux"}, None),
        (DRAWN, OLD, True),
        # A canvas does not show all there is.
        ({**DRAWN, "fingerprint": CANVAS}, {**DRAWN, "fingerprint": CANVAS}, True),
        (
            {**DRAWN, "fingerprint": CANVAS},
            {**DRAWN, "fingerprint": CANVAS, "version": "129.0.2"},
            None,
        ),
        (
            {**DRAWN, "fingerprint": CANVAS},
            {**DRAWN, "fingerprint": "canvas 1: text 00000000"},
            False,
        ),
        # Fingerprints that were taken in two ways say nothing of each other.
        ({**DRAWN, "source": "selenium", "fingerprint": CANVAS}, DRAWN, None),
        (DRAWN, {**DRAWN, "fingerprint": PRINT.replace("page 1", "page 2")}, True),
        (DRAWN, {**DRAWN, "fingerprint": "something a newer version wrote"}, True),
        (None, DRAWN, None),
        ({"source": "picture"}, {"source": "picture"}, None),
        (DRAWN, {"source": "picture"}, None),
    ],
)
def test_drawn_alike(
    before: dict[str, str] | None, after: dict[str, str], same: bool | None
) -> None:
    assert same_rendering(before, after) is same


def test_nothing_is_said_where_nothing_differs() -> None:
    assert differences(DRAWN, DRAWN) == []
    assert differences(OLD, DRAWN) == []


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (
            {"version": "129.0.2", "platform": "linux", "fingerprint": OTHER_ALL},
            "the baseline was drawn by Chromium 128 on macOS, this by Chromium 129 on Linux",
        ),
        (
            {"version": "129.0.2"},
            "the baseline was drawn by Chromium 128 on macOS, this by Chromium 129 on macOS; both "
            "draw alike, so every change counts",
        ),
        (
            {"version": "128.0.7", "fingerprint": OTHER_ALL},
            "the baseline was drawn by Chromium 128.0.1 on macOS, this by Chromium 128.0.7 on "
            "macOS",
        ),
        (
            {"fingerprint": OTHER_TEXT},
            "Chromium 128 on macOS drew both, but not alike: on the machine of the baseline, fonts "
            "(or their hinting and smoothing) are drawn another way",
        ),
        (
            {"fingerprint": OTHER_SYSTEM},
            "Chromium 128 on macOS drew both, but not alike: on the machine of the baseline, "
            "letters of the system's own font are drawn another way",
        ),
        (
            {"fingerprint": OTHER_ALL},
            "Chromium 128 on macOS drew both, but not alike: on the machine of the baseline, fonts "
            "(or their hinting and smoothing), letters of the system's own font, gradients, and "
            "curves and shadows are drawn another way",
        ),
        (
            {"device_scale": "2", "fingerprint": OTHER_ALL},
            "the baseline was drawn at 1 device pixels for each CSS pixel, this at 2",
        ),
        (
            {"color_scheme": "dark"},
            "the page was asked for light colours for the baseline, and for dark ones now",
        ),
    ],
)
def test_what_differs_is_said_as_a_person_would(change: dict[str, str], line: str) -> None:
    assert differences(DRAWN, {**DRAWN, **change}) == [line]


def test_a_picture_is_named_by_its_source() -> None:
    (line,) = differences({"source": "picture"}, DRAWN)
    assert line == "the baseline was drawn by picture, this by Chromium 128 on macOS"
