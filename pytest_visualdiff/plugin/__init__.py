"""The pytest plugin: its hooks, its fixture, and what joins the stages of a check.

Pytest finds the hooks and the fixture here, under the name of the entry point.
"""

from pytest_visualdiff.plugin.hooks import (
    pytest_addhooks,
    pytest_addoption,
    pytest_configure,
    pytest_load_initial_conftests,
    pytest_runtest_call,
    pytest_runtest_makereport,
    pytest_unconfigure,
    visual_baseline,
)

__all__ = [
    "pytest_addhooks",
    "pytest_addoption",
    "pytest_configure",
    "pytest_load_initial_conftests",
    "pytest_runtest_call",
    "pytest_runtest_makereport",
    "pytest_unconfigure",
    "visual_baseline",
]
