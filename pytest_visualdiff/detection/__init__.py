"""Elements and texts found in the pixels, where no page says what is there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from pytest_visualdiff.imaging.arrays import Picture
    from pytest_visualdiff.model import Inventory, Skipped

CLASSICAL = "classical"
"""`Detector.name` of the detector that needs no trained network."""


class Detector(Protocol):
    """Finds elements in a picture."""

    @property
    def name(self) -> str:
        """What an inventory says found its elements (``Inventory.model``)."""
        ...

    def detect(self, pixels: Picture) -> Inventory:
        """Return the elements of a picture, in reading order, all of source ``pixels``.

        The same picture gives the same elements.

        Parameters
        ----------
        pixels : ndarray of shape (height, width, 3), uint8
            BGR, as in OpenCV.
        """
        ...


class Reading(NamedTuple):
    """The text that was recognised in a crop, and how confident that is, 0..1; 0 if it is empty."""

    text: str
    confidence: float


class Tools(Protocol):
    """What a comparison needs besides pictures and settings.

    Loading a network and starting tesseract touch the disk and other processes, so whoever asks for
    a comparison hands this in.
    """

    def detector(self, model: str, *, guesses: bool = False) -> Detector:
        """Return the detector that uses a model.

        Parameters
        ----------
        model : str
            As in `Settings`.
        guesses : bool, optional
            As for `NetworkDetector`.

        Raises
        ------
        ModelError
            If the model is not known, or cannot be run.
        """
        ...

    def unavailable(self, model: str) -> tuple[Skipped, ...]:
        """Return why another detector stands in for a model, if one does."""
        ...

    def read_texts(self, crops: Sequence[Picture], language: str) -> list[Reading]:
        """Return the text of each crop.

        Parameters
        ----------
        crops : sequence of ndarray of shape (height, width, 3), uint8
            BGR. A crop may have several lines.
        language : str
            By tesseract's names: ``eng``, or several as ``eng+deu``.

        Raises
        ------
        TextError
            If tesseract or the language is not installed.
        """
        ...
