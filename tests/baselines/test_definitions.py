"""A test that its file defines may run again, so its baselines are in use."""

from __future__ import annotations

from pathlib import Path

import pytest

from pytest_visualdiff.baselines.definitions import Definitions

SOURCE = """
import helpers
from shared import test_imported

def test_cart(): ...
async def test_total(): ...

class TestShop:
    def test_open(self): ...
    class TestInner:
        def test_deep(self): ...

class TestMore(helpers.Base):
    pass

try:
    import late
except ImportError:
    def test_fallback(): ...

test_made = helpers.make()
"""


@pytest.fixture
def shop(tmp_path: Path) -> Definitions:
    (tmp_path / "test_shop.py").write_text(SOURCE, "utf-8")
    return Definitions.of(tmp_path / "test_shop.py")


@pytest.mark.parametrize(
    "folder",
    [
        "test_cart", "test_cart[de]", "test_cart[a-b]", "test_total", "TestShop.test_open",
        "TestShop.TestInner.test_deep[1]", "TestMore.test_inherited", "test_fallback", "test_made",
        "test_imported", "test_cart-0a1b2c3d",
    ],
)  # fmt: skip
def test_what_is_written_there_is_defined(shop: Definitions, folder: str) -> None:
    assert shop.may_define(folder)


@pytest.mark.parametrize(
    "folder", ["test_gone", "test_carts", "test_open", "TestShop.test_gone", "TestGone.test_open"]
)
def test_what_is_not_written_there_is_not(shop: Definitions, folder: str) -> None:
    assert not shop.may_define(folder)


@pytest.mark.parametrize("source", [b"def broken(:", b"from other import *", b"\0"])
def test_where_the_source_does_not_tell_anything_may_be_defined(
    tmp_path: Path, source: bytes
) -> None:
    (tmp_path / "test_x.py").write_bytes(source)
    assert Definitions.of(tmp_path / "test_x.py").may_define("test_gone")


def test_a_file_that_cannot_be_read_may_define_anything(tmp_path: Path) -> None:
    assert Definitions.of(tmp_path / "nowhere.py").may_define("test_gone")
