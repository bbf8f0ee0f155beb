"""The model that a worker is given besides the one that comes with the package."""

from __future__ import annotations

import os
from functools import cache
from typing import Any, NamedTuple

from pytest_visualdiff.detection.select import InstalledTools
from pytest_visualdiff.option_table import OPTIONS


class OwnModel(NamedTuple):
    """The tools of a process, to which the model was added, and the model's name."""

    tools: InstalledTools
    name: str


@cache
def own_model(process: int) -> OwnModel:
    """Return the tools of a process, with the model that ``VISUALDIFF_MODEL`` names added.

    Celery starts a process and hands it nothing but tasks, so each keeps its tools here.

    Parameters
    ----------
    process : int
        Its id: a child must not use the network of its parent.

    Raises
    ------
    ModelError, OptionError
        If the variable names no model.
    """
    options = {option.name: option for option in OPTIONS}
    given: dict[str, Any] = {}
    for name in ("model", "model_classes"):
        option = options[name]
        value = os.environ.get(option.environment) or option.default
        given[name] = option.value(value, option.environment)
    tools = InstalledTools()
    return OwnModel(tools, tools.add(given["model"], given["model_classes"]))
