"""What a network's answer says, and how a picture is padded for it."""

from __future__ import annotations

import numpy as np
import pytest

from pytest_visualdiff.detection.network.onnx import STRIDE, OnnxNetwork, can_run, padded
from tests.support.drawing import Drawing
from tests.support.models import BUTTON, CHECKBOX, model_file

needs_opencv_5 = pytest.mark.skipif(not can_run(), reason="OpenCV 4 cannot run the networks")


@pytest.mark.parametrize(("height", "width"), [(1, 1), (32, 64), (33, 63)])
def test_a_picture_is_padded_to_whole_strides_at_its_right_and_lower_edges(
    height: int, width: int
) -> None:
    pixels = np.full((height, width, 3), 7, np.uint8)
    found = padded(pixels)
    assert (found.shape[0] % STRIDE, found.shape[1] % STRIDE) == (0, 0)
    assert found.shape[0] - height < STRIDE
    assert found.shape[1] - width < STRIDE
    assert (found[:height, :width] == 7).all()


@needs_opencv_5
def test_only_boxes_of_enough_confidence_are_found_and_they_end_with_the_picture() -> None:
    network = OnnxNetwork(model_file([BUTTON, CHECKBOX]), "mine.onnx")
    assert network.names == ("button", "checkbox")
    pixels = Drawing((400, 300)).box((24, 40, *BUTTON.size), BUTTON.colour).pixels()
    found = network.find(pixels, 0.2)
    assert len(found.scores) > 0
    assert (found.scores >= 0.2).all()
    assert {network.names[number] for number in found.classes} == {"button"}
    assert (found.edges >= 0).all()
    assert (found.edges <= [400, 300, 400, 300]).all()
    assert len(network.find(pixels, 1.1).scores) == 0
