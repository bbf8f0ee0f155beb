"""What differs between a place in one picture and a place in another, whoever drew them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from pytest_visualdiff.comparison.noise.drawings import other_drawing
from pytest_visualdiff.comparison.noise.model import real_difference
from pytest_visualdiff.imaging.areas import levels_between
from pytest_visualdiff.imaging.arrays import Levels, Mask
from pytest_visualdiff.imaging.picture_pair import Decoded
from pytest_visualdiff.model import Box


@dataclass(frozen=True, slots=True)
class Places:
    """Two pictures, any two places of which can be compared with each other.

    Attributes
    ----------
    decode : callable
        Returns the pictures; it is called only if a place is asked for.
    cross : bool
        Whether different renderings drew them.
    exactly : bool
        Whether even noise counts.
    """

    decode: Callable[[], Decoded]
    cross: bool
    exactly: bool

    def differing(self, before: Box, after: Box) -> Mask | None:
        """Return where two places differ by more than noise; None if either is not decoded.

        Parameters
        ----------
        before, after : Box
            Of one size, in the baseline and in the actual picture.

        Returns
        -------
        ndarray of shape (before.h, before.w), bool, or None
        """
        pictures = self._decoded(before, after)
        if pictures is None:
            return None
        differs = cast("Mask", (pictures.part(0, before) != pictures.part(1, after)).any(axis=2))
        if self.exactly or not differs.any() or (before == after and not self.cross):
            return differs
        return real_difference(
            pictures.baseline, pictures.actual, *_in_rows(pictures, before, after)
        )

    def redrawn(self, before: Box, after: Box) -> Levels | None:
        """Return by how much two places differ where they show another drawing, and 0 elsewhere.

        Parameters
        ----------
        before, after : Box
            Of one size, in the baseline and in the actual picture.

        Returns
        -------
        ndarray of shape (before.h, before.w), uint8, or None
            None if either place is not decoded.
        """
        pictures = self._decoded(before, after)
        if pictures is None:
            return None
        places = _in_rows(pictures, before, after)
        others = other_drawing(pictures.baseline, pictures.actual, *places)
        levels = levels_between(pictures.part(0, before), pictures.part(1, after))
        levels[~others] = 0
        return levels

    def _decoded(self, before: Box, after: Box) -> Decoded | None:
        pictures = self.decode()
        known = pictures.known(0).contains(before) and pictures.known(1).contains(after)
        return pictures if known else None


def _in_rows(pictures: Decoded, before: Box, after: Box) -> tuple[Box, Box]:
    """Return two places by their rows in what is decoded."""
    return before.move(0, -pictures.top), after.move(0, -pictures.top)
