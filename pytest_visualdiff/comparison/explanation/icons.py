"""Icons that show something else, which the noise of a page is too coarse to tell.

An icon stands among words, and in another rendering words differ by more than a small picture does
from another one. But the page says where its icons are; and a drawing keeps its shape, whatever
draws it, while letters are put on whole pixels one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, TypeAlias

from pytest_visualdiff.model import Box, Inventory, Region, Settings

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

Redrawn: TypeAlias = "Callable[[Box, Box], npt.NDArray[np.uint8] | None]"
"""Told a part of the baseline and one of the actual picture, as large: by how much they differ
where they show another drawing, and 0 elsewhere; None if that cannot be told."""

_WRITTEN = "font-family"
"""Style that only those icons have that are letters of a font."""


def changed_icons(
    before: Inventory,
    after: Inventory,
    pairs: Mapping[int, int],
    settings: Settings,
    redrawn: Redrawn,
) -> Iterator[Region]:
    """Yield where icons show something else, each with its element.

    Parameters
    ----------
    before, after : Inventory
    pairs : mapping of int to int
        Which element before is which after.
    settings : Settings
        What is ignored by its place is not examined.
    redrawn : callable
        As in `Redrawn`.
    """
    for one, other in pairs.items():
        icon, now = before.elements[one], after.elements[other]
        if icon.kind != "icon" or now.kind != "icon" or _WRITTEN in icon.style.keys() | now.style:
            continue
        if any(area.meets(now.box) for area in settings.ignore):
            continue
        w, h = min(icon.box.w, now.box.w), min(icon.box.h, now.box.h)
        places = Box(icon.box.x, icon.box.y, w, h), Box(now.box.x, now.box.y, w, h)
        levels = redrawn(*places)
        if levels is not None and levels.any():
            pixels, most = int((levels > 0).sum()), int(levels.max())
            yield Region(*places, pixels, most, now, id=f"icon:{one}")
