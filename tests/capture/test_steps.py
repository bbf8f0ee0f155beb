"""Steps are taken in the same way where calls give values and where they give awaitables."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from pytest_visualdiff.capture import steps
from pytest_visualdiff.capture.steps import Steps, arun, run, with_cleanup
from tests.support.loops import run_in_a_loop


class Browser:
    """Notes the calls that it gets; one of them may fail."""

    def __init__(self, fails_at: str = "", error: BaseException | None = None) -> None:
        self.calls: list[str] = []
        self._fails_at = fails_at
        self._error = error

    def call(self, name: str) -> str:
        self.calls.append(name)
        if name == self._fails_at and self._error:
            raise self._error
        return name.upper()

    async def acall(self, name: str) -> str:
        await asyncio.sleep(0)
        return self.call(name)


def held(call: Callable[[str], Any]) -> Steps[str]:
    """Return the steps of a capture that holds a page and releases it."""

    def taken() -> Steps[str]:
        yield call("hold")
        first = yield call("screenshot")
        return f"{first}!"

    def released() -> Steps[None]:
        yield call("release")

    return with_cleanup(taken(), released)


ERRORS = [ValueError("no"), KeyboardInterrupt(), asyncio.CancelledError()]


def test_a_value_is_returned_after_the_cleanup() -> None:
    browser = Browser()
    assert run(held(browser.call)) == "SCREENSHOT!"
    assert browser.calls == ["hold", "screenshot", "release"]


def test_what_is_awaited_takes_the_same_steps() -> None:
    browser = Browser()
    assert run_in_a_loop(arun(held(browser.acall))) == "SCREENSHOT!"
    assert browser.calls == ["hold", "screenshot", "release"]


@pytest.mark.parametrize("error", ERRORS, ids=repr)
def test_the_cleanup_comes_after_whatever_ends_the_steps(error: BaseException) -> None:
    browser = Browser("screenshot", error)
    with pytest.raises(type(error)):
        run(held(browser.call))
    assert browser.calls == ["hold", "screenshot", "release"]


@pytest.mark.parametrize("error", [ERRORS[0], ERRORS[2]], ids=repr)
def test_the_cleanup_is_awaited_after_whatever_ends_the_steps(error: BaseException) -> None:
    browser = Browser("screenshot", error)
    with pytest.raises(type(error)):
        run_in_a_loop(arun(held(browser.acall)))
    assert browser.calls == ["hold", "screenshot", "release"]


def test_a_failing_cleanup_does_not_hide_what_ended_the_steps() -> None:
    def taken() -> Steps[str]:
        yield None
        raise ValueError("the cause")

    def released() -> Steps[None]:
        yield None
        raise OSError("the page is gone")

    with pytest.raises(ValueError, match="the cause"):
        run(with_cleanup(taken(), released))


def test_a_failing_cleanup_after_a_value_is_an_error() -> None:
    browser = Browser("release", OSError("the page is gone"))
    with pytest.raises(OSError, match="the page is gone"):
        run(held(browser.call))


def test_a_task_that_is_cancelled_while_it_waits_still_cleans_up() -> None:
    browser = Browser()

    async def call(name: str) -> None:
        browser.call(name)
        await asyncio.sleep(0.05 if name == "screenshot" else 0)
        browser.calls.append(f"end of {name}")

    async def cancelled() -> bool:
        task = asyncio.create_task(arun(held(call)))
        while "screenshot" not in browser.calls:
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])
        return task.cancelled()

    assert run_in_a_loop(cancelled())
    done = ["hold", "end of hold", "screenshot", "end of screenshot", "release", "end of release"]
    assert browser.calls == done  # a screenshot that is left half-way leaves its traces


def test_a_call_that_does_not_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "_LAST_CALL", 0.01)
    browser = Browser()

    async def call(name: str) -> None:
        browser.call(name)
        await asyncio.sleep(3600 if name == "screenshot" else 0)

    async def timed_out() -> None:
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(arun(held(call)), 0.05)

    run_in_a_loop(timed_out())
    assert browser.calls == ["hold", "screenshot", "release"]


def test_steps_that_are_closed_end_quietly() -> None:
    browser = Browser()

    async def closed() -> None:
        waiting = arun(held(browser.acall))
        waiting.send(None)
        waiting.close()  # as an event loop does that is closed itself

    run_in_a_loop(closed())
    assert "release" not in browser.calls
