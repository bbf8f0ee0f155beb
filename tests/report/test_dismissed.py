"""What was dismissed, in few words."""

from __future__ import annotations

from pytest_visualdiff.model import Box, Dismissal
from pytest_visualdiff.report.dismissed import Group, in_groups


def noise(x: int, y: int) -> Dismissal:
    return Dismissal("rendering_noise", Box(x, y, 4, 6), 10)


def test_up_to_three_places_stand_for_themselves() -> None:
    places = [noise(0, 0), noise(50, 20), noise(9, 90)]
    assert in_groups(places) == [Group("rendering_noise", 10, 1, place.box) for place in places]


def test_more_places_are_one_group_with_a_box_around_them() -> None:
    places = [noise(50, 20), noise(0, 10), noise(9, 90), noise(70, 30)]
    assert in_groups(places) == [Group("rendering_noise", 40, 4, Box(0, 10, 74, 86))]


def test_reasons_are_kept_apart() -> None:
    ignored = Dismissal("ignored", Box(1, 1, 2, 2), 3)
    groups = in_groups([*[noise(0, y) for y in range(0, 50, 10)], ignored])
    assert [(group.reason, group.places) for group in groups] == [
        ("rendering_noise", 5),
        ("ignored", 1),
    ]


def test_nothing_dismissed_is_no_group() -> None:
    assert in_groups([]) == []
