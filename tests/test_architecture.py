"""Who may know whom, and what being installed may cost."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import pytest_visualdiff

PACKAGE = Path(pytest_visualdiff.__file__).parent

LEAVES = {"model", "errors", "png", "files", "table", "lines", "ground", "rendering"}
"""Rooms that everybody may know; they know only each other."""

STAGES = ["capture", "baseline", "comparison", "defects", "verdict", "report"]
"""The way a screenshot travels: each may know the leaves and the one before it."""

JOINS = {
    "execution": {"comparison", "detection"},
    "options": {"capture", "execution"},
    "session": {"baseline", "comparison", "detection", "execution", "report", "trial"},
    "trial": {"defects", "verdict"},
    "fixture": {"baseline", "capture", "options", "report", "session"},
    "gathering": {"baseline", "history", "report", "unused"},
    "history": set(),
    "flaky": {"history"},
    "unused": {"baseline"},
    "detection": set(),
    "comparison": {"detection"},
    "own_pages": {"baseline", "capture", "comparison", "detection"},
    "inspection": {"capture", "comparison", "detection", "execution", "report"},
    "cli": {
        "baseline",
        "capture",
        "detection",
        "execution",
        "flaky",
        "inspection",
        "own_pages",
        "report",
        "verdict",
    },
    "compat": set(),
    "plugin": {
        "compat",
        "execution",
        "fixture",
        "gathering",
        "hooks",
        "live",
        "options",
        "session",
    },
    "live": {"execution", "report"},
    "hooks": set(),
}
"""Rooms that join others, and which."""

PYTEST_ROOMS = {"plugin", "hooks", "live", "options", "fixture", "compat"}
NEVER_IMPORTED = {"playwright", "selenium", "matplotlib", "PySide6", "_pytest"}
ONLY_IN = {
    "celery": "execution/remote",
    "kombu": "execution/remote",
    "redis": "execution/remote",
    "fsspec": "execution/remote",
    "torch": "detection",
    "ultralytics": "detection",
    "onnxruntime": "detection",
}


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def imports(path: Path) -> Iterator[str]:
    """Yield the full names of what a module imports at run time, also inside functions."""
    tree = ast.parse(path.read_text("utf-8"))
    for_types = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in for_types:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            assert node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def our_rooms(path: Path) -> set[str]:
    names = (name.split(".") for name in imports(path))
    return {parts[1] for parts in names if parts[0] == "pytest_visualdiff" and len(parts) > 1}


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_room_knows_only_whom_it_may(path: Path) -> None:
    me = room(path)
    if me == "__init__":
        allowed = {"errors", "model", "fixture"}
    elif me in LEAVES:
        allowed = LEAVES
    elif me in STAGES:
        position = STAGES.index(me)
        before = set(STAGES[max(position - 1, 0) : position])
        allowed = LEAVES | {me} | before | JOINS.get(me, set())
    else:
        allowed = LEAVES | {me, "__version__"} | JOINS[me]
    assert our_rooms(path) - allowed == set()


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_package_is_imported_only_where_it_belongs(path: Path) -> None:
    foreign = {name.split(".")[0] for name in imports(path)}
    place = path.relative_to(PACKAGE).as_posix()
    assert not foreign & NEVER_IMPORTED
    if "pytest" in foreign:
        assert room(path) in PYTEST_ROOMS
    for package, where in ONLY_IN.items():
        if package in foreign:
            assert place.startswith(where)


@pytest.mark.parametrize("name", ["model", "errors"])
def test_the_language_of_the_house_needs_the_standard_library_only(name: str) -> None:
    allowed = sys.stdlib_module_names | {"pytest_visualdiff"}
    mine = [path for path in modules() if room(path) == name]
    assert mine
    for path in mine:
        assert {imported.split(".")[0] for imported in imports(path)} <= allowed


HEAVY = ("numpy", "cv2", "skimage", "PIL", "jinja2", "celery", "redis", "torch", "pytesseract")


def test_installed_and_unused_nothing_heavy_is_imported(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        f"""
import sys
def test_nothing_heavy(request):
    assert request.config.pluginmanager.hasplugin("visualdiff")
    assert not [name for name in {HEAVY} if name in sys.modules]
    ours = sorted(name for name in sys.modules if name.startswith("pytest_visualdiff."))
    assert not [name for name in ours if "comparison" in name or "report" in name], ours
"""
    )
    pytester.runpytest_subprocess().assert_outcomes(passed=1)


def test_the_package_itself_needs_the_standard_library_only() -> None:
    code = "import sys, pytest_visualdiff; print(*sorted({n.split('.')[0] for n in sys.modules}))"
    bare = [sys.executable, "-c"]
    loaded = subprocess.run([*bare, code], capture_output=True, text=True, check=True)
    without = subprocess.run(
        [*bare, code.replace(", pytest_visualdiff", "")], capture_output=True, text=True, check=True
    )
    new = set(loaded.stdout.split()) - set(without.stdout.split()) - {"pytest_visualdiff"}
    assert new <= sys.stdlib_module_names
