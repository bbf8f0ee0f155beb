"""What differs is analysed with a margin around it, and told by its place in the whole."""

from __future__ import annotations

import numpy as np
import pytest

from pytest_visualdiff.comparison.part import analyse_part
from pytest_visualdiff.imaging.areas import extent
from pytest_visualdiff.imaging.picture_pair import Decoded
from pytest_visualdiff.model import Box, Job, Settings, Size
from tests.support import BLUE, Picture
from tests.support.pictures import PAGE, drawn, page, pushed_down

OURS = drawn(*page(), size=PAGE)
SPOT = Box(300, 350, 40, 20)


def job(**asked: object) -> Job:
    return Job(b"", b"", Settings(**asked))  # type: ignore[arg-type]


def with_spot() -> Picture:
    after = OURS.copy()
    after[SPOT.slices] = BLUE
    return after


@pytest.mark.parametrize("top", [0, 200])
def test_a_change_is_told_by_its_place_in_the_whole(top: int) -> None:
    size = Size(*PAGE)
    before, after = OURS[top:], with_spot()[top:]
    found = extent(before, after)
    findings = analyse_part(Decoded(before, after, top, (size, size)), found, job())
    assert [region.box_after for region in findings.regions] == [SPOT]


def test_what_is_ignored_is_so_by_its_place_in_the_whole() -> None:
    size, after = Size(*PAGE), with_spot()
    asked = job(ignore=(Box(290, 340, 60, 40),))
    findings = analyse_part(Decoded(OURS, after, 0, (size, size)), extent(OURS, after), asked)
    assert findings.regions == ()
    assert [(it.reason, it.box) for it in findings.dismissed] == [
        ("ignored", asked.settings.ignore[0])
    ]


def test_what_only_one_picture_has_is_looked_at_as_well() -> None:
    after = pushed_down(OURS, 81, 48)
    sizes = Size(*PAGE), Size(PAGE[0], len(after))
    common = OURS, after[: len(OURS)]
    findings = analyse_part(Decoded(OURS, after, 0, sizes), extent(*common), job())
    (shift,) = findings.shifts
    assert (shift.dy, shift.box.bottom) == (48, PAGE[1])
    assert findings.size_explained


def test_of_equal_common_parts_what_only_one_has_is_all_there_is() -> None:
    after = np.pad(OURS, ((0, 48), (0, 0), (0, 0)), constant_values=255)
    sizes = Size(*PAGE), Size(PAGE[0], len(after))
    findings = analyse_part(Decoded(OURS, after, 0, sizes), None, job())
    assert findings.regions == ()
    assert not findings.size_explained
