"""Pictures of what may still be moving: taken again until it holds still, or is as expected.

The intervals are those of Playwright's ``toHaveScreenshot``.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol

from pytest_visualdiff.capture.options import CaptureOptions
from pytest_visualdiff.capture.page_hold import not_loaded
from pytest_visualdiff.capture.steps import Steps, with_cleanup
from pytest_visualdiff.errors import CaptureError
from pytest_visualdiff.model import Capture

_TIMEOUT = 5.0
"""Seconds that a source has to become still, where ``timeout`` does not say."""

_FIRST_PAUSES = (0.1, 0.25)
"""Seconds between the first pictures, as Playwright has them."""

_LATER_PAUSE = 0.5
"""Seconds between two later pictures, as Playwright has them."""

_RECENT = 1.5
"""Seconds before the end: what changed twice, the last time within them, goes on changing."""

_TRANSIENT = re.compile(
    "unable to capture screenshot|not attached to an active page|exceeded.*fonts loaded",
    re.IGNORECASE | re.DOTALL,
)
"""Errors of a page that is not drawn yet or is just being left: its picture is taken again.

Chromium sometimes never answers then, and Playwright says that time is up once fonts are loaded."""


class Expected(Protocol):
    """What the pictures of a check are compared with."""

    @property
    def known(self) -> bool:
        """Whether there is a baseline."""
        ...

    def repeated(self, picture: Capture) -> Capture | None:
        """Return a picture that is the expected one, byte for byte, as that is known; or None."""
        ...

    def ends(self, picture: Capture) -> bool:
        """Return whether there is nothing to wait for: it passes, or cannot be compared."""
        ...

    def steady(self, before: Capture, after: Capture) -> bool:
        """Return whether ``before`` and ``after`` of one source are the same to this check."""
        ...


Expecting = Callable[[Mapping[str, str]], Expected]
"""Returns what a source's pictures are compared with, given the environment that draws them."""


class _Nothing:
    """No expected picture: two successive pictures that are the same suffice."""

    known = False

    def repeated(self, picture: Capture) -> Capture | None:
        return None

    def ends(self, picture: Capture) -> bool:
        return False

    def steady(self, before: Capture, after: Capture) -> bool:
        """Return False for any ``before`` and ``after``."""
        return False


def nothing(environment: Mapping[str, str]) -> Expected:
    """Expect nothing of the pictures, whatever draws them."""
    return _Nothing()


class Camera(Protocol):
    """Takes pictures of one source. What calls a browser is written as steps."""

    def environment(self) -> Steps[Mapping[str, str]]:
        """Return what draws the pictures."""
        ...

    def prepare(self, seconds: float) -> Steps[None]:
        """Do what is to be done before a picture, in so many seconds."""
        ...

    def hold(self) -> Steps[tuple[str, ...]]:
        """Hold the source still, also what began since; return what it is still waiting for."""
        ...

    def take(self, drawn_by: Mapping[str, str]) -> Steps[Capture]:
        """Take one picture."""
        ...

    def read(self, taken: Capture) -> Steps[Capture]:
        """Return the picture that was just taken with all that its page says."""
        ...

    def release(self) -> Steps[None]:
        """Leave the source as it was found."""
        ...

    def pause(self, seconds: float) -> Any:
        """Let that time go by for the source as well."""
        ...


def photograph(camera: Camera, options: CaptureOptions, expecting: Expecting) -> Steps[Capture]:
    """Take a picture that can be judged, in as many tries as the options say.

    Parameters
    ----------
    camera : Camera
    options : CaptureOptions
        ``timeout`` (milliseconds) is for each try; `CaptureOptions.recapture` says how many there
        are after the first.
    expecting : callable
        Told what draws the source, returns what its pictures are compared with.

    Raises
    ------
    VisualDiffError
        If there is no picture to be had.
    """
    environment = yield from camera.environment()
    expected = expecting(environment)
    taken = yield from _held(camera, options, environment, expected, wait=expected.known)
    for number in range(2, options.recapture + 2):
        if not (expected.known and taken.still) or expected.ends(taken):
            break
        again = yield from _held(camera, options, environment, expected, wait=False)
        if expected.ends(again):
            return replace(again, others=(taken,), tries=number)
        if again.png != taken.png:
            taken = replace(again, others=(*taken.others, replace(taken, others=())))
    return taken


def _held(
    camera: Camera,
    options: CaptureOptions,
    environment: Mapping[str, str],
    expected: Expected,
    wait: bool,
) -> Steps[Capture]:
    """Take a picture of a source that is held still, and release it, whatever comes of it."""
    settled = _settled(camera, options, environment, expected, wait)
    return with_cleanup(settled, camera.release)


def _settled(
    camera: Camera,
    options: CaptureOptions,
    environment: Mapping[str, str],
    expected: Expected,
    wait: bool,
) -> Steps[Capture]:
    """Take pictures until one is as expected, or two in a row are the same.

    With ``wait``, what is the same and not as expected is waited for until time is up: a page may
    need a moment more. The last one that was the same twice is the picture then.
    """
    seconds = _TIMEOUT if options.timeout is None else options.timeout / 1000
    yield from camera.prepare(seconds)
    until = time.monotonic() + seconds
    pauses = _pauses()
    before: Capture | None = None
    settled: Capture | None = None
    changes: list[_Change] = []
    while True:
        pending = yield from camera.hold()
        late = time.monotonic() >= until
        try:
            picture = yield from camera.take(environment)
            # Where `ignore` asks for something, the page has to say where that is.
            if not options.ignore and (repeated := expected.repeated(picture)):
                return repeated
            picture = yield from camera.read(picture)
        except CaptureError as error:
            if late or not _TRANSIENT.search(error.problem):
                raise
            yield camera.pause(next(pauses))
            continue
        if expected.ends(picture):
            return picture
        same = before is not None and _same(before, picture, expected)
        if before and not same:
            changes.append((time.monotonic(), before, picture))
        if same and (late or not pending):
            settled = picture
            if not wait:
                break
        if before and late:
            break
        before = picture
        yield camera.pause(min(next(pauses), max(until - time.monotonic(), 0)))
        yield from camera.prepare(until - time.monotonic())
    if settled is None:
        return replace(picture, still=False, others=(before,) if before else ())
    settled = replace(settled, others=_others(settled, changes))
    if pending:
        settled = replace(settled, skipped=(*settled.skipped, not_loaded(pending)))
    return settled


_Change = tuple[float, Capture, Capture]
"""When two pictures in a row were seen to differ, and these."""


def _others(settled: Capture, changes: Sequence[_Change]) -> tuple[Capture, ...]:
    """Return another picture of a source that held still for moments only, or none."""
    if len(changes) < 2 or time.monotonic() - changes[-1][0] > _RECENT:
        return ()
    return tuple(other for other in changes[-1][1:] if other.png != settled.png)[:1]


def _same(before: Capture, after: Capture, expected: Expected) -> bool:
    return before.png == after.png or expected.steady(before, after)


def _pauses() -> Iterator[float]:
    yield from _FIRST_PAUSES
    while True:
        yield _LATER_PAUSE
