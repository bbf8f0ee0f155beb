"""Which defects a reader with little room has to see first."""

from __future__ import annotations

from pytest_visualdiff.model import Box, Defect, DefectKind, Element, ElementKind
from pytest_visualdiff.report.worst import worst_first

PLACE = Box(0, 0, 10, 10)


def defect(
    name: str, kind: DefectKind, pixels: int, of: ElementKind | None = None, cause: str = ""
) -> Defect:
    element = Element(of, PLACE) if of else None
    return Defect(name, kind, PLACE, None, pixels, "", cause or None, element=element)


def test_a_lost_control_is_worse_than_words_and_those_than_looks() -> None:
    found = worst_first(
        [
            defect("ground", "style_changed", 90_000, "container"),
            defect("place", "moved", 5_000, "button"),
            defect("digit", "text_changed", 40, "text"),
            defect("picture", "missing", 60, "image"),
            defect("link", "extra", 200, "link"),
            defect("button", "missing", 900, "button"),
        ]
    )
    names = [problem.root.id for problem in found]
    assert names == ["button", "link", "picture", "digit", "ground", "place"]


def test_of_pixels_alone_the_more_are_the_worse_with_all_that_follows() -> None:
    found = worst_first(
        [
            defect("spot", "missing", 30),
            defect("area", "changed", 400),
            defect("banner", "extra", 300),
            defect("block", "shifted", 5_000, cause="banner"),
        ]
    )
    assert [problem.root.id for problem in found] == ["banner", "area", "spot"]
    assert [follower.id for follower in found[0].followers] == ["block"]


def test_equals_keep_their_order() -> None:
    found = worst_first([defect(name, "changed", 7) for name in ("first", "second", "third")])
    assert [problem.root.id for problem in found] == ["first", "second", "third"]
