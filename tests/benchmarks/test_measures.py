"""What the defect benchmark counts, on pairs small enough to count by hand."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from benchmarks.defects.measures import (
    Detection,
    Outcome,
    Places,
    Reported,
    best_f1,
    by_group,
    detection,
    drawn,
    meets_defect,
    most_found,
    places,
    strays_in,
)
from benchmarks.defects.pairs import Pair, Rectangle

HERE = Rectangle(10, 10, 20, 5)
THERE = Rectangle(10, 40, 20, 5)
BELOW = Rectangle(0, 60, 100, 40)
NOWHERE = Rectangle(80, 0, 5, 5)
UNPLACED = Reported(None, None)


def pair(mutation: str | None = "moved", renderings: tuple[str, str] = ("one", "one")) -> Pair:
    return Pair(
        id="",
        baseline=Path("baseline.png"),
        actual=Path("actual.png"),
        renderings=renderings,
        cross_rendered=renderings[0] != renderings[1],
        mutation=mutation,
        before=HERE if mutation else None,
        after=THERE if mutation else None,
        affected=(BELOW,) if mutation else (),
    )


def said(
    different: bool, score: float | None = None, defects: Sequence[Reported] | None = None
) -> Outcome:
    return Outcome(different, score, None if defects is None else tuple(defects), 0.1)


def both(box: Rectangle) -> Reported:
    return Reported(box, box)


@pytest.mark.parametrize(
    ("other", "meets"),
    [
        (HERE, True),
        (Rectangle(29, 14, 10, 10), True),
        (Rectangle(30, 10, 5, 5), False),
        (Rectangle(10, 15, 5, 5), False),
        (Rectangle(0, 0, 100, 100), True),
        (Rectangle(15, 12, 0, 0), False),
    ],
)
def test_boxes_meet_where_they_share_a_pixel(other: Rectangle, meets: bool) -> None:
    assert HERE.meets(other) is meets
    assert other.meets(HERE) is meets


def test_shares_of_what_was_reported() -> None:
    scored = [(pair(), said(True))] * 3 + [(pair(), said(False))]
    scored += [(pair(None), said(True))] + [(pair(None), said(False))] * 4
    counted = detection(scored)
    assert counted == Detection(mutated=4, found=3, harmless=5, false_alarms=1)
    assert counted.recall == 0.75
    assert counted.false_alarm_rate == 0.2
    assert counted.precision == 0.75
    assert counted.f1 == 0.75


def test_what_cannot_be_said_is_none() -> None:
    nothing = detection([])
    assert (nothing.recall, nothing.false_alarm_rate) == (None, None)
    assert (nothing.precision, nothing.f1) == (None, None)
    silent = detection([(pair(), said(False))])
    assert (silent.recall, silent.precision, silent.f1) == (0, None, 0)


@pytest.mark.parametrize(
    ("defect", "meets", "strays"),
    [
        (both(HERE), True, 0),
        (both(THERE), True, 0),
        (Reported(HERE, None), True, 0),
        (Reported(None, THERE), True, 0),
        (both(BELOW), False, 0),
        (both(Rectangle(32, 40, 5, 5)), False, 0),
        (both(Rectangle(33, 40, 5, 5)), False, 1),
        (both(NOWHERE), False, 1),
        (Reported(NOWHERE, None), False, 1),
        (Reported(THERE, NOWHERE), False, 1),
        (UNPLACED, False, 0),
    ],
)
def test_a_defect_is_at_its_place_or_a_consequence_or_astray(
    defect: Reported, meets: bool, strays: int
) -> None:
    assert meets_defect(pair(), [defect]) is meets
    assert strays_in(pair(), [defect]) == strays
    assert strays_in(pair(None), [defect]) == (0 if defect == UNPLACED else 1)


def test_places_over_the_pairs() -> None:
    scored = [
        (pair(), said(True, None, [both(HERE)])),
        (pair(), said(True, None, [both(THERE), both(BELOW), both(NOWHERE)])),
        (pair(), said(True, None, [both(NOWHERE), both(NOWHERE)])),
        (pair(), said(False, None, [])),
        (pair(None), said(True, None, [both(HERE)])),
        (pair(None), said(False, None, [])),
    ]
    assert places(scored) == Places(
        localised=2 / 3,
        per_defect_median=2,
        per_defect_mean=2,
        stray_mutated=0.75,
        stray_harmless=0.5,
    )


def test_a_tool_that_does_not_say_where_has_no_places() -> None:
    assert places([(pair(), said(True))]) is None


LOUD, FAINT, NOISE = 90, 20, 30
SCORED = [
    *[(pair(), said(True, LOUD))] * 2,
    (pair(), said(True, FAINT)),
    (pair(), said(True)),
    (pair(None), said(True, NOISE)),
    *[(pair(None), said(True, 5))] * 8,
    (pair(None), said(False, 0)),
]
"""Four mutated pairs, one of them without a score; ten harmless ones, most of them noisy."""


def test_the_best_threshold_is_the_one_with_the_highest_f1() -> None:
    assert detection(SCORED) == Detection(4, 4, 10, 9)
    best = best_f1(SCORED)
    assert best
    assert best.threshold == 5
    assert best.detection == Detection(4, 4, 10, 1)
    assert best.detection.f1 == 8 / 9


def test_of_equal_thresholds_the_one_that_finds_most_is_best() -> None:
    scored = [(pair(), said(True, 9))] * 2 + [(pair(), said(True, 3))] * 2
    scored += [(pair(None), said(True, 4))] * 4
    # Above 4: 2 of 4 and no false alarm. Above -1: 4 of 4 and 4 false alarms. Both have F1 2/3.
    best = best_f1(scored)
    assert best
    assert best.detection == Detection(4, 4, 4, 4)


@pytest.mark.parametrize(
    ("rate", "threshold", "counted"),
    [
        (0.05, NOISE, Detection(4, 3, 10, 0)),
        (0.1, 5, Detection(4, 4, 10, 1)),
        (1, 5, Detection(4, 4, 10, 1)),
    ],
)
def test_the_most_that_is_found_with_few_false_alarms(
    rate: float, threshold: float, counted: Detection
) -> None:
    most = most_found(SCORED, rate)
    assert most
    assert (most.threshold, most.detection) == (threshold, counted)


def test_no_threshold_keeps_out_what_fails_whatever_it_is() -> None:
    assert most_found([(pair(), said(True, 3)), (pair(None), said(True))], 0.05) is None


def test_without_scores_there_is_no_threshold() -> None:
    assert best_f1([(pair(), said(True))]) is None
    assert most_found([], 0.05) is None


def test_each_kind_by_itself() -> None:
    scored = [
        (pair("moved"), said(True)),
        (pair("moved"), said(False)),
        (pair("colour"), said(True)),
        (pair(None), said(True)),
    ]
    kinds = by_group(scored, lambda it: it.mutation)
    assert {kind: detection(part).recall for kind, part in kinds.items()} == {
        "colour": 1,
        "moved": 0.5,
    }
    assert by_group(scored, lambda it: it.renderings[0]) == {"one": scored}


def test_pairs_by_how_they_were_drawn() -> None:
    alike, unlike = (pair(), said(True)), (pair(renderings=("one", "other")), said(True))
    assert drawn([alike, unlike], cross_rendered=False) == [alike]
    assert drawn([alike, unlike], cross_rendered=True) == [unlike]


@pytest.mark.parametrize(
    ("other", "overlap"),
    [
        (HERE, 1),
        (Rectangle(20, 10, 20, 5), 50 / 150),
        (Rectangle(10, 10, 10, 5), 0.5),
        (Rectangle(30, 10, 20, 5), 0),
        (THERE, 0),
    ],
)
def test_what_two_places_have_in_common(other: Rectangle, overlap: float) -> None:
    assert HERE.overlap(other) == pytest.approx(overlap)
    assert other.overlap(HERE) == pytest.approx(overlap)


def test_nothing_has_nothing_in_common() -> None:
    assert Rectangle(0, 0, 0, 0).overlap(Rectangle(0, 0, 0, 0)) == 0
