"""The same kind of test for pictures that something else made: this needs no browser."""

from __future__ import annotations

from pathlib import Path

from pytest_visualdiff import VisualBaseline

PICTURES = Path(__file__).parent / "pictures"


def test_login(visual_baseline: VisualBaseline) -> None:
    """A picture of the login page."""
    visual_baseline.check(PICTURES / "login.png")


def test_dashboard(visual_baseline: VisualBaseline) -> None:
    """A picture of the dashboard."""
    visual_baseline.check(PICTURES / "dashboard.png")
