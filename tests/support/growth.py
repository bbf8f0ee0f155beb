"""How much more a call takes for a larger input, told without a clock."""

from __future__ import annotations

import sys
import tracemalloc
from collections.abc import Callable


def calls_of(work: Callable[[], object]) -> int:
    """Return how many functions a call calls."""
    calls = 0

    def count(_: object, event: str, __: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return calls


def peak_of(work: Callable[[], object]) -> int:
    """Return the most bytes that a call holds at one time."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
