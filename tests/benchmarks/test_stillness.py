"""The benchmark of pages that do not hold still."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.stillness import in_contexts_of, rounds_of
from examples.restless import PAGES, Restless, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def test_a_page_that_is_as_it_was_recorded_raises_no_alarm(browser: Browser) -> None:
    with served() as address:
        url = f"{address}/blinking caret"
        figures = rounds_of(in_contexts_of(browser, 2), url, PAGES["blinking caret"], rounds=2)
    assert figures.alarms == 0
    assert len(figures.seconds) == 2


def test_a_page_that_is_another_each_time_does(browser: Browser) -> None:
    other = Restless("", {"timeout": 0})
    url = "data:text/html,<script>document.write(performance.timeOrigin)</script>"
    assert rounds_of(in_contexts_of(browser, 1), url, other, rounds=2).alarms == 2


def test_a_page_that_cannot_be_recorded_raises_nothing_but_alarms(browser: Browser) -> None:
    moving = Restless("", {"timeout": 200})
    opens = in_contexts_of(browser, 1)
    url = "data:text/html,<p id=at><script>setInterval(() => at.textContent = Math.random(), 9)"
    assert rounds_of(opens, f"{url}</script>", moving, rounds=3).alarms == 3
