"""Whether comparisons are made here or in the pool, as users ask for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Literal, NamedTuple

from pytest_visualdiff.execution.local import LocalExecutor

if TYPE_CHECKING:
    from pytest_visualdiff.detection import Tools
    from pytest_visualdiff.execution import Executor
    from pytest_visualdiff.execution.remote.client.follower import Follower

Mode = Literal["local", "remote"]

_FORCE_LOCAL = "TASKS_FORCE_SYNC"
"""Known from other projects with Celery: all tasks are run where they are asked for."""


class Asked(NamedTuple):
    """What users ask for.

    Attributes
    ----------
    mode : {"local", "remote"}
    fallback : bool
        Whether what the pool does not do is done here.
    inflight : int
        How many tasks a process may have under way.
    timeout : float
        Seconds to wait without a sign of the pool.
    run : str
        The run's name, by which it can be cancelled.
    """

    mode: Mode
    fallback: bool
    inflight: int
    timeout: float
    run: str


def check(asked: Asked, environment: Mapping[str, str]) -> str:
    """Return where the pool is, as it may be shown; empty if none is used.

    Parameters
    ----------
    asked : Asked
    environment : mapping of str to str
        Where the addresses of the pool are read from.

    Raises
    ------
    OptionError
        If one is asked for and it cannot be known where it is.
    """
    if asked.mode == "local":
        return ""
    from pytest_visualdiff.execution.remote.addresses import addresses, shown, truth

    return "" if truth(environment, _FORCE_LOCAL) else shown(addresses(environment).broker)


def open_executor(asked: Asked, environment: Mapping[str, str], tools: Tools) -> Executor:
    """Return what makes comparisons.

    Parameters
    ----------
    asked : Asked
    environment : Mapping
        The variables that say where the pool is.
    tools : Tools
        For the comparisons that are made here.

    Raises
    ------
    OptionError
        As `check`.
    """
    if asked.mode == "local":
        return LocalExecutor(tools)
    if not check(asked, environment):
        return LocalExecutor(tools, f"{_FORCE_LOCAL} is set")
    from pytest_visualdiff.execution.remote.addresses import addresses
    from pytest_visualdiff.execution.remote.client.client import Bounds, Client
    from pytest_visualdiff.execution.remote.client.executor import RemoteExecutor

    bounds = Bounds(asked.inflight, asked.timeout)
    client = Client(addresses(environment), asked.run, bounds)
    return RemoteExecutor(client, tools, fallback=asked.fallback)


def follow(asked: Asked, environment: Mapping[str, str], show: Callable[[str], None]) -> Follower:
    """Show, from a thread, lines about what the pool does for this run.

    Parameters
    ----------
    asked : Asked
    environment : mapping of str to str
        Where the addresses of the pool are read from.
    show : callable
        Called with each line, from the thread.

    Raises
    ------
    OptionError
        As `check`.
    """
    from pytest_visualdiff.execution.remote.addresses import addresses
    from pytest_visualdiff.execution.remote.client.follower import Follower

    return Follower(addresses(environment).results, asked.run, show)
