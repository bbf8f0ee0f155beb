"""Two pictures in one layout, so that they can be compared with each other pixel by pixel."""

from __future__ import annotations

from dataclasses import dataclass

from pytest_visualdiff.comparison.alignment.blocks import Alignment, find_blocks
from pytest_visualdiff.comparison.alignment.relayout import Relayout, lay_out
from pytest_visualdiff.imaging.areas import Differences, levels_between
from pytest_visualdiff.imaging.arrays import Picture, Pixels, size_of
from pytest_visualdiff.imaging.decode import eight_bit_bgr
from pytest_visualdiff.model import Box, Size


@dataclass(frozen=True, slots=True)
class RegisteredPair:
    """A baseline in the layout of the actual picture.

    Attributes
    ----------
    original : ndarray of shape (height, width, channels), uint8 or uint16
        The baseline as it was.
    actual : ndarray of shape (height, width, channels), uint8 or uint16
    tolerant : bool
        Whether different renderings drew them.
    alignment : Alignment
        What moved.
    relayout : Relayout
        The baseline laid out again, as large as the actual picture.
    differences : Differences
        Between these two, but for what is settled.
    """

    original: Pixels
    actual: Pixels
    tolerant: bool
    alignment: Alignment
    relayout: Relayout
    differences: Differences

    @property
    def sizes(self) -> tuple[Size, Size]:
        """Sizes of the baseline as it was and of the actual picture."""
        return size_of(self.original), size_of(self.actual)

    @property
    def baseline(self) -> Pixels:
        """The baseline laid out again."""
        return self.relayout.baseline

    @property
    def blocks(self) -> tuple[Box, ...]:
        """Places of what moved, in the actual picture."""
        return tuple(block.box for block in self.alignment.blocks)

    def parts(self, box: Box) -> tuple[Picture, Picture]:
        """Return the colours of a part of both, as far as it lies in the actual picture."""
        window = box.clip(size_of(self.actual)).slices
        return eight_bit_bgr(self.baseline[window]), eight_bit_bgr(self.actual[window])


def register(baseline: Pixels, actual: Pixels, *, tolerant: bool) -> RegisteredPair:
    """Bring a baseline into the layout of the actual picture.

    Parameters
    ----------
    baseline, actual : ndarray of shape (height, width, channels), uint8 or uint16
        Each with its own size, of equal dtype and channels.
    tolerant : bool
        Whether different renderings drew them.
    """
    alignment = find_blocks(baseline, actual, tolerant=tolerant)
    return registered(baseline, actual, alignment, tolerant=tolerant)


def registered(
    baseline: Pixels, actual: Pixels, alignment: Alignment, *, tolerant: bool
) -> RegisteredPair:
    """Bring a baseline into the layout of the actual picture, where it is known what moved.

    Parameters
    ----------
    baseline, actual : ndarray of shape (height, width, channels), uint8 or uint16
        Each with its own size, of equal dtype and channels.
    alignment : Alignment
    tolerant : bool
        Whether different renderings drew them.
    """
    relayout = lay_out(baseline, actual, alignment, tolerant=tolerant)
    levels = levels_between(relayout.baseline, actual)
    levels[relayout.settled] = 0
    differences = Differences(size_of(actual).box, levels)
    return RegisteredPair(baseline, actual, tolerant, alignment, relayout, differences)
