"""What is timed in or around real pytest runs."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from benchmarks import passing_check
from benchmarks.pages import other_bytes
from benchmarks.timing import Times, take_turns
from examples.browser import ENVIRONMENT

WITHOUT, UNUSED = "pytest without the plugin", "pytest with it, unused"

_ROOT = Path(__file__).parent.parent
_PLUGIN = {"PYTEST_PLUGINS": "pytest_visualdiff.plugin"}
_SETTINGS = ("PYTEST_", "VISUALDIFF_", "PYTHONDONTWRITEBYTECODE")
"""Environment variables, or how they begin, that would change what is timed."""


def check(folder: Path, rounds: int) -> dict[str, Times]:
    """Time checks that pass and the screenshot alone, in a real pytest run.

    Raises
    ------
    CalledProcessError
        If that run does not pass.
    """
    tests = _tests(folder / "check")
    shutil.copy(passing_check.__file__, tests / "test_passing.py")
    written = folder / "check.json"
    settings = {passing_check.FIGURES: str(written), passing_check.ROUNDS: str(rounds), **_PLUGIN}
    _pytest(tests, settings, "--visual-update=all")
    for baseline in tests.rglob(f"{passing_check.OTHER_BYTES}-*.png"):
        baseline.write_bytes(other_bytes(baseline.read_bytes()))
    _pytest(tests, settings, "--visual-update=none")
    figures = json.loads(written.read_text())
    return {name: Times(**times) for name, times in figures.items()}


def start(folder: Path, rounds: int) -> dict[str, Times]:
    """Time pytest on one trivial test, with the plugin and without.

    There are twice the rounds, as the difference is small. Pytest looks for no installed plugins:
    they vary more than this one costs, and what they import it would have for nothing.

    Raises
    ------
    CalledProcessError
        If a run does not pass.
    """
    tests = _tests(folder / "start")
    (tests / "test_nothing.py").write_text("def test_nothing():\n    pass\n")
    return take_turns(
        {WITHOUT: lambda: _pytest(tests, {}), UNUSED: lambda: _pytest(tests, _PLUGIN)}, 2 * rounds
    )


def _tests(folder: Path) -> Path:
    """Make a folder of tests whose configuration is its own."""
    folder.mkdir()
    (folder / "pytest.ini").write_text("[pytest]\n")
    return folder


def _pytest(tests: Path, settings: dict[str, str], *arguments: str) -> None:
    """Run pytest with its defaults and without plugins, whatever is set and installed."""
    theirs = {
        name: value
        for name, value in os.environ.items()
        if name == ENVIRONMENT or not name.startswith(_SETTINGS)
    }
    ours = {
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "PYTHONPATH": str(_ROOT),
        "PYTHONPYCACHEPREFIX": str(tests / "bytecode"),
    }
    subprocess.run(
        (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments),
        cwd=tests,
        env=theirs | ours | settings,
        capture_output=True,
        text=True,
        check=True,
    )
