"""Which code compares is known by all of it."""

from __future__ import annotations

from pathlib import Path

import pytest_visualdiff
from pytest_visualdiff.execution.remote.wire import identity
from tests.support.structure import Structure


def test_everything_that_a_comparison_depends_on_is_in_the_digest() -> None:
    house = Structure(Path(pytest_visualdiff.__file__).parent)
    known, new = set[str](), {"comparison", "detection"}
    while new:
        known |= new
        used = {
            other.partition(".")[0]
            for room, others in house.room_imports.items()
            if room.partition(".")[0] in new
            for other in others
        }
        new = used - known - {"errors"}  # they say what is wrong, and decide nothing
    assert known == set(identity._ROOMS)


def test_the_digest_is_the_same_each_time() -> None:
    assert identity.model() == identity.model.__wrapped__()
    assert len(identity.model()) == 64
