"""Pages that misbehave, in a real browser, held still for their pictures."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image
from playwright.sync_api import Error

from examples.restless import PAGES
from pytest_visualdiff.capture import CaptureOptions, acapture, capture
from pytest_visualdiff.capture.steps import run
from pytest_visualdiff.capture.stillness import nothing, photograph
from pytest_visualdiff.model import Capture
from tests.support.loops import run_in_a_loop
from tests.support.recorded import ANEW, Recorded

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


def color(picture: Capture, x: int, y: int) -> tuple[int, ...]:
    pixel = Image.open(io.BytesIO(picture.png)).convert("RGB").getpixel((x, y))
    assert isinstance(pixel, tuple)
    return pixel


@pytest.mark.parametrize("name", PAGES)
def test_a_page_that_misbehaves_passes_once_it_is_recorded(
    name: str, page: Page, address: str, recorded: Recorded
) -> None:
    url, restless = f"{address}/{name}", PAGES[name]
    source = page.locator(restless.element) if restless.element else page
    page.goto(url)
    page.wait_for_timeout(1000)  # all that comes late is there
    assert recorded.record(source, **restless.options).still
    for _ in range(2):
        page.goto(url, wait_until="commit")
        passed, taken = recorded.check(source, recapture=0, **restless.options)
        assert passed
        assert taken.still


@pytest.mark.parametrize("scale", [0.5, 2, 3])
def test_a_page_is_held_still_at_every_scale(
    scale: float, browser: Browser, address: str, recorded: Recorded
) -> None:
    context = browser.new_context(
        viewport={"width": 200, "height": 150}, device_scale_factor=scale, is_mobile=True
    )
    page = context.new_page()
    page.goto(f"{address}/endless spinner")
    taken = recorded.record(page, scale="device")
    assert (taken.size.width, taken.scale) == (200 * scale, scale)
    page.reload()
    assert recorded.check(page, scale="device")[0]
    context.close()


def test_what_is_late_is_waited_for_without_a_baseline(page: Page, address: str) -> None:
    page.goto(f"{address}/late image", wait_until="commit")
    taken = capture(page, CaptureOptions(), frozenset())
    assert color(taken, 20, 100) == color(taken, 60, 100)  # the gradient, and no empty place
    assert color(taken, 20, 70) != color(taken, 20, 100) != (255, 255, 255)


def test_what_never_comes_is_said_and_waited_for_only_so_long(page: Page) -> None:
    page.route("**/never.png", lambda route: None)
    page.set_content(
        "<img src='http://shop.test/never.png' width=20 height=20>", wait_until="commit"
    )
    taken = capture(page, CaptureOptions(timeout=700), frozenset())
    assert taken.still
    (skipped,) = taken.skipped
    assert skipped.reason == (
        "the picture was taken without an image, http://shop.test/never.png: it did not load"
    )


def test_what_never_holds_still_says_so(page: Page, address: str) -> None:
    page.goto(f"{address}/ticking clock")
    taken = capture(page, CaptureOptions(timeout=600), frozenset())
    assert not taken.still
    (before,) = taken.others
    assert before.png != taken.png


def test_a_picture_as_the_baseline_needs_no_second(page: Page, recorded: Recorded) -> None:
    page.set_content("<h1>Shop</h1>")
    recorded.record(page)
    shots = []
    page.screenshot = lambda **options: shots.append(0) or type(page).screenshot(page, **options)  # type: ignore[method-assign, func-returns-value]
    assert recorded.check(page)[0]
    assert len(shots) == 1


def test_a_page_is_not_read_whose_picture_is_the_baseline_byte_for_byte(
    page: Page, recorded: Recorded
) -> None:
    page.set_content("<button>Buy</button>")
    first = recorded.record(page)
    page.evaluate(
        """() => { const before = getComputedStyle; window.reads = 0;
            window.getComputedStyle = (...of) => { window.reads++; return before(...of); } }"""
    )

    passed, taken = recorded.check(page)
    assert passed
    assert page.evaluate("reads") == 0
    assert taken.elements == first.elements  # as the baseline's sidecar has them

    recorded.check(page, ignore=[page.locator("button")])  # its place is to be found
    assert page.evaluate("reads") > 0

    page.evaluate("() => { reads = 0; document.querySelector('button').textContent = 'Pay'; }")
    passed, taken = recorded.check(page, timeout=500)
    assert not passed
    assert page.evaluate("reads") > 0
    assert taken.elements != first.elements


def test_a_page_that_goes_on_to_another_is_waited_for(
    page: Page, address: str, recorded: Recorded
) -> None:
    page.goto(f"{address}/frame")
    recorded.record(page)
    page.set_content(f"<script>setTimeout(() => location = '{address}/frame', 300)</script>")
    assert recorded.check(page)[0]


@pytest.mark.parametrize(
    "said",
    [
        "Protocol error (Page.captureScreenshot): Unable to capture screenshot",
        "Protocol error (Page.captureScreenshot): Not attached to an active page",
        "Timeout 30000ms exceeded.\nCall log:\n  - waiting for fonts to load...\n  - fonts loaded",
    ],
)
def test_a_picture_that_fails_while_the_page_is_left_is_taken_again(
    said: str, page: Page, recorded: Recorded
) -> None:
    page.set_content("<h1>Shop</h1>")
    recorded.record(page)
    left = [said]  # as Chromium says it, which happens at the right moment only

    def screenshot(**options: Any) -> bytes:
        if left:
            raise Error(left.pop())
        return type(page).screenshot(page, **options)

    page.screenshot = screenshot  # type: ignore[method-assign]
    assert recorded.check(page)[0]
    assert not left


def test_the_last_stable_picture_is_judged_when_time_is_up(page: Page, recorded: Recorded) -> None:
    page.set_content("<p>13.40")
    recorded.record(page)
    page.set_content(
        "<p id=sum>...<script>setTimeout(() => sum.textContent = '13.90', 300)</script>"
    )
    passed, taken = recorded.check(page, timeout=1500)
    assert not passed
    assert (taken.still, taken.others, taken.tries) == (True, (), 1)
    assert taken.elements
    assert [element.text for element in taken.elements.elements] == ["13.90"]


def test_what_differs_from_one_capture_to_the_next_is_unstable(
    page: Page, recorded: Recorded
) -> None:
    page.set_content("<p id=sum>13.40</p><button>Buy</button>")
    recorded.record(page)
    page.set_content(f"<p id=sum>13.40</p><button>Pay</button>{ANEW}")
    attempt = recorded.attempt()
    taken = capture(page, CaptureOptions(timeout=1000), frozenset(), lambda _: attempt)
    assert taken.still
    assert attempt.baseline
    comparison = attempt.submit(attempt.baseline, taken).result().comparison
    verdict = attempt.verdict(comparison, taken)
    assert not verdict.passed
    assert [defect.message.split(" at ")[0] for defect in verdict.defects] == [
        "button 'Buy' became 'Pay'"
    ]
    assert {area.suggestion for area in verdict.unstable} == {"ignore=['#sum']"}


def test_a_second_try_may_pass_and_is_told(page: Page, recorded: Recorded) -> None:
    page.set_content("<p>Hello")
    recorded.record(page)
    page.set_content(
        "<p id=said>Wait<script>setTimeout(() => said.textContent = 'Hello', 700)</script>"
    )
    attempt = recorded.attempt()
    taken = capture(page, CaptureOptions(timeout=250, recapture=5), frozenset(), lambda _: attempt)
    assert taken.tries > 1
    assert attempt.baseline
    comparison = attempt.submit(attempt.baseline, taken).result().comparison
    verdict = attempt.verdict(comparison, taken)
    assert verdict.passed
    assert verdict.notes[0].startswith("passed at try")
    assert "'Wait' became 'Hello'" in verdict.unstable[0].message


FOUND = """() => [scrollX, scrollY, document.activeElement.id, document.adoptedStyleSheets.length,
  getComputedStyle(document.documentElement).scrollBehavior, innerWidth, innerHeight,
  box.scrollTop, Object.getOwnPropertyNames(window).filter(name => /visualdiff/.test(name)).length,
  document.documentElement.outerHTML]"""


def test_the_page_is_left_as_it_was_found(page: Page) -> None:
    page.set_content(
        "<style>html { scroll-behavior: smooth } body { height: 3000px }</style>"
        "<input id=name><div id=box style='height: 90px; overflow: auto'>"
        "<p style='height: 900px'>top<p id=low>low</div>"
    )
    page.focus("#name")
    page.evaluate("scrollTo({top: 40, behavior: 'instant'})")
    before = page.evaluate(FOUND)
    capture(page, CaptureOptions(full_page=True, scroll_first=True), frozenset())
    assert page.evaluate(FOUND) == before
    capture(page.locator("#low"), CaptureOptions(style="p { color: red }"), frozenset())
    assert page.evaluate(FOUND) == before


def test_an_animation_goes_on_where_it_was(page: Page, address: str) -> None:
    page.goto(f"{address}/endless spinner")
    state = (
        "(() => { const [it] = document.getAnimations(); return [it.playState, it.currentTime] })()"
    )
    _, before = page.evaluate(state)
    capture(page, CaptureOptions(), frozenset())
    playing, after = page.evaluate(state)
    assert playing == "running"
    assert after >= before


def test_animations_may_go_on(page: Page, address: str) -> None:
    page.goto(f"{address}/endless spinner")
    assert not capture(page, CaptureOptions(animations="allow", timeout=500), frozenset()).still


def test_a_page_with_a_clock_of_its_own_is_held(page: Page, address: str) -> None:
    page.clock.install()
    page.goto(f"{address}/late font")
    assert capture(page, CaptureOptions(), frozenset()).still


def test_what_is_loaded_when_it_is_seen_is_loaded_first(page: Page, address: str) -> None:
    page.goto(f"{address}/lazy images of a full page")
    loaded = "[...document.images].filter(it => it.complete && it.naturalWidth).length"
    capture(page, CaptureOptions(full_page=True), frozenset())
    few = page.evaluate(loaded)
    capture(page, CaptureOptions(full_page=True, scroll_first=True), frozenset())
    assert few < page.evaluate(loaded) == 8


def test_frames_and_handles_are_taken_as_elements_are(page: Page, address: str) -> None:
    page.goto(f"{address}/frame")
    whole = capture(page, CaptureOptions(), frozenset())
    assert capture(page.main_frame, CaptureOptions(), frozenset()).png == whole.png
    inner = capture(page.frames[1], CaptureOptions(), frozenset())
    assert inner.png == capture(page.locator("iframe"), CaptureOptions(), frozenset()).png
    handle = page.query_selector("p")
    of_a_handle = capture(handle, CaptureOptions(), frozenset())
    assert of_a_handle.png == capture(page.locator("p"), CaptureOptions(), frozenset()).png
    assert of_a_handle.elements
    assert [element.text for element in of_a_handle.elements.elements] == ["Framed"]


def test_frames_and_handles_of_the_async_api_are_awaited(launch_options: dict[str, Any]) -> None:

    from playwright.async_api import async_playwright

    async def sizes() -> list[str]:
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(**launch_options)
            page = await browser.new_page(viewport={"width": 300, "height": 200})
            await page.set_content("<iframe width=90 height=60 srcdoc='<p>Hi'></iframe>")
            handle = await page.query_selector("iframe")
            taken = [
                await acapture(source, CaptureOptions(), frozenset())
                for source in (page.main_frame, page.frames[1], handle)
            ]
            await browser.close()
        return [str(each.size) for each in taken]

    assert run_in_a_loop(sizes()) == ["300x200", "94x64", "94x64"]


async def cancelled(page: Any, call: str, options: CaptureOptions) -> None:
    """Capture a page of the async API, and cancel that at a call; the page is as found then.

    Parameters
    ----------
    page : Page
    call : str
        ``evaluate 3`` for the third call of ``page.evaluate``.
    options : CaptureOptions
    """
    import asyncio

    name, _, place = call.partition(" ")
    real, calls, before = getattr(page, name), [0], await page.evaluate(FOUND)

    async def called(*arguments: Any, **options: Any) -> Any:
        calls[0] += 1
        if calls[0] == int(place):
            task.cancel()
        return await real(*arguments, **options)

    setattr(page, name, called)
    task = asyncio.create_task(acapture(page, options, frozenset()))
    await asyncio.wait([task])
    setattr(page, name, real)
    assert task.cancelled()
    assert await page.evaluate(FOUND) == before


def test_a_capture_that_is_cancelled_leaves_the_page_as_it_was_found(
    launch_options: dict[str, Any],
) -> None:

    from playwright.async_api import async_playwright

    async def cancel_everywhere() -> None:
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(**launch_options)
            page = await browser.new_page(viewport={"width": 300, "height": 200})
            await page.set_content(
                "<body style='height: 2000px'><input id=name><div id=box>"
                "<p style='animation: go 2s infinite'>Hello</div>"
                "<style>@keyframes go { from { margin-left: 5px } }</style>"
            )
            options = CaptureOptions(
                style="p { color: red }", mask=["input"], full_page=True, scroll_first=True
            )
            for call in ("evaluate 4", "wait_for_timeout 1", "screenshot 1", "screenshot 2"):
                await cancelled(page, call, options)
                assert await page.evaluate("document.getAnimations()[0].playState") == "running"
            await browser.close()

    run_in_a_loop(cancel_everywhere())


class Interrupted:
    """Takes no picture: someone presses Ctrl-C meanwhile."""

    def __init__(self, stage: str) -> None:
        self.stage = stage
        self.calls: list[str] = []

    def __getattr__(self, name: str) -> Any:
        def call(*_: object) -> Iterator[None]:
            self.calls.append(name)
            if name == self.stage:
                raise KeyboardInterrupt
            yield from ()

        return call


@pytest.mark.parametrize("stage", ["prepare", "hold", "take", "read"])
def test_a_capture_that_is_interrupted_releases_the_page(stage: str) -> None:
    camera = Interrupted(stage)
    with pytest.raises(KeyboardInterrupt):
        run(photograph(camera, CaptureOptions(), nothing))
    assert camera.calls[-1] == "release"
    assert camera.calls.count("release") == 1
