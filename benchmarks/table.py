"""Tables for the terminal and for the documentation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_NONE = "-"


@dataclass(frozen=True, slots=True)
class Table:
    """A title, the names of the columns, and rows; some are only a name and a sentence.

    ``name`` is what a page refers to it by.
    """

    title: str
    columns: tuple[str, ...]
    rows: list[tuple[str, ...]]
    name: str = ""

    def text(self) -> str:
        """Return it for a terminal."""
        full = [self.columns, *(row for row in self.rows if len(row) == len(self.columns))]
        widths = [max(map(len, column)) for column in zip(*full, strict=True)]
        widths[0] = max(widths[0], *(len(row[0]) for row in self.rows))
        return "\n".join(
            [self.title, *(_aligned(row, widths) for row in [self.columns, *self.rows])]
        )

    def markdown(self) -> str:
        """Return it for a page, with its title."""
        return f"**{self.title}**\n\n{self.untitled()}"

    def untitled(self) -> str:
        """Return it for a page that says itself what it is."""
        rows = [self.columns, ("---", *["---:"] * (len(self.columns) - 1))]
        rows += [(*row, *[""] * (len(self.columns) - len(row))) for row in self.rows]
        return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def percent(share: float | None) -> str:
    """Return a share as text."""
    return _NONE if share is None else f"{100 * share:.1f} %"


def number(value: float | None, digits: int) -> str:
    """Return a number as text, with so many digits after the point."""
    return _NONE if value is None else f"{value:.{digits}f}"


def _aligned(row: Sequence[str], widths: Sequence[int]) -> str:
    if len(row) < len(widths):
        return f"  {row[0]:{widths[0]}}  {' '.join(row[1:])}"
    first, *others = (
        f"{cell:{'<' if index == 0 else '>'}{width}}"
        for index, (cell, width) in enumerate(zip(row, widths, strict=True))
    )
    return "  ".join(["", first, *others]).rstrip()
