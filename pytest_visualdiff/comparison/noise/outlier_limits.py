"""From which residual on a difference is real, by what the page itself shows.

What it decides
    The limits that residuals are held against: a multiple of the page's own 99th percentile of
    peaks, between a least and a greatest limit that hold on every page.
Why it holds
    Another rendering draws all letters of a page otherwise, so its noise is spread over the page
    and about as large everywhere; a change is in one place or two, and an outlier.
Where it fails
    A change that is repeated is taken for the page's noise, as it sets the rank it is held against:
    a word that changed in three chips of a page passes where it fails in one. A change that leaves
    less than the noise does is missed.
"""

from __future__ import annotations

import cv2
import numpy as np

from pytest_visualdiff.comparison.noise.residual import Limits, Residual, Sums

LEAST = Limits(letters=110, lines=100, colour=180)
"""Up to this a residual is noise on any page: a stroke of four pixels that is 27 levels lighter, a
rule of one pixel that is 22 levels darker than its ground; colour also has sub-pixel fringes."""

GREATEST = Limits(letters=500, lines=500, colour=450)
"""From this on a residual is real on any page: a stroke of four pixels that is not there."""

_OUTLIER = Limits(letters=2.5, lines=2, colour=2.5)
"""An outlier is so many times the page's noise; set by benchmarks/defects."""

_NOT_NOISE = Limits(letters=400, lines=400, colour=300)
"""Peaks from this on say nothing of the page's noise, as no rendering leaves so much."""

_NEIGHBOURHOOD = np.ones((11, 11), np.uint8)
"""Pixels around a peak that are no higher: about a letter's."""

_PLACES = 2
"""So many places are not spread over a page: a peak as high has to be in more of them."""

_OUTLIERS_SHARE = 100
"""Of so many peaks one may be higher than the page's noise."""


def outlier_limits(residual: Residual) -> Limits:
    """Return the residual from which on a difference is an outlier of its page."""
    noise = map(_noise_of, residual.maps, _NOT_NOISE)
    return Limits(
        *(
            min(max(least, factor * usual), greatest)
            for least, factor, usual, greatest in zip(LEAST, _OUTLIER, noise, GREATEST, strict=True)
        )
    )


def _noise_of(sums: Sums, most: float) -> float:
    """Return how high peaks are that are spread over the page; 0 if none are."""
    highest = cv2.dilate(sums, _NEIGHBOURHOOD)
    peaks = ((sums == highest) & (sums > 1) & (sums < most)).view(np.uint8)
    places = np.flatnonzero(peaks)
    # Along an edge all are as high: they are one. Numbers of 16 bits need half of the memory.
    kind = cv2.CV_16U if len(places) <= np.iinfo(np.uint16).max else cv2.CV_32S
    count, labels = cv2.connectedComponents(peaks, connectivity=8, ltype=kind)
    heights = np.zeros(count, sums.dtype)
    heights[labels.ravel()[places]] = sums.ravel()[places]
    ordered = np.sort(heights[1:])[::-1]
    rank = max(_PLACES, len(ordered) // _OUTLIERS_SHARE)
    return float(ordered[rank]) if len(ordered) > rank else 0.0
