"""How far a task is, told from a thread of its own: no task waits for those who look on."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event as Flag
from threading import Thread
from types import TracebackType

_EVERY = 0.2
"""Seconds between two looks at how far the task is; one that takes less is told nothing of."""

_LAST_WORD = 0.2
"""Seconds that the end of a task waits for what is being told."""


class Progress:
    """Tells of a task, while it is entered, each time that it is found in another stage.

    Parameters
    ----------
    tell : callable
        Called with the stage, from the thread; what it raises ends the telling and nothing else.
    """

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell = tell
        self._stage = ""
        self._over = Flag()
        self._thread = Thread(target=self._speak, name="visualdiff-progress", daemon=True)

    def enter(self, stage: str) -> None:
        """Note the stage that the task is in from now on."""
        self._stage = stage

    def __enter__(self) -> Progress:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join(_LAST_WORD)

    def _speak(self) -> None:
        told = ""
        while not self._over.wait(_EVERY):
            stage = self._stage
            if stage == told:
                continue
            try:
                self._tell(stage)
            except Exception:  # whatever a server or a library has against it
                return
            told = stage
