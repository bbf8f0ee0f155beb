"""The table of options."""

from __future__ import annotations

import pytest

from pytest_visualdiff.errors import OptionError
from pytest_visualdiff.model import Policy, Settings
from pytest_visualdiff.option_table import OPTIONS, fill


def test_flags_of_other_plugins_are_not_taken() -> None:
    flags = {option.flag for option in OPTIONS}
    assert all(flag.startswith("--visual-") for flag in flags)
    assert len(flags) == len(OPTIONS)


def test_every_option_takes_its_own_default() -> None:
    for option in OPTIONS:
        if option.default is not None:
            assert option.value(option.default, option.name) == option.default


def test_a_wrong_value_is_told_with_the_place_it_came_from() -> None:
    (threshold,) = (option for option in OPTIONS if option.name == "threshold")
    assert threshold.value("0.2", "--threshold") == 0.2
    with pytest.raises(OptionError) as raised:
        threshold.value("a lot", "--threshold")
    assert str(raised.value).splitlines() == [
        "'a lot' is not a valid value for --threshold.",
        "Give a number from 0 to 1.",
    ]


def test_values_go_where_a_field_has_their_name() -> None:
    values = {"level": "exact", "max_shift": 4, "html": None}
    assert fill(Settings, values) == Settings(level="exact")
    assert fill(Policy, values) == Policy(max_shift=4)
