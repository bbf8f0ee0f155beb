"""What can be seen in real pages, said by their DOM."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from pytest_visualdiff.training.labels import (
    CLASSES,
    Label,
    iou,
    join_pairs,
    read_labels,
    script,
)

if TYPE_CHECKING:
    from playwright.sync_api import Page

ICON = '<svg viewBox="0 0 24 24" width="{0}" height="{0}"><path d="M0 0h24v24z"/></svg>'
SMALL, LARGE = ICON.format(16), ICON.format(80)


def labels(page: Page, body: str) -> list[Label]:
    page.set_content(f"<!doctype html><style>body{{margin:0}}</style>{body}")
    return read_labels(page.evaluate(script()), 1.0)


def kinds(page: Page, body: str) -> list[str]:
    return sorted(label.kind for label in labels(page, body))


def test_classes_are_the_kinds_and_then_the_pairs() -> None:
    assert len(CLASSES) == 17
    assert CLASSES[0] == "button"
    assert CLASSES[13] == "link+text"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<button>Save</button>", ["button", "text"]),
        ("<input value='Anna'>", ["input"]),
        ("<input type=submit value=Go>", ["button"]),
        ("<textarea>Words in it</textarea>", ["textarea"]),
        ("<select><option>One</select>", ["select"]),
        ("<input type=checkbox>", ["checkbox"]),
        ("<input type=checkbox role=switch>", ["switch"]),
        ("<input type=radio>", ["radio"]),
        ("<input type=range>", ["slider"]),
        (SMALL, ["icon"]),
        (LARGE, ["image"]),
        ("<a href='#'>Home</a>", ["link+text"]),
        (f"<a href='#' style='display:inline-block;line-height:0'>{SMALL}</a>", ["link+icon"]),
        (f"<a href='#' style='display:block;width:80px'>{LARGE}</a>", ["link+image"]),
        (f"<button style='border:0;padding:0;line-height:0'>{SMALL}</button>", ["button+icon"]),
        (
            "<span style='display:inline-block;background:#def;border-radius:8px'>New</span>",
            ["badge", "text"],
        ),
        ("<p>Words</p>", ["text"]),
        ("<style>.bell::before { content: 'b' }</style><i class=bell></i>", ["icon"]),
        ("<i style='display:block;width:9px;height:9px;background:red'></i>", []),
        ("<div style='height:40px;background:#eee'></div><hr><progress value=1></progress>", []),
    ],
)
def test_each_kind_of_element_is_told(page: Page, body: str, expected: list[str]) -> None:
    assert kinds(page, body) == expected


def test_boxes_are_those_of_the_layout_in_pixels_of_the_picture(page: Page) -> None:
    page.set_content(
        "<!doctype html>"
        "<button style='position:absolute;left:20px;top:30px;width:90px;height:40px'></button>"
    )
    (button,) = read_labels(page.evaluate(script()), 2.0)
    assert button == Label("button", 40, 60, 220, 140)


def test_text_is_told_line_by_line(page: Page) -> None:
    found = labels(page, "<p style='width:120px'>A paragraph that is wider than its box is</p>")
    assert [label.kind for label in found] == ["text"] * len(found)
    assert len(found) >= 3
    assert all(above.bottom <= below.top + 2 for above, below in pairwise(found))


def test_a_line_goes_on_over_what_is_inline_in_it(page: Page) -> None:
    found = labels(page, "<p>One <b>line</b> with <a href='#'>a link</a> in it</p>")
    assert sorted(label.kind for label in found) == ["link", "text"]


def test_words_in_two_columns_are_two_lines(page: Page) -> None:
    assert kinds(page, "<div style='display:flex;gap:50px'><p>Left</p><p>Right</p></div>") == [
        "text",
        "text",
    ]


@pytest.mark.parametrize(
    "body",
    [
        "<button style='display:none'>Save</button>",
        "<button style='visibility:hidden'>Save</button>",
        "<button style='opacity:0'>Save</button>",
        "<button style='position:absolute;left:-500px'>Save</button>",
        "<div style='height:0;overflow:hidden'><button>Save</button></div>",
        "<button>Save</button><div style='position:absolute;inset:0;background:#fff'></div>",
        "<button data-kind='none' style='font-size:0'></button>",
    ],
    ids=["not displayed", "hidden", "transparent", "outside", "clipped", "covered", "told so"],
)
def test_what_cannot_be_seen_is_not_told(page: Page, body: str) -> None:
    assert kinds(page, body) == []


def test_a_clipped_line_ends_where_it_is_clipped(page: Page) -> None:
    style = "width:60px;overflow:hidden;white-space:nowrap"
    (line,) = labels(page, f"<div style='{style}'>Much more than sixty pixels of words</div>")
    assert line.right == 60


def test_an_element_may_say_what_it_looks_like(page: Page) -> None:
    body = "<span data-kind='switch' style='display:inline-block;width:40px;height:20px'></span>"
    assert kinds(page, body) == ["switch"]


def test_what_is_chosen_is_no_text_of_its_own(page: Page) -> None:
    assert kinds(page, "<div role=combobox style='width:200px'>One</div>") == ["select"]


def test_shadow_roots_are_read(page: Page) -> None:
    page.set_content("<my-button></my-button>")
    page.evaluate(
        "document.querySelector('my-button').attachShadow({mode: 'open'}).innerHTML = "
        "'<button>Save</button>'"
    )
    found = read_labels(page.evaluate(script()), 1.0)
    assert sorted(label.kind for label in found) == ["button", "text"]


def test_a_button_around_an_icon_is_no_pair_where_it_is_larger() -> None:
    button, icon = Label("button", 0, 0, 40, 40), Label("icon", 10, 10, 30, 30)
    assert join_pairs([button, icon]) == [button, icon]


def test_a_pair_has_the_box_of_what_is_inside() -> None:
    link, text = Label("link", 0, 0, 100, 20), Label("text", 2, 2, 98, 18)
    assert join_pairs([link, text]) == [Label("link+text", 2, 2, 98, 18)]


def test_overlap_is_what_is_shared_of_both() -> None:
    one = Label("text", 0, 0, 10, 10)
    assert iou(one, one) == 1
    assert iou(one, Label("text", 5, 0, 15, 10)) == pytest.approx(1 / 3)
    assert iou(one, Label("text", 20, 0, 30, 10)) == 0
