"""Which code compares is known by all of it."""

from __future__ import annotations

from pytest_visualdiff.execution.remote.wire import identity
from tests.test_architecture import modules, our_rooms, room


def test_everything_that_a_comparison_depends_on_is_in_the_digest() -> None:
    known: set[str] = set()
    new = {"comparison", "detection"}
    while new:
        known |= new
        rooms = (our_rooms(path) for path in modules() if room(path) in new)
        new = set().union(*rooms) - known - {"errors"}  # they say what is wrong, and decide nothing
    assert known == {name.removesuffix(".py") for name in identity._ROOMS}


def test_the_digest_is_the_same_each_time() -> None:
    assert identity.model() == identity.model.__wrapped__()
    assert len(identity.model()) == 64
