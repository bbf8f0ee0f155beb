"""A baseline of one source, and pictures held against it as a check does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pytest_visualdiff.baselines.store import BaselineStore
from pytest_visualdiff.capture import CaptureOptions, capture
from pytest_visualdiff.execution.local import LocalExecutor
from pytest_visualdiff.model import Capture, Policy, Settings
from pytest_visualdiff.plugin.attempt import Attempt

ANEW = """<script>{
    const own = Object.getOwnPropertyDescriptor(Document.prototype, 'adoptedStyleSheets');
    let drawn = 0;
    Object.defineProperty(document, 'adoptedStyleSheets', {
        get() { return own.get.call(this); },
        set(sheets) {
            if (!sheets.length && this.adoptedStyleSheets.length) sum.textContent = ++drawn;
            own.set.call(this, sheets);
        },
    });
}</script>"""
"""Gives the element ``sum`` another text each time that the page is let go, and else none: so one
capture differs from the next, however long each takes."""


class Recorded:
    """A baseline of one page, and pictures held against it."""

    def __init__(self, folder: Path, executor: LocalExecutor) -> None:
        self.store = BaselineStore(folder)
        self.path = self.store.path("page", None)
        self.executor = executor

    def record(self, source: object, **options: Any) -> Capture:
        attempt = self.attempt()
        taken = capture(source, CaptureOptions(**options), frozenset(), lambda _: attempt)
        self.store.write(self.path, taken, overwrite=True)
        return taken

    def attempt(self, **policy: Any) -> Attempt:
        found = self.store.find("page", None)
        return Attempt(found, Settings(), Policy(**policy), lambda: self.executor)

    def check(self, source: object, **options: Any) -> tuple[bool, Capture]:
        attempt = self.attempt()
        taken = capture(source, CaptureOptions(**options), frozenset(), lambda _: attempt)
        return attempt.ends(taken), taken
