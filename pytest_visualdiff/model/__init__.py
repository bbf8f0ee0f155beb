"""The values every room speaks. Boxes are ``x, y, w, h`` integers in image pixels."""

from __future__ import annotations

from pytest_visualdiff.model.capture import Capture
from pytest_visualdiff.model.comparison import (
    Change,
    ChangeKind,
    Comparison,
    Coverage,
    Dismissal,
    Explained,
    Job,
    Level,
    Reason,
    Region,
    Rendering,
    Settings,
    Shift,
    Skipped,
)
from pytest_visualdiff.model.elements import (
    Element,
    ElementKind,
    ElementSource,
    Inventory,
    State,
    StateName,
    Style,
    StyleProperty,
)
from pytest_visualdiff.model.geometry import Box, Size, pixels_in_either
from pytest_visualdiff.model.ignoring import Area, Found, Ignore, Rule
from pytest_visualdiff.model.result import (
    SCHEMA,
    Defect,
    DefectKind,
    Judgement,
    Policy,
    Result,
    Status,
    Verdict,
)

__all__ = [
    "SCHEMA",
    "Area",
    "Box",
    "Capture",
    "Change",
    "ChangeKind",
    "Comparison",
    "Coverage",
    "Defect",
    "DefectKind",
    "Dismissal",
    "Element",
    "ElementKind",
    "ElementSource",
    "Explained",
    "Found",
    "Ignore",
    "Inventory",
    "Job",
    "Judgement",
    "Level",
    "Policy",
    "Reason",
    "Region",
    "Rendering",
    "Result",
    "Rule",
    "Settings",
    "Shift",
    "Size",
    "Skipped",
    "State",
    "StateName",
    "Status",
    "Style",
    "StyleProperty",
    "Verdict",
    "pixels_in_either",
]
