"""All elements of one picture with their texts, found in its pixels."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pytest_visualdiff.errors import TextError
from pytest_visualdiff.model import Inventory, Size, Skipped

if TYPE_CHECKING:
    from pytest_visualdiff.detection import Tools
    from pytest_visualdiff.imaging.arrays import Picture


@dataclass(frozen=True, slots=True)
class Analysis:
    """What is in a picture.

    Attributes
    ----------
    size : Size
    inventory : Inventory
    skipped : tuple of Skipped
        Why texts were not read, or the model was not used, if that is so.
    """

    size: Size
    inventory: Inventory
    skipped: tuple[Skipped, ...]


def analyse(
    png: bytes, language: str, tools: Tools, name: str = "the picture", model: str = "auto"
) -> Analysis:
    """Return the elements of a picture with their texts.

    Parameters
    ----------
    png : bytes
    language : str
        By tesseract's names: ``eng``, or several as ``eng+deu``.
    tools : Tools
    name : str, optional
        What errors call the picture.
    model : str, optional
        As in `Settings`.

    Raises
    ------
    InvalidPictureError
        If it is not a PNG that can be decoded.
    ModelError
        If the model is not known here, or cannot be run.
    """
    from pytest_visualdiff.detection.structure.paragraphs import join_lines
    from pytest_visualdiff.imaging.decode import decode, eight_bit_bgr

    pixels = eight_bit_bgr(decode(png, name))
    lines = tools.detector(model).detect(pixels)
    found = Inventory(tuple(join_lines(lines.elements)), lines.model)
    inventory, skipped = _read(pixels, found, language, tools)
    size = Size(pixels.shape[1], pixels.shape[0])
    return Analysis(size, inventory, (*tools.unavailable(model), *skipped))


def _read(
    pixels: Picture, found: Inventory, language: str, tools: Tools
) -> tuple[Inventory, tuple[Skipped, ...]]:
    """Return the elements with their texts, or why these were not read."""
    from pytest_visualdiff.detection.text_box import READ, text_place

    size = Size(pixels.shape[1], pixels.shape[0])
    places = [(element, text_place(element).clip(size)) for element in found.elements]
    crops = [
        pixels[box.y : box.bottom, box.x : box.right]
        for element, box in places
        if element.kind in READ
    ]
    try:
        texts = (it.text for it in tools.read_texts(crops, language))
    except TextError as error:
        return found, (Skipped("text", f"{error.problem} {error.remedy}"),)
    elements = (
        replace(element, text=next(texts)) if element.kind in READ else element
        for element in found.elements
    )
    return Inventory(tuple(elements), found.model), ()
