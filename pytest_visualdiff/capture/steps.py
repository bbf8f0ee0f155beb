"""One way to capture, for callers that wait and for those that await.

What talks to a browser is written once, as a generator: it yields what each call gave and is sent
its value. With a sync API that is the value itself, with an async one it is still to be awaited.
"""

from __future__ import annotations

from collections.abc import Generator
from inspect import isawaitable
from typing import Any, TypeAlias, TypeVar

Value = TypeVar("Value")

Steps: TypeAlias = Generator[Any, Any, Value]
"""Yields the outcome of each call to the browser, and is sent its value."""


def run(steps: Steps[Value]) -> Value:
    """Take steps whose calls gave their values at once."""
    given = None
    while True:
        try:
            given = steps.send(given)
        except StopIteration as done:
            return done.value  # type: ignore[no-any-return]


async def arun(steps: Steps[Value]) -> Value:
    """Take steps whose calls may give something to await; errors are raised where it was called."""
    try:
        outcome = next(steps)
    except StopIteration as done:
        return done.value  # type: ignore[no-any-return]
    while True:
        try:
            try:
                given = await outcome if isawaitable(outcome) else outcome
            except Exception as error:
                outcome = steps.throw(error)
            else:
                outcome = steps.send(given)
        except StopIteration as done:
            return done.value  # type: ignore[no-any-return]
