"""Blocks that moved are the elements that they show, and nothing that they contain pushed them."""

from __future__ import annotations

from dataclasses import replace

from pytest_visualdiff.comparison.naming.name import name_regions
from pytest_visualdiff.detection.classical.detector import ClassicalDetector
from pytest_visualdiff.imaging.picture_pair import Decoded
from pytest_visualdiff.model import Box, Defect, Region, Shift, Size
from pytest_visualdiff.verdict.defects import find_defects
from tests.support import measured
from tests.support.compared import button, lines


def moved_by(shift: Shift, region: Region) -> list[Defect]:
    """Return the defects of a page in which a button moved, and of an area beside it."""
    one, other = (it.pixels() for it in (button(lines()), button(lines(), y=130)))
    sizes = (Size(360, 200), Size(360, 200))
    said = replace(measured(region), baseline_size=sizes[0], actual_size=sizes[1], shifts=(shift,))
    found = name_regions(said, Decoded(one, other, 0, sizes), ClassicalDetector())
    return list(find_defects(found))


def test_a_part_of_a_block_that_is_drawn_differently_there_did_not_push_it() -> None:
    shift = Shift(Box(16, 112, 128, 48), 0, 10, 400, cause="r0")
    found = moved_by(shift, Region(Box(42, 130, 10, 2), Box(42, 140, 10, 2), 8, 60))
    assert ("moved", None) in [(it.kind, it.caused_by) for it in found]


def test_what_is_there_yet_was_not_taken_away_before_a_block_that_moved() -> None:
    shift = Shift(Box(16, 112, 128, 48), 0, 10, 400, cause="r0")
    (defect,) = moved_by(shift, Region(Box(20, 62, 90, 12), None, 300, 255))
    assert (defect.kind, defect.box) == ("moved", Box(20, 120, 120, 36))
