"""``assert_snapshot`` of pytest-playwright-visual and of pytest-playwright-visual-snapshot.

It is there only where ``visual_compat = playwright-visual`` asks for it. Tests that were written
for one of these run as they are, and the snapshots that it kept become baselines.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pytest_visualdiff.errors import OptionError

if TYPE_CHECKING:
    from pytest_visualdiff.plugin.fixture import VisualBaseline

PLUGINS = {
    "playwright_visual": "pytest-playwright-visual",
    "playwright_visual_snapshot": "pytest-playwright-visual-snapshot",
}
"""The plugins whose fixture it provides, by the names under which pytest knows them."""

THRESHOLD = "playwright_visual_snapshot_threshold"
"""Configuration key of the second plugin: how far apart two colours may be, 0 to 1."""

MASKS = "playwright_visual_snapshot_masks"
"""Configuration key of the second plugin: selectors of what is painted over."""

SNAPSHOTS = "playwright_visual_snapshots_path"
"""Configuration key of the second plugin: the folder of the old snapshots."""

_PLATFORMS = ("linux", "darwin", "win32")
"""Platforms in the names of old snapshots, as ``sys.platform`` has them."""


def register_keys(parser: pytest.Parser) -> None:
    """Register the configuration keys of the second plugin that still apply."""
    parser.addini(THRESHOLD, "threshold of assert_snapshot, 0 to 1", type="string", default="0.1")
    parser.addini(MASKS, "selectors that assert_snapshot masks", type="linelist", default=[])
    parser.addini(SNAPSHOTS, "where the old snapshots lie", type="string", default="__snapshots__")


def refuse_beside(manager: pytest.PytestPluginManager) -> None:
    """Make sure that the fixture is the only one of its name.

    Raises
    ------
    OptionError
        If a plugin that provides the same fixture is loaded as well.
    """
    for plugin, name in PLUGINS.items():
        if manager.hasplugin(plugin):
            raise OptionError(
                f"visual_compat provides the fixture assert_snapshot, and so does {name}.",
                f"Run 'pip uninstall {name}', or give pytest '-p no:{plugin}'.",
            )


class AssertSnapshot:
    """Compare pictures with baselines: ``assert_snapshot(page)``.

    Parameters
    ----------
    visual_baseline : VisualBaseline
        What makes the checks.
    item : pytest.Item
        The test.
    browser : str or None
        The browser that pytest-playwright runs the test in.
    """

    def __init__(
        self, visual_baseline: VisualBaseline, item: pytest.Item, browser: str | None
    ) -> None:
        self._baseline = visual_baseline
        self._item = item
        self._browser = browser
        self._calls = 0

    def __call__(
        self,
        img_or_page: object,
        *,
        threshold: float | None = None,
        name: str | None = None,
        fail_fast: bool = False,
        mask_elements: Sequence[str] | None = None,
    ) -> None:
        """Compare a picture with the baseline of that name, as ``visual_baseline.check`` does.

        Parameters
        ----------
        img_or_page : Page, Locator or bytes
        threshold : float, optional
            How far apart two colours may be, 0..1, as pixelmatch counts it; what the configuration
            says, or 0.1, if it is left out or 0.
        name : str, optional
            The file name, with or without ``.png``; the test's name if left out, with a number
            behind it from the second call on.
        fail_fast : bool, optional
            Raise at once if it differs.
        mask_elements : sequence of str, optional
            CSS selectors of what is to be painted over, besides those of the configuration.
        """
        __tracebackhide__ = True
        check = name.removesuffix(".png") if name else self._numbered(self._baseline.default_name)
        for file, label in self._old_snapshots(name):
            self._baseline.adopt(check, label, file)
        self._calls += 1
        options: dict[str, Any] = {
            "threshold": threshold or self._item.config.getini(THRESHOLD),
            "fail_fast": fail_fast,
        }
        selectors = list(mask_elements or ())
        if locate := getattr(img_or_page, "locator", None):
            selectors = [*self._item.config.getini(MASKS), *selectors]
            options |= {"mask": [locate(selector) for selector in selectors], "scale": "device"}
        else:
            options |= {"mask": selectors} if selectors else {}
            options |= {"variant": f"{self._browser}-{sys.platform}"} if self._browser else {}
        self._baseline.check(img_or_page, check, **options)

    def _numbered(self, name: str) -> str:
        return f"{name}_{self._calls}" if self._calls else name

    def _old_snapshots(self, name: str | None) -> Iterator[tuple[Path, str]]:
        """Yield what the plugins kept for this call, each with the variant that it shows."""
        if self._browser is None:
            return
        for folder in self._old_folders():
            for platform in (sys.platform,) if name else _PLATFORMS:
                test = self._numbered(f"{self._item.name}[{platform}]")
                file = folder / (name or f"{test}.png")
                if file.is_file():
                    yield file, f"{self._browser}-{platform}"

    def _old_folders(self) -> Iterator[Path]:
        """Yield the folders in which the plugins kept the snapshots of this test."""
        config, file = self._item.config, self._item.path
        test = self._item.name.partition("[")[0]
        yield config.rootpath / config.getini(SNAPSHOTS) / file.stem / test
        # The first plugin strips the characters, and not the ending: test_happy.py is test_ha.
        yield file.parent / "snapshots" / file.name.strip(".py") / test


@pytest.fixture
def assert_snapshot(
    request: pytest.FixtureRequest, visual_baseline: VisualBaseline
) -> AssertSnapshot:
    """Compare screenshots with baselines: ``assert_snapshot(page)``.

    The fixtures ``request`` and ``visual_baseline`` give the test and the baselines.
    """
    try:
        browser = request.getfixturevalue("browser_name")
    except pytest.FixtureLookupError:  # without pytest-playwright
        browser = None
    return AssertSnapshot(visual_baseline, request.node, browser)
