"""What a test is called, and where in it a check was made."""

from __future__ import annotations

import sys
from itertools import pairwise
from types import TracebackType

import pytest

_RUNNERS = ("_pytest", "pluggy", "asyncio", "pytest_asyncio", "anyio", "trio")
"""Packages that run tests, and event loops that run those that await: no part of a test itself."""

_REPETITION = "__pytest_repeat_step_number"
"""Parameter of pytest-repeat: the number of the repetition, counting from 0."""

_OWN_FRAMES = 3
"""Frames between a test and `called_from`: its own, `VisualBaseline._begin` and the check."""


def node_id(item: pytest.Item) -> str:
    """Return the test's id as the command line takes it: without xdist's ``@group``."""
    return item.nodeid if item.nodeid.endswith(item.name) else item.nodeid.rpartition("@")[0]


def names_of(item: pytest.Item) -> list[str]:
    """Return the names of the test's classes and of the test.

    Where pytest-playwright runs the test in several browsers, the browser is left out: it is in the
    variant of each baseline, so one test keeps them in one folder. The same is left out of a test
    that pytest-repeat repeats: each time it is the same test.
    """
    names = [
        node.name for node in item.listchain() if isinstance(node, (pytest.Class, pytest.Item))
    ]
    if isinstance(item, pytest.Function) and hasattr(item, "callspec"):
        ids = item.callspec.id.split("-")
        browser = item.callspec.params.get("browser_name")
        known = len(ids)
        if browser in ids:
            ids.remove(browser)
        if _REPETITION in item.callspec.params:
            ids = _without_repetition(ids, item.callspec.params[_REPETITION])
        if len(ids) < known:
            names[-1] = f"{item.originalname}[{'-'.join(ids)}]" if ids else item.originalname
    return names


def _without_repetition(ids: list[str], number: object) -> list[str]:
    """Return the parts of an id without ``<number>-<count>``, with which pytest-repeat ends it.

    Parameters
    ----------
    ids : list of str
        The parts between hyphens.
    number : int
        Of the repetition, counting from 0.
    """
    places = [
        at
        for at, pair in enumerate(pairwise(ids))
        if isinstance(number, int) and pair[0] == str(number + 1) and pair[1].isdigit()
    ]
    return ids[: places[-1]] + ids[places[-1] + 2 :] if places else ids


def called_from() -> TracebackType | None:
    """Return a traceback from the test down to the call of the check, without what runs it."""
    frame = sys._getframe(_OWN_FRAMES)
    traceback: TracebackType | None = None
    while frame.f_back and not frame.f_globals.get("__name__", "").startswith(_RUNNERS):
        traceback = TracebackType(traceback, frame, frame.f_lasti, frame.f_lineno)
        frame = frame.f_back
    return traceback
