"""Pairs and answers that are made up, small enough to judge by eye."""

from __future__ import annotations

from pathlib import Path

from benchmarks.defects.measures import Outcome, Reported
from benchmarks.defects.ours import DOM, PIXELS
from benchmarks.defects.pairs import Pair, Rectangle, Subject
from benchmarks.defects.scoring import Scores
from benchmarks.defects.tools import TOOLS

PLACE = Rectangle(10, 10, 100, 20)
RECOLOURED = Reported(PLACE, PLACE, "style_changed", "h1", PLACE)
UNNAMED = Reported(PLACE, PLACE, "changed")


def recoloured(renderings: tuple[str, str] = ("plain", "plain")) -> Pair:
    """Return a pair in which a heading has another background."""
    heading = Subject("itself", {"h1": PLACE}, holds_others=False)
    return Pair(
        id=f"recoloured-{renderings}",
        baseline=Path("baseline.png"),
        actual=Path("actual.png"),
        renderings=renderings,
        cross_rendered=renderings[0] != renderings[1],
        mutation="background",
        before=PLACE,
        after=PLACE,
        subject_before=heading,
        subject_after=heading,
    )


def harmless(renderings: tuple[str, str] = ("plain", "plain")) -> Pair:
    """Return a pair without a defect."""
    return Pair(
        id=f"harmless-{renderings}",
        baseline=Path("baseline.png"),
        actual=Path("actual.png"),
        renderings=renderings,
        cross_rendered=renderings[0] != renderings[1],
        mutation=None,
    )


def said(*defects: Reported) -> Outcome:
    """Return what a tool says that reports these."""
    return Outcome(bool(defects), None, defects, 0.1)


def scores() -> Scores:
    """Return scores of both ways to ask; without the page, colours have no name."""
    pixels = [
        (harmless(), said()),
        (recoloured(), said(UNNAMED)),
        (harmless(("plain", "gl")), said()),
        (recoloured(("plain", "gl")), said(UNNAMED)),
        (harmless(("plain", "hinting-auto")), said(UNNAMED)),
    ]
    dom = [(pair, said(RECOLOURED) if pair.mutation else said()) for pair, _ in pixels]
    tools = [tool for tool in TOOLS if tool.name in (PIXELS, DOM)]
    results = {PIXELS: pixels, DOM: dom}
    return Scores("scored", [pair for pair, _ in dom], tools, results, {PIXELS: {}, DOM: {}})
