"""A picture ready to be held against another, and its parts."""

from __future__ import annotations

import numpy as np

from pytest_visualdiff.comparison.noise.smoothing import Smoothed
from pytest_visualdiff.model import Box
from tests.support.pictures import drawn, paragraph


def test_a_part_is_smoothed_as_it_is_in_the_whole_picture() -> None:
    page = drawn(*paragraph())
    height, width = page.shape[:2]
    whole = Smoothed.of(page)
    for box in (Box(0, 0, 40, 30), Box(30, 20, 50, 16), Box(width - 9, height - 9, 9, 9)):
        part = Smoothed.of_part(page, box)
        for of, cut in zip(whole.planes, part.planes, strict=True):
            assert (of[box.slices] == cut).all()


def test_it_is_moved_with_all_its_planes_and_repeats_its_edges() -> None:
    page = drawn(*paragraph())
    smoothed = Smoothed.of(page)
    assert smoothed.shifted(0, 0) is smoothed
    for of, moved in zip(smoothed.planes, smoothed.shifted(3, -2).planes, strict=True):
        assert (moved[:-2, 3:] == of[2:, :-3]).all()
        assert (moved[:-2, :3] == of[2:, :1]).all()


def test_what_is_put_in_from_beyond_the_edge_repeats_the_edge() -> None:
    smoothed = Smoothed.of(drawn(*paragraph()))
    sheet = smoothed.blank(20, 30)
    assert not any(plane.any() for plane in sheet.planes)
    sheet.put(np.s_[2:12, 4:14], smoothed, Box(-5, -5, 10, 10))
    for of, put in zip(smoothed.planes, sheet.planes, strict=True):
        assert (put[2:8, 4:10] == of[0, 0]).all()
        assert (put[7:12, 9:14] == of[:5, :5]).all()
        assert not put[12:].any()
