"""The capture of a source: a picture, what drew it, and the elements in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pytest_visualdiff.model.comparison import Skipped
from pytest_visualdiff.model.elements import Inventory
from pytest_visualdiff.model.geometry import Box, Size
from pytest_visualdiff.model.ignore_rules import Rule


@dataclass(frozen=True, slots=True)
class Capture:
    """A picture of a source.

    Attributes
    ----------
    png : bytes
        The picture as a PNG file.
    size : Size
        Its size in pixels.
    scale : float
        Image pixels per CSS pixel (1.0 for anything that is not a page).
    environment : Mapping[str, str]
        What drew it: always ``source``; for a page also ``browser``, ``version``, ``platform``, and
        where they could be had ``device_scale``, ``color_scheme``, ``fingerprint``.
    elements : Inventory or None
        What can be seen in it, where the source itself says so (a page does).
    skipped : tuple of Skipped
        What could not be had of the source, and why.
    ignore : tuple of Box
        Areas of the picture that are to be ignored.
    rules : tuple of Rule
        Elements that are to be ignored.
    still : bool
        Whether the source held still for it.
    others : tuple of Capture
        Other pictures of the same source, taken shortly before: where they differ from this one, it
        is not stable. If it took more than one try, the one that did not pass.
    tries : int
        How often the source was captured until a picture passed; 1 if none did.
    """

    png: bytes
    size: Size
    scale: float
    environment: Mapping[str, str]
    elements: Inventory | None = None
    skipped: tuple[Skipped, ...] = ()
    ignore: tuple[Box, ...] = ()
    rules: tuple[Rule, ...] = ()
    still: bool = True
    others: tuple[Capture, ...] = ()
    tries: int = 1
