"""What tools said of pairs, kept in a file, so that an interrupted run goes on where it was."""

from __future__ import annotations

import hashlib
import json
import time
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.defects.measures import Outcome, Reported
from benchmarks.defects.pairs import Pair, Rectangle
from benchmarks.defects.peers import Tool

_SAVE_EVERY = 10
"""Seconds from one write of the file to the next."""


class Store:
    """Outcomes by the tool, its version and settings, and the contents of the two files."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._outcomes: dict[str, Any] = {}
        if file.is_file():
            self._outcomes = json.loads(file.read_text("utf-8"))
        self._saved = time.monotonic()

    def get(self, tool: Tool, pair: Pair) -> Outcome | None:
        """Return what the tool said of these very files; None if it was not asked."""
        kept = self._outcomes.get(_key(tool, pair))
        return None if kept is None else from_wire(kept)

    def put(self, tool: Tool, pair: Pair, outcome: Outcome) -> None:
        """Keep what the tool said; written to the file every few seconds."""
        self._outcomes[_key(tool, pair)] = to_wire(outcome)
        if time.monotonic() - self._saved > _SAVE_EVERY:
            self.save()

    def save(self) -> None:
        """Write the file, whole or not at all."""
        new = self._file.with_name(self._file.name + ".new")
        new.write_text(json.dumps(self._outcomes), "utf-8")
        new.replace(self._file)
        self._saved = time.monotonic()


def to_wire(outcome: Outcome) -> dict[str, Any]:
    """Return what JSON says of an outcome; a defect is its boxes before and after."""
    return {
        "different": outcome.different,
        "score": outcome.score,
        "defects": outcome.defects,
        "seconds": round(outcome.seconds, 6),
    }


def from_wire(kept: dict[str, Any]) -> Outcome:
    """Return the outcome that was written."""
    defects = kept["defects"]
    if defects is not None:
        defects = tuple(Reported(*(box and Rectangle(*box) for box in boxes)) for boxes in defects)
    return Outcome(kept["different"], kept["score"], defects, kept["seconds"])


def _key(tool: Tool, pair: Pair) -> str:
    return " ".join([tool.name, _state(tool), _digest(pair.baseline), _digest(pair.actual)])


@cache
def _state(tool: Tool) -> str:
    return tool.state


@cache
def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:32]
