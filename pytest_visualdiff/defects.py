"""What a comparison measured, said as defects."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_visualdiff.model import (
    Box,
    Comparison,
    Defect,
    DefectKind,
    Region,
    Size,
    pixels_in_either,
)


def find_defects(comparison: Comparison) -> tuple[Defect, ...]:
    """Return the defects of a comparison: a changed size first, then areas in reading order."""
    return tuple(
        Defect(f"d{number}", kind, box, box_after, pixels, message)
        for number, (kind, box, box_after, pixels, message) in enumerate(_each(comparison), 1)
    )


def _each(
    comparison: Comparison,
) -> Iterator[tuple[DefectKind, Box | None, Box | None, int, str]]:
    before, after = comparison.baseline_size, comparison.actual_size
    if before != after:
        yield (
            "size_changed",
            Box(0, 0, before.width, before.height),
            Box(0, 0, after.width, after.height),
            pixels_in_either(before, after) - before.common(after).area,
            _size_message(before, after),
        )
    for region in comparison.regions:
        yield "changed", region.box, region.box, region.pixels, _region_message(region)


def _size_message(before: Size, after: Size) -> str:
    parts = []
    for change, more, less in (
        (after.width - before.width, "wider", "narrower"),
        (after.height - before.height, "taller", "shorter"),
    ):
        if change:
            parts.append(f"{abs(change)} px {more if change > 0 else less}")
    return f"the picture is {' and '.join(parts)}: {before} became {after}"


def _region_message(region: Region) -> str:
    pixels = "1 pixel differs" if region.pixels == 1 else f"{region.pixels:,} pixels differ"
    return f"changed at {region.box}: {pixels}, by up to {region.max_difference} of 255 levels"
