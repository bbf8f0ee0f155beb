"""The visual tests of the example pages."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

from pytest_visualdiff import VisualBaseline


def test_login(page: Page, pages: Path, visual_baseline: VisualBaseline) -> None:
    """The login page, as much of it as the window shows."""
    page.goto((pages / "login.html").as_uri())
    visual_baseline.check(page)


def test_dashboard(page: Page, pages: Path, visual_baseline: VisualBaseline) -> None:
    """The dashboard down to its end, and its key figures on their own."""
    page.goto((pages / "dashboard.html").as_uri())
    visual_baseline.check(page, full_page=True)
    visual_baseline.check(page.get_by_test_id("kpis"), "kpis")


def test_settings(page: Page, pages: Path, visual_baseline: VisualBaseline) -> None:
    """The settings page down to its end."""
    page.goto((pages / "settings.html").as_uri())
    visual_baseline.check(page, full_page=True)
