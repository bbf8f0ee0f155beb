"""Event loops for tests of what is awaited."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

_Result = TypeVar("_Result")


def run_in_a_loop(main: Coroutine[Any, Any, _Result]) -> _Result:
    """Run a coroutine in a loop on a thread of its own, and return its result.

    On the main thread Playwright's sync API may have a loop running.
    """
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, main).result()
