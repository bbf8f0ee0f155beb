"""Singular and plural, for every message that counts something."""

from __future__ import annotations


def plural(count: int, one: str, many: str = "") -> str:
    """Return the form of a noun or a verb that goes with a count.

    Parameters
    ----------
    count : int
    one : str
        The form for one: ``pixel``.
    many : str, optional
        The form for any other count, where it is not ``one`` with an ``s``: ``analyses``.
    """
    return one if count == 1 else many or f"{one}s"
