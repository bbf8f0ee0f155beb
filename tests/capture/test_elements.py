"""What is read of a page's elements, in a real browser."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from pytest_visualdiff.capture import CaptureOptions, capture, page_hold
from pytest_visualdiff.capture import elements as reading
from pytest_visualdiff.model import Box, Element, Size

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PIXEL = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGA"
    "WjR9awAAAABJRU5ErkJggg=="
)


def read(source: Any, **options: Any) -> tuple[Element, ...]:
    """Return the elements in the picture of a page or a locator."""
    picture = capture(source, CaptureOptions(**options), frozenset(options))
    assert picture.skipped == ()
    assert picture.elements is not None
    return picture.elements.elements


def shown(page: Page, html: str, **options: Any) -> tuple[Element, ...]:
    """Return the elements of a page that shows this."""
    page.set_content(f"<body style='margin: 0; font: 16px Arial'>{html}")
    return read(page, **options)


def only(page: Page, html: str, **options: Any) -> Element:
    """Return the one element of a page that shows this."""
    (element,) = shown(page, html, **options)
    return element


KINDS = {
    "<button>Buy</button>": "button",
    "<input type=submit value=Buy>": "button",
    "<input type=reset>": "button",
    "<div role=button>Buy</div>": "button",
    "<div role=tab>Buy</div>": "button",
    "<details><summary>Buy</summary></details>": "button",
    "<a href=/cart>Buy</a>": "link",
    "<span role=link>Buy</span>": "link",
    "<input>": "input",
    "<input type=date>": "input",
    "<div role=searchbox style='width: 90px; height: 20px'></div>": "input",
    "<textarea></textarea>": "textarea",
    "<div contenteditable style='width: 90px; height: 20px'></div>": "textarea",
    "<select><option>One<option>Two</select>": "select",
    "<div role=combobox style='width: 90px; height: 20px'></div>": "select",
    "<input type=checkbox>": "checkbox",
    "<div role=checkbox>Buy</div>": "checkbox",
    "<input type=radio>": "radio",
    "<input type=checkbox role=switch>": "switch",
    "<button role=switch aria-checked=false>Buy</button>": "switch",
    "<input type=range>": "slider",
    f"<img src='{PIXEL}' width=80 height=50>": "image",
    f"<picture><img src='{PIXEL}' width=80 height=50></picture>": "image",
    "<canvas width=80 height=50></canvas>": "image",
    "<svg width=80 height=50><rect width=80 height=50 /></svg>": "image",
    "<svg width=16 height=16><circle r=8 /></svg>": "icon",
    "<i style='font-family: Icons'>&#xe001;</i>": "icon",
    f"<i style='display: block; width: 16px; height: 16px; background: url({PIXEL})'></i>": "icon",
    "<p>Buy</p>": "text",
    "<p style='border: 1px solid'>Buy</p>": "text",
    "<span style='background: #c00; border-radius: 9px; padding: 2px 6px'>3</span>": "badge",
    "<div style='height: 20px; background: #eee'></div>": "container",
    "<div style='height: 20px; border: 1px solid'></div>": "container",
    "<div style='height: 20px; box-shadow: 0 1px 2px #000'></div>": "container",
}


@pytest.mark.parametrize("html", KINDS)
def test_each_element_is_of_a_kind(page: Page, html: str) -> None:
    assert only(page, html).kind == KINDS[html]


UNSEEN = [
    "<p style='display: none'>Hidden</p>",
    "<p style='visibility: hidden'>Hidden</p>",
    "<div style='opacity: 0'><p>Hidden</p></div>",
    "<p style='position: absolute; left: -900px'>Hidden</p>",
    "<p style='margin-top: 2000px'>Hidden</p>",
    "<div style='height: 0; overflow: hidden'><p>Hidden</p></div>",
    "<span style='position: absolute; width: 1px; height: 1px; overflow: hidden'>Hidden</span>",
    "<details><p>Hidden</p></details>",
    "<div style='background: white; height: 20px'></div>",
    "<input type=hidden value=Hidden>",
    "<script>let hidden</script><style>p { color: red }</style><template><p>Hidden</template>",
]


@pytest.mark.parametrize("html", UNSEEN)
def test_what_cannot_be_seen_is_left_out(page: Page, html: str) -> None:
    assert shown(page, html) == ()


NAMES = {
    "<button><b>Place</b> order</button>": "Place order",
    "<button aria-label=Close><svg width=16 height=16></svg></button>": "Close",
    "<button title=Close></button>": "Close",
    f"<button><img alt=Close src='{PIXEL}' width=20 height=20></button>": "Close",
    "<input type=submit value=Send>": "Send",
    "<input type=submit>": "Submit",
    "<label for=mail>Mail</label><input id=mail>": "Mail",
    "<label>Mail <input></label>": "Mail",
    "<b id=words>Your mail</b><input aria-labelledby=words>": "Your mail",
    f"<img alt='A cat' src='{PIXEL}' width=80 height=50>": "A cat",
    "<svg width=80 height=50><title>Sales</title><rect width=80 height=50 /></svg>": "Sales",
    "<p>  Two \n words&nbsp;here </p>": "Two words here",
    "<p style='text-transform: uppercase'>loud</p>": "LOUD",
    "<p style='text-transform: capitalize'>some words</p>": "Some Words",
    "<style>p::before { content: 'Note: ' }</style><p>wet paint</p>": "Note: wet paint",
}


@pytest.mark.parametrize("html", NAMES)
def test_an_element_has_its_name_or_the_text_it_shows(page: Page, html: str) -> None:
    elements = shown(page, html)
    control = [element for element in elements if element.kind not in {"text", "icon", "image"}]
    assert (control or elements)[0].text == NAMES[html]


def test_a_name_knows_the_label_that_shows_it(page: Page) -> None:
    label, checkbox = shown(page, "<label><span>Remember me</span> <input type=checkbox></label>")
    assert (label.kind, label.text) == ("text", "Remember me")
    assert (checkbox.text, checkbox.label) == ("Remember me", 0)


def test_one_changed_word_changes_one_element(page: Page) -> None:
    html = """<p>Please read <b>all</b> of it, <a href=/terms>the terms</a> too</p>
      <button>Place <i>your</i> order</button> <label>Agree <input type=checkbox></label>"""
    before = shown(page, html)
    assert [element.text for element in before if element.label is None] == [
        "Please read of it, too", "all", "the terms", "Place your order", "Agree",
    ]  # fmt: skip
    for word in ("Please", "all", "terms", "Place", "your", "Agree"):
        after = shown(page, html.replace(word, "WORD"))
        changed = [one for one, other in zip(before, after, strict=True) if one.text != other.text]
        assert len([element for element in changed if element.label is None]) == 1, word


def test_a_long_text_is_cut_and_a_change_behind_the_cut_still_shows(page: Page) -> None:
    one, other = only(page, f"<p>{'word ' * 400}one"), only(page, f"<p>{'word ' * 400}two")
    assert len(one.text) < 320
    assert one.text[:300] == other.text[:300]
    assert one.text != other.text


STATES = {
    "<input type=checkbox checked>": {"checked": "true"},
    "<input type=radio disabled>": {"checked": "false", "disabled": "true"},
    "<div role=checkbox aria-checked=mixed>All</div>": {"checked": "mixed"},
    "<button aria-pressed=true>Bold</button>": {"checked": "true"},
    "<fieldset disabled style='border: 0'><button>Buy</button></fieldset>": {"disabled": "true"},
    "<div role=tab aria-selected=true>Tab</div>": {"selected": "true"},
    "<a href=/ aria-current=page>Home</a>": {"selected": "true"},
    "<button aria-expanded=false>Menu</button>": {"expanded": "false"},
    "<details><summary>More</summary></details>": {"expanded": "false"},
    "<input value='Ada Lovelace'>": {"value": "Ada Lovelace"},
    "<input placeholder='Your name'>": {"placeholder": "Your name"},
    "<textarea>Two\nlines</textarea>": {"value": "Two lines"},
    "<select><option>One<option selected>Two</select>": {"value": "Two"},
    "<input type=range value=30>": {"value": "30"},
    "<div role=slider aria-valuenow=7 style='height: 9px'></div>": {"value": "7"},
    "<progress value=0.4></progress>": {"value": "0.4"},
    "<div style='width: 60px; overflow: hidden; white-space: nowrap'>Much too long</div>": {
        "truncated": "true"
    },
    "<div style='width: 60px; overflow: hidden'><span style='white-space: pre'>Much too long</span>"
    "</div>": {"truncated": "true"},
    "<div style='width: 60px; overflow: hidden'>Short</div>": {},
}


@pytest.mark.parametrize("html", STATES)
def test_an_element_says_what_it_is_set_to(page: Page, html: str) -> None:
    assert only(page, html).state == STATES[html]


@pytest.mark.parametrize(
    "attributes",
    [
        "type=password",
        "type=password placeholder=Password",
        "autocomplete=cc-number",
        "autocomplete='section-a billing cc-csc'",
        "autocomplete=one-time-code",
        "autocomplete=current-password",
        "name=user_password",
        "style='-webkit-text-security: disc'",
    ],
)
def test_what_is_secret_is_never_read(page: Page, attributes: str) -> None:
    field = only(page, f"<input value=hunter2 {attributes}>")
    assert field.kind == "input"
    assert "value" not in field.state
    assert "hunter2" not in repr(field)


def test_the_style_is_what_people_notice(page: Page) -> None:
    button = only(
        page,
        """<button style="background: #0b57d0; color: white; border: 1px solid rgba(0, 0, 0, 0.2);
        border-radius: 4px; box-shadow: 0 1px 2px #0003; opacity: 0.8; text-decoration: underline;
        font: bold 14px 'Segoe UI', sans-serif">Buy</button>""",
    )
    assert button.style == {
        "background": "#0b57d0",
        "border": "1px solid #00000033",
        "border-radius": "4px",
        "box-shadow": "#00000033 0px 1px 2px 0px",
        "color": "#ffffff",
        "font-family": "Segoe UI",
        "font-size": "14px",
        "font-weight": "700",
        "opacity": "0.8",
        "text-decoration": "underline",
    }


def test_what_is_usual_is_not_said(page: Page) -> None:
    assert only(page, "<p>Plain</p>").style == {"font-family": "Arial"}
    cell = only(page, "<p style='border-bottom: 1px solid #ddd'>Cell</p>")
    assert cell.style == {"font-family": "Arial", "border": "bottom 1px solid #dddddd"}
    bar = only(page, "<div style='height: 9px; background: linear-gradient(red, blue)'></div>")
    assert bar.style == {"background": "gradient"}


AT = "position: absolute; box-sizing: border-box; border: 1px solid;"
PLACED = f"""
<div style='height: 900px'></div>
<div style='{AT} left: 30px; top: 40px; width: 100px; height: 20px' id=high></div>
<div style='{AT} left: 50px; top: 700px; width: 60px; height: 30px' id=low></div>
<div style='{AT} position: fixed; left: 300px; top: 10px; width: 40px; height: 10px'
id=pinned></div>
"""


def boxes(elements: tuple[Element, ...]) -> dict[str, Box]:
    return {element.path: element.box for element in elements}


def test_a_box_is_where_it_is_in_the_picture(page: Page) -> None:
    high, low, pinned = Box(30, 40, 100, 20), Box(50, 700, 60, 30), Box(300, 10, 40, 10)
    assert boxes(shown(page, PLACED)) == {"#high": high, "#pinned": pinned}
    whole = boxes(read(page, full_page=True))
    assert whole == {"#high": high, "#low": low, "#pinned": pinned}
    page.evaluate("scrollTo(0, 600)")
    assert boxes(read(page)) == {"#low": Box(50, 100, 60, 30), "#pinned": pinned}
    assert boxes(read(page, full_page=True)) == {**whole, "#pinned": Box(300, 610, 40, 10)}
    assert boxes(read(page, clip=Box(40, 90, 100, 100))) == {"#low": Box(10, 10, 60, 30)}
    clipped = boxes(read(page, clip=Box(40, 690, 100, 100), full_page=True))
    assert clipped == {"#low": Box(10, 10, 60, 30)}


def test_a_text_is_where_its_letters_are(page: Page) -> None:
    box = only(page, "<p style='width: 300px; margin: 20px; padding: 5px'>Short</p>").box
    assert (box.x, 30 < box.w < 45, box.h <= 20) == (25, True, True)


def test_a_text_that_is_cut_is_as_large_as_is_seen(page: Page) -> None:
    html = "<div style='width: 60px; overflow: hidden'><span style='white-space: pre'>Much too long"
    assert only(page, html).box.w == 60


def test_what_leaves_its_box_is_seen_beside_it(page: Page) -> None:
    """An absolute element is cut by what it is placed in, and not by a box it merely stands in."""
    inner = f"<i id=out style='{AT} left: 90px; top: 5px; width: 20px; height: 20px'></i>"
    inside = shown(page, f"<div style='width: 60px; height: 40px; overflow: hidden'>{inner}</div>")
    assert boxes(inside) == {"#out": Box(90, 5, 20, 20)}
    held = "position: relative; width: 100px; height: 40px; overflow: hidden"
    cut = shown(page, f"<div style='{held}'>{inner}</div>")
    assert boxes(cut) == {"#out": Box(90, 5, 10, 20)}


def test_boxes_are_in_the_pixels_of_the_picture(browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 400, "height": 300}, device_scale_factor=2)
    page = context.new_page()
    assert boxes(shown(page, PLACED))["#high"] == Box(30, 40, 100, 20)
    assert boxes(read(page, scale="device"))["#high"] == Box(60, 80, 200, 40)
    assert boxes(read(page.locator("#low"), scale="device")) == {"#low": Box(0, 0, 120, 60)}
    context.close()


def test_of_an_element_only_what_is_in_it_is_read(page: Page) -> None:
    page.set_content(
        """<body style='margin: 0; background: #eee'><p>Before</p>
        <div id=card style='margin: 700px 0 0 20.4px; width: 200px; background: #fff'>
        <button style='margin: 10px; width: 80px; height: 30px'>Buy</button></div><p>After</p>"""
    )
    card, button = read(page.locator("#card"))
    assert (card.kind, card.path, card.box.x, card.box.y, card.parent) == (
        "container", "#card", 0, 0, None,
    )  # fmt: skip
    assert (button.text, button.path, button.parent) == ("Buy", "#card > button", 0)
    assert (button.box.x, button.box.w, button.box.h) == (10, 80, 30)


def test_what_is_masked_is_not_read(page: Page) -> None:
    html = "<p>Total</p><p class=clock>12:34:56 <button>Stop</button></p>"
    elements = shown(page, html, mask=[".clock"])
    assert [element.text for element in elements] == ["Total"]


def test_elements_are_read_as_the_style_of_the_picture_shows_them(page: Page) -> None:
    html = "<p>Total</p><p class=clock>12:34:56</p>"
    elements = shown(page, html, style=".clock { visibility: hidden }")
    assert [element.text for element in elements] == ["Total"]
    assert [element.text for element in read(page)] == ["Total", "12:34:56"]


MOVING = """<style>@keyframes slide { from { margin-left: 0 } to { margin-left: 90px } }
#dot { width: 20px; height: 20px; background: red; animation: slide 1s infinite linear }</style>
<div id=dot></div>"""


def test_what_moves_is_read_where_the_picture_shows_it(page: Page) -> None:
    dot = only(page, MOVING)
    page.wait_for_timeout(130)
    assert read(page) == (dot,)
    first = page.evaluate("document.getAnimations()[0].currentTime")
    page.wait_for_timeout(50)
    assert page.evaluate("document.getAnimations()[0].currentTime") > first


SHADOW = """<shop-card id=card><b slot=title>Pencil</b>
<template shadowrootmode=open><style>p { color: red }</style>
<p><slot name=title></slot></p><button>Buy</button><div><button>More</button></div></template>
</shop-card>"""


def test_open_shadow_roots_are_walked(page: Page) -> None:
    page.goto(f"data:text/html,{SHADOW}")
    elements = read(page)
    assert [(element.text, element.path) for element in elements] == [
        ("Pencil", "#card > b"),
        ("Buy", "#card >> :scope > button"),
        ("More", "#card >> :scope > div > button"),
    ]
    for element in elements:
        assert page.locator(element.path).text_content() == element.text


def test_frames_of_the_same_origin_are_walked(page: Page) -> None:
    inner = "<body style='margin: 0'><button id=buy style='width: 50px; height: 20px'>Buy</button>"
    frame = f'<iframe name=shop srcdoc="{inner}" style="border: 5px solid; margin: 10px"></iframe>'
    page.set_content(f"<body style='margin: 0'>{frame}")
    outer, button = read(page)
    assert (outer.kind, outer.path) == ("container", 'iframe[name="shop"]')
    assert (button.path, button.parent) == ('iframe[name="shop"] >>> #buy', 0)
    assert button.box == Box(15, 15, 50, 20)
    frame_path, _, path = button.path.partition(" >>> ")
    inside = page.frame_locator(frame_path).locator(path)
    assert inside.text_content() == "Buy"
    (alone,) = read(inside)
    assert (alone.path, alone.box) == (button.path, Box(0, 0, 50, 20))


def test_a_frame_of_another_origin_is_one_thing(page: Page) -> None:
    html = "<iframe src='data:text/html,<button>Buy' style='border: 0'></iframe>"
    assert [element.kind for element in shown(page, html)] == ["container"]


PATHS = {
    "<p id=total data-testid=sum>9</p>": '[data-testid="sum"]',
    "<p id=total>9</p>": "#total",
    "<p id='4711'>9</p>": "body > p",
    "<p id=':r1:'>9</p>": "body > p",
    "<p id=a3f09cbe-11>9</p>": "body > p",
    "<button aria-label=Close>x</button>": 'button[aria-label="Close"]',
    "<input name=mail>": 'input[name="mail"]',
    "<input type=radio name=size value=L><input type=radio name=size value=M>": (
        'input[name="size"][value="L"]'
    ),
    "<a href=/cart>Cart</a>": 'a[href="/cart"]',
    "<main><p>One<p>Two</main>": "main > p:nth-of-type(1)",
    "<section><h2>One</h2><p>Two</p></section>": "body > section > h2",
    "<p id='a.b \"c\"'>9</p>": r"#a\.b\ \"c\"",
    """<p data-testid='say "hi"'>9</p>""": r'[data-testid="say \"hi\""]',
}


@pytest.mark.parametrize("html", PATHS)
def test_a_path_is_stable_and_short(page: Page, html: str) -> None:
    assert shown(page, html)[0].path == PATHS[html]


def test_a_path_finds_exactly_its_element(page: Page) -> None:
    row = "<tr><td><b>{0}</b> of <i>9</i><td><button>{0}</button>"
    html = f"<ul><li>a<li>b</ul><table>{''.join(row.format(n) for n in range(9))}</table>"
    elements = shown(
        page, html + "<svg width=90 height=90><text y=20>Sum</text></svg>", full_page=True
    )
    assert len(elements) == 2 + 9 * 4 + 2
    for element in elements:
        found = page.locator(element.path)
        assert found.count() == 1
        if element.kind == "button":
            assert found.text_content() == element.text


def test_elements_come_in_the_order_of_the_document_and_know_what_is_around_them(
    page: Page,
) -> None:
    elements = shown(
        page,
        """<section style='border: 1px solid'><div><h2>Cart</h2>
        <div style='background: #eee'><button>Buy</button></div></div></section><p>End</p>""",
    )
    assert [(element.kind, element.parent) for element in elements] == [
        ("container", None), ("text", 0), ("container", 0), ("button", 2), ("text", None),
    ]  # fmt: skip


HOSTILE = """
<form id=form><input name=children><input name=parentNode><input name=firstChild>
<input name=localName><input name=getAttribute><input name=id><input name=nodeType></form>
<img name=documentElement><img name=body>
<p id=odd>Odd</p><p>\\u0001 \\ud800 \\u2028</p>
<script>
  for (const name of ["push", "map", "join", "forEach", "pop", "concat", "indexOf"]) {
    Array.prototype[name] = () => { throw new Error("hostile") };
  }
  Array.prototype.toJSON = String.prototype.toJSON = Object.prototype.toJSON = () => "hostile";
  Object.prototype.extra = "hostile";
  for (const name of ["tagName", "textContent", "firstChild", "getAttribute", "id"]) {
    Object.defineProperty(odd, name, { get() { throw new Error("hostile") } });
  }
</script>
"""


def test_a_hostile_page_is_read(page: Page) -> None:
    elements = shown(page, HOSTILE)
    assert [element.kind for element in elements[:7]] == ["input"] * 7
    assert "Odd" in [element.text for element in elements]
    json.dumps([element.text for element in elements]).encode()


def test_the_page_is_left_as_it_was(page: Page) -> None:
    page.set_content(f"{MOVING}<div id=box style='overflow: auto; height: 20px'><p>One<p>Two</div>")
    page.evaluate(
        """() => {
            box.scrollTop = 7;
            window.seen = [];
            new MutationObserver(all => seen.push(...all.map(one => one.type)))
                .observe(document, { subtree: true, childList: true, attributes: true });
            for (const name of ["animationcancel", "animationstart", "animationend", "scroll"]) {
                addEventListener(name, () => seen.push(name), true);
            }
        }"""
    )
    page.wait_for_timeout(50)
    before = page.evaluate("[Object.keys(window).length, document.documentElement.outerHTML]")
    options = CaptureOptions(style="p { color: red }")
    page.evaluate(page_hold.hold_script(), page_hold.arguments(options, scrolls=False))
    page.wait_for_timeout(50)
    page.evaluate("seen.length = 0")
    asked = reading.arguments(options, size=Size(400, 300), scale=1.0)
    page.evaluate(f"options => ({reading.script()})(null, options)", asked)
    page.wait_for_timeout(50)
    after = page.evaluate("[Object.keys(window).length, document.documentElement.outerHTML]")
    assert after == before
    assert page.evaluate("seen") == []
    assert page.evaluate("[box.scrollTop, document.adoptedStyleSheets.length]") == [7, 1]
    page.evaluate(page_hold.release_script())
    assert page.evaluate("[box.scrollTop, document.adoptedStyleSheets.length]") == [7, 0]


def test_a_page_that_is_not_held_is_held_while_it_is_read(page: Page) -> None:
    page.set_content(f"{MOVING}<p id=words>One")
    state = """() => [document.adoptedStyleSheets.length, document.getAnimations()[0].playState,
        Object.getOwnPropertyNames(window).filter(name => /visualdiff/.test(name))]"""
    before = page.evaluate(state)
    page.wait_for_timeout(130)
    options = CaptureOptions(style="#words { margin-left: 30px }")
    asked = reading.arguments(options, size=Size(400, 300), scale=1.0)
    answer = page.evaluate(f"options => ({reading.script()})(null, options)", asked)
    places = {element.path: element.box.x for element in reading.parse(answer).elements.elements}
    assert places == {"#dot": 8, "#words": 38}  # what moves is at rest, and the style applies
    assert page.evaluate(state) == before


def test_what_cannot_be_read_is_said_and_the_picture_is_there(page: Page) -> None:
    page.set_content("<p>Words</p><script>getComputedStyle = () => { throw Error('no') }</script>")
    picture = capture(page, CaptureOptions(), frozenset())
    assert picture.png
    (skipped,) = picture.skipped
    assert skipped.stage == "elements"
    assert "could not be read" in skipped.reason


def test_a_page_that_breaks_the_script_has_no_elements(page: Page) -> None:
    page.set_content("<p>Words</p><script>Reflect.apply = () => { throw Error('no') }</script>")
    picture = capture(page, CaptureOptions(), frozenset())
    assert picture.elements is None
    (skipped,) = picture.skipped
    assert "the elements of the page could not be read: " in skipped.reason


def test_ten_thousand_elements_are_read(page: Page) -> None:
    elements = shown(page, "<b>word</b> " * 10_000, full_page=True)
    assert len(elements) == 10_000
