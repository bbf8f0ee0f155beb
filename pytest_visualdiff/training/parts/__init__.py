"""Style sheets, markup and words that generated pages are made of, in files beside this one."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def read_part(name: str) -> str:
    """Return the text of a file."""
    return files(__name__).joinpath(name).read_text("utf-8")
