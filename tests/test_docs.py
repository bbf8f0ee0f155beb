"""The documentation says what the code does."""

from __future__ import annotations

import re
from importlib import metadata
from pathlib import Path

import pytest

import pytest_visualdiff
from pytest_visualdiff.commands.compare import COMPARING
from pytest_visualdiff.option_table import OPTIONS, Option

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "options.md").read_text("utf-8")


@pytest.mark.parametrize("option", OPTIONS, ids=lambda option: option.name)
def test_every_option_is_on_its_page(option: Option) -> None:
    named = [option.name] if option.of == "call" else [option.ini, option.environment]
    assert all(f"`{name}`" in PAGE for name in named)
    if option.of != "call":
        assert re.search(rf"`{option.flag}(=\S*|\[=\S*)?`", PAGE)


def test_the_page_names_no_option_that_is_not_there() -> None:
    flags = set(re.findall(r"`(--visual-[a-z-]+)", PAGE))
    variables = set(re.findall(r"`(VISUALDIFF_[A-Z_]+)", PAGE))
    assert flags == {option.flag for option in OPTIONS if option.of != "call"}
    assert variables == {option.environment for option in OPTIONS if option.of != "call"}


@pytest.mark.parametrize("name", COMPARING)
def test_every_option_of_the_command_is_on_its_page(name: str) -> None:
    page = (ROOT / "docs" / "command.md").read_text("utf-8")
    assert f"`--{name.replace('_', '-')} " in page


def test_one_version_everywhere() -> None:
    version = metadata.version("pytest-visualdiff")
    assert pytest_visualdiff.__version__ == version
    assert f"## {version}" in (ROOT / "CHANGELOG.md").read_text("utf-8")
