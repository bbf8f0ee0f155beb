"""What tools said of pairs, kept in a file, so that an interrupted run goes on where it was."""

from __future__ import annotations

import hashlib
import json
import time
from pathlib import Path
from typing import Any

from benchmarks.defects.measures import Outcome, Reported
from benchmarks.defects.pairs import Pair, Rectangle
from benchmarks.defects.tools import Tool

_SAVE_EVERY = 10
"""Seconds from one write of the file to the next."""


class Store:
    """Outcomes by the tool, its version and settings, and the contents of what it was given."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._outcomes: dict[str, Any] = {}
        if file.is_file():
            self._outcomes = json.loads(file.read_text("utf-8"))
        self._saved = time.monotonic()
        self._states: dict[str, str] = {}
        self._digests: dict[Path, str] = {}

    def get(self, tool: Tool, pair: Pair) -> Outcome | None:
        """Return what the tool said of these very files; None if it was not asked."""
        kept = self._outcomes.get(self._key(tool, pair))
        return None if kept is None else from_wire(kept)

    def put(self, tool: Tool, pair: Pair, outcome: Outcome) -> None:
        """Keep what the tool said; written to the file every few seconds."""
        self._outcomes[self._key(tool, pair)] = to_wire(outcome)
        if time.monotonic() - self._saved > _SAVE_EVERY:
            self.save()

    def save(self) -> None:
        """Write the file, whole or not at all."""
        new = self._file.with_name(self._file.name + ".new")
        new.write_text(json.dumps(self._outcomes), "utf-8")
        new.replace(self._file)
        self._saved = time.monotonic()

    def _key(self, tool: Tool, pair: Pair) -> str:
        if tool.name not in self._states:
            self._states[tool.name] = tool.state
        files = map(self._digest, tool.reads(pair))
        return " ".join([tool.name, self._states[tool.name], *files])

    def _digest(self, file: Path) -> str:
        if file not in self._digests:
            content = file.read_bytes() if file.exists() else b""
            self._digests[file] = hashlib.sha256(content).hexdigest()[:32]
        return self._digests[file]


def to_wire(outcome: Outcome) -> dict[str, Any]:
    """Return what JSON says of an outcome; a defect is a list of what it tells."""
    return {
        "different": outcome.different,
        "score": outcome.score,
        "defects": outcome.defects and [_to_wire(it) for it in outcome.defects],
        "seconds": round(outcome.seconds, 6),
    }


def from_wire(kept: dict[str, Any]) -> Outcome:
    """Return the outcome that was written."""
    defects = kept["defects"]
    if defects is not None:
        defects = tuple(map(_from_wire, defects))
    return Outcome(kept["different"], kept["score"], defects, kept["seconds"])


def _to_wire(defect: Reported) -> list[Any]:
    """Return its boxes and what it names; of tools that name nothing, the boxes alone."""
    return list(defect) if defect.kind else list(defect[:2])


def _from_wire(kept: list[Any]) -> Reported:
    before, after, *names = kept
    if names:
        kind, path, element = names
        return Reported(_rectangle(before), _rectangle(after), kind, path, _rectangle(element))
    return Reported(_rectangle(before), _rectangle(after))


def _rectangle(kept: list[int] | None) -> Rectangle | None:
    return Rectangle(*kept) if kept else None
