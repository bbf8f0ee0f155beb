"""The structure of a package is counted as a person would count it."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import structure
from benchmarks.structure import Threshold, floors, thresholds, unsaid
from tests.support import screen, to_png
from tests.support.structure import Structure


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """Write a house with two rooms; the kitchen, on two floors, asks the cellar."""
    files = {
        "__init__.py": "",
        "errors.py": "",
        "kitchen/__init__.py": "",
        "kitchen/stove.py": "from house.kitchen import pots\nMOST = 3\n",
        "kitchen/pots.py": "def cook():\n    import house.cellar.wine\n",
        "cellar/__init__.py": "",
        "cellar/wine.py": "from house.errors import Problem\n",
    }
    for name, text in files.items():
        path = tmp_path / "house" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path / "house"


def test_a_room_is_a_folder_or_a_module_at_the_top(package: Path) -> None:
    assert {room: len(modules) for room, modules in Structure(package).rooms.items()} == {
        "": 1,
        "errors": 1,
        "kitchen": 3,
        "cellar": 2,
    }


def test_imports_inside_functions_count(package: Path) -> None:
    assert Structure(package).room_imports == {
        "": frozenset(),
        "errors": frozenset(),
        "kitchen": {"cellar"},
        "cellar": {"errors"},
    }


def test_a_relative_import_is_refused(package: Path) -> None:
    (package / "errors.py").write_text("from . import kitchen\n")
    with pytest.raises(ValueError, match=r"errors\.py:1: imports are absolute"):
        dict(Structure(package).imports)


def test_floors_are_the_longest_chain_of_imports(package: Path) -> None:
    assert floors(Structure(package), "kitchen") == 2
    assert floors(Structure(package), "cellar") == 1


def test_every_number_of_a_constant_is_a_threshold() -> None:
    source = '''
_MOST = 1 << 20
"""Pixels of a picture."""

FEW, MANY = 3, -4
"""One sentence over two constants explains neither."""

SIZES: tuple[int, ...] = (1, 2, 3)
NAMES = "button", "link"
IS_ON = True
'''
    assert list(thresholds(source)) == [
        Threshold("_MOST", 1, True),
        Threshold("FEW, MANY", 2, False),
        Threshold("SIZES", 3, False),
    ]


def test_a_function_has_to_name_all_of_its_parameters() -> None:
    source = '''
def silent(one, other):
    """Return what they share."""

def half(one, other):
    """Return ``one``."""

def whole(one, other):
    """Return what ``one`` and ``other`` share."""

def single(one):
    """Return it."""

def _private(one, other): ...
'''
    assert list(unsaid(source)) == ["silent", "half"]


def test_the_way_of_a_comparison_leads_through_its_modules(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pictures = tmp_path / "before.png", tmp_path / "after.png"
    pictures[0].write_bytes(to_png(screen()))
    pictures[1].write_bytes(to_png(screen()))
    assert structure.main(["--walk", *map(str, pictures)]) == 0
    said = capsys.readouterr().out
    assert "comparison: " in said
    assert "a comparison runs in " in said
