"""The closing lines of a run in which only baselines of another rendering differ."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from pytest_visualdiff.plural import plural

_UPDATE = "--visual-update"
"""The flag that writes baselines."""

_OTHERS = (_UPDATE, "--visual-prune")
"""Flags that the command does not repeat, as they change other baselines."""

_LONGEST = 200
"""Most characters of a command that a person copies; a longer one is given without arguments."""


def redrawn(results: Sequence[Mapping[str, Any]], arguments: Sequence[str]) -> list[str]:
    """Return advice for a run in which only baselines of another rendering differ.

    There is none if a check differs from a baseline of the same rendering, or could not be
    compared: such a run has more to look at.

    Parameters
    ----------
    results : sequence of mapping
        Entries as ``Result.to_wire`` makes them.
    arguments : sequence of str
        What pytest was started with: the command repeats it.
    """
    differ = [result for result in results if result["status"] == "differs"]
    broken = any(result["status"] == "error" for result in results)
    if not differ or broken or not all(result["redrawn"] for result in differ):
        return []
    reasons = Counter(result["redrawn"] for result in differ)
    others = sum(bool(result["redrawn"]) for result in results) - len(differ)
    passing = plural(others, "check passes", "checks pass")
    also = f", and {others} more whose {passing}," if others else ""
    return [
        f"all that differs ({len(differ)}) was drawn another way than its baseline:",
        *(f"  {reason} ({count})" for reason, count in reasons.most_common()),
        "  look at the report: if nothing else changed, this records these baselines"
        f"{also} anew, and no others:",
        f"  {_command(arguments)}",
    ]


def _command(arguments: Sequence[str]) -> str:
    """Return the command that runs the same tests and updates baselines of another rendering."""
    kept = [given for given in arguments if given.partition("=")[0] not in _OTHERS]
    mode = f"{_UPDATE}=rendering"
    command = shlex.join(["pytest", mode, *kept])
    return command if len(command) <= _LONGEST else f"pytest {mode}"
