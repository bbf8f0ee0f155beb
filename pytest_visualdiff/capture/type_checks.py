"""Type checks against classes of libraries that are not imported for it."""

from __future__ import annotations


def is_instance(source: object, module: str, name: str) -> bool:
    """Return whether an object is an instance of a class, without importing it.

    Parameters
    ----------
    source : object
    module : str
        The module that defines the class, or a package that this module is in.
    name : str
        The name of the class.
    """
    return any(
        base.__name__ == name and f"{base.__module__}.".startswith(f"{module}.")
        for base in type(source).__mro__
    )
