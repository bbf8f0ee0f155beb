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
        if available ``device_scale``, ``color_scheme``, ``fingerprint``.
    elements : Inventory or None
        The visible elements, if the source reports them (a page does).
    skipped : tuple of Skipped
        What could not be read from the source, and why.
    ignore : tuple of Box
        Areas of the picture to ignore.
    rules : tuple of Rule
        Elements to ignore.
    still : bool
        Whether the source held still for the picture.
    others : tuple of Capture
        Other pictures of the same source, taken shortly before: where they differ from this one,
        the source is unstable. After several tries, the one that did not pass.
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
