"""The areas and rules of ``ignore``, once a page has said where its selectors and locators are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pytest_visualdiff.capture.elements import Reading, not_read
from pytest_visualdiff.errors import CaptureError, OptionError
from pytest_visualdiff.model import Area, Box, Capture, Ignore, Rule, Skipped

STAGE = "ignore"
"""What `Skipped` calls this part of a capture."""


def to_find(asked: Sequence[object]) -> list[object]:
    """Return the selectors and locators that only a page can say the places of, in order."""
    areas = (it.within if isinstance(it, Ignore) else it for it in asked)
    return [area for area in areas if area is not None and not isinstance(area, Box)]


def resolve(capture: Capture, asked: Sequence[object], found: Sequence[Sequence[Area]]) -> Capture:
    """Return the capture with the areas and the rules that follow from what was asked for.

    Parameters
    ----------
    capture : Capture
    asked : sequence
        Boxes, selectors, locators and `Ignore`.
    found : sequence of sequence of Area
        What the selectors and locators among these found, in the order of `to_find`.
    """
    places = iter(found)
    boxes: list[Box] = []
    rules: list[Rule] = []
    skipped = list(capture.skipped)
    for it in asked:
        rule = it if isinstance(it, Ignore) else Ignore(within=it)
        within: tuple[Area, ...] | None = None
        if isinstance(rule.within, Box):
            within = (Area(rule.within),)
        elif rule.within is not None:
            within = tuple(next(places))
        if within is not None and (rule.kind, rule.text, rule.moves_up_to) == (None, None, None):
            boxes += [area.box for area in within]
        if within == ():
            skipped.append(Skipped(STAGE, f"{_named(rule.within)} finds nothing in the picture"))
            within = tuple(_in_the_baseline(rule.within))
        rules.append(Rule(rule.kind, rule.text, within, rule.moves_up_to))
    return replace(capture, ignore=tuple(boxes), rules=tuple(rules), skipped=tuple(skipped))


def resolve_in_picture(capture: Capture, asked: Sequence[object]) -> Capture:
    """Return the capture of a picture without a page, as `resolve` does.

    Parameters
    ----------
    capture : Capture
    asked : sequence
        Boxes, and `Ignore` within boxes or without an area.

    Raises
    ------
    OptionError
        If a selector or a locator is asked for.
    """
    for area in to_find(asked):
        raise OptionError(
            f"ignore has {_named(area)}, which is no area of a picture.",
            "Give boxes (x, y, width, height): ignore=[(10, 20, 100, 30)]. Selectors and locators "
            "are for pages.",
        )
    return resolve(capture, asked, ())


def with_elements(taken: Capture, asked: Sequence[object], read: Reading) -> Capture:
    """Return the capture of a page with its elements and its ignored areas.

    Parameters
    ----------
    taken : Capture
    asked : sequence
        The option ``ignore``.
    read : Reading
        The elements of the page, and what its areas are.
    """
    taken = replace(taken, elements=read.elements, skipped=taken.skipped + read.skipped)
    return resolve(taken, asked, read.areas)


def without_elements(taken: Capture, asked: Sequence[object], error: Exception) -> Capture:
    """Return the capture of a page whose elements could not be read.

    Parameters
    ----------
    taken : Capture
    asked : sequence
        The option ``ignore``.
    error : Exception
        Why they could not.

    Raises
    ------
    CaptureError
        If they are needed to find what is to be ignored.
    """
    skipped = not_read(error)
    if to_find(asked):
        raise CaptureError(
            f"What to ignore could not be found: {skipped.reason}",
            "Give boxes (x, y, width, height) in pixels of the picture: ignore=[(10, 20, 90, 30)].",
        ) from error
    return resolve(replace(taken, skipped=(*taken.skipped, skipped)), asked, ())


def with_nothing_masked(taken: Capture, area: object) -> Capture:
    """Return the capture ``taken`` with a note that the mask ``area`` is on nothing in it."""
    said = Skipped("mask", f"{_named(area)} finds nothing in the picture")
    return replace(taken, skipped=(*taken.skipped, said))


def unknown(area: object, option: str = "ignore") -> OptionError:
    """Return the error of something that no page can look for.

    Parameters
    ----------
    area : object
        What an option has.
    option : {"ignore", "mask"}
    """
    if option == "mask":
        return OptionError(
            f"mask has {_named(area)}, which is no area of a page.",
            "Give CSS selectors, elements or boxes: mask=['.clock', (0, 0, 90, 20)].",
        )
    return OptionError(
        f"ignore has {_named(area)}, which is no area of a page.",
        "Give boxes, CSS selectors, locators, or Ignore(...): ignore=['.clock', (0, 0, 90, 20)].",
    )


def not_found(area: object, error: Exception, option: str = "ignore") -> OptionError:
    """Return the error of a selector or a locator that the page could not look for.

    Parameters
    ----------
    area : object
        What an option has.
    error : Exception
        What the browser said.
    option : {"ignore", "mask"}
    """
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return OptionError(
        f"{option} has {_named(area)}, which the page could not look for: {lines[0]}",
        "Check the selector. What lies in a frame of another origin cannot be ignored by itself: "
        "give the frame's own element.",
    )


def _named(area: object) -> str:
    return repr(area) if isinstance(area, str) else str(area)


def _in_the_baseline(area: object) -> Iterator[Area]:
    """Yield what may name an element of the baseline that is not there any more."""
    if isinstance(area, str):
        yield Area(Box(0, 0, 0, 0), area)
