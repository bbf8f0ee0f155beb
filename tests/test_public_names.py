"""What the package offers by name."""

from __future__ import annotations

import pytest

import pytest_visualdiff


@pytest.mark.parametrize("name", pytest_visualdiff.__all__)
def test_every_public_name_is_there_and_documented(name: str) -> None:
    assert getattr(pytest_visualdiff, name).__doc__


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'Chek'"):
        getattr(pytest_visualdiff, "Chek")  # noqa: B009 - type checkers know it is not there


def test_an_error_tells_what_happened_and_what_to_do() -> None:
    error = pytest_visualdiff.CaptureError("The page is closed.", "Open it.")
    assert str(error) == "The page is closed.\nOpen it."
    assert (error.problem, error.remedy) == ("The page is closed.", "Open it.")
