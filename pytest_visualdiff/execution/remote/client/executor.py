"""Comparisons in the pool, and here where the pool does not make them."""

from __future__ import annotations

from concurrent.futures import Future

from pytest_visualdiff.detection import Tools
from pytest_visualdiff.execution import Execution
from pytest_visualdiff.execution.local import LocalExecutor
from pytest_visualdiff.execution.remote.client.client import Client
from pytest_visualdiff.execution.remote.connection import PoolError
from pytest_visualdiff.model import Job


class RemoteExecutor:
    """Hands comparisons to the pool.

    Parameters
    ----------
    client : Client
    tools : Tools
        For the comparisons that are made here.
    fallback : bool
        Whether what the pool does not do is done here; otherwise it is an error of that check.
    """

    def __init__(self, client: Client, tools: Tools, *, fallback: bool) -> None:
        self._client = client
        self._fallback = fallback
        self._local = LocalExecutor(tools)

    def submit(self, job: Job) -> Awaited | Future[Execution]:
        """Ask for a comparison and return at once; equal files are not worth a message."""
        if job.baseline == job.actual:
            return self._local.submit(job)
        outcome: Future[Execution] = Future()
        asked = self._client.submit(job)
        asked.add_done_callback(lambda answered: self._take(answered, job, outcome))
        return Awaited(outcome, self._client)

    def close(self) -> None:
        """Cancel what the pool was asked for, and drop what waits here."""
        self._client.close()
        self._local.close()

    def _take(self, answered: Future[Execution], job: Job, outcome: Future[Execution]) -> None:
        """Pass on what the pool answered, or what is found here instead."""
        error = answered.exception()
        if error is None:
            outcome.set_result(answered.result())
        elif not isinstance(error, PoolError):
            outcome.set_exception(error)
        elif self._fallback:
            here = self._local.submit(job, error.problem)
            here.add_done_callback(lambda compared: _pass_on(compared, outcome))
        else:
            told = error.told("It was not compared: ")
            told.remedy += " To have it compared here: --visual-fallback=on."
            outcome.set_exception(told)


class Awaited:
    """A comparison under way."""

    def __init__(self, outcome: Future[Execution], client: Client) -> None:
        self._outcome = outcome
        self._client = client

    def result(self, timeout: float | None = None) -> Execution:
        """Wait for it, at most for so many seconds; raise what it raised."""
        return self._client.wait(self._outcome, timeout)


def _pass_on(compared: Future[Execution], outcome: Future[Execution]) -> None:
    if compared.cancelled():
        outcome.cancel()
    elif error := compared.exception():
        outcome.set_exception(error)
    else:
        outcome.set_result(compared.result())
