"""Which elements lie over each other that did not before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, cast

from pytest_visualdiff.model import Box, Element

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from pytest_visualdiff.imaging.arrays import Mask

_LEAST = 3
"""Pixels by which two have to overlap both ways: edges are rounded, and letters reach beyond."""

_NOWHERE = 0, 0, 0, 0
"""Edges of an element that is not in the baseline: it overlaps nothing there."""


def new_overlaps(
    before: Sequence[Element], after: Sequence[Element], pairs: Mapping[int, int]
) -> dict[int, int]:
    """Return for elements that lie over another now, and did not, the number of that one.

    Both count in ``after``. Only of an element that is new, elsewhere or of another size is it
    said, and of what holds others or is held by the other one it is not.

    Parameters
    ----------
    before, after : sequence of Element
    pairs : mapping of int to int
        Which element before is which after.
    """
    import numpy as np

    back = {other: one for one, other in pairs.items()}
    holding = {it.parent for it in after}
    single = [
        number
        for number, it in enumerate(after)
        if number not in holding and it.kind != "container"
    ]
    now = np.array([_ends(after[number].box) for number in single]).reshape(-1, 4)
    then = np.array(
        [_ends(before[back[it]].box) if it in back else _NOWHERE for it in single]
    ).reshape(-1, 4)
    found: dict[int, int] = {}
    for place in np.flatnonzero((now != then).any(axis=1)).tolist():
        new = _overlapping(now[place], now) & ~_overlapping(then[place], then)
        new[place] = False
        if new.any():
            found[single[place]] = single[int(new.argmax())]
    return found


def _ends(box: Box) -> tuple[int, int, int, int]:
    return box.x, box.y, box.right, box.bottom


def _overlapping(one: npt.NDArray[np.int64], others: npt.NDArray[np.int64]) -> Mask:
    """Say of each of some boxes whether it lies over one."""
    import numpy as np

    both = np.minimum(one[2:], others[:, 2:]) - np.maximum(one[:2], others[:, :2])
    return cast("Mask", (both >= _LEAST).all(axis=1))
