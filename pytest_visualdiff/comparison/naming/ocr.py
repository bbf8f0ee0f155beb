"""Texts of what changed, read in the pixels: they name a change, and never dismiss one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeAlias

from pytest_visualdiff.comparison.naming.view import crop
from pytest_visualdiff.detection import Reading, Tools
from pytest_visualdiff.detection.text_box import READ, text_place
from pytest_visualdiff.errors import TextError
from pytest_visualdiff.imaging.arrays import Picture
from pytest_visualdiff.imaging.picture_pair import Pictures
from pytest_visualdiff.model import Box, Change, Comparison, Element, Region, Shift, Skipped

NO_LANGUAGE = "none"
"""Setting for no text at all."""

_MOST_PLACES = 40
"""Places with text that are read in one comparison, the largest first: each takes some hundredths
of a second."""

_SURE = 0.6
"""Confidence of the text reader, 0..1, from which on what was read is said."""

_GLYPH = 24
"""Height in pixels up to which what changed of an icon may be a digit alone."""


_Place: TypeAlias = tuple[str, int]
"""The id of an area or of a block; and 0 for the baseline, 1 for the actual picture."""


def read_names(
    comparison: Comparison, pictures: Pictures, language: str, tools: Tools
) -> Comparison:
    """Return a comparison that says the texts of what changed, as far as they can be read.

    All of them are read in one run of tesseract, which is not started where there is none.

    Parameters
    ----------
    comparison : Comparison
        Whose areas are named.
    pictures : Pictures
        The two it is of.
    language : str
        By tesseract's names: ``eng``, or several as ``eng+deu``; ``none`` to read nothing.
    tools : Tools
        What reads texts.
    """
    asked = dict(_asked(comparison))
    if not asked:
        return comparison
    if language == NO_LANGUAGE:
        off = Skipped("text", "no text is read: ocr_language is none")
        return replace(comparison, skipped=(*comparison.skipped, off))
    kept = sorted(asked, key=lambda it: -asked[it].box.area)[:_MOST_PLACES]
    skipped = list(comparison.skipped)
    if len(kept) < len(asked):
        skipped.append(Skipped("text", f"only the {len(kept)} largest places with text were read"))
    found: dict[_Place, Reading] = {}
    try:
        crops = [_crop(asked[it], it[1], pictures) for it in kept]
        found = dict(zip(kept, tools.read_texts(crops, language), strict=True))
    except TextError as error:
        skipped.append(Skipped("text", f"{error.problem} {error.remedy}"))
    return replace(
        comparison,
        regions=tuple(
            _read(it, found.get((it.id, 0)), found.get((it.id, 1))) for it in comparison.regions
        ),
        shifts=tuple(_named(it, found.get((it.id, 0))) for it in comparison.shifts),
        skipped=tuple(skipped),
    )


def _asked(comparison: Comparison) -> Iterator[tuple[_Place, Element]]:
    """Yield the places with text, and the elements that it is on."""
    for region in comparison.regions:
        for side, element in enumerate(_elements(region)):
            if element:
                yield (region.id, side), element
    for shift in comparison.shifts:
        if shift.element and shift.element.kind in READ:
            yield (shift.id, 0), shift.element


def _elements(region: Region) -> tuple[Element | None, Element | None]:
    """Return what is to be read of an area in the baseline and in the actual picture."""
    change, element = region.change, region.element
    if change is None:
        there, now = region.box, region.box_after
        if not (there and now and element and _may_be_a_glyph(element, there)):
            return None, None
        return replace(element, kind="text", box=there), replace(element, kind="text", box=now)
    if change.kind == "text_changed":
        return change.before, change.after
    named = change.before or change.after
    if named is None or named.kind not in READ:
        return None, None
    return (named, None) if change.before else (None, named)


def _may_be_a_glyph(element: Element, changed: Box) -> bool:
    return element.kind == "icon" and element.source == "pixels" and changed.h <= _GLYPH


def _crop(element: Element, side: int, pictures: Pictures) -> Picture:
    return crop(pictures, side, text_place(element).intersection(pictures.known(side)))


def _read(region: Region, before: Reading | None, after: Reading | None) -> Region:
    """Return an area with what was read of it."""
    change = region.change
    texts = [it.text if it and it.confidence >= _SURE else "" for it in (before, after)]
    if change and change.kind != "text_changed":
        return replace(region, change=_with_text(change, texts[0] or texts[1]))
    if change is None and not all(it.isalnum() for it in texts):
        return region  # an icon, in which some letters may seem to be
    if texts[0] and texts[1] and texts[0] != texts[1]:
        there, now = _elements(region)
        if there and now:
            there, now = replace(there, text=texts[0]), replace(now, text=texts[1])
            return replace(region, change=Change("text_changed", there, now))
    if change is None or change.before is None or change.after is None:
        return region
    if region.element:  # the page says what it is, and no other text is read in it
        return replace(region, change=None)
    if not texts[0] or texts[0] != texts[1]:
        return region
    return replace(region, element=replace(change.after, text=texts[0]), change=None)


def _with_text(change: Change, text: str) -> Change:
    before = replace(change.before, text=text) if change.before else None
    after = replace(change.after, text=text) if change.after else None
    return replace(change, before=before, after=after)


def _named(shift: Shift, reading: Reading | None) -> Shift:
    if shift.element is None or reading is None or reading.confidence < _SURE:
        return shift
    return replace(shift, element=replace(shift.element, text=reading.text))
