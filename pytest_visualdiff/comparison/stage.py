"""How a caller takes the time of the stages of a comparison, which has no clock itself."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import TypeAlias

Stage: TypeAlias = Callable[[str], AbstractContextManager[object]]
"""Called with a stage's name; what it returns is entered while that stage runs."""


def untimed(_: str) -> AbstractContextManager[object]:
    """Return a context that does nothing, whatever the stage."""
    return nullcontext()
