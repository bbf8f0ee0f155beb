"""What was dismissed, in few words."""

from __future__ import annotations

import pytest

from pytest_visualdiff.model import Box, Change, Dismissal, Element
from pytest_visualdiff.report.dismissed import Group, in_groups


def noise(x: int, y: int) -> Dismissal:
    return Dismissal("rendering_noise", Box(x, y, 4, 6), 10)


def wire(*dismissed: Dismissal) -> list[dict[str, object]]:
    return [each.to_wire() for each in dismissed]


def test_up_to_three_places_stand_for_themselves() -> None:
    places = [noise(0, 0), noise(50, 20), noise(9, 90)]
    expected = [Group("rendering_noise", 10, 1, place.box) for place in places]
    assert in_groups(wire(*places)) == expected


def test_more_places_are_one_group_with_a_box_around_them() -> None:
    places = [noise(50, 20), noise(0, 10), noise(9, 90), noise(70, 30)]
    (group,) = in_groups(wire(*places))
    assert group == Group("rendering_noise", 40, 4, Box(0, 10, 74, 86))
    assert group.words == "40 pixels in 4 places, within (0, 10), 74x86"


def test_reasons_are_kept_apart() -> None:
    ignored = Dismissal("ignored", Box(1, 1, 2, 2), 3)
    groups = in_groups(wire(*[noise(0, y) for y in range(0, 50, 10)], ignored))
    assert [(group.reason, group.places) for group in groups] == [
        ("rendering_noise", 5),
        ("ignored", 1),
    ]


def test_nothing_dismissed_is_no_group() -> None:
    assert in_groups([]) == []


CLOCK = Element("text", Box(1, 2, 30, 10), "12:30")
LINE = Element("container", Box(1, 2, 30, 10))


@pytest.mark.parametrize(
    ("change", "pixels", "words"),
    [
        (Change("text_changed", CLOCK, CLOCK), 40, "text '12:30' text changed, 40 pixels at"),
        (Change("moved", LINE, LINE), 1, "container moved, 1 pixel at"),
        (Change("shifted", LINE, LINE, count=3), 0, "elements shifted at"),
        (None, 0, "0 pixels at"),
    ],
)
def test_a_change_that_does_not_count_is_named(
    change: Change | None, pixels: int, words: str
) -> None:
    (group,) = in_groups(wire(Dismissal("ignored", Box(1, 2, 30, 10), pixels, change)))
    assert group.words == f"{words} (1, 2), 30x10"
