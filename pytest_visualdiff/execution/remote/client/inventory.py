"""What the commands ask of the pool; unlike a run of tests, they say so if it does not answer."""

from __future__ import annotations

from collections.abc import Mapping

from pytest_visualdiff.detection.inventory import Analysis
from pytest_visualdiff.execution.remote.addresses import addresses

_TIMEOUT = 60.0
"""Seconds that a command waits without a sign of the pool."""


def analyse_there(
    png: bytes, language: str, model: str, environment: Mapping[str, str]
) -> Analysis:
    """Return what is in a picture, as the pool says.

    Parameters
    ----------
    png : bytes
    language : str
        What text is read in, by tesseract's names.
    model : str
        What finds the elements, as in `Settings`.
    environment : mapping of str to str
        Where the addresses of the pool are read from.

    Raises
    ------
    VisualDiffError
        If the pool does not answer, or what the picture leads to.
    """
    places = addresses(environment)
    from pytest_visualdiff.execution.remote.client.client import Bounds, Client
    from pytest_visualdiff.execution.remote.connection import PoolError

    client = Client(places, "inspect", Bounds(1, _TIMEOUT))
    try:
        return client.wait(client.analyse(png, language, model))
    except PoolError as error:
        raise error.told("The pool did not analyse it: ") from None
    finally:
        client.close()
