"""Fixtures that the tests share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

# Loaded before the first run of pytest inside a test: such a run forgets what it was first to
# import, and extension modules can be imported only once.
import cv2  # noqa: F401
import hypothesis
import jinja2  # noqa: F401
import numpy as np  # noqa: F401
import pytest

from examples.browser import NO_BROWSER, find_browser
from tests.support import Project

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Playwright

    from tests.support.servers import RedisServer, WorkerProcess

pytest_plugins = ["pytester"]

# How long an example takes depends on what else the machine does; it is no property.
hypothesis.settings.register_profile("suite", deadline=None)
hypothesis.settings.load_profile("suite")

IN_CI = "CI" in os.environ


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Let a run in CI fail if a test was skipped: a part of the system is missing there."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if IN_CI and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run every test as on a developer's machine, also where this suite runs in CI."""
    for name in ("CI", "VISUALDIFF_UPDATE", "VISUALDIFF_LEVEL", "VISUALDIFF_REPORT"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def project(pytester: pytest.Pytester) -> Project:
    """Return an empty project of a user."""
    return Project(pytester)


@pytest.fixture(scope="session")
def launch_options() -> dict[str, Any]:
    """Return what Playwright needs to start a real browser."""
    choice = find_browser()
    assert choice, NO_BROWSER
    return choice.launch_options()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Start Playwright."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(playwright: Playwright, launch_options: dict[str, Any]) -> Iterator[Browser]:
    """Start a real browser."""
    with playwright.chromium.launch(**launch_options) as browser:
        yield browser


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Open a page of 400x300."""
    page = browser.new_page(viewport={"width": 400, "height": 300})
    yield page
    page.close()


@pytest.fixture(scope="module")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    """Start a Redis for the tests of a module."""
    from tests.support.servers import RedisServer

    server = RedisServer(tmp_path_factory.mktemp("redis"))
    yield server
    server.stop()


@pytest.fixture(scope="module")
def worker(
    redis_server: RedisServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[WorkerProcess]:
    """Start a worker with one process for the tests of a module."""
    from tests.support.servers import WorkerProcess

    with WorkerProcess(tmp_path_factory.mktemp("worker"), redis_server.places) as worker:
        yield worker
