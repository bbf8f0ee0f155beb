"""A box of another size is the cause of what differs at its edges and of what moved in it."""

from __future__ import annotations

import pytest

from pytest_visualdiff.comparison.naming.resized_boxes import with_resized
from pytest_visualdiff.detection.classical.detector import ClassicalDetector
from pytest_visualdiff.imaging.picture_pair import Decoded
from pytest_visualdiff.model import Box, Change, ChangeKind, Element, Region, Size
from tests.support import measured
from tests.support.compared import defects, lines, roots
from tests.support.drawing import BLUE, GREY, Drawing


def frame(width: int) -> Drawing:
    """Return a frame with a word on its left and a switch on its right, far from other things."""
    drawing = Drawing((640, 200)).text(20, 15, "Delivery", height=20)
    drawing.box((20, 80, width, 70), None, GREY)
    drawing.text(40, 106, "Standard").box((20 + width - 60, 100, 40, 30), BLUE, radius=4)
    return drawing


def test_a_wider_frame_is_why_what_is_in_it_moved() -> None:
    (root,) = roots(defects(frame(420), frame(520)))
    assert root.kind == "resized"
    assert (root.box, root.box_after) == (Box(20, 80, 420, 70), Box(20, 80, 520, 70))


def test_a_thing_that_moved_in_a_frame_as_large_as_it_was_did_so_by_itself() -> None:
    before, after = (
        lines().box((20, 100, 300, 80), None, GREY).box((x, 120, 60, 30), BLUE) for x in (60, 84)
    )
    assert [(it.kind, it.caused_by) for it in defects(before, after)] == [("moved", None)]


@pytest.mark.parametrize("kind", ["extra", "moved"])
def test_a_frame_that_is_larger_for_a_new_thing_in_it_is_not_the_cause(kind: ChangeKind) -> None:
    one, other = (it.pixels() for it in (frame(420), frame(520)))
    sizes = (Size(640, 200), Size(640, 200))
    found = (Element("button", Box(it, 100, 40, 30), source="pixels") for it in (380, 480))
    there, now = found
    change = Change(kind, None if kind == "extra" else there, now)
    regions = (
        Region(None if kind == "extra" else there.box, now.box, 900, 255, change=change),
        Region(Box(430, 80, 100, 2), Box(430, 80, 100, 2), 200, 137),
    )
    said = measured(*regions, before=sizes[0])
    named = with_resized(said, Decoded(one, other, 0, sizes), ClassicalDetector())
    kinds = [it.change.kind for it in named.regions if it.change and it.cause is None]
    assert kinds == (["extra"] if kind == "extra" else ["resized"])


def test_what_went_further_than_a_frame_became_wider_moved_by_itself() -> None:
    one, other = (it.pixels() for it in (frame(420), frame(430)))
    sizes = (Size(640, 200), Size(640, 200))
    there, now = (Element("icon", Box(it, 100, 40, 30), source="pixels") for it in (200, 280))
    region = Region(there.box, now.box, 900, 255, change=Change("moved", there, now))
    pictures = Decoded(one, other, 0, sizes)
    comparison = measured(region, before=sizes[0])
    assert with_resized(comparison, pictures, ClassicalDetector()) == comparison
