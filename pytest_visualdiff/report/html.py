"""The report of a run as one HTML page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pytest_visualdiff.plural import plural
from pytest_visualdiff.report.dismissed import in_groups


def render(document: Mapping[str, Any]) -> str:
    """Return the report page of a run.

    ``document`` is what ``results.json`` holds: when and where the run took place, and for every
    check its status, its pictures, and what was found to differ. The page needs nothing but the
    pictures the document points to; it loads nothing from a network and says so to the browser.
    Every value is escaped, so a test may carry any name and a message any text.
    """
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("pytest_visualdiff.report"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["in_groups"] = in_groups
    environment.globals["plural"] = plural
    template = environment.get_template("report.html")
    took = _took(document["started"], document["finished"])
    return template.render(document=document, took=took)


def _took(started: str, finished: str) -> str:
    """Return the duration between two ISO 8601 times in words."""
    took = datetime.fromisoformat(finished) - datetime.fromisoformat(started)
    seconds = round(took.total_seconds())
    if seconds < 1:
        return "under a second"
    if seconds < 60:
        return f"{seconds} s"
    minutes, seconds = divmod(seconds, 60)
    if minutes < 60:
        return f"{minutes} min {seconds} s"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min"
