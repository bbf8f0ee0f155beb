"""The JSON document of a run: ``results.json``."""

from __future__ import annotations

import platform
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime
from importlib import metadata
from typing import Any

from pytest_visualdiff.model import SCHEMA


def run_document(
    results: Sequence[Mapping[str, Any]], mode: str, started: datetime, finished: datetime
) -> dict[str, Any]:
    """Return the document of a run.

    Parameters
    ----------
    results : sequence of mapping
        Entries as ``Result.to_wire`` makes them.
    mode : {"local", "remote"}
        Where the run was told to have pictures compared.
    started, finished : datetime
        With a time zone.
    """
    return {
        "schema": SCHEMA,
        "started": started.isoformat(timespec="seconds"),
        "finished": finished.isoformat(timespec="seconds"),
        "mode": mode,
        "environment": {
            "python": platform.python_version(),
            "platform": sys.platform,
            "pytest": metadata.version("pytest"),
            "pytest-visualdiff": metadata.version("pytest-visualdiff"),
        },
        "results": list(results),
    }
