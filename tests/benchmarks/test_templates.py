"""Pages of packages, in a real browser."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from benchmarks.templates import Template, collect, main
from pytest_visualdiff.training.store import load_labels, read_pixels

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PAGE = """<link rel=stylesheet href=/look.css>
<link rel=stylesheet href=https://elsewhere.invalid/other.css><button>Buy</button>"""


@pytest.fixture
def modules(tmp_path: Path) -> Path:
    site = tmp_path / "node_modules" / "shop" / "dist"
    (site / "pages").mkdir(parents=True)
    (site / "look.css").write_text("button { position: absolute; left: 40px; width: 150px }")
    for name in ("cart", "imprint"):
        (site / "pages" / f"{name}.html").write_text(PAGE)
    return tmp_path / "node_modules"


def test_pages_are_taken_with_their_own_style_and_labels(
    modules: Path, browser: Browser, tmp_path: Path
) -> None:
    shop = Template("shop", "dist", "pages", ("cart",), blind=True)
    (kept,) = collect(browser, modules, tmp_path, [shop])
    assert kept == tmp_path / "blind" / "shop-pages-cart.png"
    assert read_pixels(kept).shape == (800, 1280, 3)
    origin, labels = load_labels(kept.with_suffix(".json"))
    assert origin == "shop"
    (button,) = (it for it in labels if it.kind == "button")
    assert (button.left, button.right) == (40, 190)
    assert not list(collect(browser, modules, tmp_path, [shop]))  # it is there


def test_what_is_not_installed_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--packages", str(tmp_path), "--to", str(tmp_path / "pages")]) == 2
    assert "npm install --prefix templates @fortawesome" in capsys.readouterr().err
