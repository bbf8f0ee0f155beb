"""Elements found in the pixels, where no page says what is there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from pytest_visualdiff.model import Inventory


class Detector(Protocol):
    """Finds elements in a picture."""

    @property
    def name(self) -> str:
        """What an inventory says found its elements (``Inventory.model``)."""
        ...

    def detect(self, pixels: npt.NDArray[np.uint8]) -> Inventory:
        """Return the elements of a picture, in reading order, all of source ``pixels``.

        The same picture gives the same elements.

        Parameters
        ----------
        pixels : ndarray of shape (height, width, 3), uint8
            BGR, as in OpenCV.
        """
        ...
