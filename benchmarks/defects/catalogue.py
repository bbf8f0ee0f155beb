"""The pages that are drawn, and which half of the data each belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Split = Literal["development", "scored"]

_FOLDER = Path(__file__).parent / "pages"


@dataclass(frozen=True, slots=True)
class Source:
    """A page of our own.

    Attributes
    ----------
    name : str
        The name of its file, without the ending.
    split : str
        ``development`` for pages that thresholds may be chosen on, ``scored`` for those that they
        are judged by.
    width : int
        Width of the window in CSS pixels.
    """

    name: str
    split: Split
    width: int = 1280

    @property
    def address(self) -> str:
        """Where a browser finds it."""
        return (_FOLDER / f"{self.name}.html").as_uri()


SOURCES = (
    Source("dark_dashboard", "development"),
    Source("application_form", "development"),
    Source("article", "development"),
    Source("hebrew_shop", "development"),
    Source("russian_library", "development"),
    Source("settings", "development"),
    Source("kanban", "development"),
    Source("orders_table", "scored"),
    Source("recipe_cards", "scored"),
    Source("docs_sidebar", "scored"),
    Source("arabic_news", "scored"),
    Source("chat", "scored"),
    Source("pricing", "scored"),
    Source("calendar_mobile", "scored", width=390),
)
