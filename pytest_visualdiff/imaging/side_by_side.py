"""Two functions in parallel: OpenCV, NumPy and zlib-ng release the interpreter's lock."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

_First = TypeVar("_First")
_Second = TypeVar("_Second")


def side_by_side(
    first: Callable[[], _First], second: Callable[[], _Second]
) -> tuple[_First, _Second]:
    """Return what two functions return; the second runs on a thread of its own.

    If both raise, the error of the first is raised. Both have ended when this returns or raises.
    """
    with ThreadPoolExecutor(1, thread_name_prefix="visualdiff") as pool:
        other = pool.submit(second)
        return first(), other.result()
