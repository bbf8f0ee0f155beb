"""What the speed benchmark makes of its figures; nothing is timed."""

from __future__ import annotations

from itertools import count
from typing import Literal

import pytest

from benchmarks.comparing import BYTES, CHANGED
from benchmarks.speed.expectations import targets
from benchmarks.speed.measuring import Results, Row
from benchmarks.speed.pictures import BANNER, Size, parse_size
from benchmarks.speed.tables import tables
from benchmarks.speed.tools import BLAZEDIFF, ONCE_DECODED, OURS, SSIM_ALONE, UNNAMED
from benchmarks.targets import Target
from benchmarks.timing import Times, in_turns

SIZE = Size(100, 50)
MIB = 1 << 20


def row(*wall: float, peak: int | None = None) -> Row:
    return Row(Times(list(wall), [2 * ms for ms in wall]), peak)


def verdicts(results: Results, loading: float | None = None) -> dict[str, tuple[object, object]]:
    return {target.text: (target.value, target.met) for target in targets(results, loading)}


@pytest.mark.parametrize(
    ("bound", "value", "met"),
    [
        ("under", 2, False),
        ("at most", 2, True),
        ("at least", 2, True),
        ("under", 1.9, True),
        ("at most", 2.1, False),
        ("at least", 1.9, False),
        ("under", None, None),
    ],
)
def test_a_target_is_met_up_to_its_bound(
    bound: Literal["under", "at least", "at most"], value: float | None, met: object
) -> None:
    assert Target("", bound, 2, value).met is met


def test_a_verdict_says_what_was_expected_and_measured() -> None:
    assert Target("size", "under", 1, 0.5).verdict == "met           size: under 1: 0.50"
    assert Target("size", "under", 1, None).verdict == "not measured  size: under 1"


def test_each_size_is_held_to_what_is_expected_of_it() -> None:
    found = verdicts(
        {
            (SIZE, BYTES): {OURS: row(0.5, peak=SIZE.decoded)},
            (SIZE, CHANGED): {
                OURS: row(10, 20, peak=13 * SIZE.decoded),
                BLAZEDIFF: row(10, 10),
                ONCE_DECODED: row(20, 20),
                UNNAMED: row(5, 10),
                SSIM_ALONE: row(400, 400),
            },
            (SIZE, BANNER): {OURS: row(30, 30)},
        },
        loading=200,
    )

    assert found == {
        "identical bytes, 100x50, ms": (0.5, True),
        "changed button, 100x50, times the time of blazediff": (1.5, False),
        "changed button, 100x50, found, once decoded, times faster than SSIM alone": (60, True),
        "changed button, 100x50, found and named, times faster than SSIM alone": (20, False),
        "banner inserted, 100x50, times the time of changed button": (2, True),
        "cross-rendered, 1280x1700, ms": (None, None),
        "peak memory, 100x50, decoded pictures": (13, False),
        "first comparison of a process, ms of imports": (200, True),
    }


def test_what_was_not_measured_is_neither_met_nor_missed() -> None:
    refused = Row(said="refuses another size")

    assert set(verdicts({(SIZE, CHANGED): {OURS: refused, BLAZEDIFF: row(1)}}).values()) == {
        (None, None)
    }


def test_a_table_has_ratios_and_memory_and_says_why_a_tool_has_none() -> None:
    (table,) = tables(
        {
            (SIZE, BANNER): {
                OURS: row(2, 4, peak=3 * MIB),
                "odiff": row(6),
                BLAZEDIFF: Row(said="refuses another size"),
            }
        }
    )

    in_pictures = f"{3 * MIB / SIZE.decoded:.1f}"
    assert table.title == "100x50, banner inserted"
    assert table.rows == [
        (OURS, "3.00", "1.00", "6.00", "3.0", in_pictures, "2"),
        ("odiff", "6.00", "3.00", "12.00", "-", "-", "1"),
        (BLAZEDIFF, "refuses another size"),
    ]


def test_a_contender_with_fewer_rounds_takes_part_in_the_first_ones() -> None:
    clock = count(1)
    times = in_turns(
        {name: lambda: (next(clock), 0) for name in ("quick", "slow")}, {"quick": 3, "slow": 1}
    )

    assert sorted(times["quick"].wall + times["slow"].wall) == [1, 2, 3, 4]
    assert len(times["slow"].wall) == 1
    assert times["slow"].wall[0] <= 2


def test_a_size_is_read_as_it_is_written() -> None:
    assert str(parse_size("1280x800")) == "1280x800"
    for text in ("1280", "0x10", "1280x800x3", "axb"):
        with pytest.raises(ValueError, match="is no size"):
            parse_size(text)
