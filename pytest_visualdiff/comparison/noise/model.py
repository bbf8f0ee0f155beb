"""Tells the noise of another rendering from real change: all heuristics, in their order.

Noise is spread over a page and alike everywhere; a real change is an outlier. So nothing is held
against a fixed number alone: how large the residual of harmless text is, the page says. Each
heuristic is a module of this folder, which says what it decides, why that holds and where it fails.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pytest_visualdiff.comparison.noise.flat_areas import recoloured_fills
from pytest_visualdiff.comparison.noise.line_alignment import Drift
from pytest_visualdiff.comparison.noise.local_shift import without_local_shifts
from pytest_visualdiff.comparison.noise.outlier_limits import LEAST, outlier_limits
from pytest_visualdiff.comparison.noise.pair import AlignedPair, luma, parts_in_context
from pytest_visualdiff.comparison.noise.residual import (
    Limits,
    Residual,
    residual,
    unexplained_between,
)
from pytest_visualdiff.comparison.noise.text_drift import find_text_drift
from pytest_visualdiff.comparison.noise.text_reflow import explain_reflow
from pytest_visualdiff.imaging.arrays import Mask, Picture, Pixels
from pytest_visualdiff.imaging.text_lines import find_lines
from pytest_visualdiff.model import Box


@dataclass(frozen=True, slots=True)
class NoiseAnalysis:
    """What the noise model says of two pictures.

    Attributes
    ----------
    real : ndarray of shape (height, width), bool
        Where the difference is no noise.
    text_drifts : bool
        Whether letters drift along their lines.
    lines : list of Box
        Lines of text in either picture.
    moved_as_block : list of Box
        Paragraphs whose words stand as they do in the original baseline only: a line of theirs had
        been taken for a block that moved.
    limits : Limits
        From where on a residual is real on this page.
    """

    real: Mask
    text_drifts: bool
    lines: list[Box]
    moved_as_block: list[Box]
    limits: Limits


def analyse_noise(pair: AlignedPair) -> NoiseAnalysis:
    """Return where two pictures of different renderings differ by more than noise."""
    lines = find_lines([luma(it) for it in pair.pictures])  # first: it needs memory itself
    unexplained = unexplained_between(*pair.pictures)
    left = Residual.of(unexplained).without(pair.settled)
    drifts: Mapping[Box, Drift] = {}
    moved_as_block: list[Box] = []
    if drift := find_text_drift(pair, lines, unexplained, left):
        drifts, unexplained = drift
        left = Residual.of(unexplained).without(pair.settled)
        unexplained, moved_as_block = explain_reflow(pair, lines, unexplained, outlier_limits(left))
        left = Residual.of(unexplained).without(pair.settled)
    limits = outlier_limits(left)
    real = left.above(limits) | (recoloured_fills(*pair.pictures) & ~pair.settled)
    if drift or pair.vertical_slack:
        real = without_local_shifts(real, pair, drifts, limits)
    return NoiseAnalysis(real, drift is not None, lines, moved_as_block, limits)


def is_noise(baseline: Picture, actual: Picture) -> bool:
    """Return whether a small part of two pictures differs by no more than noise on any page.

    Parameters
    ----------
    baseline, actual : ndarray of shape (height, width, 3), uint8
        Of one shape.
    """
    return not residual(baseline, actual).above(LEAST).any()


def real_difference(baseline: Pixels, actual: Pixels, before: Box, after: Box) -> Mask:
    """Return where a part of one picture differs from a part of the other by more than noise.

    Parameters
    ----------
    baseline, actual : ndarray of shape (height, width, channels), uint8 or uint16
    before, after : Box
        Of one size, each inside its picture.

    Returns
    -------
    ndarray of shape (before.h, before.w), bool
    """
    parts, inside = parts_in_context(baseline, actual, before, after)
    real: Mask = (residual(*parts).above(LEAST) | recoloured_fills(*parts))[inside]
    return real
