"""Counts in messages are followed by the right form."""

from __future__ import annotations

import pytest

from pytest_visualdiff.plural import plural


@pytest.mark.parametrize(("count", "form"), [(0, "pixels"), (1, "pixel"), (2, "pixels")])
def test_a_noun_takes_an_s_unless_there_is_one(count: int, form: str) -> None:
    assert plural(count, "pixel") == form


@pytest.mark.parametrize(("count", "form"), [(0, "analyses"), (1, "analysis"), (2, "analyses")])
def test_a_form_of_its_own_is_given(count: int, form: str) -> None:
    assert plural(count, "analysis", "analyses") == form
