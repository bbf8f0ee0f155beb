"""Which baselines did no test ask for? Where in doubt, a baseline is in use."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pytest_visualdiff.baselines.unused import Ledger


class Scene:
    """A project with one test file whose tests ran, and baselines."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.ledger = Ledger(root)
        (root / "test_shop.py").touch()
        self.ledger.saw("test_shop.py::test_cart", "passed")
        self.asks("test_cart", "total")

    def asks(self, test: str, *names: str) -> None:
        self.ledger.asked(self.root / "__visual__" / "test_shop" / test, names)

    def keeps(self, *paths: str) -> None:
        for path in paths:
            file = self.root / "__visual__" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.touch()

    def notes(self, path: str, check: str | None) -> None:
        """Write the sidecar of a baseline; an older version noted no check in it."""
        sidecar = {} if check is None else {"check": check}
        (self.root / "__visual__" / path).write_text(json.dumps(sidecar), "utf-8")

    def unused(self, *paths: str) -> list[str]:
        found = self.ledger.unused([self.root / path for path in paths or [""]])
        return [path.relative_to(self.root / "__visual__").as_posix() for path in found]


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path)


def test_a_check_that_is_gone_leaves_its_baselines_behind(scene: Scene) -> None:
    scene.keeps("test_shop/test_cart/total.png", "test_shop/test_cart/old.chromium-linux.png")
    assert scene.unused() == ["test_shop/test_cart/old.chromium-linux.png"]


def test_every_variant_of_a_check_is_in_use(scene: Scene) -> None:
    scene.keeps("test_shop/test_cart/total.chromium-darwin.png", "test_shop/test_cart/total.m.png")
    assert scene.unused() == []


STALE = [
    ("total.sum.chromium-linux", "total.sum"),
    ("total.sum", "total.sum"),
    ("total.sum.m", "total.sum"),
    ("totals", None),
]
USED = [
    ("total", None),
    ("total.chromium-linux", None),
    ("total.webkit-darwin", None),
    ("total.m", "total"),
    ("total.m", None),  # of an older version, which did not note the check
    ("total.m.chromium-linux", None),
    ("total.m.n", "total"),
    ("total.m", "sum"),  # renamed by hand
]


@pytest.mark.parametrize(("stem", "check"), STALE)
def test_a_check_that_is_gone_is_not_kept_by_one_whose_name_begins_its_own(
    scene: Scene, stem: str, check: str | None
) -> None:
    scene.keeps("test_shop/test_cart/total.png", f"test_shop/test_cart/{stem}.png")
    scene.notes(f"test_shop/test_cart/{stem}.json", check)
    assert scene.unused() == [f"test_shop/test_cart/{stem}.png"]


@pytest.mark.parametrize(("stem", "check"), USED)
def test_a_file_that_a_check_may_ask_for_is_in_use(
    scene: Scene, stem: str, check: str | None
) -> None:
    scene.keeps(f"test_shop/test_cart/{stem}.png")
    scene.notes(f"test_shop/test_cart/{stem}.json", check)
    assert scene.unused() == []


def test_a_check_whose_name_ends_as_a_variant_keeps_its_baseline(scene: Scene) -> None:
    scene.asks("test_cart", "sum.two-linux")
    scene.keeps(
        "test_shop/test_cart/sum.two-linux.png",
        "test_shop/test_cart/sum.two-linux.chromium-linux.png",
        "test_shop/test_cart/sum.png",
    )
    assert scene.unused() == ["test_shop/test_cart/sum.png"]


def test_a_test_that_is_gone_leaves_its_baselines_behind(scene: Scene) -> None:
    scene.keeps("test_shop/test_old/total.png")
    assert scene.unused() == ["test_shop/test_old/total.png"]


def test_a_skipped_test_keeps_its_baselines_with_any_parameters(scene: Scene) -> None:
    scene.ledger.saw("test_shop.py::TestMenu::test_open[a::b]", "skipped")
    scene.keeps("test_shop/TestMenu.test_open[dark]/menu.png", "test_shop/test_cart/total.png")
    assert scene.unused() == []


def test_a_file_that_is_gone_leaves_its_baselines_behind(scene: Scene) -> None:
    scene.keeps("test_gone/test_x/x.png")
    assert scene.unused() == ["test_gone/test_x/x.png"]


def test_a_file_that_was_not_run_keeps_its_baselines(scene: Scene) -> None:
    (scene.root / "test_slow.py").touch()
    scene.keeps("test_slow/test_x/x.png")
    assert scene.unused() == []


def test_only_what_was_asked_to_run_is_looked_at(scene: Scene) -> None:
    scene.keeps("test_shop/test_cart/old.png", "test_gone/test_x/x.png")
    assert scene.unused("test_shop.py") == ["test_shop/test_cart/old.png"]
    assert scene.unused("test_shop.py", "") == [
        "test_shop/test_cart/old.png",
        "test_gone/test_x/x.png",
    ]
    assert scene.unused("nowhere") == []


def test_baselines_in_foreign_folders_are_left_alone(scene: Scene) -> None:
    for folder in (".cache", "node_modules", "venv"):
        baseline = scene.root / folder / "__visual__" / "test_x" / "test_y" / "z.png"
        baseline.parent.mkdir(parents=True)
        baseline.touch()
    (scene.root / "venv" / "pyvenv.cfg").touch()
    assert scene.unused() == []


def test_half_written_files_are_not_baselines(scene: Scene) -> None:
    scene.keeps("test_shop/test_cart/.1234.png")
    assert scene.unused() == []


def test_a_folder_of_two_names_is_one_folder(tmp_path: Path) -> None:
    real = tmp_path / "real"
    real.mkdir()
    alias = tmp_path / "alias"
    alias.symlink_to(real, target_is_directory=True)
    scene = Scene(alias)
    scene.keeps("test_shop/test_cart/total.png", "test_shop/test_cart/old.png")
    old = real / "__visual__/test_shop/test_cart/old.png"
    assert scene.ledger.unused([alias]) == scene.ledger.unused([real]) == [old]
