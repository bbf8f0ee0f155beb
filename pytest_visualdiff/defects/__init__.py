"""From what a comparison measured to defects, said as a person would say them."""

from pytest_visualdiff.defects.finding import explained_pixels, find_defects

__all__ = ["explained_pixels", "find_defects"]
