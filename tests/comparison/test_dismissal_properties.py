"""What fails once fails as often as it is there, and a larger change never passes.

A canvas of k x k tiles, each changed in the same way, is held against k x k tiles as they were.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pytest_visualdiff.comparison.pixels import analyse
from pytest_visualdiff.model import Settings
from tests.support import Picture
from tests.support.pictures import GREY, Fill, Text, drawn

TILE = (96, 64)
BAR = Fill(60, 10, 20, 20, GREY)


def tile(said: str = "Total") -> Picture:
    return drawn(Text(6, 8, said), BAR, size=TILE)


def painted(rows: slice, columns: slice, level: int) -> Picture:
    changed = tile()
    changed[rows, columns] = level
    return changed


CHANGES = {
    "word": tile("Tomb"),
    "dot": painted(slice(40, 41), slice(50, 51), 200),
    "faint spot": painted(slice(40, 43), slice(50, 53), 240),
    "fill": painted(slice(40, 48), slice(50, 58), 252),
    "border": painted(slice(10, 30), slice(60, 62), 150),
    "smoothed edge": painted(slice(10, 30), slice(80, 81), 190),
}


def found(changed: Picture, copies: int = 1, **asked: Any) -> int:
    """Return how many areas and moves of a canvas of ``copies`` x ``copies`` tiles fail."""
    before, after = (np.tile(it, (copies, copies, 1)) for it in (tile(), changed))
    findings = analyse(before, after, Settings(**asked), None)
    return len(findings.regions) + len(findings.shifts)


ONE_RENDERING: list[dict[str, Any]] = [
    {"rendering": "same"},
    {"level": "exact"},
    {"rendering": "same", "threshold": 0.1},
]


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("asked", ONE_RENDERING)
def test_of_one_rendering_what_fails_once_fails_each_time(
    asked: dict[str, Any], change: str
) -> None:
    once = found(CHANGES[change], **asked)
    assert once == (0 if "threshold" in asked and change in ("faint spot", "fill") else 1)
    assert [found(CHANGES[change], copies, **asked) for copies in (2, 4)] == [4 * once, 16 * once]


_SPREAD = pytest.mark.xfail(
    strict=True,
    reason="small changes in many parts of a picture count as the noise of another rendering",
)
_ADAPTS = pytest.mark.xfail(
    strict=True,
    reason="across renderings the limit of noise grows with the residuals that a page shows often",
)


@pytest.mark.parametrize(
    "change",
    [
        "word",
        "faint spot",
        *(pytest.param(it, marks=_SPREAD) for it in ("dot", "fill", "border", "smoothed edge")),
    ],
)
def test_where_the_pixels_tell_the_rendering_what_fails_once_fails_each_time(change: str) -> None:
    assert found(CHANGES[change]) == 1
    assert [found(CHANGES[change], copies) for copies in (2, 4)] == [4, 16]


@pytest.mark.parametrize(
    "change", [pytest.param(it, marks=_ADAPTS) for it in ("word", "faint spot")]
)
def test_across_renderings_what_fails_once_fails_each_time(change: str) -> None:
    assert found(CHANGES[change], rendering="cross") == 1
    assert found(CHANGES[change], copies=4, rendering="cross") >= 16


levels = st.integers(0, 254)


@settings(max_examples=60, deadline=None)
@given(levels, levels, st.sampled_from([{}, {"rendering": "same"}, {"threshold": 0.1}]))
def test_a_fill_of_a_fainter_colour_never_fails_where_a_stronger_one_passes(
    one: int, other: int, asked: dict[str, Any]
) -> None:
    weaker, stronger = sorted((one, other), reverse=True)  # on a white ground
    fails = [
        found(painted(slice(40, 48), slice(50, 58), level), **asked) for level in (weaker, stronger)
    ]
    assert fails[0] <= fails[1]


@settings(max_examples=40, deadline=None)
@given(st.integers(121, 254), st.integers(121, 254))
def test_an_edge_that_is_smoothed_less_never_fails_where_one_that_is_smoothed_more_passes(
    one: int, other: int
) -> None:
    weaker, stronger = sorted((one, other), reverse=True)
    fails = [found(painted(slice(10, 30), slice(80, 81), level)) for level in (weaker, stronger)]
    assert fails[0] <= fails[1]


@settings(max_examples=40, deadline=None)
@given(st.floats(0, 0.6), st.floats(0, 0.6), st.sampled_from(sorted(CHANGES)))
def test_a_stricter_threshold_never_passes_what_a_wider_one_fails(
    one: float, other: float, change: str
) -> None:
    stricter, wider = sorted((one, other))
    fails = [found(CHANGES[change], threshold=it, rendering="same") for it in (stricter, wider)]
    assert bool(fails[0]) >= bool(fails[1])
