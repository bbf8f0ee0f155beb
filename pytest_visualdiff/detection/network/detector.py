"""Elements by a trained network, with the lines of text and the outlines that need no training."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import cv2
import numpy as np

from pytest_visualdiff.detection.classical.detector import ClassicalDetector
from pytest_visualdiff.detection.edges import edges_of, ious, shares_inside
from pytest_visualdiff.detection.network.nms import CONTROLS, Detections, merge_bands, suppress
from pytest_visualdiff.detection.network.onnx import STRIDE
from pytest_visualdiff.detection.network.select_arrow import has_arrow
from pytest_visualdiff.detection.network.snap import snap
from pytest_visualdiff.detection.network.trained_model import TrainedModel
from pytest_visualdiff.detection.structure.hierarchy import build_hierarchy
from pytest_visualdiff.imaging.arrays import Picture
from pytest_visualdiff.imaging.side_by_side import side_by_side
from pytest_visualdiff.model import Box, Element, ElementKind, Inventory, Size

_MOST_PIXELS = 3 << 19
"""Pixels that the network reads at once, which bounds the memory that it takes; of a wider picture
at least two strides of rows."""

_BAND_OVERLAP = 128
"""Rows that two bands have in common: what is no higher is whole in one of them."""

_CUT_MARGIN = 3
"""Pixels from the edge of a band within which a detection may go on beyond it."""

_SAME_OUTLINE_IOU = 0.6
"""Intersection over union from which a detection and an outline are of one thing; set by
benchmarks/detector."""

_OWN_TEXT_SHARE = 0.7
"""Share of a line of text that lies in the control whose text it is; set by benchmarks/detector."""

_TEXT_HOLDERS = frozenset({"button", "input", "textarea", "select", "badge"})
"""Kinds whose text is theirs, and no element of its own."""

_MEASURED = frozenset({"checkbox", "radio"})
"""Kinds that the classical detector tells apart by their geometry."""

_LIKELY = 0.5
"""Confidence, 0..1, from which a detection of the network is likelier right than wrong."""

_TRUSTED: Mapping[ElementKind, float] = {"checkbox": 0.8, "input": 0.7, "select": 0.7}
"""Confidence of the classical detector, 0..1, from which it is right whatever the network says; by
kind, set by benchmarks/detector."""

_CORRECTED: Mapping[ElementKind, frozenset[ElementKind]] = {
    "checkbox": frozenset({"switch"}),
    "select": frozenset({"input", "textarea", "button"}),
}
"""For a kind that the classical detector is trusted with, what the network takes it for."""

_REPLACED_IOU = 0.3
"""Intersection over union from which a control replaces another, or an icon; set by
benchmarks/detector."""

_GROUP_TOLERANCE = 2
"""Pixels by which the sizes and the places of the boxes of one group differ at most."""

_STRAIGHT = frozenset({"button", "input", "textarea", "select", "checkbox", "image", "badge"})
"""Kinds that have straight edges, as a rule."""

_CLASSICAL_SURE = 0.7
"""Confidence of the classical detector, 0..1, from which the network is not asked; set by
benchmarks/detector."""


class NetworkDetector:
    """Finds elements with a network; containers, and text where it is no better at it, without.

    Parameters
    ----------
    model : TrainedModel
    guesses : bool
        Whether what only the classical detector takes for an element is one as well. Of what that
        is sure, it is so, and the network is not asked if that is all: it takes three times as
        long. What only the network finds has to be likelier than not.
    """

    def __init__(self, model: TrainedModel, *, guesses: bool = False) -> None:
        self._model = model
        self._guesses = guesses

    @property
    def name(self) -> str:
        """The model's name."""
        return self._model.name

    def detect(self, pixels: Picture) -> Inventory:
        """Return the elements of a picture, each before those in it, in reading order.

        Raises
        ------
        ModelError
            If the network cannot be run.
        """
        size = Size(pixels.shape[1], pixels.shape[0])
        if self._guesses:
            outlines = ClassicalDetector().detect(pixels).elements
            if all(_is_sure(it) or _is_cut(it.box, size) for it in outlines):
                return Inventory(outlines, self.name)
            finds = list(self._finds(pixels))
        else:
            finds, classical = side_by_side(  # a whole page: neither waits for the other
                lambda: list(self._finds(pixels)), lambda: ClassicalDetector().detect(pixels)
            )
            outlines = classical.elements
        found = suppress(merge_bands(Detections.concatenate(finds)))
        elements = self._with_outlines(found, outlines, pixels)
        return Inventory(tuple(build_hierarchy(elements, size)), self.name)

    def _finds(self, pixels: Picture) -> Iterator[Detections]:
        """Yield what the network finds in each band of a picture, at both scales."""
        yield from self._finds_at(pixels, 1)
        if self._model.options.half_scale and min(pixels.shape[:2]) >= 2 * STRIDE:
            half = cv2.resize(pixels, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
            yield from self._finds_at(np.asarray(half, np.uint8), 2)

    def _finds_at(self, pixels: Picture, scale: int) -> Iterator[Detections]:
        height, width = pixels.shape[:2]
        options, kinds = self._model.options, self._model.kinds
        every = {kind for of_a_class in kinds for kind in of_a_class}
        least = min((options.least_confidence(kind) for kind in every), default=1.0)
        for top, bottom in bands(height, max(_MOST_PIXELS // width, 2 * _BAND_OVERLAP)):
            raw = self._model.network.find(pixels[top:bottom], least)
            begins = (raw.edges[:, 1] < _CUT_MARGIN) & (top > 0)
            ends = (raw.edges[:, 3] > bottom - top - _CUT_MARGIN) & (bottom < height)
            rows: list[int] = []
            chosen: list[ElementKind] = []
            for row, number in enumerate(raw.classes.tolist()):
                for kind in kinds[number]:
                    if raw.scores[row] >= options.least_confidence(kind):
                        rows.append(row)
                        chosen.append(kind)
            edges = (raw.edges[rows] + np.array([0, top, 0, top], np.float32)) * scale
            cut = np.stack([begins, ends], axis=1)[rows]
            yield Detections(np.asarray(edges, np.float32), raw.scores[rows], chosen, cut)

    def _with_outlines(
        self, found: Detections, outlines: Sequence[Element], pixels: Picture
    ) -> list[Element]:
        """Return what was found with the outlines and the texts that the pixels show."""
        finds = [
            Element(kind, box, source="pixels", confidence=round(float(score), 3))
            for kind, box, score in zip(
                found.kinds, _boxes(found, pixels), found.scores, strict=True
            )
            if box.w > 0 and box.h > 0
        ]
        if self._model.options.text == "classical":
            finds = [it for it in finds if it.kind != "text"]
        elements, used = _on_outlines(finds, outlines, pixels, guesses=self._guesses)
        alone: list[Element] = []
        others: list[Element] = []
        for number, outline in enumerate(outlines):
            stays = number not in used and self._stays(outline)
            (alone if stays else others).append(outline)
        if not self._guesses:
            alone += _group_members(elements, others)
            elements = _without_replaced(elements, [it for it in alone if it.kind in CONTROLS])
        return _without_own_texts([*elements, *alone])

    def _stays(self, outline: Element) -> bool:
        """Return whether something is an element that only the classical detector found."""
        if self._guesses or outline.kind == "container":
            return True
        if outline.kind == "text":
            return self._model.options.text == "classical"
        return _is_trusted(outline)


def _is_sure(outline: Element) -> bool:
    """Return whether the classical detector knows what something is."""
    return outline.kind in ("text", "container") or outline.confidence >= _CLASSICAL_SURE


def _is_trusted(outline: Element) -> bool:
    """Return whether something is what the classical detector says, whatever the network does."""
    return outline.confidence >= _TRUSTED.get(outline.kind, 2)


def _group_members(elements: Sequence[Element], outlines: Sequence[Element]) -> list[Element]:
    """Return outlines of check boxes and radio buttons that belong to one that was found.

    They are as large, in line with it, and where none was found: a group looks the same throughout.
    """
    known = [it for it in elements if it.kind in _MEASURED]
    asked = [it for it in outlines if it.kind in _MEASURED and it.confidence >= _CLASSICAL_SURE]
    near = ious(edges_of([it.box for it in asked]), edges_of([it.box for it in known]))
    return [
        outline
        for outline, row in zip(asked, near, strict=True)
        if not (row > _REPLACED_IOU).any()
        and any(it.kind == outline.kind and _is_in_line(it.box, outline.box) for it in known)
    ]


def _is_in_line(one: Box, other: Box) -> bool:
    """Return whether two boxes are as large, and beside or below each other."""
    is_as_large = max(abs(one.w - other.w), abs(one.h - other.h)) <= _GROUP_TOLERANCE
    return is_as_large and min(abs(one.x - other.x), abs(one.y - other.y)) <= _GROUP_TOLERANCE


def _without_replaced(elements: list[Element], trusted: Sequence[Element]) -> list[Element]:
    """Return elements without controls and icons that are where a trusted control is."""
    controls = [it for it in elements if it.kind in CONTROLS or it.kind == "icon"]
    same = ious(edges_of([it.box for it in controls]), edges_of([it.box for it in trusted]))
    gone = {id(it) for it, row in zip(controls, same, strict=True) if (row > _REPLACED_IOU).any()}
    return [it for it in elements if id(it) not in gone]


def _is_cut(box: Box, size: Size) -> bool:
    """Return whether something may go on beyond the picture, which is a part of a larger one."""
    return not box.x or not box.y or box.right == size.width or box.bottom == size.height


def bands(height: int, most: int) -> list[tuple[int, int]]:
    """Return the first and the last row (exclusive) of each band of a picture; bands overlap.

    All are of one height, as a network allocates memory again for every new input size.

    Parameters
    ----------
    height : int
        Rows of the picture.
    most : int
        Rows of a band at most.
    """
    if height <= most:
        return [(0, height)]
    count = -(-(height - _BAND_OVERLAP) // (most - _BAND_OVERLAP))
    high = -(-((height - _BAND_OVERLAP) // count + _BAND_OVERLAP + 1) // STRIDE) * STRIDE
    high = min(high, height)
    starts = [min(number * (high - _BAND_OVERLAP), height - high) for number in range(count)]
    return [(start, start + high) for start in starts]


def _boxes(found: Detections, pixels: Picture) -> Iterator[Box]:
    size = Size(pixels.shape[1], pixels.shape[0])
    for left, top, right, bottom in np.rint(found.edges).astype(int).tolist():
        yield Box(left, top, right - left, bottom - top).clip(size)


def _on_outlines(
    finds: Sequence[Element], outlines: Sequence[Element], pixels: Picture, *, guesses: bool
) -> tuple[list[Element], set[int]]:
    """Return finds with the boxes that the pixels show, and which of the outlines these are.

    With ``guesses`` as in `NetworkDetector`, and a line ends where its letters do: pages say where
    the line is, which is a little higher, and that is what networks learn.
    """
    if not finds:
        return [], set()
    same = ious(edges_of([it.box for it in finds]), edges_of([it.box for it in outlines]))
    is_line = np.array([it.kind == "text" for it in outlines], np.bool_)
    elements, used = [], set[int]()
    for find, row in zip(finds, same, strict=True):
        if find.kind == "link":  # it looks like a line of text, or like something else
            row = np.where(is_line & (not guesses), 0, row)
        else:
            row = np.where(is_line == (find.kind == "text" and guesses), row, 0)
        nearest = int(row.argmax()) if row.size else -1
        if nearest >= 0 and row[nearest] >= _SAME_OUTLINE_IOU:
            if find.kind == "text" or not is_line[nearest]:
                used.add(nearest)  # a text is one also where it is a link
            kind = _kind(find, outlines[nearest], guesses=guesses)
            keeps = kind == "icon" and not guesses  # its place is larger than what is drawn there
            find = replace(find, kind=kind, box=find.box if keeps else outlines[nearest].box)
        elif guesses and find.confidence < _LIKELY:
            continue
        elif find.kind in _STRAIGHT:
            find = replace(find, box=snap(find.box, pixels))
        if find.kind == "input" and has_arrow(find.box, pixels):
            find = replace(find, kind="select")
        elements.append(find)
    return elements, used


def _kind(find: Element, outline: Element, *, guesses: bool) -> ElementKind:
    """Return what something is that both found; with ``guesses`` as in `NetworkDetector`.

    A check box and a radio button are told apart by measuring how round they are, where that is
    surer than the network. A guess of the classical detector stays unless the network's is likelier
    than not.
    """
    if guesses and outline.kind != "text" and find.confidence < _LIKELY:
        return outline.kind
    if outline.kind == "container" or outline.confidence < _CLASSICAL_SURE:
        return find.kind
    if guesses:
        return find.kind if outline.kind == "text" else outline.kind
    if _is_trusted(outline) and find.kind in _CORRECTED.get(outline.kind, ()):
        return outline.kind
    is_measured = outline.kind in _MEASURED and find.kind in CONTROLS
    return outline.kind if is_measured and find.confidence < _LIKELY else find.kind


def _without_own_texts(elements: list[Element]) -> list[Element]:
    """Return elements without the lines that are the text of another one."""
    owners = edges_of([it.box for it in elements if it.kind in _TEXT_HOLDERS])
    boxes = edges_of([it.box for it in elements])
    inside = shares_inside(boxes, owners)
    owned = set(np.flatnonzero((inside >= _OWN_TEXT_SHARE).any(axis=1)).tolist())
    return [it for number, it in enumerate(elements) if it.kind != "text" or number not in owned]
