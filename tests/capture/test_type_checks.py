"""A class is known by its name and its module, whether that is imported or not."""

from __future__ import annotations

from collections import OrderedDict
from pathlib import PurePosixPath

import pytest

from pytest_visualdiff.capture.type_checks import is_instance


class Ordered(OrderedDict[str, int]):
    """A class of a user's own."""


@pytest.mark.parametrize(
    ("source", "module", "name", "expected"),
    [
        (OrderedDict(), "collections", "OrderedDict", True),
        (Ordered(), "collections", "OrderedDict", True),  # by its base
        (PurePosixPath(), "pathlib", "PurePath", True),
        (OrderedDict(), "collections", "Ordered", False),
        (OrderedDict(), "collection", "OrderedDict", False),  # no prefix of another name
        (OrderedDict, "collections", "OrderedDict", False),  # the class is no instance
        (None, "collections", "OrderedDict", False),
    ],
)
def test_an_instance_is_told_by_the_names_of_its_class(
    source: object, module: str, name: str, expected: bool
) -> None:
    assert is_instance(source, module, name) is expected


def test_a_module_below_the_package_is_meant_as_well() -> None:
    local = type("Figure", (), {"__module__": "library.figure.base"})
    assert is_instance(local(), "library.figure", "Figure")
    assert not is_instance(local(), "library.fig", "Figure")
