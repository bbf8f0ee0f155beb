"""What an ONNX file says of its network, read without running it."""

from __future__ import annotations

import pytest

from pytest_visualdiff.detection.network.model_file import read_model_file
from pytest_visualdiff.errors import ModelError
from tests.support.models import BUTTON, CHECKBOX, model_file


def test_the_classes_are_in_the_order_of_their_numbers() -> None:
    assert read_model_file(model_file([CHECKBOX, BUTTON]), "it").names == ("checkbox", "button")


def test_what_was_written_into_it_besides_is_read() -> None:
    metadata = {"names": "{0: 'button'}", "visualdiff": '{"text": "model"}'}
    data = model_file([BUTTON], metadata=metadata)
    assert read_model_file(data, "it").metadata == {"text": "model"}
    assert read_model_file(model_file([BUTTON]), "it").metadata == {}


@pytest.mark.parametrize("length", [0, 1, 2, 10, 100])
def test_a_file_that_was_cut_off_is_said_to_be_none(length: int) -> None:
    with pytest.raises(ModelError, match=r"it is no ONNX file\."):
        read_model_file(model_file([BUTTON])[:length], "it")
