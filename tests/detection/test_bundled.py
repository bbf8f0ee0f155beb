"""The model that comes with the package: it is what its card says, and it finds things."""

import hashlib
import re
from pathlib import Path

import cv2
import numpy as np
import pytest

from pytest_visualdiff.detection.network.onnx import OnnxNetwork
from pytest_visualdiff.detection.select import InstalledTools, bundled
from pytest_visualdiff.model import Element
from pytest_visualdiff.training.labels import CLASSES

PICTURES = Path(__file__).parents[2] / "examples" / "pictures"
MOST_BYTES = 8_000_000


@pytest.fixture(scope="module")
def weights() -> Path:
    path = bundled()
    assert path is not None
    return path


def found(name: str) -> tuple[Element, ...]:
    """Return the elements of one of the example pictures, which no training saw."""
    pixels = np.asarray(cv2.imread(str(PICTURES / name), cv2.IMREAD_COLOR), np.uint8)
    return InstalledTools().detector("auto").detect(pixels).elements


def test_it_is_small_and_its_card_is_about_it(weights: Path) -> None:
    data = weights.read_bytes()
    assert len(data) <= MOST_BYTES
    card = weights.with_suffix(".md").read_text("utf-8")
    assert hashlib.sha256(data).hexdigest() in card
    assert re.search(r"^\| Licence \| AGPL-3.0-or-later", card, re.MULTILINE)


def test_it_knows_all_kinds_of_the_contract(weights: Path) -> None:
    network = OnnxNetwork(weights.read_bytes(), weights.name)
    assert network.names == CLASSES
    assert (
        InstalledTools().detector("auto").name
        == f"sha256:{hashlib.sha256(weights.read_bytes()).hexdigest()}"
    )


def test_it_finds_the_buttons_of_a_page_that_it_never_saw() -> None:
    buttons = [it.box for it in found("dashboard.png") if it.kind == "button"]
    for x, y in ((1162, 118), (1027, 118), (1088, 706), (1177, 706)):
        assert any(box.x < x < box.right and box.y < y < box.bottom for box in buttons), (x, y)


def test_it_finds_the_fields_and_the_check_box_of_a_form() -> None:
    kinds = {it.kind for it in found("login.png")}
    assert {"button", "input", "checkbox", "text"} <= kinds


def test_the_same_picture_gives_the_same_elements() -> None:
    assert found("login.png") == found("login.png")
