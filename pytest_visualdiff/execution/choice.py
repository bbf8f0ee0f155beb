"""Where comparisons are made, in this process or by the remote pool, as users ask for it."""

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
"""Variable of other projects with Celery that has every task run in the process that asks."""


class Asked(NamedTuple):
    """What users ask for.

    Attributes
    ----------
    mode : {"local", "remote"}
    fallback : bool
        Whether what the pool does not compare is compared in this process.
    inflight : int
        Most tasks that a process may have under way.
    timeout : float
        Seconds to wait for the next sign of life from the pool.
    run : str
        The run's name, by which it can be cancelled.
    """

    mode: Mode
    fallback: bool
    inflight: int
    timeout: float
    run: str


def pool_address(asked: Asked, environment: Mapping[str, str]) -> str:
    """Return the address of the pool, as it may be shown; empty if none is used.

    Parameters
    ----------
    asked : Asked
    environment : mapping of str to str
        Where the addresses of the pool are read from.

    Raises
    ------
    OptionError
        If a pool is asked for and its address is not set.
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
    environment : mapping of str to str
        Where the addresses of the pool are read from.
    tools : Tools
        For the comparisons that are made in this process.

    Raises
    ------
    OptionError
        As `pool_address`.
    """
    if asked.mode == "local":
        return LocalExecutor(tools)
    if not pool_address(asked, environment):
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
        As `pool_address`.
    """
    from pytest_visualdiff.execution.remote.addresses import addresses
    from pytest_visualdiff.execution.remote.client.follower import Follower

    return Follower(addresses(environment).results, asked.run, show)
