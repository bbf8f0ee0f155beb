"""From what a comparison measured to defects, said as a person would say them."""

from pytest_visualdiff.defects.finding import explained_pixels, find_defects
from pytest_visualdiff.defects.instability import set_apart, unstable_areas

__all__ = ["explained_pixels", "find_defects", "set_apart", "unstable_areas"]
