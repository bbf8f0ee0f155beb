"""The ``visual_baseline`` fixture: ``check`` in a test, and the handle that it returns."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, cast

import pytest

from pytest_visualdiff.baselines.store import BaselineStore, Variant, baseline_folder
from pytest_visualdiff.capture import acapture, capture
from pytest_visualdiff.errors import (
    DuplicateCheckError,
    OptionError,
    VisualDiffError,
    VisualMismatch,
)
from pytest_visualdiff.files import safe_name
from pytest_visualdiff.model import Capture, Result
from pytest_visualdiff.plugin.attempt import DeferredAttempt
from pytest_visualdiff.plugin.item import called_from, names_of, node_id
from pytest_visualdiff.plugin.options import check_settings
from pytest_visualdiff.plugin.outcome import not_started
from pytest_visualdiff.plugin.request import Request
from pytest_visualdiff.report import terminal

if TYPE_CHECKING:
    from pytest_visualdiff.plugin.options import CheckSettings
    from pytest_visualdiff.plugin.session import Conclude, VisualSession


class Check:
    """A check under way: the handle that `VisualBaseline.check` returns.

    Parameters
    ----------
    conclude : callable
        Waits for the comparison and returns the result.
    called_from : traceback, optional
        From the test down to the call of the check.
    """

    def __init__(self, conclude: Conclude, called_from: TracebackType | None = None) -> None:
        self._conclude: Conclude | None = conclude
        self._result: Result | None = None
        self.called_from = called_from
        self.raised = False

    def result(self) -> Result:
        """Wait until the comparison is made and return its result; nothing is raised."""
        conclude = self._conclude
        if conclude is not None:
            self._result = conclude()
            self._conclude = None  # it keeps both pictures
        return cast("Result", self._result)


class VisualBaseline:
    """The checks of one test.

    Parameters
    ----------
    session : VisualSession
    item : pytest.Item
        The test; its file and its name say where the baselines are.
    """

    def __init__(self, session: VisualSession, item: pytest.Item) -> None:
        self._session = session
        self._item = item
        names = names_of(item)
        self.default_name = names[-1]
        """The name of a check that is given none."""
        self._store = BaselineStore(baseline_folder(item.path, ".".join(names)))
        self._checks: dict[str, Check] = {}
        self._taken: dict[str, str] = {}
        self._concluded = False
        self.beside = ""
        """What to show beside a failure of the test itself."""

    def check(
        self, source: object, name: str | None = None, *, fail_fast: bool = False, **options: object
    ) -> Check:
        """Compare the picture of a source with the baseline of that name.

        The picture is taken now; the comparison runs while the test goes on. At the end of the test
        every check is awaited, and the test fails once, with all checks that failed.

        Parameters
        ----------
        source : object
            A sync Playwright ``Page``, ``Frame``, ``Locator`` or ``ElementHandle``; a Selenium
            ``WebDriver`` or ``WebElement``; ``bytes``, a path, a ``PIL.Image.Image``, a NumPy
            array: grey (h, w), RGB (h, w, 3) or RGBA (h, w, 4), uint8 or floats in 0..1; a
            matplotlib ``Figure``; a Qt ``QWidget``; or a function without arguments that returns
            one of these.
        name : str, optional
            The check's name in this test; the test's own name if left out.
        fail_fast : bool, optional
            Wait for the comparison, and raise at once if the check fails.
        **options
            Options of the check, see the documentation's table; they win over
            ``@pytest.mark.visual`` and the configuration.

        Raises
        ------
        UnsupportedSourceError, CaptureError, InvalidPictureError
            If no picture of the source can be taken.
        OptionError
            If an option is not known or has a value that is not valid.
        DuplicateCheckError
            If this test already made a check of that name.
        BaselineError
            If the baseline can neither be read nor written.
        VisualMismatch
            With ``fail_fast``, if the check fails.
        """
        __tracebackhide__ = True
        name = self.default_name if name is None else name
        try:
            settings = self._prepare(name, options)
            attempt = DeferredAttempt(self._session.attempt, self._store, name, settings)
            source = self._known_to_others(source)
            picture = capture(source, settings.capture, settings.explicit, attempt)
            check = self._begin(name, attempt, picture)
        except VisualDiffError as error:
            raise self._not_started(name, error) from None
        return _raised_at_once(check, fail_fast)

    async def acheck(
        self, source: object, name: str | None = None, *, fail_fast: bool = False, **options: object
    ) -> Check:
        """Do what `check` does, and accept a ``Page`` or ``Locator`` of Playwright's async API.

        The picture is awaited. The parameters ``source``, ``name``, ``fail_fast`` and the options,
        and what can be raised, are those of `check`.
        """
        __tracebackhide__ = True
        name = self.default_name if name is None else name
        try:
            settings = self._prepare(name, options)
            attempt = DeferredAttempt(self._session.attempt, self._store, name, settings)
            source = self._known_to_others(source)
            picture = await acapture(source, settings.capture, settings.explicit, attempt)
            check = self._begin(name, attempt, picture)
        except VisualDiffError as error:
            raise self._not_started(name, error) from None
        return _raised_at_once(check, fail_fast)

    def adopt(self, name: str, label: str, file: Path) -> None:
        """Make a picture that something else recorded the baseline of a check that has none.

        Nothing is written where this run writes no missing baselines.

        Parameters
        ----------
        name : str
            The check's name.
        label : str
            The variant that the picture shows, ``<browser>-<platform>``.
        file : Path
            The picture, a PNG file.

        Raises
        ------
        InvalidPictureError
            If that is no picture.
        BaselineError
            If it cannot be read, or the baseline cannot be written.
        """
        if self._session.settings.writes_missing:
            self._store.adopt(self._store.path(name, Variant(label)), file)

    def conclude(self) -> VisualMismatch | None:
        """Wait for every check; return the failure to raise, or None if all is well or was raised.

        The failure's traceback is the test's own, at the call of the first check that failed.
        """
        self._concluded = True
        checks = list(self._checks.values())
        failed = [check for check in checks if check.result().failed and not check.raised]
        origin = failed[0].called_from if failed else None
        for check in checks:
            check.called_from = None  # it keeps the test's local variables alive
        if not failed:
            return None
        text = terminal.failure([check.result() for check in failed], len(checks))
        return VisualMismatch(text).with_traceback(origin)

    def to_wire(self) -> dict[str, Any]:
        """Return what pytest's own process is told of this test, after `conclude`."""
        return {
            "folder": str(self._store.folder),
            "asked": [safe_name(name) for name in self._checks],
            "results": [check.result().to_wire() for check in self._checks.values()],
        }

    def _prepare(self, name: str, options: dict[str, object]) -> CheckSettings:
        """Reserve a name, and return the settings of its check."""
        if not isinstance(name, str):
            raise OptionError(
                f"The name of a check has to be a string, and is {name!r}.",
                "Options are given by name: check(page, 'cart', full_page=True).",
            )
        if self._concluded:
            raise OptionError(
                f"The check {name!r} came after its test had ended, so it could not fail it.",
                "Make checks in the test, or in a fixture before its yield.",
            )
        # Names that differ in case only are one file on some systems.
        other = self._taken.setdefault(safe_name(name).casefold(), name)
        if name in self._checks or other != name:
            raise DuplicateCheckError(
                f"This test already made a check named {other!r}, and both would use one baseline.",
                "Give each check of a test a name of its own: check(source, 'name').",
            )

        return check_settings(
            options, self._item.iter_markers("visual"), self._session.settings.defaults
        )

    def _known_to_others(self, source: object) -> object:
        """Return what a plugin or a conftest makes of a source; the source itself if none does."""
        picture = self._item.ihook.pytest_visualdiff_capture(source=source)
        return source if picture is None else picture

    def _not_started(self, name: str, error: VisualDiffError) -> VisualDiffError:
        """Report a check that has its name and could not start; return the error to raise.

        The plugin's own frames tell a user nothing: the error leaves without them.
        """
        if name in self._taken.values() and name not in self._checks:
            result = not_started(node_id(self._item), name, error)
            self._checks[name] = failed = Check(lambda: result)
            failed.raised = True
        return error.with_traceback(None)

    def _begin(self, name: str, attempt: DeferredAttempt, picture: Capture) -> Check:
        conclude = self._session.begin(
            Request(
                node_id=node_id(self._item),
                name=name,
                store=self._store,
                variant=attempt.variant(picture.environment),
                capture=picture,
                attempt=attempt(picture.environment),
            )
        )
        self._checks[name] = check = Check(conclude, called_from())
        return check


def _raised_at_once(check: Check, fail_fast: bool) -> Check:
    """Return the check; with ``fail_fast``, raise if it fails."""
    __tracebackhide__ = True
    if fail_fast and check.result().failed:
        check.raised = True
        raise VisualMismatch(terminal.failure([check.result()], 1))
    return check
