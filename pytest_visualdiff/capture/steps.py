"""One way to capture, for callers that wait and for those that await.

What talks to a browser is written once, as a generator: it yields what each call gave and is sent
its value. With a sync API that is the value itself, with an async one it is still to be awaited.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Generator
from contextlib import suppress
from inspect import isawaitable
from typing import Any, TypeAlias, TypeVar

Value = TypeVar("Value")

Steps: TypeAlias = Generator[Any, Any, Value]
"""Yields the outcome of each call to the browser, and is sent its value."""

_LAST_CALL = 5.0
"""Seconds that a call may still take when its capture is cancelled; a screenshot takes less."""


def run(steps: Steps[Value]) -> Value:
    """Take steps whose calls gave their values at once."""
    given = None
    while True:
        try:
            given = steps.send(given)
        except StopIteration as done:
            return done.value  # type: ignore[no-any-return]


async def arun(steps: Steps[Value]) -> Value:
    """Take steps whose calls may give something to await.

    What ends the waiting, an error or a cancellation, is raised in the steps, where the call was
    made; what they still have to undo is awaited then.
    """
    try:
        outcome = next(steps)
    except StopIteration as done:
        return done.value  # type: ignore[no-any-return]
    while True:
        try:
            try:
                given = await _to_its_end(outcome) if isawaitable(outcome) else outcome
            except GeneratorExit:  # the event loop is gone: nothing can be awaited any more
                raise
            except BaseException as error:
                outcome = steps.throw(error)
            else:
                outcome = steps.send(given)
        except StopIteration as done:
            return done.value  # type: ignore[no-any-return]


async def _to_its_end(call: Awaitable[Value]) -> Value:
    """Await a call, and its end also where the waiting is cancelled.

    A screenshot that is left half-way leaves its style sheet in the page.
    """
    import asyncio

    task = asyncio.ensure_future(call)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        try:
            await asyncio.wait([task], timeout=_LAST_CALL)
        finally:
            task.cancel()
        raise


def with_cleanup(steps: Steps[Value], cleanup: Callable[[], Steps[object]]) -> Steps[Value]:
    """Take steps, and those of a cleanup after them, whatever ends the first ones.

    Parameters
    ----------
    steps : generator
    cleanup : callable
        Returns the steps of the cleanup. They are taken after a return, an error, an interrupt and
        a cancellation, but not where the generator itself is closed: nobody takes steps then.

    Raises
    ------
    BaseException
        What ended the steps; what goes wrong in a cleanup after it is left aside.
    """
    try:
        value = yield from steps
    except GeneratorExit:
        raise
    except BaseException:
        with suppress(Exception):
            yield from cleanup()
        raise
    yield from cleanup()
    return value
