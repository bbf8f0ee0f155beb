"""What figures should be, and whether they are."""

from __future__ import annotations

import operator
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Target:
    """What a figure should be; ``value`` and ``met`` are None where it was not measured."""

    text: str
    bound: Literal["under", "at least", "at most"]
    limit: float
    value: float | None

    @property
    def met(self) -> bool | None:
        """Whether it is what it should be."""
        if self.value is None:
            return None
        compared = {"under": operator.lt, "at least": operator.ge, "at most": operator.le}
        return bool(compared[self.bound](self.value, self.limit))

    @property
    def verdict(self) -> str:
        """Say in a line what was expected, what was measured and whether that is met."""
        said = {None: "not measured", True: "met", False: "NOT MET"}[self.met]
        value = "" if self.value is None else f": {self.value:.2f}"
        return f"{said:12}  {self.text}: {self.bound} {self.limit:g}{value}"
