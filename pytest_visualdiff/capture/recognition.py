"""What a source is, told by its class and its bases: no library is imported for it."""

from __future__ import annotations


def has_base(source: object, module: str, name: str) -> bool:
    """Return whether the source is of a class of that name, from that module or one below it."""
    return any(
        base.__name__ == name and f"{base.__module__}.".startswith(f"{module}.")
        for base in type(source).__mro__
    )
