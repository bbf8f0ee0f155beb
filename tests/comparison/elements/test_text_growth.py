"""By how much another rendering may make the same text wider or taller."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_visualdiff.comparison.elements.text_growth import (
    hugs_its_text,
    is_distorted,
    may_be_drawn_so,
    usual_drift,
)
from pytest_visualdiff.model import Box, Element, ElementKind, Style

LINE = Element("text", Box(20, 20, 200, 20), "A line of a page", style={"font-size": "16px"})


def sized(w: int = 200, h: int = 20, element: Element = LINE) -> Element:
    return replace(element, box=Box(element.box.x, element.box.y, w, h))


def drift(*widths: int, **now: object) -> float:
    """Return the usual drift of lines of 200 pixels that are so wide now."""
    after = [replace(sized(width), **now) for width in widths]  # type: ignore[arg-type]
    return usual_drift([LINE] * len(widths), after)


# --- By how much texts differ


def test_texts_of_the_same_width_do_not_drift() -> None:
    assert drift(*[200] * 9) == 0.0


@pytest.mark.parametrize("width", [199, 201])
def test_a_pixel_is_rounding_and_no_drift(width: int) -> None:
    assert drift(*[width] * 9) == 0.0


@pytest.mark.parametrize("width", [206, 194])
def test_three_times_what_nine_of_ten_texts_drift_is_usual(width: int) -> None:
    assert drift(*[width] * 10) == pytest.approx(0.09)


def test_the_widest_text_of_many_does_not_set_what_is_usual() -> None:
    assert drift(*[206] * 19, 390) == drift(*[206] * 20)


@pytest.mark.parametrize(("count", "drifts"), [(1, False), (2, False), (3, True)])
def test_two_texts_of_another_width_show_no_other_rendering(count: int, drifts: bool) -> None:
    assert bool(drift(*[206] * count)) is drifts


def test_no_text_may_be_wider_by_more_than_a_fifth() -> None:
    assert drift(*[300] * 9) == pytest.approx(0.2)


@pytest.mark.parametrize(
    "now", [{"text": "Another line"}, {"style": {"font-size": "18px"}}], ids=["text", "style"]
)
def test_a_text_of_another_wording_or_style_shows_no_drift(now: dict[str, object]) -> None:
    assert drift(*[206] * 9, **now) == 0.0


def test_what_is_no_text_shows_no_drift() -> None:
    ones = [replace(LINE, kind="button")] * 9
    assert usual_drift(ones, [sized(206, element=it) for it in ones]) == 0.0


# --- Whether a text may be drawn so


@pytest.mark.parametrize(
    ("width", "fits"), [(200, True), (221, True), (222, False), (179, True), (178, False)]
)
def test_a_text_may_be_wider_by_the_drift_and_a_pixel(width: int, fits: bool) -> None:
    assert may_be_drawn_so(LINE, sized(width), 0.1, down=False) is fits


@pytest.mark.parametrize(("taller", "fits"), [(-2, False), (-1, True), (1, True), (2, False)])
def test_a_line_may_be_taller_by_a_pixel(taller: int, fits: bool) -> None:
    short = replace(LINE, text="Ann")
    assert may_be_drawn_so(short, sized(200, 20 + taller, short), 0.1, down=True) is fits


@pytest.mark.parametrize("height", [40, 400])
@pytest.mark.parametrize(("taller", "fits"), [(2, True), (3, False)])
def test_a_tall_line_may_be_taller_by_two_and_several_lines_by_no_more(
    height: int, taller: int, fits: bool
) -> None:
    title = sized(200, height, replace(LINE, text="Ann"))
    assert may_be_drawn_so(title, sized(200, height + taller, title), 0.1, down=True) is fits


@pytest.mark.parametrize(
    ("letters", "drifting", "breaks"),
    [(18, 0.1, True), (17, 0.1, False), (18, 0.0, False)],
    ids=["a full line", "a shorter one", "a full line where none drifts"],
)
def test_a_full_line_may_break_where_texts_drift(
    letters: int, drifting: float, breaks: bool
) -> None:
    line = replace(LINE, text="m" * letters)
    assert may_be_drawn_so(line, sized(200, 40, line), drifting, down=True) is breaks


def test_larger_letters_fill_a_line_sooner() -> None:
    line = replace(LINE, text="m" * 10)
    large = replace(line, style={"font-size": "32px"})
    assert not may_be_drawn_so(line, sized(200, 40, line), 0.1, down=True)
    assert may_be_drawn_so(large, sized(200, 40, large), 0.1, down=True)


@given(st.integers(1, 60), st.integers(0, 60), st.floats(0, 0.2), st.booleans(), st.integers(1, 40))
def test_a_text_that_is_larger_still_never_may_be_drawn_so_where_a_smaller_one_may_not(
    by: int, more: int, drifting: float, down: bool, letters: int
) -> None:
    line = replace(LINE, text="m" * letters)

    def fits(size: int) -> bool:
        now = sized(200, 20 + size, line) if down else sized(200 + size, 20, line)
        return may_be_drawn_so(line, now, drifting, down=down)

    assert fits(by) or not fits(by + more)


@given(st.integers(0, 400), st.floats(0, 0.2), st.floats(0, 0.2))
def test_what_fits_a_drift_fits_a_larger_one(width: int, one: float, other: float) -> None:
    less, more = sorted((one, other))
    now = sized(width)
    assert may_be_drawn_so(LINE, now, more, down=False) or not may_be_drawn_so(
        LINE, now, less, down=False
    )


# --- What is as large as its text


@pytest.mark.parametrize(
    ("kind", "style", "hugs"),
    [
        ("text", {"color": "#202124"}, True),
        ("text", {"background": "#ffeeaa"}, False),
        ("text", {"border": "1px solid #000000"}, False),
        ("text", {"box-shadow": "0 0 4px #000000"}, False),
        ("button", {}, False),
    ],
)
def test_a_text_is_as_large_as_what_it_says_unless_it_shows_where_it_ends(
    kind: ElementKind, style: Style, hugs: bool
) -> None:
    assert hugs_its_text(replace(LINE, kind=kind, style=style)) is hugs


# --- What is distorted


@pytest.mark.parametrize(
    ("taller", "distorted"),
    [(0, False), (2, False), (3, True), (7, True), (-3, True), (8, False), (20, False)],
)
def test_a_text_is_distorted_by_more_than_rounding_and_less_than_half_a_line(
    taller: int, distorted: bool
) -> None:
    assert is_distorted(LINE, sized(200, 20 + taller)) is distorted


def test_another_text_is_not_distorted() -> None:
    assert not is_distorted(LINE, replace(sized(200, 24), text="Another line"))


def test_a_text_that_is_as_tall_as_it_was_is_not_distorted_however_wide_it_is() -> None:
    assert not is_distorted(LINE, sized(300))
