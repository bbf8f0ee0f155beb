"""Two pictures in, what differs out: ``compare`` is pure and runs anywhere."""

from __future__ import annotations

from pytest_visualdiff.comparison.pipeline import compare

__all__ = ["compare"]
