"""The model that a worker is given besides the one that comes with the package."""

from __future__ import annotations

import os
from functools import cache
from typing import Any

from pytest_visualdiff.option_table import OPTIONS


@cache
def own_model(process: int) -> str:
    """Make the model known to a process that ``VISUALDIFF_MODEL`` names there, and return its name.

    Raises
    ------
    ModelError, OptionError
        If it names none.
    """
    from pytest_visualdiff.detection.select import ask_for

    options = {option.name: option for option in OPTIONS}
    given: dict[str, Any] = {}
    for name in ("model", "model_classes"):
        option = options[name]
        value = os.environ.get(option.environment) or option.default
        given[name] = option.value(value, option.environment)
    return ask_for(given["model"], given["model_classes"])
