"""Of several detections of one thing the most confident; what bands cut in two is made whole."""

from __future__ import annotations

import numpy as np
import pytest

from pytest_visualdiff.detection.network.nms import Detections, merge_bands, suppress
from pytest_visualdiff.model import ElementKind

WHOLE, GOES_ON, BEGAN, MIDDLE = (False, False), (False, True), (True, False), (True, True)
"""Whether a detection is cut off above and below."""

Row = tuple[ElementKind, tuple[int, int, int, int], tuple[bool, bool], float]


def detections(*rows: Row) -> Detections:
    return Detections(
        np.array([edges for _, edges, _, _ in rows], np.float32).reshape(-1, 4),
        np.array([score for *_, score in rows], np.float32),
        [kind for kind, *_ in rows],
        np.array([cut for _, _, cut, _ in rows], np.bool_).reshape(-1, 2),
    )


def shown(found: Detections) -> list[tuple[str, list[float]]]:
    return list(zip(found.kinds, found.edges.tolist(), strict=True))


def test_nothing_stays_nothing() -> None:
    assert shown(suppress(merge_bands(detections()))) == []


def test_of_two_detections_of_one_thing_the_more_confident_one_stays() -> None:
    found = suppress(
        detections(
            ("text", (10, 10, 90, 24), WHOLE, 0.5),
            ("text", (12, 10, 92, 24), WHOLE, 0.8),
            ("text", (12, 40, 92, 54), WHOLE, 0.4),
        )
    )
    assert shown(found) == [("text", [12, 10, 92, 24]), ("text", [12, 40, 92, 54])]


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        ("input", "select", False),
        ("checkbox", "radio", False),
        ("image", "icon", False),
        ("link", "text", True),
        ("button", "icon", True),
    ],
)
def test_only_some_kinds_can_share_a_place(
    one: ElementKind, other: ElementKind, both: bool
) -> None:
    place = (10, 10, 42, 42)
    found = suppress(detections((one, place, WHOLE, 0.6), (other, place, WHOLE, 0.5)))
    assert found.kinds == ([one, other] if both else [one])


def test_a_badge_on_a_button_is_another_thing() -> None:
    button, badge = (10, 10, 110, 46), (96, 4, 116, 24)
    found = suppress(detections(("button", button, WHOLE, 0.9), ("badge", badge, WHOLE, 0.5)))
    assert found.kinds == ["button", "badge"]


def test_an_image_may_lie_in_another() -> None:
    found = suppress(
        detections(
            ("image", (0, 0, 400, 300), WHOLE, 0.9), ("image", (20, 20, 120, 90), WHOLE, 0.6)
        )
    )
    assert found.kinds == ["image", "image"]


def test_what_two_bands_have_in_part_is_one() -> None:
    upper, lower = (40, 700, 200, 896), (42, 768, 200, 1010)
    found = merge_bands(detections(("image", upper, GOES_ON, 0.7), ("image", lower, BEGAN, 0.8)))
    assert shown(found) == [("image", [40, 700, 200, 1010])]


def test_what_goes_through_a_whole_band_is_one_too() -> None:
    parts = (40, 700, 200, 896), (40, 768, 200, 1664), (40, 1536, 200, 1700)
    cuts = GOES_ON, MIDDLE, BEGAN
    rows: list[Row] = [("image", part, cut, 0.7) for part, cut in zip(parts, cuts, strict=True)]
    assert shown(merge_bands(detections(*rows))) == [("image", [40, 700, 200, 1700])]
    assert shown(merge_bands(detections(*reversed(rows)))) == [("image", [40, 700, 200, 1700])]


def test_a_part_of_something_that_is_whole_in_the_other_band_is_left_out() -> None:
    rows: list[Row] = [
        ("button", (40, 840, 160, 880), WHOLE, 0.9),
        ("button", (40, 840, 160, 862), GOES_ON, 0.9),
        ("text", (60, 850, 120, 862), GOES_ON, 0.9),
    ]
    assert merge_bands(detections(*rows)).kinds == ["button", "text"]


def test_things_beside_each_other_are_not_merge_bands() -> None:
    rows: list[Row] = [
        ("image", (40, 700, 200, 896), GOES_ON, 0.7),
        ("image", (240, 768, 400, 1010), BEGAN, 0.8),
        ("button", (40, 768, 200, 1010), BEGAN, 0.8),
    ]
    assert len(merge_bands(detections(*rows)).kinds) == 3
