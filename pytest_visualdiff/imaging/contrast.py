"""Differences of pixels in grey levels of 0..255, and what is visible at such a contrast."""

from __future__ import annotations

IMPERCEPTIBLE = 2
"""Levels by which rounding in a rasteriser or in colour management changes a channel.

Two levels of grey are at most 1.02 in CIELAB lightness and 0.8 in CIEDE2000, two levels of one
channel at most 2.4 in CIEDE2000; a CIELAB distance of 2.3 is just noticeable (M. Mahy, L. Van
Eycken, A. Oosterlinck, "Evaluation of uniform color spaces developed after the adoption of CIELAB
and CIELUV", Color Research & Application 19(2), 1994)."""

FAINT = 8
"""Levels by which the pixels of plain ground differ at most: a gradient, dithering or compression
makes as many. What is further from its surroundings is drawn. Set by benchmarks/defects."""

STROKE = 32
"""Levels by which a stroke of text differs from its ground at least; its smoothed edges, which are
paler, are no part of it. Set by benchmarks/defects."""
