"""Who may know whom, and what being installed may cost."""

from __future__ import annotations

import re
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import pytest_visualdiff
from tests.support.structure import Structure, imported

HOUSE = Structure(Path(pytest_visualdiff.__file__).parent)
MAP = (Path(__file__).parents[1] / "CONTRIBUTING.md").read_text("utf-8")

ALLOWED: dict[str, set[str]] = {
    "": {"errors", "model", "plugin"},
    "baselines": {"errors", "files", "imaging", "imaging.png", "model"},
    "capture": {"errors", "files", "imaging.png", "model"},
    "commands": {
        "",
        "baselines",
        "capture",
        "detection",
        "errors",
        "execution",
        "execution.remote",
        "execution.remote.client",
        "execution.remote.storage",
        "execution.remote.wire",
        "execution.remote.workers",
        "history",
        "imaging",
        "model",
        "option_table",
        "plural",
        "report",
        "training",
        "verdict",
    },
    "comparison": {
        "comparison.alignment",
        "comparison.elements",
        "comparison.explanation",
        "comparison.naming",
        "comparison.noise",
        "detection",
        "errors",
        "imaging",
        "imaging.png",
        "model",
    },
    "comparison.alignment": {"comparison", "imaging", "imaging.png", "model"},
    "comparison.elements": {"imaging", "model"},
    "comparison.explanation": {"comparison.elements", "imaging", "model"},
    "comparison.naming": {"comparison.elements", "detection", "errors", "imaging", "model"},
    "comparison.noise": {"imaging", "model"},
    "detection": {
        "detection.classical",
        "detection.network",
        "detection.structure",
        "errors",
        "imaging",
        "model",
    },
    "detection.classical": {"detection", "detection.structure", "imaging", "model"},
    "detection.network": {
        "detection",
        "detection.classical",
        "detection.structure",
        "errors",
        "imaging",
        "model",
    },
    "detection.structure": {"model"},
    "errors": set(),
    "execution": {
        "comparison",
        "detection",
        "execution.remote",
        "execution.remote.client",
        "model",
    },
    "execution.remote": {"errors"},
    "execution.remote.client": {
        "detection",
        "errors",
        "execution",
        "execution.remote",
        "execution.remote.storage",
        "execution.remote.wire",
        "model",
    },
    "execution.remote.storage": {"execution.remote", "execution.remote.wire"},
    "execution.remote.wire": {"", "detection", "errors", "execution", "model", "plural"},
    "execution.remote.workers": {
        "detection",
        "errors",
        "execution",
        "execution.remote",
        "execution.remote.storage",
        "execution.remote.wire",
        "model",
        "option_table",
    },
    "files": set(),
    "history": {"model"},
    "imaging": {"errors", "imaging.png", "model"},
    "imaging.png": {"errors", "imaging", "model"},
    "model": set(),
    "option_table": {"errors", "option_values"},
    "option_values": {"model"},
    "plugin": {
        "baselines",
        "capture",
        "detection",
        "errors",
        "execution",
        "execution.remote.client",
        "files",
        "history",
        "imaging",
        "model",
        "option_table",
        "plural",
        "report",
        "verdict",
    },
    "plural": set(),
    "report": {"files", "model", "plural"},
    "training": {"detection", "detection.network", "errors", "files", "imaging", "training.parts"},
    "training.parts": set(),
    "verdict": {"model", "plural"},
}
"""Which rooms each room may import from; a folder's own files lie in the room of that name."""

PYTEST_ROOMS = {"plugin"}
NEVER_IMPORTED = {"playwright", "selenium", "matplotlib", "PySide6", "_pytest"}
"""Objects of these are recognised by their type's name: who has one has imported it."""

ONLY_IN: dict[str, str | tuple[str, ...]] = {
    "celery": "execution/remote",
    "kombu": "execution/remote",
    "redis": "execution/remote",
    "fsspec": "execution/remote",
    "torch": "training",
    "ultralytics": ("training", "detection/network"),
}
"""Packages that only some folders import."""

NO_SURROUNDINGS = {"os", "pathlib", "time", "subprocess", "tempfile"}
"""What `PURE` rooms may not use: what they return follows from what they are given."""

PURE = ("comparison", "imaging")


@pytest.mark.parametrize("room", sorted({*HOUSE.rooms, *ALLOWED}))
def test_a_room_imports_from_the_rooms_that_it_may_and_no_permission_is_unused(room: str) -> None:
    assert HOUSE.room_imports.get(room) == ALLOWED.get(room)


def test_no_modules_import_each_other_in_a_circle() -> None:
    imports = {it: HOUSE.imports[it] - {""} for it in HOUSE.modules if it}
    order = list(TopologicalSorter(imports).static_order())  # raises CycleError
    assert set(order) == set(imports)


@pytest.mark.parametrize("module", HOUSE.modules)
def test_a_package_is_imported_only_where_it_belongs(module: str) -> None:
    path = HOUSE.modules[module]
    foreign = {name.split(".")[0] for name in imported(path, at_run_time=True)}
    place = path.relative_to(HOUSE.package).as_posix()
    assert not foreign & NEVER_IMPORTED
    if "pytest" in foreign:
        assert HOUSE.room(module) in PYTEST_ROOMS
    if module.startswith(PURE):
        assert not foreign & NO_SURROUNDINGS
    for package, where in ONLY_IN.items():
        if package in foreign:
            assert place.startswith(where)


@pytest.mark.parametrize("room", ["model", "errors"])
def test_the_values_need_the_standard_library_only(room: str) -> None:
    allowed = sys.stdlib_module_names | {"pytest_visualdiff"}
    for module in HOUSE.rooms[room]:
        assert {name.split(".")[0] for name in imported(HOUSE.modules[module])} <= allowed


def test_the_map_says_what_each_room_may_import() -> None:
    rows = re.findall(r"^\| `([\w./]+)` \| [^|]+ \| ([^|]*) \|$", MAP, re.MULTILINE)
    said = {
        room.rstrip("/").replace("/", "."): {
            "" if name == "__init__" else name.replace("/", ".")
            for name in re.findall(r"`([\w./]+)`", imports)
        }
        for room, imports in rows
    }
    assert said == {room: imports for room, imports in ALLOWED.items() if room}


def test_the_map_names_every_module_of_the_house_and_no_other() -> None:
    named = re.findall(r"^- `([\w.]+)`: ", MAP, re.MULTILINE)
    folders = {module for module in HOUSE.modules if HOUSE.modules[module].stem == "__init__"}
    assert named == sorted(named)
    assert set(named) == {it for it in HOUSE.modules if it and it not in folders}


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
